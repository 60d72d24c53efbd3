//! From bytes to strips and back: a transposition of bits, done with 64-bit words eight at a time.
//!
//! A tile is 64 cells of 64 strips. Eight rows of bytes that are 0 or 1 are overlaid by shifting row `b` by `b` bits:
//! then byte `c` holds cell `c` of eight strips. What is left is to transpose 8 × 8 bytes, which goes between whole
//! vectors by exchanging halves, quarters and eighths of their lanes (Hacker's Delight, 2nd ed., section 7-3).

use super::word::{Word, Word256, Word512};
use super::{CHUNK, Strips};
use crate::path::on_path;

/// A tile, transposed: the first index is the cell within eight, the second the eight, and each word has a bit for each of
/// 64 strips.
type Tile = [[u64; 8]; 8];

/// Chunks of a strip that are read or written in a row, so that memory sees runs of several cache lines.
const BLOCK: usize = 4;

static EMPTY: [u8; CHUNK] = [0; CHUNK];

impl Strips<'_> {
    /// Takes the cells of the road.
    pub(crate) fn pack(&mut self, cells: &[u8]) {
        debug_assert_eq!(cells.len(), self.cells);
        let (length, road) = (self.length, self.road());
        let words = &mut self.words[road];
        on_path!(self.path, [pack::<u64, 1>, pack::<Word256, 4>, pack::<Word512, 8>], (cells: &[u8], length: usize, words: &mut [u64]));
    }

    /// Gives the cells of the road.
    pub(crate) fn unpack(&self, cells: &mut [u8]) {
        debug_assert_eq!(cells.len(), self.cells);
        let (length, words) = (self.length, &self.words[self.road()]);
        on_path!(self.path, [unpack::<u64, 1>, unpack::<Word256, 4>, unpack::<Word512, 8>], (words: &[u64], length: usize, cells: &mut [u8]));
    }

    /// Where the words without halos are.
    fn road(&self) -> std::ops::Range<usize> {
        self.lanes * self.own..self.lanes * (self.own + self.length)
    }
}

#[inline(always)]
fn pack<W: Word, const LANES: usize>(cells: &[u8], length: usize, words: &mut [u64]) {
    let chunks = words.as_chunks_mut::<LANES>().0.as_chunks_mut::<CHUNK>().0;
    let mut tiles: [[Tile; LANES]; BLOCK] = [[[[0; 8]; 8]; LANES]; BLOCK];
    for (block, chunks) in chunks.chunks_mut(BLOCK).enumerate() {
        for lane in 0..LANES {
            for (chunk, tiles) in tiles[..chunks.len()].iter_mut().enumerate() {
                let start = lane * 64 * length + (block * BLOCK + chunk) * CHUNK;
                overlay::<W>(cells, start, length, &mut tiles[lane]);
            }
        }
        for (tiles, words) in tiles.iter().zip(chunks) {
            interleave(tiles, words);
        }
    }
}

#[inline(always)]
fn unpack<W: Word, const LANES: usize>(words: &[u64], length: usize, cells: &mut [u8]) {
    let chunks = words.as_chunks::<LANES>().0.as_chunks::<CHUNK>().0;
    let mut tiles: [[Tile; LANES]; BLOCK] = [[[[0; 8]; 8]; LANES]; BLOCK];
    for (block, chunks) in chunks.chunks(BLOCK).enumerate() {
        for (tiles, words) in tiles.iter_mut().zip(chunks) {
            deinterleave(words, tiles);
        }
        for lane in 0..LANES {
            for (chunk, tiles) in tiles[..chunks.len()].iter().enumerate() {
                let start = lane * 64 * length + (block * BLOCK + chunk) * CHUNK;
                separate::<W>(&tiles[lane], cells, start, length);
            }
        }
    }
}

