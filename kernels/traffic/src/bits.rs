//! From bytes to bits and back: cell `i` is bit `i % 64` of word `i / 64`.

use crate::path::on_path;
use tenfold_kernel::Path;

/// Packs `cells`, 0 or 1 each, into the first words; the bits behind the last cell are 0, further words stay as they are.
pub(crate) fn pack(path: Path, cells: &[u8], words: &mut [u64]) {
    let (whole, rest) = cells.as_chunks::<64>();
    on_path!(path, [portable::pack, x86::pack_256, x86::pack_512], (whole: &[[u8; 64]], words: &mut [u64]));
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
    on_path!(path, [portable::unpack, portable::unpack, x86::unpack_512], (words: &[u64], whole: &mut [[u8; 64]]));
}

mod portable {
    /// The product adds byte i of eight, shifted to bit 56 + i, and no two terms meet.
    #[inline(always)]
    pub(super) fn pack(cells: &[[u8; 64]], words: &mut [u64]) {
        for (word, cells) in words.iter_mut().zip(cells) {
            *word = cells.as_chunks::<8>().0.iter().rev().fold(0, |word, &eight| {
                word << 8 | u64::from_le_bytes(eight).wrapping_mul(0x0102_0408_1020_4080) >> 56
            });
        }
    }

    #[inline(always)]
    pub(super) fn unpack(words: &[u64], cells: &mut [[u8; 64]]) {
        for (cells, word) in cells.iter_mut().zip(words) {
            for (i, cell) in cells.iter_mut().enumerate() {
                *cell = (word >> i) as u8 & 1;
            }
        }
    }
}

/// One instruction where the compiler finds a dozen.
#[cfg(target_arch = "x86_64")]
mod x86 {
    use bytemuck::{cast, cast_ref};
    use std::arch::x86_64::*;

    #[inline(always)]
    pub(super) fn pack_256(cells: &[[u8; 64]], words: &mut [u64]) {
        for (word, cells) in words.iter_mut().zip(cells) {
            let [low, high] = cast::<[u8; 64], [__m256i; 2]>(*cells).map(|half| {
                // The lowest bit of each byte to where the instruction looks for it.
                // SAFETY: on_path! enters this function only where AVX2 is enabled.
                unsafe { _mm256_movemask_epi8(_mm256_slli_epi64::<7>(half)) as u32 }
            });
            *word = u64::from(low) | u64::from(high) << 32;
        }
    }

    #[inline(always)]
    pub(super) fn pack_512(cells: &[[u8; 64]], words: &mut [u64]) {
        for (word, cells) in words.iter_mut().zip(cells) {
            let cells = cast::<[u8; 64], __m512i>(*cells);
            // SAFETY: on_path! enters this function only where AVX-512 BW is enabled.
            *word = unsafe { _mm512_test_epi8_mask(cells, cells) };
        }
    }

    #[inline(always)]
    pub(super) fn unpack_512(words: &[u64], cells: &mut [[u8; 64]]) {
        for (cells, &word) in cells.iter_mut().zip(words) {
            // SAFETY: on_path! enters this function only where AVX-512 BW is enabled.
            let ones = unsafe { _mm512_maskz_set1_epi8(word, 1) };
            *cells = *cast_ref::<__m512i, [u8; 64]>(&ones);
        }
    }
}

/// Stands for the paths that are never taken on this machine.
#[cfg(not(target_arch = "x86_64"))]
mod x86 {
    pub(super) use super::portable::{pack as pack_256, pack as pack_512, unpack as unpack_512};
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::path::{ALL, widest};

    #[test]
    fn every_path_packs_and_unpacks_the_same_bits() {
        for n in [1, 63, 64, 65, 200, 256] {
            let cells: Vec<u8> = (0..n).map(|i: u32| (i.wrapping_mul(2_654_435_769) >> 31) as u8).collect();
            let bit = |i: usize| u64::from(cells.get(i).copied().unwrap_or(0)) << (i % 64);
            let right: Vec<u64> = (0..cells.len().div_ceil(64)).map(|w| (64 * w..64 * w + 64).map(bit).sum()).collect();
            for path in ALL.iter().copied().filter(|&path| path <= widest()) {
                let (mut words, mut back) = (vec![u64::MAX; right.len()], vec![7; cells.len()]);
                pack(path, &cells, &mut words);
                assert_eq!(words, right, "{n} cells on {path:?}");
                unpack(path, &words, &mut back);
                assert_eq!(back, cells, "{n} cells on {path:?}");
            }
        }
    }
}
