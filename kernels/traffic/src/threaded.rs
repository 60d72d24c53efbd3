//! Threads: each has a stretch of the road in strips of its own; they meet once a sweep to exchange halos.

use crate::strips::{Reach, Strips};
use crate::{Outcome, Params, Road, path};
use rayon::prelude::*;
use tenfold_comm::block;
use tenfold_kernel::{Path, Workspace};

/// Runs the variant.
pub fn run(params: &Params, road: &Road, space: &Workspace, out: &mut Outcome) {
    run_on(path::widest(), params, road, space, out);
}

/// A worker's stretch, with what it sees of its neighbours and the moves it counts.
struct Stretch<'a> {
    strips: Strips<'a>,
    before: &'a mut [u8],
    after: &'a mut [u8],
    tally: &'a mut [u64],
}

pub(crate) fn run_on(path: Path, params: &Params, road: &Road, space: &Workspace, out: &mut Outcome) {
    // Layout: a block of cells for each worker, in strips with halos no wider than the shortest block.
    let workers = rayon::current_num_threads().min(params.n);
    let blocks: Vec<_> = (0..workers).map(|worker| block(params.n, workers, worker)).collect();
    let mut stretches: Vec<Stretch> = Vec::with_capacity(workers);
    let mut most = params.steps.min(params.n / workers);
    for block in &blocks {
        let strips = Strips::new(path, block.len(), Reach::Best, space);
        most = most.min(strips.reach());
        let (before, after, tally) = (space.buffer(most), space.buffer(most), space.buffer(most));
        stretches.push(Stretch { strips, before, after, tally });
    }
    stretches.par_iter_mut().zip(&blocks).for_each(|(mine, block)| mine.strips.pack(&road.cells[block.clone()]));
    out.clear_moves();

    // Steps.
    let mut done = 0;
    while done < params.steps {
        let steps = most.min(params.steps - done);
        for left in 0..workers {
            let right = (left + 1) % workers;
            let (mut first, mut last) = (vec![0; steps], vec![0; steps]);
            stretches[left].strips.edges(&mut [], &mut last);
            stretches[right].strips.edges(&mut first, &mut []);
            stretches[left].after[..steps].copy_from_slice(&first);
            stretches[right].before[..steps].copy_from_slice(&last);
        }
        let counted = params.reported(done, steps);
        // Heart: every thread sweeps its stretch, far enough to need nobody.
        stretches.par_iter_mut().for_each(|mine| {
            mine.strips.renew(&mine.before[..steps], &mine.after[..steps]);
            mine.tally[..steps].fill(0);
            mine.strips.sweep(&counted, &mut mine.tally[..steps]);
        });
        for step in counted {
            let moves = stretches.iter().map(|stretch| stretch.tally[step]).sum();
            out.add(params, done + 1 + step, moves);
        }
        done += steps;
    }
    let mut rest = &mut out.cells[..];
    let parts: Vec<_> =
        blocks.iter().map(|block| rest.split_off_mut(..block.len()).expect("blocks cover the road")).collect();
    stretches.par_iter_mut().zip(parts).for_each(|(mine, cells)| mine.strips.unpack(cells));
}
