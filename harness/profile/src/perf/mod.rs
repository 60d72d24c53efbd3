//! The sampler outside the process: `perf record` on Linux.
//!
//! It samples a clock of CPU time (`cpu-clock:u`), which works in virtual machines too, where the hardware's counters are
//! hidden. Only time outside the kernel is sampled, which is what an unprivileged user may see. Stacks are copied and
//! unwound from debug information (`--call-graph dwarf`): Rust keeps no frame pointers, and following them loses callers.

mod binary;
mod cpu_time;
mod origin;
mod script;
mod symbols;

use crate::{Profile, Source, profile};
use cpu_time::CpuTime;
use std::io;
use std::ops::RangeInclusive;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::thread;
use std::time::Duration;

/// Samples asked for per second and thread where nothing else is said; a prime, as in [`crate::sampler::HZ`].
pub const HZ: u32 = 997;

/// How to get perf.
const INSTALL: &str = "install it: `apt-get install linux-perf` (Debian), `apt-get install linux-tools-generic` (Ubuntu), \
                       `dnf install perf` (Fedora)";

/// Bytes of stack copied with each sample, the most that perf takes; it unwinds what is in them. Kernels that keep arrays of
/// vectors on it have frames of tens of kilobytes: of `traffic vectorised` 99 % of the stacks were broken with 8 KiB, 19 % with
/// 32, and none with this.
const STACK_BYTES: u32 = 65_528;

/// What is sampled to find out whether anything is: some tens of milliseconds of a shell that counts.
const TRIAL: [&str; 3] = ["sh", "-c", "i=0; while [ $i -lt 30000 ]; do i=$((i+1)); done"];

/// How often the CPU time of the sampled process is read.
const READ_EVERY: Duration = Duration::from_millis(20);

/// A `perf` that is known to be allowed to sample.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Perf {
    path: PathBuf,
}

/// Why there is no profile from perf. Each message says what to do.
#[derive(Debug, thiserror::Error)]
pub enum PerfError {
    /// It is not on the PATH.
    #[error("perf is not installed; {INSTALL}")]
    Missing,
    /// It is there and does not work.
    #[error("{path} does not work here ({reason}); {INSTALL} for the running kernel")]
    Broken {
        /// The program found.
        path: PathBuf,
        /// What it said.
        reason: String,
    },
    /// The system forbids sampling.
    #[error(
        "perf may not sample here (kernel.perf_event_paranoid = {paranoid}: {reason}); \
         allow it: `sudo sysctl kernel.perf_event_paranoid=2`, in a container also `--cap-add PERFMON`"
    )]
    Forbidden {
        /// The system's setting.
        paranoid: String,
        /// What perf said.
        reason: String,
    },
    /// It may sample, and records nothing: a virtual machine or a container without the clock, say.
    #[error("perf records no samples here, though it is allowed to")]
    Blind,
    /// It failed while sampling or reading.
    #[error("`perf {step}` failed: {reason}")]
    Failed {
        /// The subcommand.
        step: &'static str,
        /// What it said.
        reason: String,
    },
    /// Nothing was sampled: the process had ended or slept.
    #[error("perf saw process {pid} do nothing in {seconds} s")]
    Idle {
        /// The process.
        pid: u32,
        /// How long it was watched.
        seconds: f64,
    },
    /// A file could not be written or read, or a program not be started.
    #[error(transparent)]
    Io(#[from] io::Error),
}

impl Perf {
    /// The perf of the PATH, of which another process has found out that it can sample.
    pub fn known() -> Result<Perf, PerfError> {
        Ok(Perf { path: which::which("perf").map_err(|_| PerfError::Missing)? })
    }

    /// Finds perf and tries whether it may sample here and sees anything, which takes a third of a second. The error says what
    /// is missing and how to get it.
    pub fn find() -> Result<Perf, PerfError> {
        let Perf { path } = Perf::known()?;
        let version = Command::new(&path).arg("--version").output()?;
        // Ubuntu's /usr/bin/perf is a script that fails where no perf for the running kernel is installed.
        if !version.status.success() {
            return Err(PerfError::Broken { path, reason: last_line(&version.stderr) });
        }
        let perf = Perf { path };
        let data = tempfile::NamedTempFile::new()?;
        let trial = perf.recorder(data.path(), HZ).arg("--").args(TRIAL).output()?;
        if trial.status.success() {
            let seen = perf.seen(data.path())?;
            return if seen.samples.is_empty() { Err(PerfError::Blind) } else { Ok(perf) };
        }
        let paranoid = std::fs::read_to_string("/proc/sys/kernel/perf_event_paranoid");
        let paranoid = paranoid.map_or("unknown".to_string(), |text| text.trim().to_string());
        Err(PerfError::Forbidden { paranoid, reason: last_line(&trial.stderr) })
    }

