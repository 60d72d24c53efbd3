//! Quantiles of the normal distribution.

/// The standard normal deviate exceeded with probability `1 − p`, `0 < p < 1`.
///
/// P. J. Acklam's rational approximation (2003), relative error below 1.15e-9: far finer than any
/// statement about power made from it. Outside 0 … 1 the result is NaN or infinite.
pub fn normal_quantile(p: f64) -> f64 {
    /// Where the central approximation hands over to the tails.
    const TAIL: f64 = 0.024_25;
    if p < TAIL {
        tail((-2.0 * p.ln()).sqrt())
    } else if p > 1.0 - TAIL {
        -tail((-2.0 * (1.0 - p).ln()).sqrt())
    } else {
        centre(p - 0.5)
    }
}

/// Horner's rule, highest power first.
fn polynomial(coefficients: &[f64], x: f64) -> f64 {
    coefficients.iter().fold(0.0, |sum, c| sum * x + c)
}

/// Acklam's approximation in the lower tail, in q = √(−2 ln p).
fn tail(q: f64) -> f64 {
    const ABOVE: [f64; 6] = [
        -7.784_894_002_430_293e-3,
        -3.223_964_580_411_365e-1,
        -2.400_758_277_161_838,
        -2.549_732_539_343_734,
        4.374_664_141_464_968,
        2.938_163_982_698_783,
    ];
    const BELOW: [f64; 5] =
        [7.784_695_709_041_462e-3, 3.224_671_290_700_398e-1, 2.445_134_137_142_996, 3.754_408_661_907_416, 1.0];
    polynomial(&ABOVE, q) / polynomial(&BELOW, q)
}

/// Acklam's approximation around the centre, in q = p − ½.
fn centre(q: f64) -> f64 {
    const ABOVE: [f64; 6] = [
        -3.969_683_028_665_376e1,
        2.209_460_984_245_205e2,
        -2.759_285_104_469_687e2,
        1.383_577_518_672_69e2,
        -3.066_479_806_614_716e1,
        2.506_628_277_459_239,
    ];
    const BELOW: [f64; 6] = [
        -5.447_609_879_822_406e1,
        1.615_858_368_580_409e2,
        -1.556_989_798_598_866e2,
        6.680_131_188_771_972e1,
        -1.328_068_155_288_572e1,
        1.0,
    ];
    let r = q * q;
    polynomial(&ABOVE, r) * q / polynomial(&BELOW, r)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn printed_tables_are_reproduced() {
        // Abramowitz & Stegun, table 26.5.
        for (p, z) in [
            (0.5, 0.0),
            (0.9, 1.281_551_565_545),
            (0.975, 1.959_963_984_540),
            (0.995, 2.575_829_303_549),
            (0.001, -3.090_232_306_168),
        ] {
            assert!((normal_quantile(p) - z).abs() <= 5e-9, "{p}: {}", normal_quantile(p));
        }
    }

    #[test]
    fn outside_the_unit_interval_there_is_no_number() {
        assert!(!normal_quantile(0.0).is_finite());
        assert!(normal_quantile(f64::NAN).is_nan());
        assert!(normal_quantile(1.5).is_nan());
    }
}
