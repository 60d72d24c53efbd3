//! The generator of the NAS Parallel Benchmarks: x ← a·x mod 2⁴⁶ with a = 5¹³. It jumps ahead: n steps are one
//! multiplication by aⁿ, so whoever knows the index of a number can begin there.

/// 5¹³.
const MULTIPLIER: u64 = 1_220_703_125;

/// Bits of a state.
pub const BITS: u32 = 46;

const MASK: u64 = (1 << BITS) - 1;

/// The state after `x`.
#[inline(always)]
pub fn next(x: u64) -> u64 {
    // The product wraps at 2⁶⁴, a multiple of the modulus: its lower bits are right.
    x.wrapping_mul(MULTIPLIER) & MASK
}

/// The state `steps` after `x`.
pub fn jump(x: u64, steps: u64) -> u64 {
    x.wrapping_mul(power(steps)) & MASK
}

/// aⁿ modulo 2⁴⁶, by squaring.
pub const fn power(mut n: u64) -> u64 {
    let (mut result, mut square) = (1_u64, MULTIPLIER);
    while n > 0 {
        if n % 2 == 1 {
            result = result.wrapping_mul(square);
        }
        square = square.wrapping_mul(square);
        n /= 2;
    }
    result & MASK
}

/// The number that belongs to a state, stretched from [0, 1) to [−1, 1). Exact: a multiple of 2⁻⁴⁵.
#[inline(always)]
pub fn coordinate(x: u64) -> f64 {
    const SCALE: f64 = 1.0 / (1_u64 << BITS) as f64;
    2.0 * (x as f64 * SCALE) - 1.0
}
