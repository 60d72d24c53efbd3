//! A child process that is read line by line, has a time limit, and leaves nothing behind.

use crate::duel::Silence;
use crate::ending;
use crate::huge_pages;
use crate::said::{self, LONGEST_LINE};
use crate::told;
use serde::Serialize;
use std::io::{self, Write};
use std::os::unix::process::{CommandExt, ExitStatusExt};
use std::process::{Child, ChildStdin, Command, ExitStatus, Stdio};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, RecvTimeoutError};
use std::time::{Duration, Instant};
use tenfold_machine::pin;

/// How often a waiting parent looks whether it shall stop.
const GLANCE: Duration = Duration::from_millis(50);

/// How long after its output has ended, or it was killed, a process may take to end.
const LINGERING: Duration = Duration::from_secs(2);

/// A running child, with all it starts in a process group of its own.
pub struct Process {
    child: Child,
    stdin: Option<ChildStdin>,
    lines: Receiver<String>,
    /// The end of what it says on standard error, once that has ended.
    errors: Receiver<String>,
    limit: Duration,
    deadline: Instant,
    /// Whether it was waited for: from then on its number may be somebody else's.
    reaped: bool,
}

/// What came next.
#[derive(Debug, PartialEq)]
pub enum Next {
    /// A line on standard output.
    Line(String),
    /// The end of its output.
    End,
    /// The time limit passed.
    TimedOut,
    /// The parent was told to stop.
    Interrupted,
}

