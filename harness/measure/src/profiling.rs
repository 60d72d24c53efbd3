//! Profiling a job on one rank: runs it with and without the profiler, so that the profiler's price is known.

use crate::sampling::{BATCH_SECONDS, batch, calibrate};
use serde::{Deserialize, Serialize};
use std::time::{Duration, Instant};
use tenfold_kernel::Job;
use tenfold_profile::perf::Perf;
use tenfold_profile::{Overhead, Profile, overhead, sampler};

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

/// perf needs about this long to attach; batches before it are not taken for profiled ones.
const ATTACHING: Duration = Duration::from_millis(250);

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
        without.push(run_for(job, iterations, stretch));
        let sampler = chief.then(|| sampler::start(order.hz));
        with.push(run_for(job, iterations, stretch));
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
    let half = Duration::from_secs_f64(order.seconds / 2.0);
    let before = run_for(job, iterations, half);
    let time = Duration::from_secs_f64(order.seconds) + ATTACHING;
    let (sampled, under) = std::thread::scope(|scope| {
        let perf = chief.then(|| {
            scope.spawn(move || {
                let perf = Perf::find().map_err(|e| e.to_string())?;
                perf.attach(std::process::id(), order.hz, time).map_err(|e| e.to_string())
            })
        });
        run_for(job, iterations, ATTACHING);
        let under = run_for(job, iterations, time - ATTACHING - ATTACHING);
        // Goes on until perf has let go: it must not find an idle process.
        run_while(job, iterations, || perf.as_ref().is_some_and(|thread| !thread.is_finished()));
        let sampled = perf.map(|thread| thread.join().unwrap_or_else(|_| Err("perf's reader panicked".to_string())));
        (sampled, under)
    });
    let after = run_for(job, iterations, half);
    sampled.map(|sampled| {
        let overhead = overhead(&[before, after], &[under, under]);
        sampled.map(|profile| Profiled { profile, overhead, not_by_perf: None })
    })
}

/// Runs batches for `time` by rank 0's clock, at least one; seconds per run in the quickest batch on this rank.
fn run_for(job: &mut dyn Job, iterations: u32, time: Duration) -> f64 {
    let start = Instant::now();
    run_while(job, iterations, || start.elapsed() < time)
}

/// Runs batches as long as rank 0 finds `more`, at least one; seconds per run in the quickest batch on this rank.
fn run_while(job: &mut dyn Job, iterations: u32, more: impl Fn() -> bool) -> f64 {
    let mut quickest = f64::INFINITY;
    loop {
        quickest = quickest.min(batch(job, iterations, true).seconds / f64::from(iterations));
        let mut go_on = [u32::from(more())];
        job.comm().broadcast(&mut go_on, 0);
        if go_on == [0] {
            return quickest;
        }
    }
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
