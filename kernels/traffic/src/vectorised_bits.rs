//! One bit a cell: 64 cells a word and 8 words a vector; the neighbours come by shifting.

use crate::{Outcome, Params, Road, bits};
use tenfold_kernel::pulp::Simd;
use tenfold_kernel::{Setting, Workspace, on_path};

/// Runs the variant.
pub fn run(setting: &Setting<Params>, road: &Road, space: &Workspace, out: &mut Outcome) {
    // Layout: cell i is bit i % 64 of word 1 + i / 64; a ghost word at each end.
    let Setting { params, path, .. } = *setting;
    let n = road.cells.len();
    let words = n.div_ceil(64);
    let (mut now, mut next) = (space.buffer::<u64>(words + 2), space.buffer::<u64>(words + 2));
    bits::pack(path, &road.cells, &mut now[1..]);
    out.moves.fill(0);

    // Steps.
    for step in 1..=params.steps {
        close_ring(now, n);
        on_path!(path, advance(now: &[u64], next: &mut [u64]));
        if params.reports(step) {
            out.add(params, step, on_path!(path, departures(now: &[u64], n: usize) -> u64));
        }
        std::mem::swap(&mut now, &mut next);
    }
    bits::unpack(path, &now[1..], &mut out.cells);
}

/// Puts the last cell before the first one, and the first cell behind the last one.
fn close_ring(now: &mut [u64], n: usize) {
    now[0] = (now[1 + (n - 1) / 64] >> ((n - 1) % 64)) << 63;
    let (word, bit) = (1 + n / 64, n % 64);
    now[word] = (now[word] & !(1 << bit)) | ((now[1] & 1) << bit);
}

// Heart: 64 cells a word.
/// One step of all words between the ghosts. Bits behind the last cell hold nothing of use.
#[inline(always)]
fn advance<S: Simd>(_: S, now: &[u64], next: &mut [u64]) {
    let words = now.len() - 2;
    let (left, here, right) = (&now[..words], &now[1..=words], &now[2..]);
    for (((next, here), left), right) in next[1..=words].iter_mut().zip(here).zip(left).zip(right) {
        let behind = here << 1 | left >> 63;
        let ahead = here >> 1 | right << 63;
        *next = (here & ahead) | (!here & behind);
    }
}

/// Cars with an empty cell ahead.
#[inline(always)]
fn departures<S: Simd>(_: S, now: &[u64], n: usize) -> u64 {
    let leaving = |word: usize| now[word] & !(now[word] >> 1 | now[word + 1] << 63);
    let whole: u64 = (1..=n / 64).map(|word| u64::from(leaving(word).count_ones())).sum();
    let rest = if n.is_multiple_of(64) { 0 } else { leaving(1 + n / 64) & ((1 << (n % 64)) - 1) };
    whole + u64::from(rest.count_ones())
}
