//! The loop over one row, for every CPU path.
//!
//! The safe loop is the definition; the compiler fills the lanes of SSE2 or NEON from it. For AVX2 and AVX-512 it is
//! written with intrinsics: the compiler's own loop leaves up to 31 points of each row to a scalar remainder, which rules
//! the narrow tiles of the wavefront.

use crate::Stencil;
use tenfold_kernel::Path;

/// Updates a row: `to[j]` from `here[j + 1]` and its four neighbours. `above`, `here` and `below` are two cells longer.
pub type Row = fn(stencil: Stencil, above: &[f64], here: &[f64], below: &[f64], to: &mut [f64]);

/// The CPU paths there are.
pub const PATHS: &[Path] = &[Path::Portable, Path::Avx2, Path::Avx512];

/// The loop for the widest path of this machine.
pub fn fastest() -> Row {
    on(Path::best_of(PATHS))
}

/// The loop for `path`, which this machine must have.
fn on(path: Path) -> Row {
    match path {
        #[cfg(target_arch = "x86_64")]
        Path::Avx512 => x86::avx512,
        #[cfg(target_arch = "x86_64")]
        Path::Avx2 => x86::avx2,
        _ => portable,
    }
}

/// Slices of one length show the compiler that no access is out of bounds.
fn portable(stencil: Stencil, above: &[f64], here: &[f64], below: &[f64], to: &mut [f64]) {
    let n = to.len();
    let (left, right) = (&here[..n], &here[2..n + 2]);
    let (above, here, below) = (&above[1..n + 1], &here[1..n + 1], &below[1..n + 1]);
    for j in 0..n {
        to[j] = stencil.at(here[j], left[j], right[j], above[j], below[j]);
    }
}

#[cfg(target_arch = "x86_64")]
mod x86 {
    use super::{Stencil, portable};
    use std::arch::x86_64::*;

    /// Asserts what the loads below rely on: every row reaches two cells beyond the `n` points.
    fn require(n: usize, rows: [&[f64]; 3]) {
        assert!(rows.iter().all(|row| row.len() >= n + 2), "a row is shorter than its points and their neighbours");
    }

    pub fn avx512(stencil: Stencil, above: &[f64], here: &[f64], below: &[f64], to: &mut [f64]) {
        require(to.len(), [above, here, below]);
        // SAFETY: the path is taken only where the machine has it; lengths are asserted above.
        unsafe { avx512_row(stencil, above, here, below, to) }
    }

    pub fn avx2(stencil: Stencil, above: &[f64], here: &[f64], below: &[f64], to: &mut [f64]) {
        require(to.len(), [above, here, below]);
        // SAFETY: as above.
        unsafe { avx2_row(stencil, above, here, below, to) }
    }

    /// Eight points at a time, each store into one cache line; masks cut the first vector to what lies before a line and
    /// the last to what is left.
    ///
    /// # Safety
    /// `above`, `here` and `below` are two cells longer than `to`, at least.
    #[target_feature(enable = "avx512f")]
    unsafe fn avx512_row(stencil: Stencil, above: &[f64], here: &[f64], below: &[f64], to: &mut [f64]) {
        let (keep, nu) = (_mm512_set1_pd(stencil.keep), _mm512_set1_pd(stencil.nu));
        let to_here = to.as_mut_ptr();
        let head = to_here.align_offset(64).min(to.len());
        let tail = (to.len() - head) % 8;
        // SAFETY: lane i reads cells up to j + i + 2 and writes cell j + i; every call chooses `lanes` so that j + i stays
        // below `to.len()`; `head` is at most 7, since numbers are aligned to 8 bytes.
        let eight = |j: usize, lanes: __mmask8| unsafe {
            let load = |row: &[f64], j: usize| _mm512_maskz_loadu_pd(lanes, row.as_ptr().add(j));
            let ends = _mm512_add_pd(load(here, j), load(here, j + 2));
            let sides = _mm512_add_pd(load(above, j + 1), load(below, j + 1));
            let kept = _mm512_mul_pd(keep, load(here, j + 1));
            let new = _mm512_add_pd(kept, _mm512_mul_pd(nu, _mm512_add_pd(ends, sides)));
            _mm512_mask_storeu_pd(to_here.add(j), lanes, new);
        };
        eight(0, (1 << head) - 1);
        for j in (head..to.len() - tail).step_by(8) {
            eight(j, 0xff);
        }
        eight(to.len() - tail, (1 << tail) - 1);
    }

    /// Four points at a time; what fills no vector is left to the safe loop.
    ///
    /// # Safety
    /// `above`, `here` and `below` are two cells longer than `to`, at least.
    #[target_feature(enable = "avx2")]
    unsafe fn avx2_row(stencil: Stencil, above: &[f64], here: &[f64], below: &[f64], to: &mut [f64]) {
        let (keep, nu) = (_mm256_set1_pd(stencil.keep), _mm256_set1_pd(stencil.nu));
        let whole = to.len() / 4 * 4;
        for j in (0..whole).step_by(4) {
            // SAFETY: lane i < 4 reads cells up to j + i + 2 and writes cell j + i, which is below `whole`.
            unsafe {
                let load = |row: &[f64], j: usize| _mm256_loadu_pd(row.as_ptr().add(j));
                let ends = _mm256_add_pd(load(here, j), load(here, j + 2));
                let sides = _mm256_add_pd(load(above, j + 1), load(below, j + 1));
                let kept = _mm256_mul_pd(keep, load(here, j + 1));
                let new = _mm256_add_pd(kept, _mm256_mul_pd(nu, _mm256_add_pd(ends, sides)));
                _mm256_storeu_pd(to.as_mut_ptr().add(j), new);
            }
        }
        portable(stencil, &above[whole..], &here[whole..], &below[whole..], &mut to[whole..]);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_path_gives_the_bits_of_the_stencil() {
        let cell = |k: usize| (k as f64 * 0.7).sin();
        let stencil = Stencil::new(0.2);
        for n in (0..40).chain([127, 128, 129]) {
            let row = |i: usize| (0..n + 2).map(|j| cell(i * 1000 + j)).collect::<Vec<_>>();
            let (above, here, below) = (row(0), row(1), row(2));
            let expected: Vec<f64> =
                (1..n + 1).map(|j| stencil.at(here[j], here[j - 1], here[j + 1], above[j], below[j])).collect();
            for &path in PATHS.iter().filter(|&&path| path <= Path::widest()) {
                let mut to = vec![f64::NAN; n];
                on(path)(stencil, &above, &here, &below, &mut to);
                assert_eq!(to, expected, "{path:?}, {n} points");
            }
        }
    }
}
