//! Profiling a job on one rank: runs it with and without the profiler, so that the profiler's price is known.

use crate::sampling::{BATCH_SECONDS, batch, calibrate};
use serde::{Deserialize, Serialize};
use std::time::{Duration, Instant};
use tenfold_kernel::Job;
use tenfold_profile::perf::Perf;
use tenfold_profile::{Overhead, Profile, overhead, sampler};
use tenfold_record::Sample;

/// Who samples.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Tool {
    /// `perf record -e cpu-clock`, from outside.
    Perf,
    /// pprof, from inside.
    Pprof,
}

/// How a launch is profiled.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct ProfileOrder {
    /// Who samples.
    pub tool: Tool,
    /// Seconds to sample for.
    pub seconds: f64,
    /// Samples asked for, per second and thread.
    pub hz: u32,
}

/// A profile and its price.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Profiled {
    /// The profile.
    pub profile: Profile,
    /// How much longer the runs took under the profiler; `None` where too few were timed.
    pub overhead: Option<Overhead>,
    /// Why perf, which was asked for, did not take it.
    #[serde(default)]
    pub not_by_perf: Option<String>,
}

/// Stretches with and without pprof: they alternate, so that what else the machine does is in both.
const STRETCHES: u32 = 5;

/// Profiles `job`; every rank of its communicator must call it at once. The process of rank 0 is sampled, with all its
/// threads: `None` on the other ranks.
pub fn profile(job: &mut dyn Job, order: ProfileOrder) -> Option<Result<Profiled, String>> {
    let (iterations, ..) = calibrate(job, BATCH_SECONDS, true);
    let chief = job.comm().rank() == 0;
    match order.tool {
        Tool::Pprof => by_pprof(job, order, iterations, chief),
        Tool::Perf => by_perf_if_it_can(job, order, iterations, chief),
    }
}

/// By perf, or by pprof where perf sees nothing: a profile by either is worth more than none.
fn by_perf_if_it_can(
    job: &mut dyn Job,
    order: ProfileOrder,
    iterations: u32,
    chief: bool,
) -> Option<Result<Profiled, String>> {
    let sampled = by_perf(job, order, iterations, chief);
    let mut failed = [u32::from(matches!(sampled, Some(Err(_))))];
    job.comm().broadcast(&mut failed, 0);
    if failed == [0] {
        return sampled;
    }
    let instead = by_pprof(job, order, iterations, chief)?;
    let why = sampled?.err()?;
    Some(match instead {
        Ok(profiled) => Ok(Profiled { not_by_perf: Some(why), ..profiled }),
        Err(too) => Err(format!("{why}; pprof: {too}")),
    })
}

fn by_pprof(job: &mut dyn Job, order: ProfileOrder, iterations: u32, chief: bool) -> Option<Result<Profiled, String>> {
    let stretch = Duration::from_secs_f64(order.seconds / f64::from(STRETCHES));
    let mut taken: Option<Profile> = None;
    let mut trouble = None;
    let (mut without, mut with) = (Vec::new(), Vec::new());
    for _ in 0..STRETCHES {
        without.push(quickest(&run_for(job, iterations, stretch), iterations));
        let sampler = chief.then(|| sampler::start(order.hz));
        with.push(quickest(&run_for(job, iterations, stretch), iterations));
        match sampler.map(|started| started.and_then(|sampler| sampler.stop())) {
            Some(Ok(part)) => taken = Some(taken.map_or_else(|| part.clone(), |whole| joined(whole, &part))),
            Some(Err(e)) => trouble = Some(e.to_string()),
            None => {}
        }
    }
    let overhead = overhead(&without, &with);
    chief.then(|| match (taken, trouble) {
        (Some(profile), None) => Ok(Profiled { profile, overhead, not_by_perf: None }),
        (_, trouble) => Err(trouble.unwrap_or_else(|| "nothing was sampled".to_string())),
    })
}

fn by_perf(job: &mut dyn Job, order: ProfileOrder, iterations: u32, chief: bool) -> Option<Result<Profiled, String>> {
    // Of each the quickest batch counts, so these two together may be shorter than the profile.
    let quarter = Duration::from_secs_f64(order.seconds / 4.0);
    let before = run_for(job, iterations, quarter);
    let (recorded, under) = std::thread::scope(|scope| {
        let perf = chief.then(|| {
            let time = Duration::from_secs_f64(order.seconds);
            scope.spawn(move || Perf::known()?.attach(std::process::id(), order.hz, time))
        });
        // Until perf has let go: it must not find an idle process.
        let under = run_while(job, iterations, || perf.as_ref().is_some_and(|thread| !thread.is_finished()));
        let recorded = perf.map(|thread| thread.join().expect("waiting for perf panics nowhere"));
        (recorded, under)
    });
    let after = run_for(job, iterations, quarter);
    recorded.map(|recorded| {
        let (profile, sampled) = recorded.and_then(|recorded| recorded.read()).map_err(|e| e.to_string())?;
        // perf takes a while to attach: what ran before is not taken for profiled.
        let inside =
            |batch: &Sample| sampled.contains(&batch.start) && sampled.contains(&(batch.start + batch.seconds));
        let under: Vec<Sample> = under.into_iter().filter(inside).collect();
        let [before, after, under] = [before, after, under].map(|batches| quickest(&batches, iterations));
        Ok(Profiled { profile, overhead: overhead(&[before, after], &[under, under]), not_by_perf: None })
    })
}

/// Runs batches for `time` by rank 0's clock, at least one.
fn run_for(job: &mut dyn Job, iterations: u32, time: Duration) -> Vec<Sample> {
    let start = Instant::now();
    run_while(job, iterations, || start.elapsed() < time)
}

/// Runs batches as long as rank 0 finds `more`, at least one.
fn run_while(job: &mut dyn Job, iterations: u32, more: impl Fn() -> bool) -> Vec<Sample> {
    let mut batches = Vec::new();
    loop {
        batches.push(batch(job, iterations, true));
        let mut go_on = [u32::from(more())];
        job.comm().broadcast(&mut go_on, 0);
        if go_on == [0] {
            return batches;
        }
    }
}

/// Seconds per run in the quickest batch; infinite without one.
fn quickest(batches: &[Sample], iterations: u32) -> f64 {
    batches.iter().map(|batch| batch.seconds / f64::from(iterations)).fold(f64::INFINITY, f64::min)
}

/// Two profiles of one process as one.
fn joined(mut whole: Profile, part: &Profile) -> Profile {
    whole.folded.merge(&part.folded);
    whole.samples += part.samples;
    whole.lost += part.lost;
    whole.wall_seconds += part.wall_seconds;
    whole.cpu_seconds += part.cpu_seconds;
    whole.threads = whole.threads.max(part.threads);
    whole.realised_hz = if whole.cpu_seconds > 0.0 { whole.samples as f64 / whole.cpu_seconds } else { 0.0 };
    whole
}
