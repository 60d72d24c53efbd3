//! A control group for tests, in which a process has less CPU time than the machine.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};

/// A control group that is worth a fifth of a CPU, until it is dropped. Its share is small and its periods are short, so that a
/// busy machine does not give less than the quota in all of them.
pub struct FifthOfACpu(PathBuf);

impl FifthOfACpu {
    /// Makes one, of version 1 or 2.
    ///
    /// # Errors
    /// Why that is not possible here.
    pub fn new() -> Result<FifthOfACpu, String> {
        let ways = [
            ("/sys/fs/cgroup/cpu", &[("cpu.cfs_period_us", "10000"), ("cpu.cfs_quota_us", "2000")][..]),
            ("/sys/fs/cgroup", &[("cpu.max", "2000 10000")][..]),
        ];
        // Tests of one process run side by side.
        static MADE: AtomicUsize = AtomicUsize::new(0);
        let name = format!("tenfold-test-{}-{}", std::process::id(), MADE.fetch_add(1, Ordering::Relaxed));
        let made = ways.map(|(root, files)| {
            let group = FifthOfACpu(Path::new(root).join(&name));
            let limited = fs::create_dir(&group.0)
                .and_then(|()| files.iter().try_for_each(|(file, text)| fs::write(group.0.join(file), text)));
            limited.map_err(|e| format!("{}: {e}", group.0.display())).map(|()| group)
        });
        let mut why = Vec::new();
        for made in made {
            match made {
                Ok(group) => return Ok(group),
                Err(e) => why.push(e),
            }
        }
        Err(format!("no control group can be made here ({})", why.join("; ")))
    }

    /// The file that takes in a process by its number.
    pub fn door(&self) -> PathBuf {
        self.0.join("cgroup.procs")
    }
}

impl Drop for FifthOfACpu {
    fn drop(&mut self) {
        // Whoever is still in it goes to the group around it.
        if let Some(parent) = self.0.parent() {
            let inside = fs::read_to_string(self.door()).unwrap_or_default();
            for pid in inside.lines() {
                let _ = fs::write(parent.join("cgroup.procs"), pid);
            }
        }
        let _ = fs::remove_dir(&self.0);
    }
}
