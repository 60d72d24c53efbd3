//! Many steps in one sweep: chunks of words pass from stage to stage, and a stage takes several steps with all it has
//! to remember in registers.

use super::Strips;
use super::count::Kept;
use crate::lanes::Lanes;
use crate::vectorised::fused;
use bytemuck::{Zeroable, cast_slice_mut};
use std::cell::Cell;
use tenfold_kernel::on_path;

/// Words that go through a stage before the next stage takes them: at 512 bits 12 KiB, so that they stay in the first-level
/// cache. A stage loads its state before them and stores it after, so they are many.
const SPAN: usize = 192;

/// Some steps, and whether the moves of the last of them are counted.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Stage {
    steps: usize,
    counted: bool,
}

impl Strips<'_> {
    /// Takes `tally.len()` steps, for which the halos must have been renewed, and puts into `tally[i]` the cars
    /// that moved at the `i`-th of them for every `i` of `counted`, which ascend.
    pub(crate) fn sweep(&mut self, counted: &[usize], tally: &mut [u64]) {
        let strips = self;
        on_path!(strips.path, sweep(strips: &mut Strips, counted: &[usize], tally: &mut [u64]));
    }
}

#[inline(always)]
fn sweep<L: Lanes>(simd: L, strips: &mut Strips, counted: &[usize], tally: &mut [u64]) {
    let Strips { own, length, .. } = *strips;
    let words: &mut [L::Word] = cast_slice_mut(strips.words);
    let state: &mut [[L::Word; 2]] = cast_slice_mut(strips.state);
    let steps = tally.len();
    let stages = stages(steps, L::DEPTH, counted);
    let last = stages.len() - 1;
    let kept = Kept::new(simd, strips.cells, length);
    let mut leaving = [L::Word::zeroed(); SPAN];
    tally.fill(0);
    // Shared cells, because the last stage reads and writes the same words, each behind where it was read.
    let words = Cell::from_mut(words).as_slice_of_cells();

    let first = own - steps;
    let end = first + (length + 2 * steps).next_multiple_of(L::ABREAST);
    for start in (first..end).step_by(SPAN) {
        let chunk = &words[start..end.min(start + SPAN)];
        let mut done = 0;
        for (i, stage) in stages.iter().enumerate() {
            let state = &mut state[done..done + stage.steps];
            done += stage.steps;
            // What comes out of the last stage is as many words late as there were steps: put it where it belongs.
            let into = if i == last { &words[start - steps..][..chunk.len()] } else { chunk };
            let leaving = &mut leaving[..chunk.len()];
            let counted = stage.counted.then_some(&mut *leaving);
            advance(simd, state, chunk, into, counted);
            if stage.counted {
                tally[done - 1] += kept.moves(leaving, start as isize - (done + own) as isize);
            }
        }
    }
}

/// Cuts the steps into stages of at most `depth` steps, as even as can be, each counted step the last of its stage.
fn stages(steps: usize, depth: usize, counted: &[usize]) -> Vec<Stage> {
    let mut stages = Vec::new();
    let mut done = 0;
    let rest = (counted.last() != Some(&(steps - 1))).then_some((steps, false));
    for (end, counted) in counted.iter().map(|step| (step + 1, true)).chain(rest) {
        let parts = (end - done).div_ceil(depth);
        stages.extend((0..parts).map(|part| Stage {
            steps: tenfold_comm::block(end - done, parts, part).len(),
            counted: counted && part + 1 == parts,
        }));
        done = end;
    }
    stages
}

/// Sends a chunk through one stage. It comes out as many words late as the stage has steps; `leaving` gets the cars that
/// moved at the last of them.
#[inline(always)]
fn advance<L: Lanes>(
    simd: L,
    state: &mut [[L::Word; 2]],
    chunk: &[Cell<L::Word>],
    into: &[Cell<L::Word>],
    leaving: Option<&mut [L::Word]>,
) {
    macro_rules! by_steps {
        ($abreast:literal abreast: $($steps:literal)*) => {
            match (state.len(), leaving) {
                $(
                    ($steps, None) => fused::<L, $steps, $abreast>(simd, state, chunk, into, |_, _| ()),
                    ($steps, Some(leaving)) => {
                        let leaving = leaving.as_chunks_mut::<$abreast>().0;
                        fused::<L, $steps, $abreast>(simd, state, chunk, into, |i, words| leaving[i] = words);
                    }
                )*
                (steps, _) => unreachable!("a stage of {steps} steps"),
            }
        };
    }
    match L::ABREAST {
        8 => by_steps!(8 abreast: 1 2 3 4 5 6 7 8 9 10),
        _ => by_steps!(4 abreast: 1 2 3 4 5),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counted_steps_end_their_stage() {
        let cut = |steps, depth, counted: &[usize]| {
            stages(steps, depth, counted).iter().map(|s| (s.steps, s.counted)).collect::<Vec<_>>()
        };
        assert_eq!(cut(20, 10, &[9, 19]), [(10, true), (10, true)]);
        assert_eq!(cut(12, 5, &[9]), [(5, false), (5, true), (2, false)]);
        assert_eq!(cut(3, 4, &[0, 1, 2]), [(1, true); 3]);
        assert_eq!(cut(7, 3, &[]), [(3, false), (2, false), (2, false)]);
    }
}
