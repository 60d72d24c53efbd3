//! Can the profilers be believed? Rate, share in a known function, cost, and starting and stopping.

use super::Session;
use anyhow::Context;
use std::time::{Duration, Instant};
use tenfold_launch::duel::Silence;
use tenfold_launch::proof::{self, Bench};
use tenfold_machine::worker_cpus;
use tenfold_measure::profiling::Tool;
use tenfold_profile::{Source, sampler};
use tenfold_record::ProfilerTest;
use tenfold_runner::profiles::name;

/// The rates that are asked for: that at which the cost is stated, and the one that profiles are taken with.
const RATES: [u32; 2] = [99, sampler::HZ];

/// The rate at which the cost is stated.
const COST_AT: u32 = RATES[0];

/// Starts and stops.
const CYCLES: u64 = 1000;

/// Shares of a profiler's time: for each rate, and for the cost; starting and stopping has the rest. No more than so many
/// seconds are needed.
const SAMPLING: (f64, f64) = (0.08, 20.0);
const COSTING: (f64, f64) = (0.4, 120.0);

/// Less than a second tells nothing: perf takes up to one to begin.
const LEAST: f64 = 1.0;

/// Puts pprof and perf to the proof, and goes on where that was not finished.
pub fn profilers(session: &mut Session, until: Instant) -> anyhow::Result<()> {
    let program = std::env::current_exe().context("this program cannot be found")?;
    let cpu = worker_cpus(0).first().copied();
    let tools = [(Tool::Pprof, name(Source::Pprof)), (Tool::Perf, name(Source::Perf))];
    for (index, (tool, name)) in tools.into_iter().enumerate() {
        let kept = session.test.profilers.iter().position(|test| test.tool == name);
        if kept.is_some_and(|kept| is_finished(&session.test.profilers[kept])) {
            continue;
        }
        let bench = Bench { program: program.clone(), tool, cpu, stop: session.stop };
        if let Err(why) = bench.usable() {
            session.miss(name, why);
            continue;
        }
        eprintln!("testing {name}");
        let left = until.saturating_duration_since(Instant::now()).as_secs_f64();
        let seconds = left / (tools.len() - index) as f64;
        let all = &mut session.test.profilers;
        let kept = kept.unwrap_or_else(|| {
            all.push(ProfilerTest { tool: name.to_string(), sampled: Vec::new(), overhead: None, cycles: None });
            all.len() - 1
        });
        let mut test = all[kept].clone();
        let proven = proven(session, &bench, seconds, &mut test);
        session.test.profilers[kept] = test;
        match proven {
            Ok(()) => {}
            Err(Silence::Gone(why)) => session.miss(name, why),
            Err(Silence::Interrupted) => break,
        }
    }
    Ok(())
}

/// Whether a process crashes is known when it was started and stopped often enough, or did crash.
fn is_finished(test: &ProfilerTest) -> bool {
    test.cycles.as_ref().is_some_and(|c| c.cycles >= CYCLES || !c.crashes.is_empty() || !c.refused.is_empty())
}

fn proven(session: &mut Session, bench: &Bench<'_>, seconds: f64, test: &mut ProfilerTest) -> Result<(), Silence> {
    let begun = Instant::now();
    let part = |(share, most): (f64, f64)| (share * seconds).clamp(LEAST, most);
    for hz in RATES.into_iter().skip(test.sampled.len()) {
        test.sampled.push(proof::sampled(bench, hz, Duration::from_secs_f64(part(SAMPLING)))?);
    }
    if test.overhead.is_none() {
        test.overhead = Some(proof::overhead(bench, COST_AT, part(COSTING), &mut session.rng)?);
    }
    let left = Duration::from_secs_f64(seconds).saturating_sub(begun.elapsed());
    let before = test.cycles.as_ref().map_or(0, |cycles| cycles.cycles);
    let more = proof::cycles(bench, CYCLES - before, left)?;
    let cycles = test.cycles.get_or_insert_default();
    cycles.cycles += more.cycles;
    cycles.crashes.extend(more.crashes);
    cycles.refused.extend(more.refused);
    Ok(())
}
