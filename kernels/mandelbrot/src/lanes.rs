//! The vectors of the machine, as `pulp` gives them, and what this kernel needs of them besides.

use pulp::{NullaryFnOnce, Simd};
use tenfold_kernel::Path;

/// Lanes of the widest vector.
pub const MOST: usize = 8;

/// Something to be compiled for every kind of vector. Implementations of `run` are `#[inline(always)]`: what is not
/// inlined into the function that has the instructions enabled cannot use them.
pub trait ForLanes {
    /// Runs with vectors of the kind `S`.
    fn run<S: Lanes>(self, simd: S);
}

/// Runs `task` with the vectors of `path`, or the next plainer ones where the machine lacks them.
#[inline]
pub fn run(path: Path, task: impl ForLanes) {
    #[cfg(target_arch = "x86_64")]
    {
        use pulp::x86::{V3, V4};
        if let (Path::Avx512, Some(simd)) = (path, V4::try_new()) {
            return simd.vectorize(With { simd, task });
        }
        if let (Path::Avx2 | Path::Avx512, Some(simd)) = (path, V3::try_new()) {
            return simd.vectorize(With { simd, task });
        }
    }
    let _ = path;
    task.run(pulp::Scalar128b);
}

struct With<S, T> {
    simd: S,
    task: T,
}

impl<S: Lanes, T: ForLanes> NullaryFnOnce for With<S, T> {
    type Output = ();

    #[inline(always)]
    fn call(self) {
        self.task.run(self.simd);
    }
}

/// Vectors of doubles with the three operations of this kernel for which `pulp` has no best way on every machine.
pub trait Lanes: Simd {
    /// 2x + y, rounded as x + x + y.
    #[inline(always)]
    fn twice_plus(self, x: Self::f64s, y: Self::f64s) -> Self::f64s {
        self.add_f64s(self.add_f64s(x, x), y)
    }

    /// The lanes of `inside` in which `size <= limit`.
    #[inline(always)]
    fn still(self, inside: Self::m64s, size: Self::f64s, limit: Self::f64s) -> Self::m64s {
        self.and_m64s(inside, self.less_than_or_equal_f64s(size, limit))
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
}

/// As AVX2; and masks have registers of their own, which the instructions below use without a detour.
#[cfg(target_arch = "x86_64")]
impl Lanes for pulp::x86::V4 {
    #[inline(always)]
    fn twice_plus(self, x: Self::f64s, y: Self::f64s) -> Self::f64s {
        self.mul_add_f64s(self.splat_f64s(2.0), x, y)
    }

    #[inline(always)]
    fn still(self, inside: Self::m64s, size: Self::f64s, limit: Self::f64s) -> Self::m64s {
        use std::arch::x86_64::_CMP_LE_OQ;
        let (size, limit) = (pulp::cast(size), pulp::cast(limit));
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
