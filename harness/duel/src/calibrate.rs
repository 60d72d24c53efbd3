//! How many runs make a block.

use crate::source::{Runs, Source, Trouble};
use tenfold_record::Side;

/// The time a block is to take, in seconds: long beside the clock's step and the turn's overhead, short beside a
/// scheduler's slice, so that a neighbour spoils few blocks rather than all.
pub(crate) const BLOCK_SECONDS: f64 = 0.7e-3;

/// Sides whose speeds differ by more than this factor get a number of runs of their own: with one number the blocks of
/// one would be far too long or those of the other far too short, and no small bias matters at such a ratio.
const ALIKE: f64 = 4.0;

/// A block of this many seconds is not repeated to find out whether it was disturbed.
const LONG_SECONDS: f64 = 0.1;

/// More runs than this are never needed: a run takes longer than a tenth of a nanosecond.
const MOST: f64 = (1 << 24) as f64;

/// How often sides that do not look alike are looked at again, lest a neighbour made one of them look slow.
const DOUBTS: usize = 3;

/// The number of runs in a block of either side: the same where the sides are about equally fast.
pub(crate) fn calibrate(source: &mut impl Source) -> Result<[u32; 2], Trouble> {
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
    let fitting = |seconds: f64| (BLOCK_SECONDS / seconds).ceil().clamp(1.0, MOST) as u32;
    Ok(if alike(seconds) { [fitting(seconds[0].midpoint(seconds[1])); 2] } else { seconds.map(fitting) })
}

fn alike([a, b]: [f64; 2]) -> bool {
    a.max(b) <= ALIKE * a.min(b)
}

/// Time of one run, in seconds, by the quicker of two blocks: more runs are tried until it takes about as long as a block
/// shall. A block that is long only because it was disturbed does not end the search, or the two sides, which may be
/// alike, would get numbers of runs that are not.
fn seconds_per_run(source: &mut impl Source, side: Side) -> Result<f64, Trouble> {
    let mut iterations = 1u32;
    loop {
        let runs = Runs::warmed(iterations);
        let first = source.block(side, runs)?.seconds;
        let seconds = if first > LONG_SECONDS { first } else { first.min(source.block(side, runs)?.seconds) };
        if seconds >= 0.5 * BLOCK_SECONDS || f64::from(iterations) >= MOST {
            return Ok(seconds / f64::from(iterations));
        }
        let wanted = f64::from(iterations) * BLOCK_SECONDS / seconds.max(1e-9);
        iterations = (wanted.min(MOST) as u32).clamp(2 * iterations, 10 * iterations);
    }
}
