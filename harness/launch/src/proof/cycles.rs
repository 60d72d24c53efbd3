//! Can a profiler be started and stopped, whatever the process does meanwhile?
//!
//! The process works, allocates and panics on threads of rayon. It is another one, so that its crash is counted and is not
//! the end of the test.

use super::{Bench, LIMIT};
use crate::duel::{Opponent, Silence};
use std::time::{Duration, Instant};
use tenfold_measure::duel::protocol::Ask;
use tenfold_measure::profiling::Tool;
use tenfold_profile::perf::{Perf, PerfError, Recorded};
use tenfold_record::CycleTest;

/// Samples asked for, per second: the most that `tenfold` asks for by itself.
const HZ: u32 = 999;

/// How long is sampled between start and stop: some ten samples.
const BETWEEN: Duration = Duration::from_millis(10);

/// A question that only a living process answers.
const NOTHING: Ask = Ask::Run { warming: 0, timed: 0 };

/// Cycles of one process, then another is started.
const OF_ONE_PROCESS: u64 = 100;

/// Cycles whatever the time: fewer tell nothing.
const FEWEST: u64 = 3;

/// Crashes after which nothing more is to be learned.
const ENOUGH: usize = 10;

/// At most `most` starts and stops, in `time` or little more.
///
/// # Errors
/// It was told to stop before the first cycle, or no process can be started at all.
pub fn cycles(bench: &Bench<'_>, most: u64, time: Duration) -> Result<CycleTest, Silence> {
    let perf = match bench.tool {
        Tool::Perf => Some(bench.perf()?),
        Tool::Pprof => None,
    };
    let begun = Instant::now();
    let goes_on = |test: &CycleTest| {
        let in_time = test.cycles < FEWEST || begun.elapsed() < time;
        test.cycles < most && in_time && test.crashes.len() < ENOUGH && test.refused.len() < ENOUGH
    };
    let mut test = CycleTest::default();
    while goes_on(&test) {
        let mut opponent = bench.busy(0, true)?;
        let (mut of_this, born) = (0, Instant::now());
        // Well before its time limit, which is no crash.
        while goes_on(&test) && of_this < OF_ONE_PROCESS && born.elapsed() < LIMIT / 2 {
            of_this += 1;
            match cycle(&mut opponent, perf.as_ref()) {
                Ok(()) => test.cycles += 1,
                Err(Silence::Interrupted) if test.cycles == 0 => return Err(Silence::Interrupted),
                Err(Silence::Interrupted) => return Ok(test),
                Err(Silence::Gone(why)) => match opponent.ask(&NOTHING) {
                    // It lives: the profiler was refused.
                    Ok(_) => test.refused.push(why),
                    Err(_) => {
                        test.crashes.push(why);
                        break;
                    }
                },
            }
        }
        // Ended by hand: it would go on for ever.
        drop(opponent);
    }
    Ok(test)
}

fn cycle(opponent: &mut Opponent<'_>, perf: Option<&Perf>) -> Result<(), Silence> {
    let Some(perf) = perf else {
        opponent.done(&Ask::Sample(HZ))?;
        std::thread::sleep(BETWEEN);
        return opponent.sampled().map(drop);
    };
    match perf.attach(opponent.pid(), HZ, BETWEEN).and_then(Recorded::read) {
        // So short a time may pass without a sample.
        Ok(_) | Err(PerfError::Idle { .. }) => {}
        Err(e) => return Err(Silence::Gone(e.to_string())),
    }
    // Whether it still lives.
    opponent.ask(&NOTHING).map(drop)
}
