//! The vectors of the machine, as `pulp` gives them, and what this kernel needs of them besides.

use std::array;
use tenfold_kernel::pulp::{self, Simd};

/// Lanes of the widest vector.
const MOST: usize = 8;

/// Something on the stack that begins with a cache line, and with it all the vectors that do not fit into registers: the
/// compiler aligns no stack for those alone. Where they lay across two lines by chance, which the length of the
/// environment decides, launches of the same code differed by a tenth.
#[repr(align(64))]
struct Aligned<T>(T);

/// Vectors of doubles with the operations of this kernel for which `pulp` has no best way on every machine.
pub trait Lanes: Simd {
    /// `numbers` as `V` vectors. Where there are fewer, the last one fills them up.
    #[inline(always)]
    fn load<const V: usize>(self, numbers: &[f64]) -> [Self::f64s; V] {
        let filled: Aligned<[[f64; MOST]; V]>;
        let numbers = if numbers.len() == V * Self::F64_LANES {
            numbers
        } else {
            let at = |index: usize| numbers[index.min(numbers.len() - 1)];
            filled = Aligned(array::from_fn(|v| array::from_fn(|lane| at(v * MOST + lane))));
            filled.0.as_flattened()
        };
        array::from_fn(|v| Self::as_simd_f64s(numbers).0[v])
    }

    /// Stores as many of `counts` as `passed` has room for, and none greater than `most`.
    #[inline(always)]
    fn store<const V: usize>(self, counts: [Self::u64s; V], most: u32, passed: &mut [u32]) {
        let mut unpacked = Aligned([[0; MOST]; V]);
        Self::as_mut_simd_u64s(unpacked.0.as_flattened_mut()).0[..V].copy_from_slice(&counts);
        let mut narrowed = [[0; MOST]; V];
        for (narrow, &count) in narrowed.as_flattened_mut().iter_mut().zip(unpacked.0.as_flattened()) {
            *narrow = most.min(count as u32);
        }
        passed.copy_from_slice(&narrowed.as_flattened()[..passed.len()]);
    }

    /// 2x + y, rounded as x + x + y.
    #[inline(always)]
    fn twice_plus(self, x: Self::f64s, y: Self::f64s) -> Self::f64s {
        self.add_f64s(self.add_f64s(x, x), y)
    }

    /// The lanes of `inside` in which |z|², which is `size`, is at most 4.
    #[inline(always)]
    fn still(self, inside: Self::m64s, size: Self::f64s) -> Self::m64s {
        self.and_m64s(inside, self.less_than_or_equal_f64s(size, self.splat_f64s(4.0)))
    }

    /// A one in each lane, for [`Lanes::count`].
    #[inline(always)]
    fn one(self) -> Self::u64s {
        self.splat_u64s(1)
    }

    /// `tally`, `one` more in the lanes of `inside`.
    #[inline(always)]
    fn count(self, tally: Self::u64s, inside: Self::m64s, _one: Self::u64s) -> Self::u64s {
        // A true lane is all ones: minus one.
        self.sub_u64s(tally, self.select_u64s(inside, self.splat_u64s(u64::MAX), self.splat_u64s(0)))
    }

    /// Every lane.
    #[inline(always)]
    fn everyone(self) -> Self::m64s {
        self.less_than_or_equal_f64s(self.splat_f64s(0.0), self.splat_f64s(0.0))
    }

    /// Whether every lane is true.
    #[inline(always)]
    fn all<const V: usize>(self, masks: [Self::m64s; V]) -> bool {
        let all = masks[1..].iter().fold(masks[0], |all, &mask| self.and_m64s(all, mask));
        self.first_true_m64s(self.not_m64s(all)) == Self::F64_LANES
    }

    /// Whether no lane is true.
    #[inline(always)]
    fn none<const V: usize>(self, masks: [Self::m64s; V]) -> bool {
        let any = masks[1..].iter().fold(masks[0], |any, &mask| self.or_m64s(any, mask));
        self.first_true_m64s(any) == Self::F64_LANES
    }
}

impl Lanes for pulp::Scalar128b {}

/// Doubling is exact, so the fused operation rounds once, as the addition would: it saves one operation of nine and
/// changes no bit. Contracting a product that is not exact would change counts.
#[cfg(target_arch = "x86_64")]
impl Lanes for pulp::x86::V3 {
    #[inline(always)]
    fn twice_plus(self, x: Self::f64s, y: Self::f64s) -> Self::f64s {
        self.mul_add_f64s(self.splat_f64s(2.0), x, y)
    }

    #[inline(always)]
    fn count(self, tally: Self::u64s, inside: Self::m64s, _one: Self::u64s) -> Self::u64s {
        self.sub_u64s(tally, self.transmute_u64s_m64s(inside))
    }
}

/// As AVX2; and masks have registers of their own, which the instructions below use without a detour.
#[cfg(target_arch = "x86_64")]
impl Lanes for pulp::x86::V4 {
    #[inline(always)]
    fn twice_plus(self, x: Self::f64s, y: Self::f64s) -> Self::f64s {
        self.mul_add_f64s(self.splat_f64s(2.0), x, y)
    }

    #[inline(always)]
    fn still(self, inside: Self::m64s, size: Self::f64s) -> Self::m64s {
        use std::arch::x86_64::_CMP_LE_OQ;
        let (size, limit) = (pulp::cast(size), pulp::cast(self.splat_f64s(4.0)));
        pulp::b8(self.avx512f._mm512_mask_cmp_pd_mask::<_CMP_LE_OQ>(inside.0, size, limit))
    }

    #[inline(always)]
    fn one(self) -> Self::u64s {
        // Not known to the compiler: it would turn the mask into a vector of minus ones and subtract it, which takes an
        // instruction more than adding under the mask.
        std::hint::black_box(self.splat_u64s(1))
    }

    #[inline(always)]
    fn count(self, tally: Self::u64s, inside: Self::m64s, one: Self::u64s) -> Self::u64s {
        let (from, one) = (pulp::cast(tally), pulp::cast(one));
        pulp::cast(self.avx512f._mm512_mask_add_epi64(from, inside.0, from, one))
    }
}
