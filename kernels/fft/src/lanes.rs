//! What transforms need of the machine's vectors besides what `pulp` gives. A complex number is a vector of real parts
//! and one of imaginary parts.

use tenfold_kernel::pulp::Simd;

/// Vectors of doubles with sums of products.
pub trait Lanes: Simd {
    /// Vectors wider than those of the portable path come with one instruction for such a sum. Without it the fused sum
    /// is a slow call: a product and a sum, each rounded, are as good here.
    const FUSES: bool = Self::F64_LANES > 2;

    /// a·b + c.
    #[inline(always)]
    fn times_plus(self, a: Self::f64s, b: Self::f64s, c: Self::f64s) -> Self::f64s {
        if Self::FUSES { self.mul_add_f64s(a, b, c) } else { self.add_f64s(self.mul_f64s(a, b), c) }
    }

    /// c − a·b.
    #[inline(always)]
    fn minus_times(self, a: Self::f64s, b: Self::f64s, c: Self::f64s) -> Self::f64s {
        if Self::FUSES { self.negate_mul_add_f64s(a, b, c) } else { self.sub_f64s(c, self.mul_f64s(a, b)) }
    }

    /// a·b of complex numbers.
    #[inline(always)]
    fn times(self, a: [Self::f64s; 2], b: [Self::f64s; 2]) -> [Self::f64s; 2] {
        let re = self.minus_times(a[1], b[1], self.mul_f64s(a[0], b[0]));
        [re, self.times_plus(a[1], b[0], self.mul_f64s(a[0], b[1]))]
    }

    /// a + b of complex numbers.
    #[inline(always)]
    fn plus(self, a: [Self::f64s; 2], b: [Self::f64s; 2]) -> [Self::f64s; 2] {
        [self.add_f64s(a[0], b[0]), self.add_f64s(a[1], b[1])]
    }

    /// a − b of complex numbers.
    #[inline(always)]
    fn minus(self, a: [Self::f64s; 2], b: [Self::f64s; 2]) -> [Self::f64s; 2] {
        [self.sub_f64s(a[0], b[0]), self.sub_f64s(a[1], b[1])]
    }
}

impl<S: Simd> Lanes for S {}
