//! From bytes to strips and back: first to bits in the order of the road, then a transposition of bits.
//!
//! Reading 512 strips at a time from the road itself would be 512 streams of bytes, more than any prefetcher follows; the
//! bits are an eighth of it and mostly in cache.

use super::word::{Word, Word256, Word512};
use super::{CHUNK, Strips};
use crate::bits;
use crate::path::on_path;

/// As many chunks of 64 strips as a word has 64-bit lanes. Before the transposition the first index is the strip, and
/// each of the lanes has 64 cells of it; afterwards the first index is the cell, and each lane has it for 64 strips.
type Tile<const LANES: usize> = [[u64; LANES]; CHUNK];

impl Strips<'_> {
    /// Takes the cells of the road.
    pub(crate) fn pack(&mut self, cells: &[u8]) {
        debug_assert_eq!(cells.len(), self.cells);
        let (length, road) = (self.length, self.road());
        let (bits, words) = (&mut *self.bits, &mut self.words[road]);
        bits::pack(self.path, cells, bits);
        bits[cells.len().div_ceil(64)..].fill(0);
        let bits = &*bits;
        on_path!(
            self.path,
            [pack::<u64, 1>, pack::<Word256, 4>, pack::<Word512, 8>],
            (bits: &[u64], length: usize, words: &mut [u64])
        );
    }

    /// Gives the cells of the road.
    pub(crate) fn unpack(&mut self, cells: &mut [u8]) {
        debug_assert_eq!(cells.len(), self.cells);
        let (length, road) = (self.length, self.road());
        let (words, bits) = (&self.words[road], &mut *self.bits);
        on_path!(
            self.path,
            [unpack::<u64, 1>, unpack::<Word256, 4>, unpack::<Word512, 8>],
            (words: &[u64], length: usize, bits: &mut [u64])
        );
        bits::unpack(self.path, self.bits, cells);
    }

    /// Where the words without halos are.
    fn road(&self) -> std::ops::Range<usize> {
        self.lanes * self.own..self.lanes * (self.own + self.length)
    }
}

#[inline(always)]
fn pack<W: Word, const LANES: usize>(bits: &[u64], length: usize, words: &mut [u64]) {
    let words = words.as_chunks_mut::<LANES>().0.as_chunks_mut::<CHUNK>().0;
    let mut tiles = [[W::zeroed(); CHUNK]; LANES];
    for (block, words) in words.chunks_mut(LANES).enumerate() {
        for (lane, tile) in tiles.iter_mut().enumerate() {
            for (strip, row) in lanes_mut::<W, LANES>(tile).iter_mut().enumerate() {
                let start = (lane * 64 + strip) * (length / 64) + block * LANES;
                // In the last block of a strip the next one's words come along, and are not used.
                *row = *bits[start..].first_chunk().expect("the bits have words to spare");
            }
            transpose(tile);
        }
        interleave(tiles.each_ref().map(lanes), words);
    }
}

#[inline(always)]
fn unpack<W: Word, const LANES: usize>(words: &[u64], length: usize, bits: &mut [u64]) {
    let words = words.as_chunks::<LANES>().0.as_chunks::<CHUNK>().0;
    let mut tiles = [[W::zeroed(); CHUNK]; LANES];
    for (block, words) in words.chunks(LANES).enumerate() {
        deinterleave(words, tiles.each_mut().map(lanes_mut));
        for (lane, tile) in tiles.iter_mut().enumerate() {
            transpose(tile);
            for (strip, row) in lanes::<W, LANES>(tile).iter().enumerate() {
                let start = (lane * 64 + strip) * (length / 64) + block * LANES;
                match bits[start..].first_chunk_mut() {
                    Some(bits) if words.len() == LANES => *bits = *row,
                    _ => bits[start..start + words.len()].copy_from_slice(&row[..words.len()]),
                }
            }
        }
    }
}

/// Transposes the 64 × 64 bits of every lane: bit `c` of row `s` becomes bit `s` of row `c`. Its own inverse.
///
/// Halves, quarters, … are exchanged (Hacker's Delight, 2nd ed., section 7-3); three exchanges at a time go through
/// eight rows in registers.
#[inline(always)]
fn transpose<W: Word>(rows: &mut [W; CHUNK]) {
    for first in 0..8 {
        exchange_eight(rows, first, 8, [0x0000_0000_ffff_ffff, 0x0000_ffff_0000_ffff, 0x00ff_00ff_00ff_00ff]);
    }
    for first in (0..CHUNK).step_by(8) {
        exchange_eight(rows, first, 1, [0x0f0f_0f0f_0f0f_0f0f, 0x3333_3333_3333_3333, 0x5555_5555_5555_5555]);
    }
}

/// Exchanges bits between eight rows, at distances of four, two and one of `stride` rows.
#[inline(always)]
fn exchange_eight<W: Word>(rows: &mut [W; CHUNK], first: usize, stride: usize, lows: [u64; 3]) {
    let mut eight: [W; 8] = std::array::from_fn(|i| rows[first + i * stride]);
    for (distance, low) in [4, 2, 1].into_iter().zip(lows) {
        let (bits, low) = ((distance * stride) as u32, W::splat(low));
        for i in 0..8 {
            if i & distance == 0 {
                let (a, b) = (eight[i], eight[i + distance]);
                eight[i] = W::or(W::and(a, low), W::without(W::up(b, bits), low));
                eight[i + distance] = W::or(W::and(W::down(a, bits), low), W::without(b, low));
            }
        }
    }
    for (i, row) in eight.into_iter().enumerate() {
        rows[first + i * stride] = row;
    }
}

/// Puts the lanes of each word side by side.
///
/// Not inlined, so that it is compiled for the baseline: with AVX2 or AVX-512 at hand the compiler gathers and scatters,
/// which takes longer than moving word by word.
#[inline(never)]
fn interleave<const LANES: usize>(tiles: [&Tile<LANES>; LANES], words: &mut [[[u64; LANES]; CHUNK]]) {
    // Cells outside: all of a cache line is used at once, on both sides.
    for cell in 0..CHUNK {
        for (chunk, words) in words.iter_mut().enumerate() {
            words[cell] = std::array::from_fn(|lane| tiles[lane][cell][chunk]);
        }
    }
}

/// The inverse of [`interleave`], not inlined for the same reason.
#[inline(never)]
fn deinterleave<const LANES: usize>(words: &[[[u64; LANES]; CHUNK]], mut tiles: [&mut Tile<LANES>; LANES]) {
    for cell in 0..CHUNK {
        for (chunk, words) in words.iter().enumerate() {
            for (tile, bits) in tiles.iter_mut().zip(words[cell]) {
                tile[cell][chunk] = bits;
            }
        }
    }
}

/// The lanes of words.
fn lanes<W: Word, const LANES: usize>(words: &[W; CHUNK]) -> &Tile<LANES> {
    let lanes = bytemuck::cast_slice::<W, u64>(words).as_chunks::<LANES>().0;
    lanes.try_into().expect("as many rows as words")
}

/// The lanes of words, to be changed.
fn lanes_mut<W: Word, const LANES: usize>(words: &mut [W; CHUNK]) -> &mut Tile<LANES> {
    let lanes = bytemuck::cast_slice_mut::<W, u64>(words).as_chunks_mut::<LANES>().0;
    lanes.try_into().expect("as many rows as words")
}
