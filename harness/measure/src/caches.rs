//! The caches of the first CPU, as the system describes them.

use crate::pin;
use std::fs;
use std::path::Path;

/// One cache.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cache {
    /// 1 is nearest to the core.
    pub level: u32,
    /// "Data", "Instruction" or "Unified".
    pub kind: String,
    /// Its size in bytes.
    pub bytes: u64,
    /// How many of the CPUs that this process may use share it; at least 1.
    pub sharers: usize,
}

/// The caches, nearest first. Empty where the system does not tell.
pub fn all() -> Vec<Cache> {
    let folder = Path::new("/sys/devices/system/cpu/cpu0/cache");
    let mut caches: Vec<Cache> =
        fs::read_dir(folder).into_iter().flatten().flatten().filter_map(|entry| read(&entry.path())).collect();
    caches.sort_by(|a, b| (a.level, &a.kind).cmp(&(b.level, &b.kind)));
    caches
}

/// The caches that hold data, nearest first.
pub fn of_data() -> Vec<Cache> {
    all().into_iter().filter(|cache| cache.kind != "Instruction" && cache.bytes > 0).collect()
}

/// Bytes of the largest cache, 0 where the system does not tell.
pub fn largest() -> u64 {
    all().iter().map(|cache| cache.bytes).max().unwrap_or(0)
}

fn read(folder: &Path) -> Option<Cache> {
    let line = |name: &str| fs::read_to_string(folder.join(name)).ok().map(|text| text.trim().to_string());
    let allowed = pin::allowed();
    let sharers = line("shared_cpu_list").map_or(1, |list| {
        let shared = cpus(&list);
        allowed.iter().filter(|cpu| shared.contains(cpu)).count()
    });
    let bytes = bytes(&line("size")?)?;
    Some(Cache { level: line("level")?.parse().ok()?, kind: line("type")?, bytes, sharers: sharers.max(1) })
}

/// The bytes of "36608K".
fn bytes(size: &str) -> Option<u64> {
    let number = |suffix: char| size.strip_suffix(suffix)?.parse::<u64>().ok();
    number('K').map(|n| n << 10).or_else(|| number('M').map(|n| n << 20)).or_else(|| size.parse().ok())
}

/// The CPUs of "0-2,5".
fn cpus(list: &str) -> Vec<usize> {
    list.split(',')
        .filter_map(|part| {
            let (first, last) = part.split_once('-').unwrap_or((part, part));
            Some(first.trim().parse().ok()?..=last.trim().parse().ok()?)
        })
        .flatten()
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_and_lists_are_read_as_the_kernel_writes_them() {
        assert_eq!(
            [bytes("32K"), bytes("2M"), bytes("512"), bytes("much")],
            [Some(32768), Some(2 << 20), Some(512), None]
        );
        assert_eq!(cpus("0-2,5\n"), [0, 1, 2, 5]);
        assert_eq!(cpus(""), [] as [usize; 0]);
    }

    #[test]
    fn a_nearer_cache_comes_first() {
        let caches = of_data();
        assert!(caches.windows(2).all(|pair| pair[0].level <= pair[1].level), "{caches:?}");
    }
}