    /// Samples process `pid`, all its threads and those it starts meanwhile, for `time` or until it ends.
    pub fn attach(&self, pid: u32, hz: u32, time: Duration) -> Result<Recorded, PerfError> {
        let data = tempfile::NamedTempFile::new()?;
        let mut record = self.recorder(data.path(), hz);
        record.args(["-p", &pid.to_string(), "--", "sleep", &time.as_secs_f64().to_string()]);
        let mut record = record.stdout(Stdio::null()).stderr(Stdio::piped()).spawn()?;
        let mut cpu_time = CpuTime::default();
        while record.try_wait()?.is_none() {
            cpu_time.read(pid);
            thread::sleep(READ_EVERY);
        }
        cpu_time.read(pid);
        let recorded = record.wait_with_output()?;
        // When the process ends first, perf stops `sleep` and reports that as its own status, without a word.
        if !recorded.stderr.is_empty() {
            succeed("record", recorded)?;
        }
        Ok(Recorded { perf: self.clone(), data, cpu_time, pid, hz, time })
    }

    /// What was recorded.
    fn seen(&self, data: &Path) -> Result<script::Seen, PerfError> {
        let mut script = Command::new(&self.path);
        // Inlined functions are looked up here: perf asks `addr2line` for each, which takes minutes. Names are demangled here:
        // perf does it for all that the program has.
        script.args(["script", "--no-inline", "--no-demangle", "--show-lost-events"]);
        script.args(["-F", "comm,tid,time,ip,sym,dso", "-i"]);
        let text = succeed("script", script.arg(data).stdin(Stdio::null()).output()?)?.stdout;
        Ok(script::read(&String::from_utf8_lossy(&text)))
    }

    fn recorder(&self, data: &Path, hz: u32) -> Command {
        let mut command = Command::new(&self.path);
        command.args(["record", "-q", "-e", "cpu-clock:u", "-k", "CLOCK_MONOTONIC", "-F", &hz.to_string()]);
        command.args(["--call-graph", &format!("dwarf,{STACK_BYTES}"), "-o"]).arg(data);
        // Without these, perf's thread for BPF programs takes a second to end, and the program is copied to ~/.debug.
        command.args(["--no-bpf-event", "--no-buildid", "--no-buildid-cache"]);
        command.stdin(Stdio::null());
        command
    }
}

/// What perf recorded of a process. Reading it takes longer than the recording, and need not be done beside the process.
#[derive(Debug)]
pub struct Recorded {
    perf: Perf,
    data: tempfile::NamedTempFile,
    cpu_time: CpuTime,
    pid: u32,
    hz: u32,
    time: Duration,
}

impl Recorded {
    /// The profile, and from the first sample to the last, in seconds of the monotonic clock.
    pub fn read(self) -> Result<(Profile, RangeInclusive<f64>), PerfError> {
        let seen = self.perf.seen(self.data.path())?;
        if seen.samples.is_empty() {
            return Err(PerfError::Idle { pid: self.pid, seconds: self.time.as_secs_f64() });
        }
        let resolved = symbols::resolve(&seen.samples);
        let samples = resolved.folded.total();
        let (first, last) = seen.span();
        let cpu_seconds = self.cpu_time.between(first, last);
        let profile = Profile {
            source: Source::Perf,
            folded: resolved.folded,
            lines: resolved.lines,
            file_lines: resolved.file_lines,
            hot_loop: resolved.hot_loop,
            samples,
            lost: seen.lost,
            broken: seen.broken(),
            requested_hz: f64::from(self.hz),
            realised_hz: profile::rate(samples, cpu_seconds),
            wall_seconds: last - first,
            cpu_seconds,
            threads: seen.threads(),
        };
        Ok((profile, first..=last))
    }
}

fn succeed(step: &'static str, output: Output) -> Result<Output, PerfError> {
    if output.status.success() {
        Ok(output)
    } else {
        Err(PerfError::Failed { step, reason: last_line(&output.stderr) })
    }
}

fn last_line(text: &[u8]) -> String {
    let text = String::from_utf8_lossy(text);
    text.lines().map(str::trim).rfind(|line| !line.is_empty()).unwrap_or("it said nothing").to_string()
}
