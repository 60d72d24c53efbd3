//! What others did to a sample: stolen time, involuntary context switches, and the CPU time that they had themselves.

use crate::clock;
use std::fs::File;
use std::io::Read;
use std::os::unix::fs::FileExt;

/// Ticks per second of the times in `/proc/stat` (USER_HZ, 100 on every Linux).
pub const TICKS: f64 = 100.0;

/// How long a reading of the stolen time is good for. The kernel counts it in ticks of 10 ms, and a reading costs tens of
/// microseconds, so reading at each sample would cost more than it tells.
const WINDOW_SECONDS: f64 = 0.02;

/// The hypervisor's theft of CPU time, read now and then.
pub struct Steal {
    file: Option<File>,
    total: f64,
    read_at: f64,
}

impl Steal {
    /// Starts watching. Where there is no `/proc/stat`, nothing is ever stolen.
    pub fn watch() -> Steal {
        let mut steal = Steal { file: File::open("/proc/stat").ok(), total: 0.0, read_at: clock::now() };
        steal.total = steal.read();
        steal
    }

    /// Seconds stolen since the last reading from all CPUs together, or `None` while that reading is still good.
    pub fn since(&mut self) -> Option<f64> {
        let now = clock::now();
        (now - self.read_at >= WINDOW_SECONDS).then(|| self.settle())
    }

    /// Seconds stolen since the last reading, whenever that was.
    pub fn settle(&mut self) -> f64 {
        let total = self.read();
        let stolen = total - self.total;
        (self.total, self.read_at) = (total, clock::now());
        stolen
    }

    fn read(&mut self) -> f64 {
        let mut buffer = [0; 512];
        let read = self.file.as_ref().and_then(|f| f.read_at(&mut buffer, 0).ok()).unwrap_or(0);
        stolen_ticks(&String::from_utf8_lossy(&buffer[..read])).unwrap_or(0.0) / TICKS
    }
}

/// The eighth number of the first line: `cpu user nice system idle iowait irq softirq steal …` (proc(5)).
fn stolen_ticks(stat: &str) -> Option<f64> {
    stat.lines().next()?.split_whitespace().nth(8)?.parse().ok()
}

/// Involuntary context switches so far: of this thread, or of the whole process.
pub fn switches(whole_process: bool) -> u32 {
    involuntary(if whole_process { libc::RUSAGE_SELF } else { this_thread() })
}

/// Involuntary context switches so far of all child processes that have ended and were waited for.
pub fn switches_of_children() -> u32 {
    involuntary(libc::RUSAGE_CHILDREN)
}

fn involuntary(who: libc::c_int) -> u32 {
    u32::try_from(usage(who).ru_nivcsw).unwrap_or(u32::MAX)
}

fn usage(who: libc::c_int) -> libc::rusage {
    // SAFETY: an all-zero rusage is valid, and getrusage writes one.
    unsafe {
        let mut usage: libc::rusage = std::mem::zeroed();
        libc::getrusage(who, &mut usage);
        usage
    }
}

/// The CPU time of all processes but this one and its children.
pub struct Foreign {
    foreign: Option<f64>,
    since: f64,
}

impl Foreign {
    /// Starts watching.
    pub fn watch() -> Foreign {
        Foreign { foreign: foreign_seconds(), since: clock::now() }
    }

    /// How many CPUs they kept busy since, on average; `None` where the system does not tell. Children count as this
    /// program's own once they were waited for, and the kernel counts in ticks of 10 ms: ask about a launch, not a sample.
    pub fn cpus(&self) -> Option<f64> {
        let seconds = foreign_seconds()? - self.foreign?;
        Some((seconds / (clock::now() - self.since)).max(0.0))
    }
}

/// CPU time so far of all processes but this one and its children that were waited for.
fn foreign_seconds() -> Option<f64> {
    let busy = busy_ticks(&std::fs::read_to_string("/proc/stat").ok()?)? / TICKS;
    let own = [libc::RUSAGE_SELF, libc::RUSAGE_CHILDREN].map(usage).map(|u| seconds(u.ru_utime) + seconds(u.ru_stime));
    Some(busy - own[0] - own[1])
}

fn seconds(time: libc::timeval) -> f64 {
    time.tv_sec as f64 + time.tv_usec as f64 * 1e-6
}

/// Of the numbers of the first line those of work: user, nice, system, irq, softirq (proc(5)).
fn busy_ticks(stat: &str) -> Option<f64> {
    let ticks: Vec<f64> = stat.lines().next()?.split_whitespace().skip(1).filter_map(|n| n.parse().ok()).collect();
    [0, 1, 2, 5, 6].iter().map(|&at| ticks.get(at).copied()).sum()
}

#[cfg(target_os = "linux")]
fn this_thread() -> libc::c_int {
    libc::RUSAGE_THREAD
}

#[cfg(not(target_os = "linux"))]
fn this_thread() -> libc::c_int {
    libc::RUSAGE_SELF
}

/// The load averages of the last 1, 5 and 15 minutes, and how many of all tasks run or want to.
pub fn load() -> String {
    let mut text = String::new();
    match File::open("/proc/loadavg").and_then(|mut f| f.read_to_string(&mut text)) {
        Ok(_) => text.split_whitespace().take(4).collect::<Vec<_>>().join(" "),
        Err(_) => "not shown by this system".to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_stolen_time_is_the_eighth_number() {
        assert_eq!(stolen_ticks("cpu  1 2 3 4 5 6 7 88 9 10\ncpu0 1 2"), Some(88.0));
        assert_eq!(stolen_ticks(""), None);
    }

    #[test]
    fn work_is_all_but_idling_waiting_and_stolen_time() {
        assert_eq!(busy_ticks("cpu  1 2 4 8 16 32 64 128 256 512\ncpu0 1 2"), Some(1.0 + 2.0 + 4.0 + 32.0 + 64.0));
        assert_eq!(busy_ticks("cpu 1 2"), None);
    }
}
