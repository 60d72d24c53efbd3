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

/// How long a job runs before its samples count. It has slept while its first answer was judged, and others have filled the
/// caches. The clock follows the load at intervals of about 10 ms (Linux's `intel_pstate` and `ondemand` governors), so it is
/// up to speed after two of them.
const WARM_UP_SECONDS: f64 = 20e-3;

/// A batch of this many seconds is not repeated to find out whether it was disturbed.
const LONG_SECONDS: f64 = 0.1;

/// Sampling ends after so many times the time there is, whether or not all batches were taken: the machine has become slower
/// since it was found out how many fit.
const PATIENCE: f64 = 2.0;

/// How often it is looked whether the time is over. Ranks must agree on it, which takes a message.
const LOOKS: u32 = 10;

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
/// All ranks pass a barrier before each batch, and each keeps its own start and time: the batch lasts from the first start to
/// the last end.
/// `whole_process` tells whose context switches count: the process's where it has one rank, else this thread's.
pub fn sample(job: &mut dyn Job, protocol: Protocol, whole_process: bool) -> Sampled {
    let (steal, throttled) = (Steal::watch(), quota::Watch::begin());
    let (iterations, last, batch_seconds) = calibrate(job, protocol.batch_seconds, whole_process);
    let batch = |over: Option<bool>| {
        // Rank 0's clock counts for all.
        let mut agreed = [u32::from(over == Some(true))];
        if over.is_some() {
            job.comm().broadcast(&mut agreed, 0);
        }
        let sample = if agreed == [0] { Some(batch(job, iterations, whole_process)) } else { None };
        Ok::<_, Infallible>(sample)
    };
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

/// Takes as many batches as `protocol` has time for, each taking `batch_seconds` by calibration, whose last was `last`. `steal`
/// has been watched since before it. `batch` takes one; now and then it is told whether the time is over, and takes none then.
pub fn collect<E>(
    protocol: Protocol,
    mut steal: Steal,
    last: Sample,
    batch_seconds: f64,
    mut batch: impl FnMut(Option<bool>) -> Result<Option<Sample>, E>,
) -> Result<Vec<Sample>, E> {
    let batches = (protocol.seconds / batch_seconds).floor().clamp(1.0, MOST_BATCHES) as u32;
    let (begun, between_looks) = (now(), (batches / LOOKS).max(1));
    let mut samples: Vec<Sample> = Vec::with_capacity(batches as usize);
    if batches == 1 {
        // The batch that calibrated is as good as another, and another would take longer than there is time.
        samples.push(last);
    } else {
        // What was stolen while it was warmed up is of no sample.
        steal.settle();
    }
    let mut window = 0;
    while samples.len() < batches as usize {
        let look = !samples.is_empty() && (samples.len() as u32).is_multiple_of(between_looks);
        let over = look.then(|| now() - begun > PATIENCE * protocol.seconds);
        let Some(sample) = batch(over)? else { break };
        samples.push(Sample { index: samples.len() as u32, ..sample });
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

/// Warms the job up. The number of runs that fill a batch of at least `least` seconds, the last such batch on this rank, and the time of one on the
/// slowest: number and time are the same on every rank.
pub fn calibrate(job: &mut dyn Job, least: f64, whole_process: bool) -> (u32, Sample, f64) {
    let mut calibration = Calibration::new(least);
    loop {
        let last = batch(job, calibration.iterations, whole_process);
        let mut slowest = [last.seconds];
        job.comm().allreduce(&mut slowest, Op::Max);
        if let Some(seconds) = calibration.tried(slowest[0]) {
            return (calibration.iterations, last, seconds);
        }
    }
}

/// Finds out how many runs fill a batch, and goes on until the job is warm.
pub struct Calibration {
    /// The least time of a batch, in seconds.
    least: f64,
    /// Runs of the batch to try next.
    pub iterations: u32,
    /// The quicker of the batches of so many runs.
    quicker: Option<f64>,
    /// Time of all batches so far, in seconds.
    spent: f64,
}

impl Calibration {
    /// Of batches of at least `least` seconds.
    pub fn new(least: f64) -> Calibration {
        Calibration { least, iterations: 1, quicker: None, spent: 0.0 }
    }

    /// Takes in the time of the batch that was tried. The time of one, once it is known: by the quicker of two at least, since
    /// one that is long because it was disturbed says nothing of how many runs fill it.
    pub fn tried(&mut self, seconds: f64) -> Option<f64> {
        self.spent += seconds;
        let confirmed = self.quicker.is_some() || seconds >= LONG_SECONDS.max(self.least);
        let quicker = self.quicker.map_or(seconds, |other| other.min(seconds));
        if quicker < self.least && self.iterations < 1 << 24 {
            // At least twice, at most ten times as many: a first batch can be slow for reasons of its own.
            let wanted = f64::from(self.iterations) * self.least / quicker.max(1e-9) * 1.1;
            self.iterations = (wanted as u32).clamp(2 * self.iterations, 10 * self.iterations);
            self.quicker = None;
            return None;
        }
        self.quicker = Some(quicker);
        Some(quicker).filter(|_| confirmed && self.spent >= WARM_UP_SECONDS)
    }
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

    /// Runs and time of a batch, and what was spent, where batches take what `seconds` says of their number and runs.
    fn calibrated(seconds: impl Fn(u32, u32) -> f64) -> (u32, f64, f64) {
        let mut calibration = Calibration::new(BATCH_SECONDS);
        for number in 0.. {
            if let Some(found) = calibration.tried(seconds(number, calibration.iterations)) {
                return (calibration.iterations, found, calibration.spent);
            }
        }
        unreachable!("it ends")
    }

    #[test]
    fn a_batch_fills_a_millisecond_and_the_job_is_warm() {
        let (iterations, seconds, spent) = calibrated(|_, runs| f64::from(runs) * 3e-6);
        assert!((BATCH_SECONDS..1.3 * BATCH_SECONDS).contains(&seconds), "{iterations} runs in {seconds}");
        assert!((WARM_UP_SECONDS..WARM_UP_SECONDS + 2.0 * BATCH_SECONDS).contains(&spent), "{spent}");
    }

    #[test]
    fn a_disturbed_batch_does_not_end_the_search() {
        let quiet = calibrated(|_, runs| f64::from(runs) * 3e-6);
        for hindered in 0..4 {
            let delayed = |number: u32, runs: u32| f64::from(runs) * 3e-6 + if number == hindered { 5e-3 } else { 0.0 };
            let (iterations, seconds, _) = calibrated(delayed);
            assert!(seconds >= BATCH_SECONDS && iterations < 2 * quiet.0, "{hindered}: {iterations} runs in {seconds}");
        }
    }

    #[test]
    fn what_takes_long_is_run_once() {
        assert_eq!(calibrated(|_, _| 60.0), (1, 60.0, 60.0));
    }

    #[test]
    fn sampling_ends_at_its_deadline() {
        let sample = Sample { rank: 0, index: 0, start: 0.0, seconds: 1e-3, steal: 0.0, switches: 0 };
        let (mut taken, mut asked) = (0, 0);
        let batch = |over: Option<bool>| {
            asked += u32::from(over.is_some());
            // The machine stands still from the fiftieth batch on, as far as the looks can tell.
            let over = over.is_some() && taken >= 50;
            taken += u32::from(!over);
            Ok::<_, Infallible>((!over).then_some(sample))
        };
        let Ok(samples) = collect(Protocol { seconds: 0.1, batch_seconds: 1e-3 }, Steal::watch(), sample, 1e-3, batch);
        assert_eq!((samples.len(), asked), (50, 5));
        assert!(samples.iter().enumerate().all(|(index, sample)| sample.index == index as u32));
    }

    #[test]
    fn stolen_time_is_spread_by_length_and_kept_whole() {
        let sample = |seconds| Sample { rank: 0, index: 0, start: 0.0, seconds, steal: 0.0, switches: 0 };
        let mut window = [sample(1.0), sample(3.0)];
        spread(&mut window, 0.02);
        assert_eq!([window[0].steal, window[1].steal], [0.005, 0.015]);
        spread(&mut [], 0.01);
    }
}
