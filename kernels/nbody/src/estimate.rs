//! A first estimate of a reciprocal root, as machines have it.

use tenfold_kernel::pulp::{Scalar128b, Simd};

/// Vectors with an estimate of 1/√a.
pub trait Estimate: Simd {
    /// 1/√a, off by less than 1.6·2⁻¹² of it, for a that a single-precision number can be.
    fn estimate(self, a: Self::f64s) -> Self::f64s;
}

/// No estimate that all machines have: a root and a quotient.
impl Estimate for Scalar128b {
    #[inline(always)]
    fn estimate(self, a: Self::f64s) -> Self::f64s {
        self.div_f64s(self.splat_f64s(1.0), self.sqrt_f64s(a))
    }
}

#[cfg(target_arch = "x86_64")]
mod x86 {
    use super::Estimate;
    use tenfold_kernel::pulp::cast;
    use tenfold_kernel::pulp::x86::{V3, V4};

    /// By way of single precision, whose estimate is within 1.5·2⁻¹².
    impl Estimate for V3 {
        #[inline(always)]
        fn estimate(self, a: Self::f64s) -> Self::f64s {
            let single = self.avx._mm256_cvtpd_ps(cast(a));
            cast(self.avx._mm256_cvtps_pd(self.sse._mm_rsqrt_ps(single)))
        }
    }

    /// Within 2⁻¹⁴, without a detour.
    impl Estimate for V4 {
        #[inline(always)]
        fn estimate(self, a: Self::f64s) -> Self::f64s {
            cast(self.avx512f._mm512_rsqrt14_pd(cast(a)))
        }
    }
}
