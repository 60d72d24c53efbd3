//! What each path does by instructions of its own: the logic of rule 184 on vectors of bits, and the way from bytes to bits.

use bytemuck::Pod;
use tenfold_kernel::pulp::Scalar128b;

/// The proof that a path's instructions are there, whose methods they are. To be used in a frame entered through
/// [`on_path!`](tenfold_kernel::on_path), where every method is inlined.
pub(crate) trait Lanes: Copy {
    /// A vector of bits.
    type Word: Pod;
    /// How many steps to fuse: two words of state a step stay in registers.
    const DEPTH: usize;
    /// How many words go through these steps side by side, in the registers left: 4, or 8 where there are 32 registers.
    const ABREAST: usize;

    /// The cell after one step, from the cell behind, the cell itself and the cell ahead. Rule 184 is a choice: `ahead` where
    /// `here` is 1, else `behind`.
    fn step(self, behind: Self::Word, here: Self::Word, ahead: Self::Word) -> Self::Word;
    /// `a` without `b`.
    fn without(self, a: Self::Word, b: Self::Word) -> Self::Word;
    /// Sum and carry of three bits.
    fn full_add(self, a: Self::Word, b: Self::Word, c: Self::Word) -> (Self::Word, Self::Word);

    /// The lowest bits of 64 bytes. The product adds byte i of eight, shifted to bit 56 + i, and no two terms meet.
    #[inline(always)]
    fn pack(self, cells: &[u8; 64]) -> u64 {
        cells
            .as_chunks::<8>()
            .0
            .iter()
            .rev()
            .fold(0, |word, &eight| word << 8 | u64::from_le_bytes(eight).wrapping_mul(0x0102_0408_1020_4080) >> 56)
    }
    /// The inverse of [`Lanes::pack`].
    #[inline(always)]
    fn unpack(self, word: u64, cells: &mut [u8; 64]) {
        for (i, cell) in cells.iter_mut().enumerate() {
            *cell = (word >> i) as u8 & 1;
        }
    }
}

impl Lanes for Scalar128b {
    type Word = u64;
    const DEPTH: usize = 4;
    const ABREAST: usize = 4;
    #[inline(always)]
    fn step(self, behind: u64, here: u64, ahead: u64) -> u64 {
        (here & ahead) | (behind & !here)
    }
    #[inline(always)]
    fn without(self, a: u64, b: u64) -> u64 {
        a & !b
    }
    #[inline(always)]
    fn full_add(self, a: u64, b: u64, c: u64) -> (u64, u64) {
        (a ^ b ^ c, (a & b) | (c & (a ^ b)))
    }
}

#[cfg(target_arch = "x86_64")]
mod x86 {
    use super::Lanes;
    use bytemuck::cast;
    use std::arch::x86_64::{__m256i, __m512i};
    use tenfold_kernel::pulp::x86::{V3, V4};

    impl Lanes for V3 {
        type Word = __m256i;
        const DEPTH: usize = 5;
        const ABREAST: usize = 4;
        #[inline(always)]
        fn step(self, behind: __m256i, here: __m256i, ahead: __m256i) -> __m256i {
            let simd = self.avx2;
            simd._mm256_or_si256(simd._mm256_and_si256(here, ahead), simd._mm256_andnot_si256(here, behind))
        }
        #[inline(always)]
        fn without(self, a: __m256i, b: __m256i) -> __m256i {
            self.avx2._mm256_andnot_si256(b, a)
        }
        #[inline(always)]
        fn full_add(self, a: __m256i, b: __m256i, c: __m256i) -> (__m256i, __m256i) {
            let odd = self.avx2._mm256_xor_si256(a, b);
            (self.avx2._mm256_xor_si256(odd, c), self.step(a, odd, c))
        }
        #[inline(always)]
        fn pack(self, cells: &[u8; 64]) -> u64 {
            // The lowest bit of each byte goes where the instruction looks for it.
            let [low, high] = cast::<[u8; 64], [__m256i; 2]>(*cells)
                .map(|half| self.avx2._mm256_movemask_epi8(self.avx2._mm256_slli_epi64::<7>(half)) as u32);
            u64::from(low) | u64::from(high) << 32
        }
        #[inline(always)]
        fn unpack(self, word: u64, cells: &mut [u8; 64]) {
            // Every byte gets the eight bits among which its own is, keeps that one, and makes a 1 of what is not 0.
            let (byte, bit) =
                (cast::<[u8; 32], _>(std::array::from_fn(|i| i as u8 / 8)), cast([0x8040_2010_0804_0201_u64; 4]));
            let unpacked = |half: u64| {
                let eights = self.avx2._mm256_shuffle_epi8(self.avx._mm256_set1_epi32(half as i32), byte);
                self.avx2._mm256_min_epu8(self.avx2._mm256_and_si256(eights, bit), cast([1_u8; 32]))
            };
            *cells = cast([unpacked(word), unpacked(word >> 32)]);
        }
    }

    // The immediate of VPTERNLOG is the truth table: bit 4a + 2b + c is the result for the bits a, b, c.
    impl Lanes for V4 {
        type Word = __m512i;
        const DEPTH: usize = 10;
        const ABREAST: usize = 8;
        #[inline(always)]
        fn step(self, behind: __m512i, here: __m512i, ahead: __m512i) -> __m512i {
            // 184 itself: Wolfram numbers his rules by the same table.
            self.avx512f._mm512_ternarylogic_epi64::<184>(behind, here, ahead)
        }
        #[inline(always)]
        fn without(self, a: __m512i, b: __m512i) -> __m512i {
            self.avx512f._mm512_andnot_si512(b, a)
        }
        #[inline(always)]
        fn full_add(self, a: __m512i, b: __m512i, c: __m512i) -> (__m512i, __m512i) {
            let simd = self.avx512f;
            (simd._mm512_ternarylogic_epi64::<0x96>(a, b, c), simd._mm512_ternarylogic_epi64::<0xe8>(a, b, c))
        }
        #[inline(always)]
        fn pack(self, cells: &[u8; 64]) -> u64 {
            let cells = cast(*cells);
            self.avx512bw._mm512_test_epi8_mask(cells, cells)
        }
        #[inline(always)]
        fn unpack(self, word: u64, cells: &mut [u8; 64]) {
            *cells = cast(self.avx512bw._mm512_maskz_set1_epi8(word, 1));
        }
    }
}
