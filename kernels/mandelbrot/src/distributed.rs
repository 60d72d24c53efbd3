//! Distributed: rank 0 hands out rows as ranks become free, and counts some itself meanwhile.

use crate::{Counts, Params, Points, vectorised};
use std::ops::Range;
use tenfold_comm::{Comm, Tag};
use tenfold_kernel::{Setting, Workspace};

const ASK: Tag = 1;
const GIVE: Tag = 2;

/// A chunk is this part of a rank's equal share of what is left: small enough that one of slow rows does not keep all
/// others waiting.
const SHARES: usize = 4;

/// Counts rows of `points` until there are none left.
pub fn run(setting: &Setting<Params>, points: &Points, _: &Workspace, counts: &mut Counts) {
    // Share: what is not taken yet, chunk by chunk.
    counts.start(0..0);

    // Rows.
    let Setting { path, params, comm, .. } = *setting;
    let count = |rows: Range<usize>| vectorised::count(path, params.max_iter, points, rows.clone(), counts.claim(rows));
    if comm.rank() == 0 {
        hand_out(points.im.len(), comm, count)
    } else {
        ask_for_more(comm, count)
    }
    counts.close();

    // The image is complete when the last rank is done.
    comm.barrier();
}

/// Rank 0 looks for askers between any two rows of its own.
fn hand_out(rows: usize, comm: &Comm, mut count: impl FnMut(Range<usize>)) {
    let mut left = 0..rows;
    let mut working = comm.size() - 1;
    while !left.is_empty() {
        while let Some(asker) = comm.try_recv_any::<u8>(&mut [], ASK) {
            working -= give(&mut left, asker, comm);
        }
        if let Some(row) = left.next() {
            count(row..row + 1);
        }
    }
    while working > 0 {
        let asker = comm.recv_any::<u8>(&mut [], ASK);
        working -= give(&mut left, asker, comm);
    }
}

/// Gives the next chunk: a share of what is left, so that many rows take few messages, and the last ones, which decide
/// who waits for whom, go singly. Returns 1 if nothing was left to give, which ends the asker's work.
fn give(left: &mut Range<usize>, asker: usize, comm: &Comm) -> usize {
    let rows = left.len().div_ceil(SHARES * comm.size());
    let chunk = left.start..left.start + rows;
    left.start = chunk.end;
    comm.send(&[chunk.start as u64, chunk.end as u64], asker, GIVE);
    usize::from(chunk.is_empty())
}

/// The other ranks ask for the next chunk before they count the one they have, and so do not wait for the answer.
fn ask_for_more(comm: &Comm, mut count: impl FnMut(Range<usize>)) {
    let mut chunk = [0_u64; 2];
    loop {
        comm.send::<u8>(&[], 0, ASK);
        count(chunk[0] as usize..chunk[1] as usize);
        comm.recv(&mut chunk, 0, GIVE);
        if chunk[0] == chunk[1] {
            break;
        }
    }
}
