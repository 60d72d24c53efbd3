//! From bytes to bits and back: cell `i` is bit `i % 64` of word `i / 64`.

use crate::lanes::Lanes;
use tenfold_kernel::{Path, on_path};

/// Packs `cells`, 0 or 1 each, into the first words; the bits behind the last cell are 0, further words stay as they are.
pub(crate) fn pack(path: Path, cells: &[u8], words: &mut [u64]) {
    let (whole, rest) = cells.as_chunks::<64>();
    on_path!(path, pack_whole(whole: &[[u8; 64]], words: &mut [u64]));
    if !rest.is_empty() {
        words[whole.len()] = rest.iter().rev().fold(0, |word, &cell| word << 1 | u64::from(cell));
    }
}

/// The inverse of [`pack`].
pub(crate) fn unpack(path: Path, words: &[u64], cells: &mut [u8]) {
    let (whole, rest) = cells.as_chunks_mut::<64>();
    for (i, cell) in rest.iter_mut().enumerate() {
        *cell = (words[whole.len()] >> i) as u8 & 1;
    }
    on_path!(path, unpack_whole(words: &[u64], whole: &mut [[u8; 64]]));
}

#[inline(always)]
fn pack_whole<L: Lanes>(simd: L, cells: &[[u8; 64]], words: &mut [u64]) {
    for (word, cells) in words.iter_mut().zip(cells) {
        *word = simd.pack(cells);
    }
}

#[inline(always)]
fn unpack_whole<L: Lanes>(simd: L, words: &[u64], cells: &mut [[u8; 64]]) {
    for (cells, &word) in cells.iter_mut().zip(words) {
        simd.unpack(word, cells);
    }
}
