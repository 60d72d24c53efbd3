//! From bytes to strips and back: first to bits in the order of the road, then a transposition of bits.
//!
//! Reading 512 strips at a time from the road itself would be 512 streams of bytes, more than any prefetcher follows; the
//! bits are an eighth of it and mostly in cache.

use super::{CHUNK, Strips};
use crate::bits;
use crate::lanes::Lanes;
use bytemuck::{Pod, Zeroable, cast_mut, cast_ref, cast_slice_mut};
use tenfold_kernel::on_path;

/// As many chunks of 64 strips as a word has 64-bit lanes. Before the transposition the first index is the strip, and
/// each of the lanes has 64 cells of it; afterwards the first index is the cell, and each lane has it for 64 strips.
type Tile<const LANES: usize> = [[u64; LANES]; CHUNK];

impl Strips<'_> {
    /// Takes the cells of the road.
    pub(crate) fn pack(&mut self, cells: &[u8]) {
        debug_assert_eq!(cells.len(), self.cells);
        bits::pack(self.path, cells, self.bits);
        self.bits[cells.len().div_ceil(64)..].fill(0);
        let strips = self;
        on_path!(strips.path, pack(strips: &mut Strips));
    }

    /// Gives the cells of the road.
    pub(crate) fn unpack(&mut self, cells: &mut [u8]) {
        debug_assert_eq!(cells.len(), self.cells);
        let strips = self;
        on_path!(strips.path, unpack(strips: &mut Strips));
        bits::unpack(strips.path, strips.bits, cells);
    }

    /// Where the words without halos are.
    fn road(&self) -> std::ops::Range<usize> {
        self.lanes * self.own..self.lanes * (self.own + self.length)
    }
}

#[inline(always)]
fn pack<L: Lanes>(simd: L, strips: &mut Strips) {
    match size_of::<L::Word>() {
        64 => pack_lanes::<L, 8>(simd, strips),
        32 => pack_lanes::<L, 4>(simd, strips),
        _ => pack_lanes::<L, 1>(simd, strips),
    }
}

#[inline(always)]
fn unpack<L: Lanes>(simd: L, strips: &mut Strips) {
    match size_of::<L::Word>() {
        64 => unpack_lanes::<L, 8>(simd, strips),
        32 => unpack_lanes::<L, 4>(simd, strips),
        _ => unpack_lanes::<L, 1>(simd, strips),
    }
}

#[inline(always)]
fn pack_lanes<L: Lanes, const LANES: usize>(simd: L, strips: &mut Strips) {
    let (length, road) = (strips.length, strips.road());
    let (bits, words) = (&*strips.bits, &mut strips.words[road]);
    let words = words.as_chunks_mut::<LANES>().0.as_chunks_mut::<CHUNK>().0;
    let mut tiles = [[L::Word::zeroed(); CHUNK]; LANES];
    for (block, words) in words.chunks_mut(LANES).enumerate() {
        for (lane, tile) in tiles.iter_mut().enumerate() {
            for (strip, row) in cast_mut::<_, Tile<LANES>>(tile).iter_mut().enumerate() {
                let start = (lane * 64 + strip) * (length / 64) + block * LANES;
                // In the last block of a strip the next one's words come along, and are not used.
                *row = *bits[start..].first_chunk().expect("the bits have words to spare");
            }
            transpose(simd, tile);
        }
        interleave(tiles.each_ref().map(cast_ref), words);
    }
}

#[inline(always)]
fn unpack_lanes<L: Lanes, const LANES: usize>(simd: L, strips: &mut Strips) {
    let (length, road) = (strips.length, strips.road());
    let (words, bits) = (&strips.words[road], &mut *strips.bits);
    let words = words.as_chunks::<LANES>().0.as_chunks::<CHUNK>().0;
    let mut tiles = [[L::Word::zeroed(); CHUNK]; LANES];
    for (block, words) in words.chunks(LANES).enumerate() {
        deinterleave(words, tiles.each_mut().map(cast_mut));
        for (lane, tile) in tiles.iter_mut().enumerate() {
            transpose(simd, tile);
            for (strip, row) in cast_ref::<_, Tile<LANES>>(tile).iter().enumerate() {
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
fn transpose<L: Lanes>(simd: L, rows: &mut [L::Word; CHUNK]) {
    for first in 0..8 {
        exchange_eight(simd, rows, first, 8, [0x0000_0000_ffff_ffff, 0x0000_ffff_0000_ffff, 0x00ff_00ff_00ff_00ff]);
    }
    for first in (0..CHUNK).step_by(8) {
        exchange_eight(simd, rows, first, 1, [0x0f0f_0f0f_0f0f_0f0f, 0x3333_3333_3333_3333, 0x5555_5555_5555_5555]);
    }
}

/// Exchanges bits between eight rows, at distances of four, two and one of `stride` rows.
#[inline(always)]
fn exchange_eight<L: Lanes>(simd: L, rows: &mut [L::Word; CHUNK], first: usize, stride: usize, lows: [u64; 3]) {
    let mut eight: [L::Word; 8] = std::array::from_fn(|i| rows[first + i * stride]);
    for (distance, low) in [4, 2, 1].into_iter().zip(lows) {
        let (bits, low) = (distance * stride, each_lane(L::Word::zeroed(), |_| low));
        for i in 0..8 {
            if i & distance == 0 {
                let (a, b) = (eight[i], eight[i + distance]);
                // A step is a choice: the low bits of one, the others of the other.
                eight[i] = simd.step(each_lane(b, |lane| lane << bits), low, a);
                eight[i + distance] = simd.step(b, low, each_lane(a, |lane| lane >> bits));
            }
        }
    }
    for (i, row) in eight.into_iter().enumerate() {
        rows[first + i * stride] = row;
    }
}

/// The word with another number in each 64-bit lane.
#[inline(always)]
fn each_lane<W: Pod>(mut word: W, other: impl Fn(u64) -> u64) -> W {
    cast_slice_mut(std::slice::from_mut(&mut word)).iter_mut().for_each(|lane| *lane = other(*lane));
    word
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
