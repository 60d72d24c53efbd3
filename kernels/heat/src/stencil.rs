//! The arithmetic of one point, written once.

/// u + ν·(left + right + above + below − 4u), as `keep`·u + ν·((left + right) + (above + below)) with
/// `keep` = 1 − 4ν: six operations.
///
/// Every variant evaluates this expression in this order and without fused multiply-adds, so all of them agree to the
/// last bit. Swapping left with right or above with below changes no bit, as additions of two numbers commute: mirrored
/// starts give mirrored answers exactly.
#[derive(Clone, Copy, Debug)]
pub struct Stencil {
    /// Weight of the point itself: 1 − 4ν.
    pub keep: f64,
    /// Weight of each neighbour: ν.
    pub nu: f64,
}

/// Floating-point operations of one point update as defined.
pub const FLOPS: f64 = 6.0;

impl Stencil {
    /// The stencil of the diffusion number ν = κ·dt/h².
    pub fn new(nu: f64) -> Self {
        Stencil { keep: 1.0 - 4.0 * nu, nu }
    }

    /// The new value of a point.
    #[inline(always)]
    pub fn at(self, here: f64, left: f64, right: f64, above: f64, below: f64) -> f64 {
        self.keep * here + self.nu * ((left + right) + (above + below))
    }
}
