//! Sets of CPUs as the system writes them: "0-2,5".

/// The CPUs of a list, in its order. What is no number is passed over.
pub fn read(list: &str) -> Vec<usize> {
    list.split(',')
        .filter_map(|part| {
            let (first, last) = part.split_once('-').unwrap_or((part, part));
            Some(first.trim().parse().ok()?..=last.trim().parse().ok()?)
        })
        .flatten()
        .collect()
}

/// The list of some CPUs, ascending.
pub fn written(cpus: &[usize]) -> String {
    let mut cpus = cpus.to_vec();
    cpus.sort_unstable();
    cpus.dedup();
    let runs = cpus.chunk_by(|a, b| a + 1 == *b).map(|run| match run {
        [one] => one.to_string(),
        _ => format!("{}-{}", run[0], run[run.len() - 1]),
    });
    runs.collect::<Vec<_>>().join(",")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_are_read_and_written_as_the_kernel_does() {
        assert_eq!(read("0-2,5\n"), [0, 1, 2, 5]);
        assert_eq!(read(""), [] as [usize; 0]);
        assert_eq!(written(&[5, 1, 0, 2, 2]), "0-2,5");
        assert_eq!(written(&[]), "");
        let many: Vec<usize> = (0..2048).collect();
        assert_eq!(read(&written(&many)), many);
    }
}
