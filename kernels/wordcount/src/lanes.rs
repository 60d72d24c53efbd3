//! From 64 bytes to a mask of 64 bits, by the instructions of each path.

use crate::text::WordRule;
use tenfold_kernel::pulp::{Scalar128b, Simd};

/// Bytes whose mask is a word of the machine.
pub(crate) const CHUNK: usize = 64;

/// The proof that a path's instructions are there, whose method they are. To be used in a frame entered through
/// [`on_path!`](tenfold_kernel::on_path), where it is inlined.
pub(crate) trait Lanes: Copy {
    /// Which bytes of `chunk` belong to words: a bit for each, the lowest for the first.
    fn words(self, kind: WordRule, chunk: &[u8; CHUNK]) -> u64;
}

impl Lanes for Scalar128b {
    #[inline(always)]
    fn words(self, kind: WordRule, chunk: &[u8; CHUNK]) -> u64 {
        // A loop for the compiler's vectors. The product then moves the lowest bits of eight bytes to the highest byte.
        let mut flags = [0; CHUNK];
        for (flag, &byte) in flags.iter_mut().zip(chunk) {
            *flag = u8::from(kind.is_word(byte));
        }
        let eights = flags.as_chunks::<8>().0.iter().map(|&eight| u64::from_le_bytes(eight));
        eights.rev().fold(0, |mask, eight| mask << 8 | eight.wrapping_mul(0x0102_0408_1020_4080) >> 56)
    }
}

/// Vectors with an instruction that makes bits of a mask of bytes.
trait Masks: Simd {
    /// A bit for each byte of `mask`.
    fn bits(self, mask: Self::m8s) -> u64;

    /// Which bytes of `chunk`, with the bit `fold`, are `first` or one of the next `more`.
    #[inline(always)]
    fn within(self, chunk: &[u8; CHUNK], fold: u8, first: u8, more: u8) -> u64 {
        let mut mask = 0;
        for (index, &bytes) in Self::as_simd_u8s(chunk).0.iter().enumerate() {
            let from = self.sub_u8s(self.or_u8s(bytes, self.splat_u8s(fold)), self.splat_u8s(first));
            // AVX2 has no other comparison of unsigned bytes.
            let found = self.equal_u8s(self.min_u8s(from, self.splat_u8s(more)), from);
            mask |= self.bits(found) << (index * Self::U8_LANES);
        }
        mask
    }
}

impl<M: Masks> Lanes for M {
    #[inline(always)]
    fn words(self, kind: WordRule, chunk: &[u8; CHUNK]) -> u64 {
        match kind {
            WordRule::Letters => self.within(chunk, kind.fold(), b'a', 25),
            WordRule::Blanks => !(self.within(chunk, kind.fold(), b' ', 0) | self.within(chunk, kind.fold(), b'\t', 4)),
        }
    }
}

#[cfg(target_arch = "x86_64")]
impl Masks for tenfold_kernel::pulp::x86::V3 {
    #[inline(always)]
    fn bits(self, mask: Self::m8s) -> u64 {
        self.avx2._mm256_movemask_epi8(bytemuck::cast(self.transmute_u8s_m8s(mask))).cast_unsigned().into()
    }
}

#[cfg(target_arch = "x86_64")]
impl Masks for tenfold_kernel::pulp::x86::V4 {
    #[inline(always)]
    fn bits(self, mask: Self::m8s) -> u64 {
        mask.0
    }
}
