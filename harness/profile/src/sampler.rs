//! The sampler inside this process: pprof, driven by a timer of CPU time, with the unwinder of the standard library.
//!
//! pprof merges samples by function and keeps the address of the first only, so inlined functions and lines cannot be
//! told: each frame is the function that was compiled as one. Its `frame-pointer` feature must stay off: it drops the
//! interrupted function, which is the hot one.

use crate::{Folded, Profile, Source, profile};
use pprof::{Frames, ProfilerGuard, ProfilerGuardBuilder};
use rustix::time::{ClockId, clock_gettime};
use std::collections::HashSet;
use std::time::Instant;

/// Samples asked for per second of CPU time where nothing else is said. A prime, so as not to march in step with a
/// periodic program; above the rate of common kernel timers (250 Hz), so as to get what the machine gives.
pub const HZ: u32 = 997;

/// Libraries in which a thread is not unwound: a signal there may hold the lock that unwinding needs. Matched as parts of
/// the library's path, so each is written such that no folder on the way is meant.
const NOT_UNWOUND: [&str; 7] =
    ["/libc.so", "/libc-2", "/libgcc_s", "/libpthread", "/libsystem_pthread", "/libsystem_malloc", "vdso"];

/// Why the sampler does not run.
#[derive(Debug, thiserror::Error)]
pub enum SamplerError {
    /// The rate makes no sense.
    #[error("{0} samples per second cannot be taken: 1 to 10000 is allowed")]
    Rate(u32),
    /// pprof would not start. It takes one profile at a time in a process.
    #[error("the sampler cannot start: {0}")]
    Start(pprof::Error),
    /// pprof could not hand out its samples.
    #[error("the samples cannot be read: {0}")]
    Read(pprof::Error),
}

/// A running sampler. It watches all threads of the process until it is stopped or dropped.
pub struct Sampler {
    guard: ProfilerGuard<'static>,
    hz: u32,
    wall: Instant,
    cpu_seconds: f64,
}

/// Starts to sample this process `hz` times per second of its CPU time.
pub fn start(hz: u32) -> Result<Sampler, SamplerError> {
    if !(1..=10_000).contains(&hz) {
        return Err(SamplerError::Rate(hz));
    }
    let builder = ProfilerGuardBuilder::default().frequency(hz as i32).blocklist(&NOT_UNWOUND);
    let guard = builder.build().map_err(SamplerError::Start)?;
    Ok(Sampler { guard, hz, wall: Instant::now(), cpu_seconds: cpu_seconds() })
}

impl Sampler {
    /// Ends sampling and says what was seen. Names are looked up here, outside the watched time.
    pub fn stop(self) -> Result<Profile, SamplerError> {
        let (wall_seconds, cpu_seconds) = (self.wall.elapsed().as_secs_f64(), cpu_seconds() - self.cpu_seconds);
        let report = self.guard.report().build().map_err(SamplerError::Read)?;
        let mut folded = Folded::default();
        let mut threads = HashSet::new();
        for (frames, &count) in &report.data {
            threads.insert(frames.thread_id);
            let names = names(frames);
            let thread = frames.thread_name_or_id();
            folded.add([thread.as_str()].into_iter().chain(names.iter().map(String::as_str)), count.max(0) as u64);
        }
        let samples = folded.total();
        Ok(Profile {
            source: Source::Pprof,
            folded,
            lines: Vec::new(),
            file_lines: Vec::new(),
            hot_loop: Err("pprof records no instruction addresses; perf does".into()),
            samples,
            lost: 0,
            broken: 0,
            requested_hz: f64::from(self.hz),
            realised_hz: profile::rate(samples, cpu_seconds),
            wall_seconds,
            cpu_seconds,
            threads: threads.len(),
        })
    }
}

/// The functions of a stack from the root on. Of each frame's symbols the last is the function as compiled, those before
/// it are inlined in it.
fn names(frames: &Frames) -> Vec<String> {
    frames.frames.iter().rev().filter_map(|symbols| symbols.last()).map(|symbol| symbol.name()).collect()
}

/// CPU time of this process so far, all threads together.
fn cpu_seconds() -> f64 {
    let time = clock_gettime(ClockId::ProcessCPUTime);
    time.tv_sec as f64 + time.tv_nsec as f64 * 1e-9
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_rate_that_makes_no_sense_is_refused() {
        for hz in [0, 10_001] {
            assert!(start(hz).is_err_and(|e| e.to_string().contains("1 to 10000")));
        }
    }
}
