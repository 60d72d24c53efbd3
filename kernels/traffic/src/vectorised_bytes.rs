//! Bytes in lanes: arithmetic on 0 and 1 instead of the branch, 64 cells at a time, in blocks that stay in cache.

use crate::{Outcome, Params, Road};
use tenfold_kernel::pulp::Simd;
use tenfold_kernel::{Setting, Workspace, on_path};

/// Cells of a block: two of them and their halos fit the first-level cache.
const BLOCK: usize = 12 * 1024;

/// The most steps a block takes at a time: its halos, computed twice, are as wide.
const MOST: usize = 128;

/// Runs the variant.
pub fn run(setting: &Setting<Params>, road: &Road, space: &Workspace, out: &mut Outcome) {
    // Layout: bytes, as given; around the road as many cells of its other end as a block takes steps.
    let Setting { params, path, .. } = *setting;
    let n = params.n;
    let most = MOST.min(params.steps).min(n);
    let (mut now, mut next) = (space.buffer::<u8>(n + 2 * most), space.buffer::<u8>(n + 2 * most));
    let (mut old, mut new) = (space.buffer::<u8>(BLOCK + 2 * MOST), space.buffer::<u8>(BLOCK + 2 * MOST));
    now[most..most + n].copy_from_slice(&road.cells);
    out.moves.fill(0);

    // Steps.
    let mut done = 0;
    while done < params.steps {
        let steps = most.min(params.steps - done);
        now.copy_within(n..n + most, 0);
        now.copy_within(most..2 * most, n + most);
        for start in (0..n).step_by(BLOCK) {
            let cells = BLOCK.min(n - start);
            let width = cells + 2 * steps;
            old[..width].copy_from_slice(&now[most + start - steps..][..width]);
            for step in 1..=steps {
                // The cells at both ends lack a neighbour: what is known shrinks by one with each step.
                let (from, to) = (&old[step - 1..=width - step], &mut new[step..width - step]);
                on_path!(path, advance(from: &[u8], to: &mut [u8]));
                if params.reports(done + step) {
                    let own = &old[steps..=steps + cells];
                    out.add(params, done + step, on_path!(path, departures(own: &[u8]) -> u64));
                }
                std::mem::swap(&mut old, &mut new);
            }
            next[most + start..][..cells].copy_from_slice(&old[steps..][..cells]);
        }
        std::mem::swap(&mut now, &mut next);
        done += steps;
    }
    out.cells.copy_from_slice(&now[most..most + n]);
}

// Heart: no branch is left.
/// One step. A car stays where the cell ahead is taken; an empty cell takes the car behind it.
#[inline(always)]
fn advance<S: Simd>(_: S, from: &[u8], to: &mut [u8]) {
    let n = to.len();
    let (behind, here, ahead) = (&from[..n], &from[1..=n], &from[2..n + 2]);
    for (((to, here), behind), ahead) in to.iter_mut().zip(here).zip(behind).zip(ahead) {
        *to = (here & ahead) | (!here & behind);
    }
}

/// Cars with an empty cell ahead, for all cells but the last. Sums of 255 ones fit a byte, so that lanes stay bytes.
#[inline(always)]
fn departures<S: Simd>(_: S, cells: &[u8]) -> u64 {
    let (here, ahead) = (&cells[..cells.len() - 1], &cells[1..]);
    let sum = |(here, ahead): (&[u8], &[u8])| -> u64 {
        let mut sums = [0_u8; 64];
        let (rows, tail) = here.as_chunks::<64>();
        let (rows_ahead, tail_ahead) = ahead.as_chunks::<64>();
        for (here, ahead) in rows.iter().zip(rows_ahead) {
            for i in 0..64 {
                sums[i] += here[i] & !ahead[i];
            }
        }
        let tail = tail.iter().zip(tail_ahead).map(|(here, ahead)| u64::from(here & !ahead)).sum::<u64>();
        tail + sums.iter().map(|&sum| u64::from(sum)).sum::<u64>()
    };
    here.chunks(255 * 64).zip(ahead.chunks(255 * 64)).map(sum).sum()
}
