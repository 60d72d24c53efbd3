//! The harness's side of the protocol of externals: it decides how often they run, and has every answer judged.

use crate::clock::now;
use crate::launch::{Ended, PeerNext, PeerProcess};
use crate::noise::{Steal, cpu_seconds_of, switches_of};
use crate::order::{Done, Order, Reply, Told};
use crate::pin;
use crate::sampling::{Protocol, Sampled, collect, grown};
use std::path::PathBuf;
use std::sync::atomic::AtomicBool;
use tenfold_kernel::{Claim, Judge, Judgement};
use tenfold_record::Sample;

/// An external's clock may differ from ours by this share and by this many seconds before its times are refused.
const CLOCKS_DIFFER: (f64, f64) = (0.01, 1e-4);

/// Of the CPU time that its process spent while it was sampled, an external has to account for at least this share: the
/// rest is reading and writing lines. Less means that its clock does not cover its work. CPU time, because on a busy machine
/// the way of the lines there and back can take longer than the work.
const LEAST_ACCOUNTED: f64 = 0.5;

/// A talk with one external.
pub(super) struct Conversation<'a> {
    process: PeerProcess,
    stop: &'a AtomicBool,
    judge: &'a dyn Judge,
    order: &'a Order,
    output: PathBuf,
    /// Seconds it reported so far.
    reported: f64,
}

impl<'a> Conversation<'a> {
    pub(super) fn new(
        process: PeerProcess,
        stop: &'a AtomicBool,
        judge: &'a dyn Judge,
        order: &'a Order,
        output: PathBuf,
    ) -> Conversation<'a> {
        Conversation { process, stop, judge, order, output, reported: 0.0 }
    }

    /// From its first word to the last answer. It was started at `spawned`.
    pub(super) fn hold(mut self, spawned: f64) -> Ended {
        self.all(spawned).map_or_else(|ended| ended, |done| Ended::Replied(Reply::Done(Box::new(done))))
    }

    fn all(&mut self, spawned: f64) -> Result<Done, Ended> {
        let path = self.hear("started")?;
        let started = now();
        self.hear("ready")?;
        let ready = now();
        let first = self.batch(1)?;
        let mut judgement = self.judged()?;
        let mut sampled = Sampled::of(1, Vec::new());
        if let (Some(protocol), true) = (self.order.protocol, judgement.passed()) {
            sampled = self.sample(protocol)?;
            // Wrong later is wrong.
            judgement = self.judged()?;
        }
        let cpus = &self.order.cpus;
        let told = Told {
            path,
            pinning: pin::described(&cpus[..cpus.len().min(1)], !cpus.is_empty()),
            startup_seconds: started - spawned,
            input_seconds: ready - started,
            plan_seconds: 0.0,
            compile_seconds: 0.0,
            first_seconds: first.seconds,
            sampling_seconds: sampled.wall_seconds,
            iterations: sampled.iterations,
            samples: sampled.samples,
            profile: None,
            trace: None,
        };
        Ok(Done { judgement, told })
    }

    fn sample(&mut self, protocol: Protocol) -> Result<Sampled, Ended> {
        let steal = Steal::watch();
        self.reported = 0.0;
        let spent_before = cpu_seconds_of(self.process.pid());
        let mut iterations = 1;
        let last = loop {
            let last = self.batch(iterations)?;
            match grown(iterations, last.seconds) {
                Some(more) => iterations = more,
                None => break last,
            }
        };
        let seconds = last.seconds;
        let mut samples = collect(protocol, steal, last, seconds, || self.batch(iterations))?;
        let spent = cpu_seconds_of(self.process.pid()).zip(spent_before).map_or(0.0, |(after, before)| after - before);
        if self.reported < LEAST_ACCOUNTED * spent {
            let reported = self.reported;
            let why = format!("it reports {reported:.3e} s for {spent:.3e} s of CPU time: its clock misses some work");
            return Err(Ended::Crashed(why));
        }
        let first = samples.first().map_or(0.0, |sample| sample.start);
        samples.iter_mut().for_each(|sample| sample.start -= first);
        Ok(Sampled::of(iterations, samples))
    }

    /// Has it run `iterations` times. The sample's index is 0, its steal is not known yet.
    fn batch(&mut self, iterations: u32) -> Result<Sample, Ended> {
        let before = switches_of(self.process.pid());
        let start = now();
        self.process.say(&format!("run {iterations}"));
        let line = self.line()?;
        let passed = now() - start;
        let seconds = line.trim().parse().ok().filter(|&s: &f64| s > 0.0 && s.is_finite());
        let Some(seconds) = seconds else {
            return Err(self.broken(&line, "the seconds of its runs, above 0"));
        };
        if seconds > passed * (1.0 + CLOCKS_DIFFER.0) + CLOCKS_DIFFER.1 {
            let why = format!("it reports {seconds:.3e} s for runs that took {passed:.3e} s from outside");
            return Err(Ended::Crashed(why));
        }
        self.reported += seconds;
        let switches = switches_of(self.process.pid()).saturating_sub(before);
        Ok(Sample { rank: 0, index: 0, start, seconds, steal: 0.0, switches })
    }

    /// The judgement of its answer.
    fn judged(&mut self) -> Result<Judgement, Ended> {
        // What an earlier answer left is no answer.
        let _ = std::fs::remove_file(&self.output);
        self.process.say("answer");
        self.hear("written")?;
        let failed = |reason| Ended::Replied(Reply::Failed { reason });
        let bytes = std::fs::read(&self.output).map_err(|e| failed(format!("its output cannot be read: {e}")))?;
        let claim = match &self.order.external {
            Some(_) => Claim::Within(0.0),
            None => Claim::Of(&self.order.variant),
        };
        self.judge.external(claim, &bytes).map_err(|e| failed(e.to_string()))
    }

    /// What it says after `word`.
    fn hear(&mut self, word: &str) -> Result<String, Ended> {
        let line = self.line()?;
        match line.strip_prefix(word) {
            Some(rest) => Ok(rest.trim().to_string()),
            None => Err(self.broken(&line, &format!("'{word}'"))),
        }
    }

    fn line(&mut self) -> Result<String, Ended> {
        match self.process.next(self.stop) {
            PeerNext::Line(line) => Ok(line),
            PeerNext::End => Err(Ended::Crashed(self.process.end())),
            PeerNext::TimedOut => Err(Ended::TimedOut),
            PeerNext::Interrupted => Err(Ended::Interrupted),
        }
    }

    fn broken(&self, line: &str, expected: &str) -> Ended {
        let line: String = line.chars().take(80).collect();
        Ended::Crashed(format!("it said \"{line}\" where {expected} was expected (see the protocol of externals)"))
    }
}
