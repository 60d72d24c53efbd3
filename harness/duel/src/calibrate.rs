//! How many runs make a block, and how many go before it.

use crate::source::{Runs, Source, Trouble};
use tenfold_record::Side;

/// The time a block is to take, in seconds: longer than a core keeps the lower clock of wide vectors after the last of them,
/// about 2 ms (*Intel 64 and IA-32 Architectures Optimization Reference Manual*, on the power management of Skylake's server
/// cores), and short beside a scheduler's slice, so that a neighbour spoils few blocks rather than all.
pub(crate) const BLOCK_SECONDS: f64 = 2.5e-3;

/// The time of the runs before each block, in seconds: as long as the other side's clock lasts, and enough to fetch some tens
/// of megabytes that it has driven from the caches.
const WARMING_SECONDS: f64 = 2e-3;

/// Sides whose speeds differ by more than this factor get a number of runs of their own: with one number the blocks of
/// one would be far too long or those of the other far too short, and no small bias matters at such a ratio.
const ALIKE: f64 = 4.0;

/// A block of this many seconds is not repeated to find out whether it was disturbed.
const LONG_SECONDS: f64 = 0.1;

/// More runs than this are never needed: a run takes longer than a tenth of a nanosecond.
const MOST: f64 = (1 << 24) as f64;

/// How often sides that do not look alike are looked at again, lest a neighbour made one of them look slow.
const DOUBTS: usize = 3;

/// The runs of a block of either side: as many are timed on both where the sides are about equally fast.
pub(crate) fn calibrate(source: &mut impl Source) -> Result<[Runs; 2], Trouble> {
    let mut seconds = [seconds_per_run(source, Side::A)?, seconds_per_run(source, Side::B)?];
    for _ in 0..DOUBTS {
        // What takes a tenth of a second beside a hundredth is no neighbour's doing, and takes long to look at again.
        if alike(seconds) || seconds[0].max(seconds[1]) > LONG_SECONDS {
            break;
        }
        for side in Side::BOTH {
            seconds[side.index()] = seconds[side.index()].min(seconds_per_run(source, side)?);
        }
    }
    let of_both = if alike(seconds) { [seconds[0].midpoint(seconds[1]); 2] } else { seconds };
    let runs = |within: f64, seconds: f64| (within / seconds).ceil().clamp(1.0, MOST) as u32;
    // One run at least goes before, but where it takes so long that what it finds cold is little beside it.
    let warming = |seconds: f64| if seconds > LONG_SECONDS { 0 } else { runs(WARMING_SECONDS, seconds) };
    Ok(of_both.map(|seconds| Runs { warming: warming(seconds), timed: runs(BLOCK_SECONDS, seconds) }))
}

fn alike([a, b]: [f64; 2]) -> bool {
    a.max(b) <= ALIKE * a.min(b)
}

/// Runs before those of a try, whose time is not known yet: few, since one may take seconds.
fn warming(timed: u32) -> u32 {
    timed / 10
}

/// Time of one run, in seconds, by the quicker of two blocks: more runs are tried until it takes about as long as a block
/// shall. A block that is long only because it was disturbed does not end the search, or the two sides, which may be
/// alike, would get numbers of runs that are not.
fn seconds_per_run(source: &mut impl Source, side: Side) -> Result<f64, Trouble> {
    let mut iterations = 1u32;
    loop {
        let runs = Runs { warming: warming(iterations), timed: iterations };
        let first = source.block(side, runs)?.seconds;
        let seconds = if first > LONG_SECONDS { first } else { first.min(source.block(side, runs)?.seconds) };
        if seconds >= 0.5 * BLOCK_SECONDS || f64::from(iterations) >= MOST {
            return Ok(seconds / f64::from(iterations));
        }
        let wanted = f64::from(iterations) * BLOCK_SECONDS / seconds.max(1e-9);
        iterations = (wanted.min(MOST) as u32).clamp(2 * iterations, 10 * iterations);
    }
}
