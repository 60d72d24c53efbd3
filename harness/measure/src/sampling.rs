//! Sampling: timed batches of a job on one rank.

use crate::clock::now;
use crate::noise::{Steal, switches};
use serde::{Deserialize, Serialize};
use std::convert::Infallible;
use tenfold_comm::Op;
use tenfold_kernel::Job;
use tenfold_machine::quota::{self, Throttling};
use tenfold_record::Sample;

/// The least time of a batch. Long beside the clock's step, short beside a scheduler's slice: a neighbour spoils few
/// batches rather than all.
pub const BATCH_SECONDS: f64 = 1e-3;

/// More batches than this tell nothing new about a launch.
const MOST_BATCHES: f64 = 2000.0;

/// How a launch samples.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Protocol {
    /// Time to spend sampling. One batch is taken however long it is.
    pub seconds: f64,
    /// The least time of a batch, in seconds.
    pub batch_seconds: f64,
}

impl Protocol {
    /// Batches of [`BATCH_SECONDS`] for `seconds`; under a quota of CPU time that so many workers can use up, batches of whole
    /// periods: shorter ones run between two throttlings, as if there were no quota.
    pub fn lasting(seconds: f64, workers: usize) -> Protocol {
        Protocol { seconds, batch_seconds: BATCH_SECONDS.max(quota::least_seconds(workers)) }
    }
}

/// What one rank measured.
#[derive(Clone, Debug, PartialEq)]
pub struct Sampled {
    /// Runs in each batch, the same on every rank.
    pub iterations: u32,
    /// From the start of the first batch to the end of the last, in seconds.
    pub wall_seconds: f64,
    /// The batches. Starts are seconds on the monotonic clock.
    pub samples: Vec<Sample>,
    /// What the quota of CPU time did meanwhile; `None` where there is none.
    pub throttling: Option<Throttling>,
}

/// Samples `job` on this rank; every rank of its communicator must call it at once.
///
/// All ranks pass a barrier before each batch, and each takes its own time: the slowest rank's is the batch's.
/// `whole_process` tells whose context switches count: the process's where it has one rank, else this thread's.
pub fn sample(job: &mut dyn Job, protocol: Protocol, whole_process: bool) -> Sampled {
    let (steal, throttled) = (Steal::watch(), quota::Watch::begin());
    let (iterations, last, batch_seconds) = calibrate(job, protocol.batch_seconds, whole_process);
    let batch = || Ok::<_, Infallible>(batch(job, iterations, whole_process));
    let Ok(samples) = collect(protocol, steal, last, batch_seconds, batch);
    Sampled::of(iterations, samples, throttled.since())
}

impl Sampled {
    /// The `samples` of batches of `iterations` runs, and how they were throttled.
    pub fn of(iterations: u32, samples: Vec<Sample>, throttling: Option<Throttling>) -> Sampled {
        let wall_seconds = match (samples.first(), samples.last()) {
            (Some(first), Some(last)) => last.start + last.seconds - first.start,
            _ => 0.0,
        };
        Sampled { iterations, wall_seconds, samples, throttling }
    }
}

/// Takes as many batches as `protocol` has time for, the last of calibration having taken `batch_seconds`. `steal` has
/// been watched since before it.
pub fn collect<E>(
    protocol: Protocol,
    mut steal: Steal,
    last: Sample,
    batch_seconds: f64,
    mut batch: impl FnMut() -> Result<Sample, E>,
) -> Result<Vec<Sample>, E> {
    let batches = (protocol.seconds / batch_seconds).floor().clamp(1.0, MOST_BATCHES) as u32;
    let mut samples: Vec<Sample> = Vec::with_capacity(batches as usize);
    if batches == 1 {
        // The batch that calibrated is as good as another, and another would take longer than there is time.
        samples.push(last);
    }
    let mut window = 0;
    while samples.len() < batches as usize {
        samples.push(Sample { index: samples.len() as u32, ..batch()? });
        if let Some(stolen) = steal.since() {
            spread(&mut samples[window..], stolen);
            window = samples.len();
        }
    }
    let stolen = steal.settle();
    spread(&mut samples[window..], stolen);
    Ok(samples)
}

/// Times one batch on this rank, after a barrier with the others. The sample's index is 0.
pub fn batch(job: &mut dyn Job, iterations: u32, whole_process: bool) -> Sample {
    let rank = job.comm().rank() as u32;
    job.comm().barrier();
    let before = switches(whole_process);
    let start = now();
    for _ in 0..iterations {
        job.run();
    }
    let seconds = now() - start;
    Sample { rank, index: 0, start, seconds, steal: 0.0, switches: switches(whole_process) - before }
}

/// The number of runs that fill a batch of at least `least` seconds, the last such batch on this rank, and its time on the
/// slowest: number and time are the same on every rank.
pub fn calibrate(job: &mut dyn Job, least: f64, whole_process: bool) -> (u32, Sample, f64) {
    let mut iterations = 1;
    loop {
        let last = batch(job, iterations, whole_process);
        let mut slowest = [last.seconds];
        job.comm().allreduce(&mut slowest, Op::Max);
        let [seconds] = slowest;
        match grown(iterations, seconds, least) {
            Some(more) => iterations = more,
            None => return (iterations, last, seconds),
        }
    }
}

/// How many runs to try next, after a batch of `iterations` took `seconds`; `None` where that is at least `least`.
pub fn grown(iterations: u32, seconds: f64, least: f64) -> Option<u32> {
    if seconds >= least || iterations >= 1 << 24 {
        return None;
    }
    // At least twice, at most ten times as many: a first batch can be slow for reasons of its own.
    let wanted = f64::from(iterations) * least / seconds.max(1e-9) * 1.1;
    Some((wanted as u32).clamp(2 * iterations, 10 * iterations))
}

/// Spreads stolen time over the batches of its window by their length: which of them it hit is not known.
fn spread(window: &mut [Sample], stolen: f64) {
    let all: f64 = window.iter().map(|s| s.seconds).sum();
    for sample in window {
        sample.steal = if all > 0.0 { stolen * sample.seconds / all } else { 0.0 };
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stolen_time_is_spread_by_length_and_kept_whole() {
        let sample = |seconds| Sample { rank: 0, index: 0, start: 0.0, seconds, steal: 0.0, switches: 0 };
        let mut window = [sample(1.0), sample(3.0)];
        spread(&mut window, 0.02);
        assert_eq!([window[0].steal, window[1].steal], [0.005, 0.015]);
        spread(&mut [], 0.01);
    }
}
