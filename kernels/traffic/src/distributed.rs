//! Ranks: each has a stretch of the ring, and sends its neighbours once a sweep as many cells as the sweep has steps.

use crate::strips::{Reach, Strips};
use crate::{Outcome, Params, Road, path};
use tenfold_comm::{Comm, Op};
use tenfold_kernel::{Messages, Path, Workspace};

/// Cells sent each way at a time, where the stretches are that long: wide enough to make messages rare, and narrow
/// beside a strip, because each rank computes its neighbours' cells a second time.
const HALO: usize = 128;

/// Runs the variant.
pub fn run(params: &Params, road: &Road, space: &Workspace, out: &mut Outcome, comm: &Comm) {
    run_on(path::widest(), params, road, space, out, comm);
}

pub(crate) fn run_on(path: Path, params: &Params, road: &Road, space: &Workspace, out: &mut Outcome, comm: &Comm) {
    out.clear_moves();
    // Ranks without a cell take part in the sum only.
    let ranks = comm.size().min(params.n);
    if comm.rank() < ranks {
        drive(path, params, road, space, out, comm, ranks);
    }
    let mut total: Vec<u64> = out.series.iter().copied().chain([out.moves]).collect();
    comm.allreduce(&mut total, Op::Sum);
    out.moves = total.pop().expect("it holds the last step's moves");
    out.series.copy_from_slice(&total);
}

fn drive(path: Path, params: &Params, road: &Road, space: &Workspace, out: &mut Outcome, comm: &Comm, ranks: usize) {
    // Layout: strips, with halos of the width that all ranks agree on.
    let most = halo(params, ranks);
    let mut strips = Strips::new(path, road.cells.len(), Reach::Steps(most), space);
    let [first, last, before, after] = [(); 4].map(|()| space.buffer::<u8>(most));
    let tally = space.buffer::<u64>(most);
    let left = Some((comm.rank() + ranks - 1) % ranks);
    let right = Some((comm.rank() + 1) % ranks);
    strips.pack(&road.cells);

    // Steps.
    let mut done = 0;
    while done < params.steps {
        let steps = most.min(params.steps - done);
        strips.edges(&mut first[..steps], &mut last[..steps]);
        comm.sendrecv(&first[..steps], left, &mut after[..steps], right, 0);
        comm.sendrecv(&last[..steps], right, &mut before[..steps], left, 1);
        strips.renew(&before[..steps], &after[..steps]);
        tally[..steps].fill(0);
        let counted = params.reported(done, steps);
        strips.sweep(&counted, &mut tally[..steps]);
        for step in counted {
            out.add(params, done + 1 + step, tally[step]);
        }
        done += steps;
    }
    strips.unpack(&mut out.cells);
}

/// Steps between two exchanges on `ranks` ranks that have cells: no more than the shortest stretch has cells.
fn halo(params: &Params, ranks: usize) -> usize {
    HALO.min(params.steps).min(params.n / ranks)
}

/// Messages of one run: two from each rank that has cells at every exchange, one byte for each cell and step.
pub(crate) fn messages(params: &Params, ranks: usize) -> Messages {
    let ranks = ranks.min(params.n);
    let exchanges = params.steps.div_ceil(halo(params, ranks));
    Messages { count: (2 * ranks * exchanges) as u64, bytes: (2 * ranks * params.steps) as u64 }
}
