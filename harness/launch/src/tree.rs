//! A process with all that it has started, and how much CPU time they took.

use procfs_core::FromRead;
use procfs_core::process::{Stat, Status};
use std::fs;
use tenfold_measure::noise::TICKS;

/// What a process and its descendants have spent so far.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(crate) struct Spent {
    /// CPU time of those that live, and of those that have ended and were waited for, in seconds.
    pub cpu_seconds: f64,
    /// Involuntary context switches of the threads that live.
    pub switches: u32,
}

impl Spent {
    /// Of process `pid` and its descendants. Nothing where the system does not tell.
    pub fn by(pid: u32) -> Spent {
        let mut spent = Spent::default();
        for pid in processes(pid) {
            spent.cpu_seconds += cpu_seconds(pid);
            spent.switches = spent.switches.saturating_add(threads(pid).iter().map(|t| switches(t)).sum());
        }
        spent
    }
}

/// Process `pid` and its descendants, each after its parent.
pub(crate) fn processes(pid: u32) -> Vec<u32> {
    let mut all = vec![pid];
    let mut next = 0;
    while let Some(&parent) = all.get(next) {
        for thread in threads(parent) {
            let children = fs::read_to_string(format!("{thread}/children")).unwrap_or_default();
            all.extend(children.split_whitespace().filter_map(|pid| pid.parse::<u32>().ok()));
        }
        next += 1;
    }
    all
}

/// The folders of a process's threads (proc(5)).
fn threads(pid: u32) -> Vec<String> {
    let folder = format!("/proc/{pid}/task");
    let Ok(threads) = fs::read_dir(&folder) else { return Vec::new() };
    threads.flatten().map(|thread| format!("{folder}/{}", thread.file_name().display())).collect()
}

fn switches(thread: &str) -> u32 {
    let status = Status::from_file(format!("{thread}/status")).ok();
    status.and_then(|status| u32::try_from(status.nonvoluntary_ctxt_switches?).ok()).unwrap_or(0)
}

/// CPU time of one process: its own to the nanosecond while it lives, that of the children it has waited for in ticks.
fn cpu_seconds(pid: u32) -> f64 {
    let [own, children] = Stat::from_file(format!("/proc/{pid}/stat")).map_or([0.0; 2], |stat| {
        [(stat.utime + stat.stime) as f64, (stat.cutime + stat.cstime) as f64].map(|ticks| ticks / TICKS)
    });
    own.max(clock(pid).unwrap_or(0.0)) + children
}

#[cfg(target_os = "linux")]
fn clock(pid: u32) -> Option<f64> {
    let pid = libc::pid_t::try_from(pid).ok()?;
    // SAFETY: both calls write what they are given the address of, and report a process that is not there.
    unsafe {
        let (mut clock, mut time) = (0, std::mem::zeroed::<libc::timespec>());
        let read = libc::clock_getcpuclockid(pid, &mut clock) == 0 && libc::clock_gettime(clock, &mut time) == 0;
        read.then_some(time.tv_sec as f64 + time.tv_nsec as f64 * 1e-9)
    }
}

/// This system does not tell.
#[cfg(not(target_os = "linux"))]
fn clock(_pid: u32) -> Option<f64> {
    None
}

#[cfg(all(test, target_os = "linux"))]
mod tests {
    use super::*;
    use std::io::{BufRead, BufReader};
    use std::process::{Child, Command, Stdio};

    /// A shell that runs `script` and then says so and waits.
    fn after(script: &str) -> Child {
        let script = format!("{script}; echo done; read x");
        let command = &mut Command::new("sh");
        let mut child = command.args(["-c", &script]).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
        child
    }

    /// Counts for some tenths of a second of CPU time, as the shell does it.
    const WORK: &str = "i=0; while [ $i -lt 300000 ]; do i=$((i+1)); done";

    #[test]
    fn the_time_of_a_child_counts_whether_it_lives_or_has_ended() {
        for script in [WORK.to_string(), format!("({WORK})"), format!("(({WORK}); :)")] {
            let mut child = after(&script);
            let spent = Spent::by(child.id()).cpu_seconds;
            assert!(spent > 0.03, "{script}: {spent} s");
            drop(child.stdin.take());
            child.wait().unwrap();
        }
        // The shell waits for its background job, which has said so and now sleeps.
        let mut child = Command::new("sh")
            .args(["-c", &format!("({WORK}; echo done; sleep 100) & wait")])
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
        let spent = Spent::by(child.id()).cpu_seconds;
        child.kill().unwrap();
        child.wait().unwrap();
        assert!(spent > 0.03, "{spent} s");
    }
}
