//! Can the profilers be believed? Rate, share in a known function, cost, and starting and stopping.

use super::Session;
use crate::run::profiles::name;
use anyhow::Context;
use std::time::{Duration, Instant};
use tenfold_measure::duel::Silence;
use tenfold_measure::pin;
use tenfold_measure::profiling::Tool;
use tenfold_measure::proof::{self, Bench};
use tenfold_profile::{Source, sampler};
use tenfold_record::ProfilerTest;

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

/// Puts pprof and perf to the proof.
pub fn profilers(session: &mut Session, until: Instant) -> anyhow::Result<()> {
    let program = std::env::current_exe().context("this program is not to be found")?;
    let cpu = pin::allowed().last().copied();
    let tools = [(Tool::Pprof, name(Source::Pprof)), (Tool::Perf, name(Source::Perf))];
    for (index, (tool, name)) in tools.into_iter().enumerate() {
        let bench = Bench { program: program.clone(), tool, cpu, stop: session.stop };
        if let Err(why) = bench.usable() {
            session.miss(name, why);
            continue;
        }
        eprintln!("{name} is put to the proof");
        let left = until.saturating_duration_since(Instant::now()).as_secs_f64();
        let seconds = left / (tools.len() - index) as f64;
        let mut test = ProfilerTest { tool: name.to_string(), sampled: Vec::new(), overhead: None, cycles: None };
        match proven(session, &bench, seconds, &mut test) {
            Ok(()) => {}
            Err(Silence::Gone(why)) => session.miss(name, why),
            Err(Silence::Interrupted) => {
                session.test.profilers.push(test);
                break;
            }
        }
        session.test.profilers.push(test);
    }
    Ok(())
}

fn proven(session: &mut Session, bench: &Bench<'_>, seconds: f64, test: &mut ProfilerTest) -> Result<(), Silence> {
    let begun = Instant::now();
    let part = |(share, most): (f64, f64)| (share * seconds).clamp(LEAST, most);
    for hz in RATES {
        test.sampled.push(proof::sampled(bench, hz, Duration::from_secs_f64(part(SAMPLING)))?);
    }
    test.overhead = Some(proof::overhead(bench, COST_AT, part(COSTING), &mut session.rng)?);
    let left = Duration::from_secs_f64(seconds).saturating_sub(begun.elapsed());
    test.cycles = Some(proof::cycles(bench, CYCLES, left)?);
    Ok(())
}
