//! The generator of the NAS Parallel Benchmarks: x ← a·x mod 2⁴⁶ with a = 5¹³. It jumps ahead: n steps are one multiplication
//! by aⁿ, so whoever knows the index of a number can begin there.

/// 5¹³.
const MULTIPLIER: u64 = 1_220_703_125;

/// Bits of a state.
pub const BITS: u32 = 46;

const MASK: u64 = (1 << BITS) - 1;

/// Steps after which an odd state comes back: a is 5 modulo 8, as long a period as a multiplier modulo 2⁴⁶ can have.
pub const PERIOD: u64 = 1 << (BITS - 2);

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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn jumping_ahead_is_stepping() {
        for seed in [1, 3, 271_828_183, MASK] {
            let mut x = seed;
            for steps in 0..2_000 {
                assert_eq!(jump(seed, steps), x, "{steps} steps from {seed}");
                x = next(x);
            }
            // Far ahead, in two jumps and in one.
            for (a, b) in [(1 << 40, 12_345), (PERIOD - 1, 1), (987_654_321, 123_456_789_012)] {
                assert_eq!(jump(jump(seed, a), b), jump(seed, a + b));
            }
        }
    }

    #[test]
    fn the_period_is_the_longest_there_is() {
        // The order of a divides 2⁴⁴, and it is no proper divisor.
        assert_eq!(power(PERIOD), 1);
        assert_ne!(power(PERIOD / 2), 1);
    }

    #[test]
    fn numbers_reach_from_one_end_to_the_other() {
        assert_eq!([0, 1 << (BITS - 1), MASK].map(coordinate), [-1.0, 0.0, 1.0 - 0.5_f64.powi(45)]);
    }
}
