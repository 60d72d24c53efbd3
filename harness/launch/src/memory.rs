//! How much memory a launch may take: what this machine has free, or its control group allows, whichever is less; and no more
//! than the environment variable `TENFOLD_MEMORY` (bytes) says, where it is set.

use std::fs;
use std::path::Path;
use tenfold_machine::{ROOT, groups};

/// Bytes that can still be allocated; `None` where neither the system nor `TENFOLD_MEMORY` tells.
///
/// # Errors
/// `TENFOLD_MEMORY` is not an integer.
pub fn available() -> Result<Option<f64>, String> {
    let capped = match std::env::var("TENFOLD_MEMORY") {
        Ok(text) => Some(cap(&text)?),
        Err(_) => None,
    };
    let machine = fs::read_to_string("/proc/meminfo").ok().and_then(|text| free(&text));
    let left = groups::folders(Path::new(ROOT), "memory").into_iter().filter_map(|folder| left(&folder));
    Ok(left.chain(machine).chain(capped).reduce(f64::min))
}

fn cap(text: &str) -> Result<f64, String> {
    let bytes = text.replace('_', "").parse::<u64>();
    bytes.map(|bytes| bytes as f64).map_err(|_| format!("TENFOLD_MEMORY = {text}: must be an integer, in bytes"))
}

/// `MemAvailable` of `/proc/meminfo` (proc(5)), which is in units of 1024 bytes.
fn free(meminfo: &str) -> Option<f64> {
    let line = meminfo.lines().find_map(|line| line.strip_prefix("MemAvailable:"))?;
    line.trim().strip_suffix("kB")?.trim().parse::<f64>().ok().map(|kib| kib * 1024.0)
}

/// What is left of the limit of a control group; `None` where it has none.
fn left(folder: &Path) -> Option<f64> {
    let read = |file: &str| fs::read_to_string(folder.join(file)).ok()?.trim().parse::<f64>().ok();
    let version_2 = || Some((read("memory.max")?, read("memory.current")?));
    let version_1 = || Some((read("memory.limit_in_bytes")?, read("memory.usage_in_bytes")?));
    let (limit, used) = version_2().or_else(version_1)?;
    // Pages of files that nobody needs are given back, so they are counted as free.
    let cached = fs::read_to_string(folder.join("memory.stat")).ok().and_then(|text| {
        let field = |name: &str| text.lines().find_map(|line| line.strip_prefix(name)?.trim().parse::<f64>().ok());
        field("total_inactive_file ").or_else(|| field("inactive_file "))
    });
    Some((limit - used + cached.unwrap_or(0.0)).max(0.0))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn free_memory_is_read_in_bytes() {
        assert_eq!(free("MemTotal: 9 kB\nMemAvailable:    3 kB\n"), Some(3072.0));
        assert_eq!(free("MemTotal: 9 kB\n"), None);
    }

    #[test]
    fn a_cap_is_in_bytes() {
        assert_eq!(cap("1_000"), Ok(1000.0));
        for wrong in ["", "-1", "1 GiB", "1e9"] {
            assert_eq!(cap(wrong), Err(format!("TENFOLD_MEMORY = {wrong}: must be an integer, in bytes")));
        }
    }

    #[test]
    fn what_is_left_is_the_limit_less_what_is_used() {
        let folder = tempfile::tempdir().unwrap();
        let write = |file: &str, text: &str| std::fs::write(folder.path().join(file), text).unwrap();
        write("memory.max", "max\n");
        write("memory.current", "30\n");
        assert_eq!(left(folder.path()), None, "no limit");
        write("memory.max", "100\n");
        assert_eq!(left(folder.path()), Some(70.0));
        write("memory.stat", "anon 1\ninactive_file 5\n");
        assert_eq!(left(folder.path()), Some(75.0));
    }
}
