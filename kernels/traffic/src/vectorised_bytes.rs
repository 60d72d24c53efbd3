//! Bytes in lanes: the branch becomes arithmetic on 0 and 1, and the compiler does 64 cells at a time.

use crate::path::{on_path, widest};
use crate::{Outcome, Params, Road};
use tenfold_kernel::{Path, Workspace};

/// Runs the variant.
pub fn run(params: &Params, road: &Road, space: &Workspace, out: &mut Outcome) {
    run_on(widest(), params, road, space, out);
}

pub(crate) fn run_on(path: Path, params: &Params, road: &Road, space: &Workspace, out: &mut Outcome) {
    // Layout: bytes, and a ghost cell at each end that holds the cell around the ring.
    let n = road.cells.len();
    let (mut now, mut next) = (space.buffer::<u8>(n + 2), space.buffer::<u8>(n + 2));
    now[1..=n].copy_from_slice(&road.cells);
    out.clear_moves();

    // Steps.
    for step in 1..=params.steps {
        now[0] = now[n];
        now[n + 1] = now[1];
        on_path!(path, advance, (now: &[u8], next: &mut [u8]));
        if params.reports(step) {
            out.add(params, step, on_path!(path, departures, (now: &[u8]) -> u64));
        }
        std::mem::swap(&mut now, &mut next);
    }
    out.cells.copy_from_slice(&now[1..=n]);
}

/// One step. A car stays where the cell ahead is taken; an empty cell takes the car behind it.
#[inline(always)]
fn advance(now: &[u8], next: &mut [u8]) {
    let n = now.len() - 2;
    let (behind, here, ahead) = (&now[..n], &now[1..=n], &now[2..]);
    for (((next, here), behind), ahead) in next[1..=n].iter_mut().zip(here).zip(behind).zip(ahead) {
        *next = (here & ahead) | (!here & behind);
    }
}

/// Cars with an empty cell ahead. Sums of 255 ones fit a byte, so that the lanes stay bytes.
#[inline(always)]
fn departures(now: &[u8]) -> u64 {
    let n = now.len() - 2;
    let (here, ahead) = (&now[1..=n], &now[2..]);
    let blocks = here.chunks(128 * 64).zip(ahead.chunks(128 * 64));
    blocks
        .map(|(here, ahead)| {
            let mut sums = [0_u8; 64];
            let (rows, tail) = here.as_chunks::<64>();
            let (rows_ahead, tail_ahead) = ahead.as_chunks::<64>();
            for (here, ahead) in rows.iter().zip(rows_ahead) {
                for i in 0..64 {
                    sums[i] += here[i] & !ahead[i];
                }
            }
            let tail: u64 = tail.iter().zip(tail_ahead).map(|(here, ahead)| u64::from(here & !ahead)).sum();
            tail + sums.iter().map(|&sum| u64::from(sum)).sum::<u64>()
        })
        .sum()
}