impl Process {
    /// Starts `command`, pinned to `cpus` if any are given; it may take `limit`.
    pub fn start(mut command: Command, limit: Duration, cpus: &[usize]) -> io::Result<Process> {
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).process_group(0);
        bound_to_parent(&mut command);
        huge_pages::ask(&mut command);
        told::started(&command, limit, cpus);
        // Only the child: the threads that read what it says shall stay out of its way.
        let mut child = pin::within(cpus, || spawned(&mut command))?;
        let lines = said::lines(child.stdout.take().expect("piped"));
        let errors = said::tail(child.stderr.take().expect("piped"));
        let stdin = child.stdin.take();
        Ok(Process { child, stdin, lines, errors, limit, deadline: Instant::now() + limit, reaped: false })
    }

    /// Starts `command`, which is asked and answers; it may take `limit`.
    pub fn asked(command: Command, limit: Duration) -> Result<Process, Silence> {
        let name = command.get_program().to_string_lossy().into_owned();
        Process::start(command, limit, &[]).map_err(|e| Silence::Gone(format!("cannot start {name}: {e}")))
    }

    /// Its number.
    pub fn pid(&self) -> u32 {
        self.child.id()
    }

    /// Gives it back the time that it had to wait for its parent.
    pub fn excuse(&mut self, waited: Duration) {
        self.deadline += waited;
    }

    /// It has said all there is to say, and has to end soon.
    pub fn hurry(&mut self) {
        self.deadline = self.deadline.min(Instant::now() + LINGERING);
    }

    /// Waits for the next line, the end, the time limit, or `stop`; the last two also end a process that never falls silent.
    pub fn next(&mut self, stop: &AtomicBool) -> Next {
        loop {
            if stop.load(Ordering::Relaxed) {
                return Next::Interrupted;
            }
            if Instant::now() >= self.deadline {
                return Next::TimedOut;
            }
            match self.lines.recv_timeout(GLANCE) {
                Ok(line) => return Next::Line(line),
                Err(RecvTimeoutError::Disconnected) => return Next::End,
                Err(RecvTimeoutError::Timeout) => {}
            }
        }
    }

    /// The next line; `None` at the end of its output.
    pub fn line(&mut self, stop: &AtomicBool) -> Result<Option<String>, Silence> {
        match self.next(stop) {
            Next::Line(line) => Ok(Some(line)),
            Next::End => Ok(None),
            Next::TimedOut => Err(Silence::out_of_time(self.limit)),
            Next::Interrupted => Err(Silence::Interrupted),
        }
    }

    /// Asks by a line of JSON, and reads the next line behind `mark`.
    pub fn ask(&mut self, question: &impl Serialize, mark: &str, stop: &AtomicBool) -> Result<String, Silence> {
        self.tell(question);
        self.answer(mark, stop)
    }

    /// Asks by a line of JSON, and does not wait for the answer.
    pub fn tell(&mut self, question: &impl Serialize) {
        self.say(&serde_json::to_string(question).expect("a question serialises to memory"));
    }

    /// The next line behind `mark`.
    pub fn answer(&mut self, mark: &str, stop: &AtomicBool) -> Result<String, Silence> {
        while let Some(line) = self.line(stop)? {
            if let Some(said) = line.strip_prefix(mark) {
                return Ok(said.to_string());
            }
        }
        Err(Silence::Gone(self.end()))
    }

    /// Writes a line to its standard input. A child that has gone is noticed when it is read.
    pub fn say(&mut self, line: &str) {
        if let Some(stdin) = &mut self.stdin {
            let _ = writeln!(stdin, "{line}").and_then(|()| stdin.flush());
        }
    }

    /// Ends its input, and does not wait for its end.
    pub fn dismiss(&mut self) {
        drop(self.stdin.take());
    }

    /// Waits for its end after its output has ended: how it ended, and what it said last. One that lives on is killed.
    pub fn end(&mut self) -> String {
        self.ended().1
    }

    /// As [`end`](Process::end), where it may end well.
    ///
    /// # Errors
    /// It ended with another status than 0: how, and what it said last.
    pub fn finish(&mut self) -> Result<(), String> {
        match self.ended() {
            (true, _) => Ok(()),
            (false, how) => Err(how),
        }
    }

    /// Whether it ended well, and how.
    fn ended(&mut self) -> (bool, String) {
        self.dismiss();
        let lived_on = !self.reaped && !self.ends_by(Instant::now() + LINGERING);
        self.reap();
        let status = self.child.wait();
        let well = !lived_on && status.as_ref().is_ok_and(ExitStatus::success);
        let status = match lived_on {
            true => {
                format!("it closed its output, or printed a line of over {} MiB, and kept running", LONGEST_LINE >> 20)
            }
            false => status.map_or_else(|e| e.to_string(), described),
        };
        // What it started may hold the other end open.
        let said = self.errors.recv_timeout(LINGERING).unwrap_or_default();
        (well, if said.is_empty() { status } else { format!("{status}: {said}") })
    }

    /// Ends it with all that it has started, and waits for it.
    fn reap(&mut self) {
        // Before it is waited for, while the number of its group is nobody else's.
        match std::mem::replace(&mut self.reaped, true) {
            true => {}
            false if ending::has_ended(self.child.id()) => ending::end_group(self.child.id()),
            false => ending::end(self.child.id()),
        }
        let _ = self.child.wait();
    }

    /// Whether it ends before `moment`. It is not reaped.
    fn ends_by(&self, moment: Instant) -> bool {
        while !ending::has_ended(self.child.id()) {
            if Instant::now() >= moment {
                return false;
            }
            std::thread::sleep(Duration::from_millis(1));
        }
        true
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        self.reap();
    }
}

/// How a process ended.
pub(crate) fn described(status: ExitStatus) -> String {
    match (status.code(), status.signal()) {
        (Some(code), _) => format!("it ended with status {code}"),
        (None, Some(libc::SIGKILL)) => "it was killed (signal 9): out of memory, or by hand".to_string(),
        (None, Some(libc::SIGSEGV)) => "it crashed (signal 11, segmentation fault)".to_string(),
        (None, Some(libc::SIGILL)) => "it used an instruction that this CPU does not have (signal 4)".to_string(),
        (None, Some(signal)) => format!("it was killed by signal {signal}"),
        (None, None) => "it ended".to_string(),
    }
}

/// Starts `command`. A [copy](crate::Copied) of a program may still be open for writing in a child of another thread, from
/// when that was forked until it runs a program of its own: for so long the copy is busy.
fn spawned(command: &mut Command) -> io::Result<Child> {
    for _ in 0..10 {
        match command.spawn() {
            Err(e) if e.kind() == io::ErrorKind::ExecutableFileBusy => std::thread::sleep(Duration::from_millis(1)),
            other => return other,
        }
    }
    command.spawn()
}

