//! How much memory there is.

use crate::{ROOT, groups, number, said};
use std::path::Path;

/// Bytes of memory; `None` where the system does not tell.
pub fn total() -> Option<u64> {
    info(Path::new(ROOT), "MemTotal:")
}

/// Bytes that can still be allocated: what this machine has free, or the control groups around this process allow, whichever is
/// less. `None` where the system does not tell.
pub fn available() -> Option<u64> {
    available_in(Path::new(ROOT))
}

fn available_in(root: &Path) -> Option<u64> {
    let machine = info(root, "MemAvailable:");
    let groups = groups::folders(root, "memory");
    groups.iter().filter_map(|folder| left(folder)).chain(machine).min()
}

/// A line of `/proc/meminfo` (proc(5)), which is in units of 1024 bytes.
fn info(root: &Path, name: &str) -> Option<u64> {
    kib(said(root.join("proc/meminfo"))?.lines().find_map(|line| line.strip_prefix(name))?)
}

/// The bytes of "  3 kB".
pub(crate) fn kib(text: &str) -> Option<u64> {
    text.trim().strip_suffix("kB")?.trim().parse::<u64>().ok().map(|kib| kib << 10)
}

/// What is left of the limit of a control group; `None` where it has none.
fn left(folder: &Path) -> Option<u64> {
    let bytes = |file: &str| number::<u64>(folder.join(file));
    let version_2 = || Some((bytes("memory.max")?, bytes("memory.current")?));
    let version_1 = || Some((bytes("memory.limit_in_bytes")?, bytes("memory.usage_in_bytes")?));
    let (limit, used) = version_2().or_else(version_1)?;
    // Pages of files that nobody needs are given back, so they are counted as free.
    let cached = said(folder.join("memory.stat")).and_then(|text| {
        let field = |name: &str| text.lines().find_map(|line| line.strip_prefix(name)?.trim().parse::<u64>().ok());
        field("total_inactive_file ").or_else(|| field("inactive_file "))
    });
    Some((limit + cached.unwrap_or(0)).saturating_sub(used))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::quota::tests::tree;

    #[test]
    fn the_least_of_machine_and_groups_is_available() {
        let mut files = vec![
            ("proc/meminfo", "MemTotal: 9 kB\nMemAvailable:    3 kB\n"),
            ("proc/self/cgroup", "0::/a\n"),
            ("proc/self/mountinfo", "31 23 0:28 / /sys/fs/cgroup rw - cgroup2 cgroup2 rw\n"),
            ("sys/fs/cgroup/a/memory.current", "30\n"),
        ];
        assert_eq!(available_in(tree(&files).path()), Some(3072), "no limit");
        files.push(("sys/fs/cgroup/a/memory.max", "100\n"));
        assert_eq!(available_in(tree(&files).path()), Some(70));
        files.push(("sys/fs/cgroup/a/memory.stat", "anon 1\ninactive_file 5\n"));
        assert_eq!(available_in(tree(&files).path()), Some(75));
        files[4].1 = "max\n";
        assert_eq!(available_in(tree(&files).path()), Some(3072));
        assert_eq!(available_in(tree(&[]).path()), None);
    }

    #[test]
    fn this_machine_has_what_it_says() {
        assert!(total() >= available() || total().is_none());
    }
}
