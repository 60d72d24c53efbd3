//! The word of the strip layout: as many strips as it has bits, one cell of each.

use bytemuck::Pod;
#[cfg(target_arch = "x86_64")]
pub(crate) use std::arch::x86_64::{__m256i as Word256, __m512i as Word512};

/// Stands for the words of the paths that are never taken on this machine.
#[cfg(not(target_arch = "x86_64"))]
pub(crate) type Word256 = [u64; 4];
/// Stands for the words of the paths that are never taken on this machine.
#[cfg(not(target_arch = "x86_64"))]
pub(crate) type Word512 = [u64; 8];

/// A vector of bits with the logic that rule 184 and counting need.
///
/// The widest implementations use instructions that a machine may lack: such a word may only be worked on in a frame
/// entered through [`on_path!`](crate::path::on_path), and every method is inlined there.
pub(crate) trait Word: Pod {
    /// How many steps to fuse: two words of state a step stay in registers.
    const DEPTH: usize;
    /// How many words go through these steps side by side, in the registers left: 4, or 8 where there are 32 registers.
    const ABREAST: usize;
    /// The cell after one step, from the cell behind, the cell itself and the cell ahead.
    fn step(behind: Self, here: Self, ahead: Self) -> Self;
    /// `here` without `ahead`: the cars that leave.
    fn without(here: Self, ahead: Self) -> Self;
    /// Both.
    fn and(a: Self, b: Self) -> Self;
    /// At least one.
    fn or(a: Self, b: Self) -> Self;
    /// Sum and carry of three bits.
    fn full_add(a: Self, b: Self, c: Self) -> (Self, Self);
    /// The bits of every 64-bit lane moved up.
    fn up(a: Self, bits: u32) -> Self;
    /// The bits of every 64-bit lane moved down.
    fn down(a: Self, bits: u32) -> Self;
    /// The same 64 bits in every lane.
    fn splat(bits: u64) -> Self;
}

impl Word for u64 {
    const DEPTH: usize = 4;
    const ABREAST: usize = 4;
    #[inline(always)]
    fn step(behind: u64, here: u64, ahead: u64) -> u64 {
        (here & ahead) | (behind & !here)
    }
    #[inline(always)]
    fn without(here: u64, ahead: u64) -> u64 {
        here & !ahead
    }
    #[inline(always)]
    fn and(a: u64, b: u64) -> u64 {
        a & b
    }
    #[inline(always)]
    fn or(a: u64, b: u64) -> u64 {
        a | b
    }
    #[inline(always)]
    fn up(a: u64, bits: u32) -> u64 {
        a << bits
    }
    #[inline(always)]
    fn down(a: u64, bits: u32) -> u64 {
        a >> bits
    }
    #[inline(always)]
    fn splat(bits: u64) -> u64 {
        bits
    }
    #[inline(always)]
    fn full_add(a: u64, b: u64, c: u64) -> (u64, u64) {
        (a ^ b ^ c, (a & b) | (c & (a ^ b)))
    }
}

#[cfg(target_arch = "x86_64")]
mod x86 {
    use super::Word;
    use std::arch::x86_64::*;

    impl Word for __m256i {
        const DEPTH: usize = 5;
        const ABREAST: usize = 4;
        #[inline(always)]
        fn step(behind: Self, here: Self, ahead: Self) -> Self {
            // SAFETY: only called where AVX2 is enabled, as the trait demands.
            unsafe { _mm256_or_si256(_mm256_and_si256(here, ahead), _mm256_andnot_si256(here, behind)) }
        }
        #[inline(always)]
        fn without(here: Self, ahead: Self) -> Self {
            // SAFETY: as above.
            unsafe { _mm256_andnot_si256(ahead, here) }
        }
        #[inline(always)]
        fn and(a: Self, b: Self) -> Self {
            // SAFETY: as above.
            unsafe { _mm256_and_si256(a, b) }
        }
        #[inline(always)]
        fn or(a: Self, b: Self) -> Self {
            // SAFETY: as above.
            unsafe { _mm256_or_si256(a, b) }
        }
        #[inline(always)]
        fn up(a: Self, bits: u32) -> Self {
            // SAFETY: as above.
            unsafe { _mm256_sll_epi64(a, _mm_cvtsi32_si128(bits as i32)) }
        }
        #[inline(always)]
        fn down(a: Self, bits: u32) -> Self {
            // SAFETY: as above.
            unsafe { _mm256_srl_epi64(a, _mm_cvtsi32_si128(bits as i32)) }
        }
        #[inline(always)]
        fn splat(bits: u64) -> Self {
            // SAFETY: as above.
            unsafe { _mm256_set1_epi64x(bits as i64) }
        }
        #[inline(always)]
        fn full_add(a: Self, b: Self, c: Self) -> (Self, Self) {
            // SAFETY: as above.
            unsafe {
                let odd = _mm256_xor_si256(a, b);
                let carry = _mm256_or_si256(_mm256_and_si256(a, b), _mm256_and_si256(c, odd));
                (_mm256_xor_si256(odd, c), carry)
            }
        }
    }

    // The immediate of VPTERNLOG is the truth table: bit 4a + 2b + c is the result for the bits a, b, c.
    impl Word for __m512i {
        const DEPTH: usize = 10;
        const ABREAST: usize = 8;
        #[inline(always)]
        fn step(behind: Self, here: Self, ahead: Self) -> Self {
            // 184 itself: Wolfram numbers his rules by the same table.
            // SAFETY: only called where AVX-512 is enabled, as the trait demands.
            unsafe { _mm512_ternarylogic_epi64::<184>(behind, here, ahead) }
        }
        #[inline(always)]
        fn without(here: Self, ahead: Self) -> Self {
            // SAFETY: as above.
            unsafe { _mm512_andnot_si512(ahead, here) }
        }
        #[inline(always)]
        fn and(a: Self, b: Self) -> Self {
            // SAFETY: as above.
            unsafe { _mm512_and_si512(a, b) }
        }
        #[inline(always)]
        fn or(a: Self, b: Self) -> Self {
            // SAFETY: as above.
            unsafe { _mm512_or_si512(a, b) }
        }
        #[inline(always)]
        fn up(a: Self, bits: u32) -> Self {
            // SAFETY: as above.
            unsafe { _mm512_sll_epi64(a, _mm_cvtsi32_si128(bits as i32)) }
        }
        #[inline(always)]
        fn down(a: Self, bits: u32) -> Self {
            // SAFETY: as above.
            unsafe { _mm512_srl_epi64(a, _mm_cvtsi32_si128(bits as i32)) }
        }
        #[inline(always)]
        fn splat(bits: u64) -> Self {
            // SAFETY: as above.
            unsafe { _mm512_set1_epi64(bits as i64) }
        }
        #[inline(always)]
        fn full_add(a: Self, b: Self, c: Self) -> (Self, Self) {
            // SAFETY: as above.
            unsafe { (_mm512_ternarylogic_epi64::<0x96>(a, b, c), _mm512_ternarylogic_epi64::<0xe8>(a, b, c)) }
        }
    }
}
