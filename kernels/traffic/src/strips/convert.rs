//! From bytes to strips and back: a transposition of bits, done with 64-bit words eight at a time.
//!
//! A tile is 64 cells of 64 strips. Eight rows of bytes that are 0 or 1 are overlaid by shifting row `b` by `b` bits:
//! then byte `c` holds cell `c` of eight strips. What is left is to transpose 8 × 8 bytes, which goes between whole
//! vectors by exchanging halves, quarters and eighths of their lanes (Hacker's Delight, 2nd ed., section 7-3).

use super::{CHUNK, Strips};
use crate::path::on_path;

/// A tile: first index group of eight strips, second index eight cells; or, transposed, first index the cell within
/// eight, second index the eight.
type Tile = [[u64; 8]; 8];

impl Strips<'_> {
    /// Takes the cells of the road.
    pub(crate) fn pack(&mut self, cells: &[u8]) {
        debug_assert_eq!(cells.len(), self.cells);
        let (length, own) = (self.length, self.own());
        let words = &mut self.words[own];
        on_path!(self.path, [pack::<1>, pack::<4>, pack::<8>], (cells: &[u8], length: usize, words: &mut [u64]));
    }

    /// Gives the cells of the road.
    pub(crate) fn unpack(&self, cells: &mut [u8]) {
        debug_assert_eq!(cells.len(), self.cells);
        let (length, words) = (self.length, &self.words[self.own()]);
        on_path!(self.path, [unpack::<1>, unpack::<4>, unpack::<8>], (words: &[u64], length: usize, cells: &mut [u8]));
    }

    /// Where the words without halos are.
    fn own(&self) -> std::ops::Range<usize> {
        self.lanes * self.halo..self.lanes * (self.halo + self.length)
    }
}

#[inline(always)]
fn pack<const LANES: usize>(cells: &[u8], length: usize, words: &mut [u64]) {
    let words = words.as_chunks_mut::<LANES>().0.as_chunks_mut::<CHUNK>().0;
    for (chunk, words) in words.iter_mut().enumerate() {
        for lane in 0..LANES {
            let mut tile: Tile = [[0; 8]; 8];
            for (group, overlaid) in tile.iter_mut().enumerate() {
                for bit in 0..8 {
                    let strip = lane * 64 + group * 8 + bit;
                    let row = row(cells, strip * length + chunk * CHUNK);
                    for eight in 0..8 {
                        overlaid[eight] |= row[eight] << bit;
                    }
                }
            }
            transpose(&mut tile);
            for eight in 0..8 {
                for cell in 0..8 {
                    words[eight * 8 + cell][lane] = tile[cell][eight];
                }
            }
        }
    }
}

#[inline(always)]
fn unpack<const LANES: usize>(words: &[u64], length: usize, cells: &mut [u8]) {
    let words = words.as_chunks::<LANES>().0.as_chunks::<CHUNK>().0;
    for (chunk, words) in words.iter().enumerate() {
        for lane in 0..LANES {
            let mut tile: Tile = [[0; 8]; 8];
            for eight in 0..8 {
                for cell in 0..8 {
                    tile[cell][eight] = words[eight * 8 + cell][lane];
                }
            }
            transpose(&mut tile);
            for (group, overlaid) in tile.iter().enumerate() {
                for bit in 0..8 {
                    let strip = lane * 64 + group * 8 + bit;
                    let row = overlaid.map(|eight| (eight >> bit) & 0x0101_0101_0101_0101);
                    set_row(cells, strip * length + chunk * CHUNK, row);
                }
            }
        }
    }
}

/// Exchanges first index and byte: byte `c` of `tile[g][q]` becomes byte `g` of `tile[c][q]`. Its own inverse.
#[inline(always)]
fn transpose(tile: &mut Tile) {
    for (distance, low) in [(4, 0x0000_0000_ffff_ffff), (2, 0x0000_ffff_0000_ffff), (1, 0x00ff_00ff_00ff_00ff)] {
        for g in (0..8).filter(|g| g & distance == 0) {
            for q in 0..8 {
                let (a, b) = (tile[g][q], tile[g + distance][q]);
                let differ = ((a >> (8 * distance)) ^ b) & low;
                tile[g][q] = a ^ (differ << (8 * distance));
                tile[g + distance][q] = b ^ differ;
            }
        }
    }
}

/// 64 cells from `start` as eight words; cells beyond the road are empty.
#[inline(always)]
fn row(cells: &[u8], start: usize) -> [u64; 8] {
    match cells.get(start..).and_then(|cells| cells.first_chunk::<CHUNK>()) {
        Some(row) => bytemuck::cast::<[u8; 64], [u64; 8]>(*row).map(u64::from_le),
        None => ragged_row(cells, start),
    }
}

#[cold]
fn ragged_row(cells: &[u8], start: usize) -> [u64; 8] {
    let mut row = [0; CHUNK];
    if let Some(cells) = cells.get(start..) {
        row[..cells.len()].copy_from_slice(cells);
    }
    bytemuck::cast::<[u8; 64], [u64; 8]>(row).map(u64::from_le)
}

/// Writes 64 cells from `start`, as far as the road goes.
#[inline(always)]
fn set_row(cells: &mut [u8], start: usize, row: [u64; 8]) {
    let row: [u8; CHUNK] = bytemuck::cast(row.map(u64::to_le));
    let Some(cells) = cells.get_mut(start..) else { return };
    match cells.first_chunk_mut::<CHUNK>() {
        Some(cells) => *cells = row,
        None => cells.copy_from_slice(&row[..cells.len()]),
    }
}
