//! Threads: each has a stretch of the road in strips of its own; they meet once a sweep to exchange halos.

use crate::strips::{Reach, Strips};
use crate::{Outcome, Params, Road};
use rayon::prelude::*;
use tenfold_comm::block;
use tenfold_kernel::{Setting, Workspace};

/// Runs the variant.
pub fn run(setting: &Setting<Params>, road: &Road, space: &Workspace, out: &mut Outcome) {
    // Layout: a block of cells for each worker, in strips with halos no wider than the shortest block.
    let params = setting.params;
    let workers = rayon::current_num_threads().min(params.n);
    let blocks: Vec<_> = (0..workers).map(|worker| block(params.n, workers, worker)).collect();
    let stretch = |cells: &std::ops::Range<usize>| Strips::new(setting.path, cells.len(), Reach::Best, space);
    let mut stretches: Vec<Strips> = blocks.iter().map(stretch).collect();
    let reach = stretches.iter().map(|strips| strips.reach).min().expect("at least one worker");
    let most = reach.min(params.n / workers).min(params.steps);
    // What each worker sees of its neighbours, and the moves it counts.
    let room = |_: &Strips| (space.buffer::<u8>(most), space.buffer::<u8>(most), space.buffer::<u64>(most));
    let mut rooms: Vec<_> = stretches.iter().map(room).collect();
    stretches.par_iter_mut().zip(&blocks).for_each(|(mine, block)| mine.pack(&road.cells[block.clone()]));
    out.moves.fill(0);

    // Steps.
    let mut done = 0;
    while done < params.steps {
        let steps = most.min(params.steps - done);
        for (worker, (before, after, _)) in rooms.iter_mut().enumerate() {
            stretches[(worker + workers - 1) % workers].edges(&mut [], &mut before[..steps]);
            stretches[(worker + 1) % workers].edges(&mut after[..steps], &mut []);
        }
        let counted = params.reported(done, steps);
        // Heart: every thread sweeps its stretch, far enough to need nobody.
        stretches.par_iter_mut().zip(&mut rooms).for_each(|(mine, (before, after, tally))| {
            mine.renew(&before[..steps], &after[..steps]);
            mine.sweep(&counted, &mut tally[..steps]);
        });
        for step in counted {
            let moves = rooms.iter().map(|(_, _, tally)| tally[step]).sum();
            out.add(params, done + 1 + step, moves);
        }
        done += steps;
    }
    let mut rest = &mut out.cells[..];
    let parts: Vec<_> =
        blocks.iter().map(|block| rest.split_off_mut(..block.len()).expect("blocks cover the road")).collect();
    stretches.par_iter_mut().zip(parts).for_each(|(mine, cells)| mine.unpack(cells));
}
