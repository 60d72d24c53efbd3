//! Many steps in one sweep: chunks of words pass from stage to stage, and a stage takes several steps with all it has
//! to remember in registers.

use super::count::Kept;
use super::word::Word;
use super::{CHUNK, Strips};
use crate::path::on_path;
use bytemuck::cast_slice_mut;

#[cfg(target_arch = "x86_64")]
use std::arch::x86_64::{__m256i as Word256, __m512i as Word512};
#[cfg(not(target_arch = "x86_64"))]
use {u64 as Word256, u64 as Word512};

/// Some steps, and whether the moves of the last of them are counted.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Stage {
    steps: usize,
    counted: bool,
}

/// Where the road lies in the words.
#[derive(Clone, Copy)]
struct Lie {
    halo: usize,
    length: usize,
    cells: usize,
}

impl Strips<'_> {
    /// Takes `tally.len()` steps, for which the halos must have been renewed, and adds to `tally[i]` the cars that
    /// moved at the `i`-th of them where `counted(i)`.
    pub(crate) fn sweep(&mut self, counted: &dyn Fn(usize) -> bool, tally: &mut [u64]) {
        let lie = Lie { halo: self.halo, length: self.length, cells: self.cells };
        let (words, state) = (&mut *self.words, &mut *self.state);
        on_path!(
            self.path,
            [sweep::<u64>, sweep::<Word256>, sweep::<Word512>],
            (words: &mut [u64], state: &mut [u64], lie: Lie, counted: &dyn Fn(usize) -> bool, tally: &mut [u64])
        );
    }
}

#[inline(always)]
fn sweep<W: Word>(words: &mut [u64], state: &mut [u64], lie: Lie, counted: &dyn Fn(usize) -> bool, tally: &mut [u64]) {
    let words: &mut [W] = cast_slice_mut(words);
    let state: &mut [[W; 2]] = cast_slice_mut(state);
    let Lie { halo, length, .. } = lie;
    let steps = tally.len();
    let stages = stages(steps, W::DEPTH, counted);
    let kept = Kept::<W>::new(lie.cells, length);
    let mut leaving = [W::zeroed(); CHUNK];

    let end = halo + length + steps;
    for start in (halo - steps..end).step_by(CHUNK) {
        let mut chunk = [W::zeroed(); CHUNK];
        chunk.copy_from_slice(&words[start..start + CHUNK]);
        let mut done = 0;
        for &stage in &stages {
            let state = &mut state[done..done + stage.steps];
            advance(state, &mut chunk, stage.counted.then_some(&mut leaving));
            done += stage.steps;
            if stage.counted {
                // A stage of t steps lags t words behind.
                tally[done - 1] += kept.moves(&leaving, start as isize - (done + halo) as isize);
            }
        }
        let first = (halo + steps).saturating_sub(start).min(CHUNK);
        let last = (halo + length + steps - start).min(CHUNK);
        if first < last {
            words[start + first - steps..start + last - steps].copy_from_slice(&chunk[first..last]);
        }
    }
}

/// Cuts the steps into stages of at most `depth` steps, as even as can be, each counted step the last of its stage.
fn stages(steps: usize, depth: usize, counted: &dyn Fn(usize) -> bool) -> Vec<Stage> {
    let mut stages = Vec::new();
    let mut done = 0;
    for step in 0..steps {
        let counted = counted(step);
        if !counted && step + 1 < steps {
            continue;
        }
        let run = step + 1 - done;
        let parts = run.div_ceil(depth);
        stages.extend((0..parts).map(|part| Stage {
            steps: tenfold_comm::block(run, parts, part).len(),
            counted: counted && part + 1 == parts,
        }));
        done = step + 1;
    }
    stages
}

/// Sends a chunk through one stage. Comes out as many words late as the stage has steps; `leaving` gets the cars that
/// moved at its last step.
#[inline(always)]
fn advance<W: Word>(state: &mut [[W; 2]], chunk: &mut [W; CHUNK], leaving: Option<&mut [W; CHUNK]>) {
    macro_rules! by_steps {
        ($($steps:literal)*) => {
            match (state.len(), leaving) {
                $(
                    ($steps, None) => fused::<W, $steps, false>(state, chunk, &mut [W::zeroed(); CHUNK]),
                    ($steps, Some(leaving)) => fused::<W, $steps, true>(state, chunk, leaving),
                )*
                (steps, _) => unreachable!("a stage of {steps} steps"),
            }
        };
    }
    by_steps!(1 2 3 4 5 6 7 8 9 10)
}

/// `STEPS` steps of a chunk. For every step the last two words that went in are remembered. Four words at a time go
/// through all steps, so that what is remembered stays in its registers.
#[inline(always)]
fn fused<W: Word, const STEPS: usize, const COUNTED: bool>(
    state: &mut [[W; 2]],
    chunk: &mut [W; CHUNK],
    leaving: &mut [W; CHUNK],
) {
    let mut memory: [[W; 2]; STEPS] = [[W::zeroed(); 2]; STEPS];
    memory.copy_from_slice(state);
    let quads = chunk.as_chunks_mut::<4>().0.iter_mut().zip(leaving.as_chunks_mut::<4>().0);
    for (quad, leaving) in quads {
        let mut ahead = *quad;
        for (step, memory) in memory.iter_mut().enumerate() {
            let [behind, here] = *memory;
            let [a, b, c, d] = ahead;
            if COUNTED && step + 1 == STEPS {
                *leaving = [W::without(here, a), W::without(a, b), W::without(b, c), W::without(c, d)];
            }
            *memory = [c, d];
            ahead = [W::step(behind, here, a), W::step(here, a, b), W::step(a, b, c), W::step(b, c, d)];
        }
        *quad = ahead;
    }
    state.copy_from_slice(&memory);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counted_steps_end_their_stage() {
        let every = |k: usize| move |step: usize| (step + 1).is_multiple_of(k);
        let cut = |steps, depth, counted: &dyn Fn(usize) -> bool| {
            stages(steps, depth, counted).iter().map(|s| (s.steps, s.counted)).collect::<Vec<_>>()
        };
        assert_eq!(cut(20, 10, &every(10)), [(10, true), (10, true)]);
        assert_eq!(cut(12, 5, &every(10)), [(5, false), (5, true), (2, false)]);
        assert_eq!(cut(3, 4, &every(1)), [(1, true); 3]);
        assert_eq!(cut(7, 3, &every(100)), [(3, false), (2, false), (2, false)]);
    }
}
