//! How much CPU time this process may take: quotas of control groups, and what came of them.
//!
//! A group with a quota has so much CPU time in each period; once it is spent, all of its threads stand still until the next
//! period begins: they are throttled (the kernel's `sched-bwc`). Whoever is timed for a millisecond runs between two
//! throttlings and seems to know no quota.

use crate::{ROOT, groups, number, said};
use serde::{Deserialize, Serialize};
use std::path::{Path, PathBuf};

/// A limit of CPU time.
#[derive(Clone, Debug, PartialEq)]
pub struct Quota {
    /// CPUs' worth of time.
    pub cpus: f64,
    /// The period in which so much may be spent, in seconds.
    pub period: f64,
    /// The control group that has it.
    pub group: PathBuf,
}

/// The tightest quota around this process.
pub fn quota() -> Option<Quota> {
    quota_in(Path::new(ROOT))
}

/// The tightest quota around a process that sees the file system `root`.
pub fn quota_in(root: &Path) -> Option<Quota> {
    let quotas = groups::folders(root, "cpu").into_iter().filter_map(|folder| of_group(&folder));
    quotas.min_by(|a, b| a.cpus.total_cmp(&b.cpus))
}

/// The quota of a group: `cpu.max` of version 2 says "50000 100000" or "max 100000", version 1 has a file for each, and -1
/// for none; all in microseconds.
fn of_group(folder: &Path) -> Option<Quota> {
    let version_2 = || {
        let text = said(folder.join("cpu.max"))?;
        let (quota, period) = text.split_once(' ')?;
        Some((quota.parse().ok()?, period.parse().ok()?))
    };
    let version_1 = || Some((number(folder.join("cpu.cfs_quota_us"))?, number(folder.join("cpu.cfs_period_us"))?));
    let (quota, period): (f64, f64) = version_2().or_else(version_1)?;
    (quota > 0.0 && period > 0.0).then(|| Quota {
        cpus: quota / period,
        period: period / 1e6,
        group: folder.to_path_buf(),
    })
}

impl Quota {
    /// "0.5 CPUs (control group /sys/fs/cgroup/x, periods of 100 ms)".
    pub fn described(&self) -> String {
        let noun = if self.cpus == 1.0 { "CPU" } else { "CPUs" };
        let cpus = (self.cpus * 1000.0).round() / 1000.0;
        format!("{cpus} {noun} (control group {}, periods of {} ms)", self.group.display(), self.period * 1e3)
    }
}

/// How long a sample of `workers` has to be at the least, in seconds: under a quota that they can use up, two periods, so that a
/// whole one lies in it wherever it begins, and none lies between two throttlings.
pub fn least_seconds(workers: usize) -> f64 {
    spanned(quota().as_ref(), workers)
}

fn spanned(quota: Option<&Quota>, workers: usize) -> f64 {
    quota.filter(|quota| quota.cpus < workers as f64).map_or(0.0, |quota| 2.0 * quota.period)
}

/// What a group had to stand still.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Throttling {
    /// Periods in which it ran.
    pub periods: u64,
    /// Those of them in which it was throttled.
    pub throttled: u64,
    /// How long its CPUs stood still, in seconds, all CPUs together.
    pub seconds: f64,
}

/// Watches the groups around this process that have a quota.
#[derive(Clone, Debug)]
pub struct Watch {
    before: Vec<(PathBuf, Throttling)>,
}

impl Watch {
    /// Begins.
    pub fn begin() -> Watch {
        Watch::begin_in(Path::new(ROOT))
    }

    /// Begins where the file system is `root`.
    pub fn begin_in(root: &Path) -> Watch {
        let folders = groups::folders(root, "cpu").into_iter().filter(|folder| of_group(folder).is_some());
        Watch { before: folders.filter_map(|folder| Some((folder.clone(), counted(&folder)?))).collect() }
    }

    /// What has come since of the group that stood still longest; `None` where no group has a quota.
    pub fn since(&self) -> Option<Throttling> {
        let since = |(folder, before): &(PathBuf, Throttling)| {
            let now = counted(folder)?;
            Some(Throttling {
                periods: now.periods.saturating_sub(before.periods),
                throttled: now.throttled.saturating_sub(before.throttled),
                seconds: (now.seconds - before.seconds).max(0.0),
            })
        };
        let all = self.before.iter().filter_map(since);
        all.max_by(|a, b| (a.throttled, a.seconds).partial_cmp(&(b.throttled, b.seconds)).expect("times are numbers"))
    }
}

