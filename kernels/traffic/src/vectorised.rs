//! Strips: a word has one cell of as many strips as it has bits, so that neighbours need no shift; and several steps pass while it
//! is in registers, ten of them with AVX-512.

use crate::lanes::Lanes;
use crate::strips::{Reach, Strips};
use crate::{Outcome, Params, Road};
use bytemuck::Zeroable;
use std::cell::Cell;
use tenfold_kernel::{Setting, Workspace};

/// Runs the variant.
pub fn run(setting: &Setting<Params>, road: &Road, space: &Workspace, out: &mut Outcome) {
    // Layout: strips, with halos as wide as the steps of a sweep.
    let params = setting.params;
    let mut strips = Strips::new(setting.path, params.n, Reach::Best, space);
    let most = strips.reach.min(params.n).min(params.steps);
    let (first, last) = (space.buffer::<u8>(most), space.buffer::<u8>(most));
    let tally = space.buffer::<u64>(most);
    strips.pack(&road.cells);
    out.moves.fill(0);

    // Steps.
    let mut done = 0;
    while done < params.steps {
        let steps = most.min(params.steps - done);
        let (first, last, tally) = (&mut first[..steps], &mut last[..steps], &mut tally[..steps]);
        strips.edges(first, last);
        strips.renew(last, first);
        let counted = params.reported(done, steps);
        strips.sweep(&counted, tally);
        for step in counted {
            out.add(params, done + 1 + step, tally[step]);
        }
        done += steps;
    }
    strips.unpack(&mut out.cells);
}

/// `STEPS` steps of a chunk. For every step the last two words that went in are remembered. `ABREAST` words at a time go
/// through all steps, so that what is remembered stays in its registers. `leaving` is given those who moved at the last
/// step.
#[inline(always)]
pub fn fused<L: Lanes, const STEPS: usize, const ABREAST: usize>(
    simd: L,
    state: &mut [[L::Word; 2]],
    chunk: &[Cell<L::Word>],
    into: &[Cell<L::Word>],
    mut leaving: impl FnMut(usize, [L::Word; ABREAST]),
) {
    let mut memory = [[L::Word::zeroed(); 2]; STEPS];
    memory.copy_from_slice(state);
    let pairs = chunk.as_chunks::<ABREAST>().0.iter().zip(into.as_chunks::<ABREAST>().0);
    for (i, (words, into)) in pairs.enumerate() {
        // Heart: the words abreast go through all steps.
        let mut ahead = words.each_ref().map(Cell::get);
        for (step, memory) in memory.iter_mut().enumerate() {
            let [behind, here] = *memory;
            // The two words before those abreast are the remembered ones.
            let before = |word: usize| match word {
                0 => [behind, here],
                1 => [here, ahead[0]],
                _ => [ahead[word - 2], ahead[word - 1]],
            };
            if step + 1 == STEPS {
                leaving(i, std::array::from_fn(|word| simd.without(before(word)[1], ahead[word])));
            }
            let after = std::array::from_fn(|word| {
                let [behind, here] = before(word);
                simd.step(behind, here, ahead[word])
            });
            *memory = [ahead[ABREAST - 2], ahead[ABREAST - 1]];
            ahead = after;
        }
        for (cell, word) in into.iter().zip(ahead) {
            cell.set(word);
        }
    }
    state.copy_from_slice(&memory);
}
