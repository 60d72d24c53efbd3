//! The end of a process with all that it has started: asked first, so that `mpirun` ends its ranks and clears up, then made.

use crate::tree::processes;
use rustix::process::{Pid, Signal, WaitId, WaitIdOptions, kill_process_group, waitid};
use std::time::{Duration, Instant};

/// How long they may take to end once they were asked to.
const GRACE: Duration = Duration::from_millis(500);

/// How often a process that is to end is looked at.
const GLANCE: Duration = Duration::from_millis(1);

/// Ends the child `pid`, which must not have been waited for, with its descendants and its process group.
pub(crate) fn end(pid: u32) {
    let mut members = Members::of(pid);
    members.signal(Signal::TERM);
    let until = Instant::now() + GRACE;
    while members.any_lives() && Instant::now() < until {
        std::thread::sleep(GLANCE);
    }
    // Those that were started meanwhile, too.
    members.add(pid);
    members.signal(Signal::KILL);
    end_group(pid);
}

/// Ends what is left of the process group of the child `pid`, which may have ended but must not have been waited for: its
/// number would no longer be its own.
pub(crate) fn end_group(pid: u32) {
    if let Some(group) = number(pid) {
        let _ = kill_process_group(group, Signal::KILL);
    }
}

/// Whether the child `pid` has ended. It is not waited for, so that its number stays its own.
pub(crate) fn has_ended(pid: u32) -> bool {
    let Some(pid) = number(pid) else { return true };
    let options = WaitIdOptions::EXITED | WaitIdOptions::NOHANG | WaitIdOptions::NOWAIT;
    // Where there is no such child, it has ended and was waited for.
    waitid(WaitId::Pid(pid), options).map_or(true, |status| status.is_some())
}

/// Waits for the end of the child `pid`, and leaves it to be waited for.
pub(crate) fn wait_for(pid: u32) {
    let Some(pid) = number(pid) else { return };
    let options = WaitIdOptions::EXITED | WaitIdOptions::NOWAIT;
    while waitid(WaitId::Pid(pid), options).is_err_and(|e| e == rustix::io::Errno::INTR) {}
}

fn number(pid: u32) -> Option<Pid> {
    Pid::from_raw(i32::try_from(pid).ok()?)
}

/// A process and its descendants: ranks of MPI have process groups of their own. They are held, so that a signal meets none that
/// got the number of one that is gone.
#[cfg(target_os = "linux")]
struct Members(Vec<rustix::fd::OwnedFd>);

#[cfg(target_os = "linux")]
impl Members {
    fn of(pid: u32) -> Members {
        let mut members = Members(Vec::new());
        members.add(pid);
        members
    }

    fn add(&mut self, pid: u32) {
        let held = |pid| rustix::process::pidfd_open(number(pid)?, rustix::process::PidfdFlags::empty()).ok();
        self.0.extend(processes(pid).into_iter().filter_map(held));
    }

    fn signal(&self, signal: Signal) {
        for member in &self.0 {
            // One that has ended is told nothing.
            let _ = rustix::process::pidfd_send_signal(member, signal);
        }
    }

    fn any_lives(&self) -> bool {
        use rustix::event::{PollFd, PollFlags, poll};
        let mut all: Vec<PollFd<'_>> = self.0.iter().map(|member| PollFd::new(member, PollFlags::IN)).collect();
        // Readable once it has ended (pidfd_open(2)).
        poll(&mut all, Some(&rustix::time::Timespec { tv_sec: 0, tv_nsec: 0 })).is_ok_and(|ended| ended < all.len())
    }
}

/// Here only the child itself is known.
#[cfg(not(target_os = "linux"))]
struct Members(u32);

#[cfg(not(target_os = "linux"))]
impl Members {
    fn of(pid: u32) -> Members {
        Members(pid)
    }

    fn add(&mut self, _pid: u32) {}

    fn signal(&self, signal: Signal) {
        if let Some(group) = number(self.0) {
            let _ = kill_process_group(group, signal);
        }
    }

    fn any_lives(&self) -> bool {
        !has_ended(self.0)
    }
}

/// It was sent a signal: it dies when the scheduler comes to it.
#[cfg(test)]
#[track_caller]
pub(crate) fn assert_gone(pid: u32) {
    let gone = (0..500).any(|_| {
        std::thread::sleep(Duration::from_millis(10));
        let state = std::fs::read_to_string(format!("/proc/{pid}/stat")).unwrap_or_default();
        state.is_empty() || state.contains(") Z ")
    });
    assert!(gone, "{pid} lives on");
}

#[cfg(all(test, target_os = "linux"))]
mod tests {
    use super::*;
    use std::io::{BufRead, BufReader};
    use std::os::unix::process::CommandExt;
    use std::process::{Child, Command, Stdio};

    /// A shell that has said "ready", with the path of a file that it may write to in `$0`.
    fn ready(script: &str, file: &str) -> Child {
        let script = format!("{script}; echo ready; while :; do sleep 0.01; done");
        let mut command = Command::new("sh");
        command.args(["-c", &script, file]).stdout(Stdio::piped()).process_group(0);
        let mut child = command.spawn().unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.as_mut().unwrap()).read_line(&mut line).unwrap();
        child
    }

    #[test]
    fn it_is_asked_first_and_may_clear_up() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("cleared");
        let mut child = ready("trap 'echo up >\"$0\"; exit' TERM", &file.to_string_lossy());
        end(child.id());
        child.wait().unwrap();
        assert_eq!(std::fs::read_to_string(file).unwrap(), "up\n");
    }

    #[test]
    fn one_that_does_not_listen_is_ended_with_all_it_started() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("number");
        let mut child = ready("trap '' TERM; setsid sleep 1000 & echo $! >\"$0\"", &file.to_string_lossy());
        let grandchild: u32 = std::fs::read_to_string(file).unwrap().trim().parse().unwrap();
        assert!(processes(child.id()).contains(&grandchild));
        end(child.id());
        child.wait().unwrap();
        assert_gone(grandchild);
    }
}
