//! The CPU time of the watched process while perf sampled it.
//!
//! The periods that perf gives its samples are no measure of it: they add up to little more than what was asked for,
//! whatever was got. And perf takes up to a second before its first sample and after its last. So the kernel's own count
//! is read again and again meanwhile, and taken at those two samples.

use rustix::time::{ClockId, clock_gettime};

/// Readings of a process's CPU time: when, and how much, both in seconds.
#[derive(Debug, Default)]
pub(super) struct CpuTime {
    readings: Vec<(f64, f64)>,
}

impl CpuTime {
    /// Reads once more. A process that has ended keeps its last reading.
    pub(super) fn read(&mut self, pid: u32) {
        let stat = std::fs::read_to_string(format!("/proc/{pid}/stat")).unwrap_or_default();
        if let Some(ticks) = ticks(&stat) {
            self.readings.push((now(), ticks as f64 / rustix::param::clock_ticks_per_second() as f64));
        }
    }

    /// CPU time spent between two moments of CLOCK_MONOTONIC; between readings it is taken to run evenly.
    pub(super) fn between(&self, from: f64, to: f64) -> f64 {
        self.at(to) - self.at(from)
    }

    fn at(&self, moment: f64) -> f64 {
        let later = self.readings.partition_point(|(time, _)| *time <= moment);
        match (later.checked_sub(1).map(|i| self.readings[i]), self.readings.get(later)) {
            (Some((t0, cpu0)), Some((t1, cpu1))) => cpu0 + (cpu1 - cpu0) * (moment - t0) / (t1 - t0),
            (Some((_, cpu)), None) => cpu,
            (None, first) => first.map_or(0.0, |(_, cpu)| *cpu),
        }
    }
}

/// CLOCK_MONOTONIC, with which perf is told to stamp its samples.
fn now() -> f64 {
    let time = clock_gettime(ClockId::Monotonic);
    time.tv_sec as f64 + time.tv_nsec as f64 * 1e-9
}

/// User and system time of `/proc/PID/stat`, fields 14 and 15 (proc(5)). Only their sum is exact: Linux divides it
/// between the two by sampling. The name in field 2 may contain blanks and parentheses.
fn ticks(stat: &str) -> Option<u64> {
    let (_, after_name) = stat.rsplit_once(") ")?;
    let mut fields = after_name.split(' ').skip(11).map(|field| field.parse::<u64>().ok());
    Some(fields.next()?? + fields.next()??)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn user_and_system_time_are_found_behind_any_name() {
        let stat = "7 (a) b (c) S 1 7 7 0 -1 4194560 3501 71597 0 287 40 4 243 57 20 0 1 0 583463";
        assert_eq!(ticks(stat), Some(44));
        assert_eq!(ticks(""), None);
        assert_eq!(ticks("7 (a) S 1"), None);
    }

    #[test]
    fn time_runs_evenly_between_readings_and_not_at_all_outside() {
        let cpu = CpuTime { readings: vec![(10.0, 1.0), (11.0, 3.0), (13.0, 3.5)] };
        assert_eq!([9.0, 10.5, 11.0, 12.0, 14.0].map(|moment| cpu.at(moment)), [1.0, 2.0, 3.0, 3.25, 3.5]);
        assert_eq!(cpu.between(10.5, 12.0), 1.25);
        assert_eq!(CpuTime::default().between(0.0, 1.0), 0.0);
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn what_this_process_burns_is_read() {
        let mut cpu = CpuTime::default();
        let start = now();
        cpu.read(std::process::id());
        let clock = || clock_gettime(ClockId::ProcessCPUTime);
        let end = clock().tv_nsec + 1_000_000_000 * clock().tv_sec + 200_000_000;
        while clock().tv_nsec + 1_000_000_000 * clock().tv_sec < end {}
        cpu.read(std::process::id());
        let burnt = cpu.between(start, now());
        // Other tests of this process may burn as well.
        assert!(burnt > 0.17, "{burnt} s of 0.2 s");
    }
}
