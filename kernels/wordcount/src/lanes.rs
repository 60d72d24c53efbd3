//! From 64 bytes to a mask of 64 bits: what each path does by instructions of its own.

use crate::text::WordRule;
use tenfold_kernel::pulp::Scalar128b;

/// Bytes whose mask is a word of the machine.
pub(crate) const CHUNK: usize = 64;

/// The proof that a path's instructions are there, whose methods they are. To be used in a frame entered through
/// [`on_path!`](tenfold_kernel::on_path), where every method is inlined.
pub(crate) trait Lanes: Copy {
    /// Which bytes of `chunk` belong to words: a bit for each, the lowest for the first.
    #[inline(always)]
    fn words(self, kind: WordRule, chunk: &[u8; CHUNK]) -> u64 {
        // A loop for the compiler's vectors. The product then moves the lowest bits of eight bytes, byte i's to bit 56 + i.
        let mut flags = [0; CHUNK];
        for (flag, &byte) in flags.iter_mut().zip(chunk) {
            *flag = u8::from(kind.is_word(byte));
        }
        let eights = flags.as_chunks::<8>().0.iter().map(|&eight| u64::from_le_bytes(eight));
        eights.rev().fold(0, |mask, eight| mask << 8 | eight.wrapping_mul(0x0102_0408_1020_4080) >> 56)
    }
}

impl Lanes for Scalar128b {}

#[cfg(target_arch = "x86_64")]
mod x86 {
    use super::{CHUNK, Lanes, WordRule};
    use bytemuck::cast;
    use std::arch::x86_64::{__m256i, __m512i};
    use tenfold_kernel::pulp::x86::{V3, V4};

    // Functions rather than closures: not all closures are inlined, and the instructions of a path are calls outside its frame.
    impl Lanes for V3 {
        #[inline(always)]
        fn words(self, kind: WordRule, chunk: &[u8; CHUNK]) -> u64 {
            let [low, high]: [__m256i; 2] = cast(*chunk);
            u64::from(half(self, kind, low)) | u64::from(half(self, kind, high)) << 32
        }
    }

    #[inline(always)]
    fn half(path: V3, kind: WordRule, bytes: __m256i) -> u32 {
        let (simd, bit) = (path.avx2, path.avx._mm256_set1_epi8(kind.fold().cast_signed()));
        let mask = match kind {
            WordRule::Letters => simd._mm256_movemask_epi8(within(path, simd._mm256_or_si256(bytes, bit), b'a', 25)),
            WordRule::Blanks => {
                let space = simd._mm256_or_si256(within(path, bytes, b' ', 0), within(path, bytes, b'\t', 4));
                !simd._mm256_movemask_epi8(space)
            }
        };
        mask.cast_unsigned()
    }

    /// Which bytes are `first` or one of the next `more`.
    #[inline(always)]
    fn within(path: V3, bytes: __m256i, first: u8, more: u8) -> __m256i {
        let (simd, first) = (path.avx2, path.avx._mm256_set1_epi8(first.cast_signed()));
        let (from, more) = (simd._mm256_sub_epi8(bytes, first), path.avx._mm256_set1_epi8(more.cast_signed()));
        simd._mm256_cmpeq_epi8(simd._mm256_min_epu8(from, more), from)
    }

    impl Lanes for V4 {
        #[inline(always)]
        fn words(self, kind: WordRule, chunk: &[u8; CHUNK]) -> u64 {
            let (bytes, bit): (__m512i, _) = (cast(*chunk), self.avx512f._mm512_set1_epi8(kind.fold().cast_signed()));
            match kind {
                WordRule::Letters => within_512(self, self.avx512f._mm512_or_si512(bytes, bit), b'a', 25),
                WordRule::Blanks => !(within_512(self, bytes, b' ', 0) | within_512(self, bytes, b'\t', 4)),
            }
        }
    }

    /// As [`within`].
    #[inline(always)]
    fn within_512(path: V4, bytes: __m512i, first: u8, more: u8) -> u64 {
        let first = path.avx512f._mm512_set1_epi8(first.cast_signed());
        let more = path.avx512f._mm512_set1_epi8(more.cast_signed());
        path.avx512bw._mm512_cmple_epu8_mask(path.avx512bw._mm512_sub_epi8(bytes, first), more)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use tenfold_kernel::{Path, on_path};

    #[inline(always)]
    fn mask<L: Lanes>(lanes: L, kind: WordRule, chunk: &[u8; CHUNK]) -> u64 {
        lanes.words(kind, chunk)
    }

    #[test]
    fn every_byte_has_its_bit_on_every_path() {
        for (kind, start) in
            [WordRule::Letters, WordRule::Blanks].into_iter().flat_map(|kind| (0..=255).map(move |at| (kind, at)))
        {
            let bytes: [u8; CHUNK] = std::array::from_fn(|i| (start + i) as u8);
            let expected = (0..CHUNK).map(|i| u64::from(kind.is_word(bytes[i])) << i).sum::<u64>();
            for &path in Path::all() {
                let chunk = &bytes;
                assert_eq!(
                    on_path!(path, mask(kind: WordRule, chunk: &[u8; CHUNK]) -> u64),
                    expected,
                    "{path}, {bytes:?}"
                );
            }
        }
    }
}