/// A group's `cpu.stat` so far; version 2 counts microseconds, version 1 nanoseconds.
fn counted(folder: &Path) -> Option<Throttling> {
    let text = said(folder.join("cpu.stat"))?;
    let field = |name: &str| {
        text.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(' ')?.trim().parse::<u64>().ok())
    };
    let version_2 = || Some(field("throttled_usec")? as f64 * 1e-6);
    let version_1 = || Some(field("throttled_time")? as f64 * 1e-9);
    let seconds = version_2().or_else(version_1)?;
    Some(Throttling { periods: field("nr_periods")?, throttled: field("nr_throttled")?, seconds })
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;
    use tempfile::TempDir;

    /// A file system with these files.
    pub(crate) fn tree(files: &[(&str, &str)]) -> TempDir {
        let root = tempfile::tempdir().unwrap();
        for (file, text) in files {
            let file = root.path().join(file);
            std::fs::create_dir_all(file.parent().unwrap()).unwrap();
            std::fs::write(file, text).unwrap();
        }
        root
    }

    const V2: [(&str, &str); 2] = [
        ("proc/self/cgroup", "0::/kubepods/pod\n"),
        ("proc/self/mountinfo", "31 23 0:28 / /sys/fs/cgroup rw - cgroup2 cgroup2 rw,nsdelegate\n"),
    ];
    const V1: [(&str, &str); 2] = [
        ("proc/self/cgroup", "1:cpu:/job/step\n0::/\n"),
        (
            "proc/self/mountinfo",
            "32 31 0:29 / /sys/fs/cgroup/cpu rw - cgroup cgroup rw,cpu\n\
             41 31 0:38 / /sys/fs/cgroup/unified rw - cgroup2 cgroup2 rw\n",
        ),
    ];

    fn of(groups: &[(&str, &str)], files: &[(&str, &str)]) -> Option<(f64, f64, String)> {
        let tree = tree(&[groups, files].concat());
        let quota = quota_in(tree.path())?;
        let group = quota.group.strip_prefix(tree.path()).unwrap().display().to_string();
        Some((quota.cpus, quota.period, group))
    }

    #[test]
    fn the_tightest_quota_of_the_groups_around_counts() {
        let pod = ("sys/fs/cgroup/kubepods/pod/cpu.max", "150000 100000\n");
        assert_eq!(of(&V2, &[pod]), Some((1.5, 0.1, "sys/fs/cgroup/kubepods/pod".into())));
        let above = ("sys/fs/cgroup/kubepods/cpu.max", "25000 50000\n");
        assert_eq!(of(&V2, &[pod, above]), Some((0.5, 0.05, "sys/fs/cgroup/kubepods".into())));
        let open = ("sys/fs/cgroup/kubepods/pod/cpu.max", "max 100000\n");
        assert_eq!(of(&V2, &[open]), None);
        assert_eq!(of(&V2, &[open, above]), Some((0.5, 0.05, "sys/fs/cgroup/kubepods".into())));
    }

    #[test]
    fn version_1_has_a_file_for_each() {
        let group = |quota| {
            [("sys/fs/cgroup/cpu/job/cpu.cfs_quota_us", quota), ("sys/fs/cgroup/cpu/job/cpu.cfs_period_us", "100000\n")]
        };
        assert_eq!(of(&V1, &group("50000\n")), Some((0.5, 0.1, "sys/fs/cgroup/cpu/job".into())));
        assert_eq!(of(&V1, &group("-1\n")), None);
    }

    #[test]
    fn a_machine_without_groups_has_no_quota() {
        assert_eq!(of(&[], &[]), None);
        assert_eq!(Watch::begin_in(tree(&[]).path()).since(), None);
    }

    #[test]
    fn what_stood_still_is_told_of_the_group_that_did_most() {
        let stat_2 = "usage_usec 9\nnr_periods 10\nnr_throttled 1\nthrottled_usec 500000\n";
        let files = [
            ("sys/fs/cgroup/kubepods/pod/cpu.max", "150000 100000\n"),
            ("sys/fs/cgroup/kubepods/pod/cpu.stat", stat_2),
            ("sys/fs/cgroup/kubepods/cpu.max", "200000 100000\n"),
            ("sys/fs/cgroup/kubepods/cpu.stat", stat_2),
        ];
        let tree = tree(&[&V2[..], &files].concat());
        let watch = Watch::begin_in(tree.path());
        assert_eq!(watch.since(), Some(Throttling::default()));
        let later = "usage_usec 9\nnr_periods 20\nnr_throttled 8\nthrottled_usec 1250000\n";
        std::fs::write(tree.path().join(files[3].0), later).unwrap();
        assert_eq!(watch.since(), Some(Throttling { periods: 10, throttled: 7, seconds: 0.75 }));
    }

    #[test]
    fn version_1_counts_nanoseconds() {
        let files = [
            ("sys/fs/cgroup/cpu/job/cpu.cfs_quota_us", "50000\n"),
            ("sys/fs/cgroup/cpu/job/cpu.cfs_period_us", "100000\n"),
            ("sys/fs/cgroup/cpu/job/cpu.stat", "nr_periods 0\nnr_throttled 0\nthrottled_time 0\n"),
        ];
        let tree = tree(&[&V1[..], &files].concat());
        let watch = Watch::begin_in(tree.path());
        std::fs::write(tree.path().join(files[2].0), "nr_periods 4\nnr_throttled 3\nthrottled_time 2000000000\n")
            .unwrap();
        assert_eq!(watch.since(), Some(Throttling { periods: 4, throttled: 3, seconds: 2.0 }));
    }

    #[test]
    fn a_sample_spans_two_periods_where_its_workers_can_use_up_the_quota() {
        let quota = Quota { cpus: 1.5, period: 0.1, group: PathBuf::new() };
        assert_eq!([spanned(Some(&quota), 1), spanned(Some(&quota), 2), spanned(None, 2)], [0.0, 0.2, 0.0]);
    }
}
