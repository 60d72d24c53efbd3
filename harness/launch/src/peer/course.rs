//! The course of an external's launch: the first run, its judgement, samples, and the last judgement.

use super::command::Files;
use crate::{Done, Ended};
use std::time::{Duration, Instant};
use tenfold_kernel::{Claim, Judge, Judgement};
use tenfold_machine::{Topology, quota};
use tenfold_measure::noise::Steal;
use tenfold_measure::order::{Order, Reply, Told};
use tenfold_measure::sampling::{Calibration, Protocol, Sampled, collect};
use tenfold_record::Sample;

/// An external that has been started, or is started for every run.
pub(super) trait Runs {
    /// Has it run `iterations` times. The sample's index is 0, its steal is not known yet.
    fn batch(&mut self, iterations: u32) -> Result<Sample, Ended>;
    /// Has the output of the last run in its file.
    fn answer(&mut self) -> Result<(), Ended>;
    /// After the samples: whether they can be believed.
    fn believed(&mut self) -> Result<(), Ended>;
    /// Gives it back the time that it had to wait for its judge.
    fn excuse(&mut self, waited: Duration);
    /// The CPUs that it may use, read back from the system.
    fn place(&self) -> Vec<usize>;
    /// Bytes of its memory in transparent huge pages; `None` where nobody knows.
    fn huge_page_bytes(&self) -> Option<u64>;
}

/// What is known of it before it runs.
pub(super) struct Begun {
    pub path: String,
    pub startup_seconds: f64,
    pub input_seconds: f64,
    pub build_seconds: f64,
    pub compile_seconds: f64,
}

/// What it is judged by.
pub(super) struct Course<'a> {
    pub order: &'a Order,
    pub files: &'a Files,
    pub judge: &'a dyn Judge,
    pub claim: Claim<'a>,
    /// The CPUs it may use.
    pub cpus: &'a [usize],
}

impl Course<'_> {
    /// Takes `peer` through it.
    pub fn take(&self, peer: &mut dyn Runs, begun: Begun) -> Result<Done, Ended> {
        let first = peer.batch(1)?;
        let mut judgement = self.judged(peer)?;
        let mut sampled = Sampled::of(1, Vec::new(), None);
        if let (Some(protocol), true) = (self.order.protocol, judgement.passed()) {
            sampled = sample(peer, protocol)?;
            peer.believed()?;
            // Wrong later is wrong.
            judgement = self.judged(peer)?;
        }
        let place = peer.place();
        let is_as_ordered = place.len() == self.cpus.len() && self.cpus.iter().all(|cpu| place.contains(cpu));
        // Its workers share a set of CPUs.
        let places = if is_as_ordered { self.cpus.iter().map(|cpu| vec![*cpu]).collect() } else { vec![place] };
        let told = Told {
            path: begun.path,
            pinning: Topology::here().described(&places),
            startup_seconds: begun.startup_seconds,
            input_seconds: begun.input_seconds,
            build_seconds: begun.build_seconds,
            compile_seconds: begun.compile_seconds,
            first_seconds: first.seconds,
            sampling_seconds: sampled.wall_seconds,
            iterations: sampled.iterations,
            samples: sampled.samples,
            throttling: sampled.throttling,
            huge_page_bytes: peer.huge_page_bytes(),
            ..Told::default()
        };
        Ok(Done { judgement, told })
    }

    /// The judgement of its answer.
    fn judged(&self, peer: &mut dyn Runs) -> Result<Judgement, Ended> {
        peer.answer()?;
        let failed = |reason| Ended::Replied(Reply::Failed { reason });
        let bytes = std::fs::read(&self.files.output).map_err(|e| failed(format!("its output cannot be read: {e}")))?;
        let begun = Instant::now();
        let judged = self.judge.external(self.claim, &bytes).map_err(|e| failed(e.to_string()));
        peer.excuse(begun.elapsed());
        judged
    }
}

fn sample(peer: &mut dyn Runs, protocol: Protocol) -> Result<Sampled, Ended> {
    let (steal, throttled) = (Steal::watch(), quota::Watch::begin());
    let mut calibration = Calibration::new(protocol.batch_seconds);
    let (last, seconds) = loop {
        let last = peer.batch(calibration.iterations)?;
        if let Some(seconds) = calibration.tried(last.seconds) {
            break (last, seconds);
        }
    };
    let iterations = calibration.iterations;
    let batch = |over: Option<bool>| if over == Some(true) { Ok(None) } else { peer.batch(iterations).map(Some) };
    let mut samples = collect(protocol, steal, last, seconds, batch)?;
    let first = samples.first().map_or(0.0, |sample| sample.start);
    samples.iter_mut().for_each(|sample| sample.start -= first);
    Ok(Sampled::of(iterations, samples, throttled.since()))
}