/// Asks the kernel to end the child when the thread that starts it does, with this process at the latest, so that `kill -9` leaves
/// no orphan measuring on; and to leave with the child what its own children leave behind, so that nobody gets out of its
/// [tree](crate::tree).
#[cfg(target_os = "linux")]
fn bound_to_parent(command: &mut Command) {
    // SAFETY: prctl is async-signal-safe and touches no memory of ours.
    unsafe {
        command.pre_exec(|| {
            libc::prctl(libc::PR_SET_PDEATHSIG, libc::SIGKILL);
            libc::prctl(libc::PR_SET_CHILD_SUBREAPER, 1);
            Ok(())
        });
    }
}

#[cfg(not(target_os = "linux"))]
fn bound_to_parent(_command: &mut Command) {}

#[cfg(test)]
mod tests {
    use super::*;

    fn shell(script: &str, limit_ms: u64) -> Process {
        let mut command = Command::new("sh");
        command.args(["-c", script]);
        Process::start(command, Duration::from_millis(limit_ms), &[]).unwrap()
    }

    #[test]
    fn lines_come_one_by_one_and_input_reaches_the_child() {
        let stop = AtomicBool::new(false);
        let mut child = shell("echo one; read x; echo got $x; echo why >&2; exit 3", 10_000);
        assert_eq!(child.next(&stop), Next::Line("one".into()));
        child.say("two");
        assert_eq!(child.next(&stop), Next::Line("got two".into()));
        assert_eq!(child.next(&stop), Next::End);
        assert_eq!(child.end(), "it ended with status 3: why");
    }

    #[test]
    fn a_hanging_child_is_stopped_with_all_it_started() {
        let stop = AtomicBool::new(false);
        // In its process group, in one of its own, and orphaned in one of its own.
        for start in ["sleep 1000 & echo $!", "setsid sleep 1000 & echo $!", "(setsid sleep 1000 & echo $!)"] {
            let mut child = shell(&format!("{start}; wait; sleep 1000"), 200);
            let Next::Line(grandchild) = child.next(&stop) else { panic!("no line") };
            assert_eq!(child.next(&stop), Next::TimedOut);
            drop(child);
            ending::assert_gone(grandchild.parse().unwrap());
        }
    }

    #[test]
    fn what_a_child_leaves_behind_is_ended_too() {
        let mut child = shell("sleep 1000 & echo $!", 100_000);
        let Next::Line(left) = child.next(&AtomicBool::new(false)) else { panic!("no line") };
        assert!(child.ends_by(Instant::now() + Duration::from_secs(10)));
        drop(child);
        ending::assert_gone(left.parse().unwrap());
    }

    #[test]
    fn one_that_prints_without_end_is_stopped_by_limit_and_by_stop() {
        for (stop, expected) in [(false, Next::TimedOut), (true, Next::Interrupted)] {
            let mut child = shell("yes", 300);
            let stop = AtomicBool::new(stop);
            let end = loop {
                match child.next(&stop) {
                    Next::Line(line) => assert_eq!(line, "y"),
                    other => break other,
                }
            };
            assert_eq!(end, expected);
        }
    }

    #[test]
    fn one_that_closes_its_output_and_lives_on_is_ended() {
        let mut child = shell("echo why >&2; exec >&- 2>&-; sleep 1000", 100_000);
        assert_eq!(child.next(&AtomicBool::new(false)), Next::End);
        assert!(child.end().starts_with("it closed its output"));
        let mut child = shell("sleep 1000 >/dev/null & exec >&-; echo why >&2; exit 3", 100_000);
        assert_eq!(child.next(&AtomicBool::new(false)), Next::End, "the grandchild holds standard error alone");
        assert_eq!(child.end(), "it ended with status 3: why");
    }

    #[test]
    fn an_endless_line_takes_no_more_than_the_longest() {
        let mut child = shell("tr '\\0' x </dev/zero", 100_000);
        assert_eq!(child.next(&AtomicBool::new(false)), Next::End);
        drop(child);
    }

    #[test]
    fn a_stop_is_heeded() {
        let mut child = shell("sleep 1000", 100_000);
        assert_eq!(child.next(&AtomicBool::new(true)), Next::Interrupted);
    }
}
