//! Ranks: each has a stretch of the ring, and sends its neighbours once a sweep as many cells as the sweep has steps.

use crate::strips::{Reach, Strips};
use crate::{Outcome, Params, Road};
use tenfold_comm::{Op, Traffic, sent_by};
use tenfold_kernel::{Setting, Workspace};

/// Cells sent each way at a time, where the stretches are that long: wide enough to make messages rare, and narrow
/// beside a strip, because each rank computes its neighbours' cells a second time.
const HALO: usize = 128;

/// Runs the variant.
pub fn run(setting: &Setting<Params>, road: &Road, space: &Workspace, out: &mut Outcome) {
    // Layout: strips, with halos of the width that all ranks agree on.
    let Setting { params, path, comm, .. } = *setting;
    let ranks = comm.size().min(params.n);
    let most = halo(params, ranks);
    let mut strips = Strips::new(path, road.cells.len(), Reach::Steps(most), space);
    let [first, last, before, after] = [(); 4].map(|()| space.buffer::<u8>(most));
    let tally = space.buffer::<u64>(most);
    let left = Some((comm.rank() + ranks - 1) % ranks);
    let right = Some((comm.rank() + 1) % ranks);
    strips.pack(&road.cells);
    out.moves.fill(0);

    // Steps. Ranks without a cell take part in the sum only.
    let mut done = if comm.rank() < ranks { 0 } else { params.steps };
    while done < params.steps {
        let steps = most.min(params.steps - done);
        strips.edges(&mut first[..steps], &mut last[..steps]);
        comm.sendrecv(&first[..steps], left, &mut after[..steps], right, 0);
        comm.sendrecv(&last[..steps], right, &mut before[..steps], left, 1);
        strips.renew(&before[..steps], &after[..steps]);
        let counted = params.reported(done, steps);
        strips.sweep(&counted, &mut tally[..steps]);
        for step in counted {
            out.add(params, done + 1 + step, tally[step]);
        }
        done += steps;
    }
    strips.unpack(&mut out.cells);
    comm.allreduce(&mut out.moves, Op::Sum);
}

/// Steps between two exchanges on `ranks` ranks that have cells: no more than the shortest stretch has cells.
fn halo(params: &Params, ranks: usize) -> usize {
    HALO.min(params.steps).min(params.n / ranks)
}

/// What a rank sends: at every exchange two messages if it has cells, with a byte for each step, and its share of the sum.
pub(crate) fn messages(params: &Params, rank: usize, ranks: usize) -> Traffic {
    let with_cells = ranks.min(params.n);
    let sum = sent_by::allreduce(8 * (params.steps / params.every + 1), rank, ranks);
    if rank >= with_cells {
        return sum;
    }
    let exchanges = params.steps.div_ceil(halo(params, with_cells));
    sum + Traffic { messages: 2 * exchanges as u64, bytes: 2 * params.steps as u64 }
}
