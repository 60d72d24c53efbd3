//! The width of the machine: which vectors a variant is run with.

use pulp::{Simd, WithSimd};
use tenfold_kernel::Path;

/// Lanes of the widest vector.
pub const MOST: usize = 8;

/// Runs `op` with the widest vectors of [`Path::widest`].
#[inline]
pub fn with_widest<Op: WithSimd>(op: Op) -> Op::Output {
    with(Path::widest(), op)
}

/// Runs `op` with the vectors of `path`, or the plainest where the machine lacks it.
#[inline]
pub fn with<Op: WithSimd>(path: Path, op: Op) -> Op::Output {
    match path {
        #[cfg(target_arch = "x86_64")]
        Path::Avx512 => match pulp::x86::V4::try_new() {
            Some(simd) => Simd::vectorize(simd, op),
            None => with(Path::Avx2, op),
        },
        #[cfg(target_arch = "x86_64")]
        Path::Avx2 => match pulp::x86::V3::try_new() {
            Some(simd) => Simd::vectorize(simd, op),
            None => with(Path::Portable, op),
        },
        _ => Simd::vectorize(pulp::Scalar128b, op),
    }
}

/// 2x + y, rounded as x + x + y is: doubling is exact, so a fused multiply-add rounds once, as the addition would. It
/// saves one of nine operations. Contracting a product that is not exact would change counts.
#[inline(always)]
pub fn twice_plus<S: Simd>(simd: S, x: S::f64s, y: S::f64s) -> S::f64s {
    if S::F64_LANES >= 4 {
        simd.mul_add_f64s(simd.splat_f64s(2.0), x, y)
    } else {
        // The portable path: without the instruction a fused operation is emulated, slowly.
        simd.add_f64s(simd.add_f64s(x, x), y)
    }
}
