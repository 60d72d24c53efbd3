//! The walks on x86-64, for each width of vectors.
//!
//! Loads and plain stores are volatile: the compiler may neither leave them out nor make a call of `memcpy` of them, which
//! would choose its own kind of stores.

use super::{LINES_A_TURN, Line, Pattern, Stores};
use std::arch::x86_64::*;
use tenfold_kernel::Path;

/// What the arrays are walked with, for the method.
pub(super) const WITH: &str = "with the widest loads and stores";

/// Walks `passes` times over the `lines` lines that begin at each of `starts` (to, from, more) in `arrays`.
pub(super) fn walk(
    pattern: Pattern,
    stores: Stores,
    arrays: &mut [Line],
    starts: [usize; 3],
    lines: usize,
    passes: usize,
) {
    assert!(lines.is_multiple_of(LINES_A_TURN) && starts.iter().all(|start| start + lines <= arrays.len()));
    let base: *mut f64 = arrays.as_mut_ptr().cast();
    // SAFETY: every start lies in `arrays`, as asserted.
    let [to, from, more] = starts.map(|start| unsafe { base.add(start * 8) });
    let walk = match Path::widest().name() {
        "avx512" => avx512::walk,
        "avx2" => avx2::walk,
        _ => sse2::walk,
    };
    // SAFETY: each path is taken only where the machine has it; `lines` lines from each pointer lie in `arrays`, and they
    // are aligned as `Line` is.
    unsafe { walk(pattern, stores, to, from, more, lines, passes) }
}

macro_rules! width {
    ($name:ident, $features:literal, $vector:ty, $set:ident, $add:ident, $mul:ident, $stream:ident) => {
        mod $name {
            use super::*;

            const LANES: usize = size_of::<$vector>() / 8;
            const VECTORS: usize = LINES_A_TURN * 8 / LANES;

            /// # Safety
            /// The machine has the features; `lines` lines lie behind each pointer, a multiple of `LINES_A_TURN`; all
            /// are aligned to 64 bytes.
            #[target_feature(enable = $features)]
            pub unsafe fn walk(
                pattern: Pattern,
                stores: Stores,
                to: *mut f64,
                from: *const f64,
                more: *const f64,
                lines: usize,
                passes: usize,
            ) {
                let (three, numbers) = ($set(3.0), lines * 8);
                // SAFETY: `i` and the vector behind it lie within the `lines` lines of the caller's promise.
                let load = |at: *const f64, i: usize| unsafe { at.add(i).cast::<$vector>().read_volatile() };
                // SAFETY: likewise.
                let store = |i: usize, v: $vector| unsafe { to.add(i).cast::<$vector>().write_volatile(v) };
                // SAFETY: likewise.
                let stream = |i: usize, v: $vector| unsafe { $stream(to.add(i).cast(), v) };
                let triad = |i: usize| $add(load(from, i), $mul(three, load(more, i)));
                macro_rules! every {
                    ($i:ident, $do:expr) => {
                        for _ in 0..passes {
                            for turn in (0..numbers).step_by(VECTORS * LANES) {
                                for k in 0..VECTORS {
                                    let $i = turn + k * LANES;
                                    $do;
                                }
                            }
                        }
                    };
                }
                match (pattern, stores) {
                    (Pattern::Read, _) => every!(i, load(to, i)),
                    (Pattern::Copy, Stores::Plain) => every!(i, store(i, load(from, i))),
                    (Pattern::Copy, Stores::NonTemporal) => every!(i, stream(i, load(from, i))),
                    (Pattern::Triad, Stores::Plain) => every!(i, store(i, triad(i))),
                    (Pattern::Triad, Stores::NonTemporal) => every!(i, stream(i, triad(i))),
                }
                if stores == Stores::NonTemporal {
                    _mm_sfence();
                }
            }
        }
    };
}

width!(avx512, "avx512f", __m512d, _mm512_set1_pd, _mm512_add_pd, _mm512_mul_pd, _mm512_stream_pd);
width!(avx2, "avx2", __m256d, _mm256_set1_pd, _mm256_add_pd, _mm256_mul_pd, _mm256_stream_pd);
width!(sse2, "sse2", __m128d, _mm_set1_pd, _mm_add_pd, _mm_mul_pd, _mm_stream_pd);
