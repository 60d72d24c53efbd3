//! The strip layout: a road cut into as many strips as a vector has bits, one cell of every strip in each word.
//!
//! Word `j` holds the `j`-th cell of all strips, so the cells ahead are word `j + 1` and those behind word `j - 1`: a
//! step needs no shift, and of AVX-512 a single `VPTERNLOG` for 512 cells. In front of the first word and behind the
//! last lie *halos*, copies of the cells of the neighbouring strips, as wide as the steps to be taken before they
//! are renewed: what is wrong at the end of a halo comes one cell nearer with each step.
//!
//! | question | file |
//! |---|---|
//! | how do bytes become strips, and strips bytes? | `convert.rs` |
//! | how are halos renewed? | `halo.rs` |
//! | how are many steps taken in one sweep? | `sweep.rs` |
//! | how are moves counted? | `count.rs` |
//! | which logic does a word have? | `../lanes.rs` |

mod convert;
mod count;
mod halo;
mod sweep;

use crate::lanes::Lanes;
use tenfold_kernel::{Path, Workspace, on_path};

/// Words handled at a time: 64 cells of a strip are one cache line of the road, and 64 words of 512 bits an eighth of
/// the first-level cache.
const CHUNK: usize = 64;

/// Above this a power of two between strips is avoided: all strips would meet in one set of the cache.
const PAGE: usize = 4096;

/// A stretch of road in the strip layout.
pub(crate) struct Strips<'a> {
    path: Path,
    /// 64-bit lanes of a word.
    lanes: usize,
    /// Cells of the road.
    cells: usize,
    /// Cells of a strip, a multiple of [`CHUNK`]. The last strips may be partly or wholly beyond the road.
    length: usize,
    /// The most steps of one sweep: words of each halo.
    pub(crate) reach: usize,
    /// Index of the first word that is no halo: before it there are the halo, and room for what comes out of a sweep
    /// before its first word has passed all steps.
    own: usize,
    /// Room, halo, `length` words, halo, and words to round up the last chunk.
    words: &'a mut [u64],
    /// The road in bits, in its own order: `lanes · length` words, and as many more as a vector reads too far.
    bits: &'a mut [u64],
    /// Two words a step: what a sweep keeps in its registers between chunks.
    state: &'a mut [u64],
}

impl<'a> Strips<'a> {
    /// Room for a road of `cells` cells that takes up to `most` steps between two renewals of the halos.
    pub(crate) fn new(path: Path, cells: usize, most: Reach, space: &'a Workspace) -> Strips<'a> {
        let lanes = on_path!(path, lanes() -> usize);
        let mut length = cells.div_ceil(lanes * 64).next_multiple_of(CHUNK);
        if length >= PAGE && (length / CHUNK).is_multiple_of(2) {
            length += CHUNK;
        }
        let reach = match most {
            Reach::Steps(steps) => steps,
            Reach::Best => (length / 32).next_multiple_of(STAGES).min(MAX_HALO),
        };
        let length = length.max(reach.next_multiple_of(CHUNK));
        let own = 2 * reach;
        let words = space.buffer(lanes * (own + length + reach + CHUNK));
        let bits = space.buffer(lanes * length + lanes);
        let state = space.buffer(lanes * 2 * reach);
        Strips { path, lanes, cells, length, reach, own, words, bits, state }
    }
}

/// 64-bit lanes of a word.
fn lanes<L: Lanes>(_: L) -> usize {
    size_of::<L::Word>() / size_of::<u64>()
}

/// How many steps a sweep may take.
pub(crate) enum Reach {
    /// Up to this many: halos this wide will be given.
    Steps(usize),
    /// As many as are best for the size of the road: halos are computed twice, so they must be short beside a strip.
    Best,
}

/// The longest halo: the state of so many steps (two words each) takes 30 KiB at most, so that it stays in the
/// second-level cache beside the words.
const MAX_HALO: usize = 240;

/// A multiple of the steps of a stage on every path, so that a sweep ends with a whole stage.
const STAGES: usize = 20;