/// Turns the 64 rows of bytes that begin at `start` and `stride` cells apart into a tile.
#[inline(always)]
fn overlay<W: Word>(cells: &[u8], start: usize, stride: usize, tile: &mut Tile) {
    // At most one row has the end of the road in it; those behind are empty.
    let end = end_row(cells, start, stride);
    let rows: [&[u8]; 64] = std::array::from_fn(|row| {
        let start = start + row * stride;
        cells.get(start..start + CHUNK).unwrap_or(if start < cells.len() { &end } else { &EMPTY })
    });
    for column in 0..CHUNK / size_of::<W>() {
        let bytes = column * size_of::<W>()..(column + 1) * size_of::<W>();
        let mut groups = [W::zeroed(); 8];
        for (group, overlaid) in groups.iter_mut().enumerate() {
            for bit in 0..8 {
                let row = W::read(&rows[group * 8 + bit][bytes.clone()]);
                *overlaid = W::or(*overlaid, W::up(row, bit as u32));
            }
        }
        for (words, group) in tile.iter_mut().zip(transposed(groups)) {
            group.write(&mut bytemuck::cast_slice_mut(words)[bytes.clone()]);
        }
    }
}

/// The row in which the road ends, filled up with empty cells.
#[inline(always)]
fn end_row(cells: &[u8], start: usize, stride: usize) -> [u8; CHUNK] {
    let mut end = EMPTY;
    let rest = cells.len().saturating_sub(start) % stride;
    if rest < CHUNK && cells.len() > start {
        end[..rest].copy_from_slice(&cells[cells.len() - rest..]);
    }
    end
}

/// The inverse of [`overlay`], as far as the road goes.
#[inline(always)]
fn separate<W: Word>(tile: &Tile, cells: &mut [u8], start: usize, stride: usize) {
    for column in 0..CHUNK / size_of::<W>() {
        let bytes = column * size_of::<W>()..(column + 1) * size_of::<W>();
        let groups = transposed(tile.each_ref().map(|words| W::read(&bytemuck::cast_slice(words)[bytes.clone()])));
        for (group, overlaid) in groups.into_iter().enumerate() {
            for bit in 0..8 {
                let row = W::and(W::down(overlaid, bit as u32), W::splat(0x0101_0101_0101_0101));
                let start = start + (group * 8 + bit) * stride + bytes.start;
                match cells.get_mut(start..start + size_of::<W>()) {
                    Some(cells) => row.write(cells),
                    None => write_end(cells, start, bytemuck::bytes_of(&row)),
                }
            }
        }
    }
}

/// Writes the part of a row that belongs to the road.
#[cold]
#[inline(never)]
fn write_end(cells: &mut [u8], start: usize, row: &[u8]) {
    if let Some(rest) = cells.get_mut(start..) {
        rest.copy_from_slice(&row[..rest.len()]);
    }
}

/// Transposes the 8 × 8 bytes of every 64-bit lane: byte `c` of word `g` becomes byte `g` of word `c`.
#[inline(always)]
fn transposed<W: Word>(mut words: [W; 8]) -> [W; 8] {
    for (distance, low) in [(4, 0x0000_0000_ffff_ffff), (2, 0x0000_ffff_0000_ffff), (1, 0x00ff_00ff_00ff_00ff)] {
        let (shift, low) = (8 * distance as u32, W::splat(low));
        for g in 0..8 {
            if g & distance == 0 {
                let (a, b) = (words[g], words[g + distance]);
                words[g] = W::or(W::and(a, low), W::up(W::and(b, low), shift));
                words[g + distance] = W::or(W::and(W::down(a, shift), low), W::without(b, low));
            }
        }
    }
    words
}

/// Puts the lanes of each word side by side.
///
/// Not inlined, so that it is compiled for the baseline: with AVX2 or AVX-512 at hand the compiler gathers and scatters,
/// which takes several times as long as moving word by word.
#[inline(never)]
fn interleave<const LANES: usize>(tiles: &[Tile; LANES], words: &mut [[u64; LANES]; CHUNK]) {
    for eight in 0..8 {
        for cell in 0..8 {
            words[eight * 8 + cell] = std::array::from_fn(|lane| tiles[lane][cell][eight]);
        }
    }
}

/// The inverse of [`interleave`], not inlined for the same reason.
#[inline(never)]
fn deinterleave<const LANES: usize>(words: &[[u64; LANES]; CHUNK], tiles: &mut [Tile; LANES]) {
    for (lane, tile) in tiles.iter_mut().enumerate() {
        for (cell, eights) in tile.iter_mut().enumerate() {
            *eights = std::array::from_fn(|eight| words[eight * 8 + cell][lane]);
        }
    }
}
