//! Does a profiler take the samples it is asked for, and does it say where they belong?

use super::{Bench, ONCE};
use crate::duel::Silence;
use crate::duel::profile::attached;
use std::time::{Duration, Instant};
use tenfold_measure::duel::busy::HOT;
use tenfold_measure::duel::protocol::Ask;
use tenfold_measure::profiling::Tool;
use tenfold_profile::{Profile, hot_functions};
use tenfold_record::SampledHot;

/// Samples a busy process `hz` times a second for `time`.
///
/// # Errors
/// The process ends or the profiler fails, or it was told to stop.
pub fn sampled(bench: &Bench<'_>, hz: u32, time: Duration) -> Result<SampledHot, Silence> {
    let mut opponent = bench.busy(0, false)?;
    opponent.ask(&ONCE)?;
    let profile = match bench.tool {
        Tool::Perf => attached(&bench.perf()?, &mut opponent, 1, hz, time)?,
        Tool::Pprof => {
            opponent.done(&Ask::Sample(hz))?;
            let start = Instant::now();
            while start.elapsed() < time {
                opponent.ask(&ONCE)?;
            }
            opponent.sampled()?
        }
    };
    opponent.end();
    Ok(counted(&profile))
}

/// The samples of a profile: all, and those in the known function or in what is inlined into it.
fn counted(profile: &Profile) -> SampledHot {
    let hot = hot_functions(&profile.folded).iter().filter(|f| f.name.contains(HOT)).map(|f| f.total).sum();
    SampledHot {
        requested_hz: profile.requested_hz,
        realised_hz: profile.realised_hz,
        samples: profile.samples,
        hot,
        lost: profile.lost,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use tenfold_profile::Source;

    #[test]
    fn samples_in_the_known_function_and_in_what_it_inlines_are_counted_once() {
        let folded = "main;serve;known_hot_function 90\nmain;serve;known_hot_function;core::mul 6\nmain;serve;read 4\n";
        let profile = Profile {
            source: Source::Perf,
            folded: folded.parse().unwrap(),
            lines: Vec::new(),
            file_lines: Vec::new(),
            hot_loop: Err(String::new()),
            samples: 100,
            lost: 1,
            broken: 0,
            requested_hz: 99.0,
            realised_hz: 98.0,
            wall_seconds: 1.0,
            cpu_seconds: 1.0,
            threads: 1,
        };
        let expected = SampledHot { requested_hz: 99.0, realised_hz: 98.0, samples: 100, hot: 96, lost: 1 };
        assert_eq!(counted(&profile), expected);
    }
}
