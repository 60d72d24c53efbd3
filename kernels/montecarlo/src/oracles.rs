//! What knows the right answer from elsewhere: published tables, another way to the same deviates, and laws of chance.

use crate::generator::{BITS, jump};
use crate::tally::{annulus, pairs};
use crate::{ANNULI, MonteCarlo, Params, Share, Tally, rounding};
use std::f64::consts::FRAC_PI_4;
use tenfold_kernel::{Check, Oracle, oracle};

pub(crate) fn all() -> Vec<Oracle<MonteCarlo>> {
    vec![
        oracle!(published_counts, Constant, "NAS Parallel Benchmarks, EP class S: pairs and counts"),
        oracle!(published_sums, Constant, "NAS Parallel Benchmarks, EP classes S to D: verification sums, within 1e-8"),
        oracle!(by_angle, Constant, "states are 5¹³ᵏ·seed mod 2⁴⁶, deviates √(−2 ln t) (cos φ, sin φ) (Box, Muller)"),
        oracle!(total, Property, "definition: every accepted pair is in one annulus"),
        oracle!(circle, Property, "law: a point is in the circle with probability π/4 (six deviations)"),
        oracle!(mean, Property, "law: N deviates add up to 0 with variance N (six deviations)"),
        oracle!(gaussian, Property, "law: max(|X|, |Y|) < k with probability erf(k/√2)² (Bernstein's inequality)"),
    ]
}

fn published_counts(params: &Params, _: &Share, tally: &Tally) -> Option<Check> {
    const ACCEPTED: u64 = 13_176_389;
    const OF_S: [u64; ANNULI] = [6_140_517, 5_865_300, 1_100_361, 68_546, 1_648, 17, 0, 0, 0, 0];
    let annuli = tally.annuli.iter().zip(OF_S).enumerate();
    let checks = annuli.map(|(k, (&got, published))| Check::equal(&format!("annulus {k}"), got, published));
    let all = checks.chain([Check::equal("accepted", tally.accepted[0], ACCEPTED)]);
    (*params == Params::default()).then(|| Check::worst(all))?
}

fn published_sums(params: &Params, _: &Share, tally: &Tally) -> Option<Check> {
    const SUMS: [(u32, [f64; 2]); 6] = [
        (24, [-3.24783465203474e3, -6.958407078382297e3]),
        (25, [-2.863319731645753e3, -6.320053679109499e3]),
        (28, [-4.295875165629892e3, -1.580732573678431e4]),
        (30, [4.033815542441498e4, -2.660669192809235e4]),
        (32, [4.764367927995374e4, -8.084072988043731e4]),
        (36, [1.982481200946593e5, -1.020596636361769e5]),
    ];
    let (_, published) = SUMS.iter().find(|(log2_pairs, _)| *log2_pairs == params.log2_pairs)?;
    let sums = published.iter().zip(&tally.sums).zip(["ΣX", "ΣY"]);
    let checks = sums.map(|((&published, &got), what)| Check::close(what, got, published, 1e-8 * published.abs()));
    (params.seed == Params::default().seed).then(|| Check::worst(checks))?
}

/// Only for few pairs: every state is found without those before, and an angle takes longer than a quotient. Integers
/// decide who is in the circle.
fn by_angle(params: &Params, _: &Share, tally: &Tally) -> Option<Check> {
    const MOST: u64 = 1 << 16;
    if pairs(params) > MOST {
        return None;
    }
    let (mut accepted, mut annuli, mut sums) = (0, [0; ANNULI], [0.0; 2]);
    for pair in 0..pairs(params) {
        // From −2⁴⁶ to 2⁴⁶, in steps of 2: coordinates without rounding.
        let [x, y] = [1, 2].map(|k| 2 * jump(params.seed, 2 * pair + k) as i128 - (1_i128 << BITS));
        let t = x * x + y * y;
        if t > 1 << (2 * BITS) {
            continue;
        }
        let radius = (-2.0 * (t as f64 / (1_u128 << (2 * BITS)) as f64).ln()).sqrt();
        let (sin, cos) = (y as f64).atan2(x as f64).sin_cos();
        let (x, y) = (radius * cos, radius * sin);
        accepted += 1;
        annuli[annulus(x, y)] += 1;
        sums = [sums[0] + x, sums[1] + y];
    }
    // One long sum here: as many roundings as pairs, where the bound has those of a block.
    let tolerance = (1.0 + pairs(params) as f64 / 256.0) * rounding(params);
    let wrong = tally.annuli.iter().zip(annuli).filter(|(a, b)| **a != *b).count();
    Check::worst([
        Check::equal("accepted", tally.accepted[0], accepted),
        Check::equal("annuli with a different count", wrong as u64, 0),
        Check::close("ΣX", tally.sums[0], sums[0], tolerance),
        Check::close("ΣY", tally.sums[1], sums[1], tolerance),
    ])
}

fn total(params: &Params, _: &Share, tally: &Tally) -> Option<Check> {
    let beyond = tally.accepted[0].saturating_sub(pairs(params));
    let sum = tally.annuli.iter().fold(0_u64, |sum, &count| sum.saturating_add(count));
    Check::worst([
        Check::equal("sum of all annuli", sum, tally.accepted[0]),
        Check::equal("accepted beyond the number of pairs", beyond, 0),
    ])
}

/// A normal variable is further than 6.1 deviations from its mean once in 10⁹ times.
const DEVIATIONS: f64 = 6.1;

fn circle(params: &Params, _: &Share, tally: &Tally) -> Option<Check> {
    let n = pairs(params) as f64;
    let deviation = (n * FRAC_PI_4 * (1.0 - FRAC_PI_4)).sqrt();
    let tolerance = DEVIATIONS * deviation + 1.0;
    Some(Check::close("accepted", tally.accepted[0] as f64, n * FRAC_PI_4, tolerance))
}

fn mean(_: &Params, _: &Share, tally: &Tally) -> Option<Check> {
    let tolerance = DEVIATIONS * (tally.accepted[0] as f64).sqrt();
    let sums = tally.sums.iter().zip(["ΣX", "ΣY"]);
    Check::worst(sums.map(|(&sum, what)| Check::close(what, sum, 0.0, tolerance)))
}

fn gaussian(_: &Params, _: &Share, tally: &Tally) -> Option<Check> {
    /// erf(k/√2) for k = 0, 1, 2, …: the share of a normal variable within k deviations (Abramowitz and Stegun, chapter
    /// 26).
    const WITHIN: [f64; 7] = [
        0.0,
        0.682_689_492_137_086,
        0.954_499_736_103_642,
        0.997_300_203_936_740,
        0.999_936_657_516_334,
        0.999_999_426_696_856,
        0.999_999_998_026_825,
    ];
    /// ln(2·10⁹): one false alarm in 10⁹.
    const ODDS: f64 = 21.4;
    let n = tally.accepted[0] as f64;
    let inner = WITHIN.windows(2).map(|ends| ends[1].powi(2) - ends[0].powi(2));
    let checks = inner.zip(&tally.annuli).enumerate().map(|(k, (share, &count))| {
        let tolerance = (2.0 * n * share * (1.0 - share) * ODDS).sqrt() + ODDS;
        Check::close(&format!("annulus {k}"), count as f64, n * share, tolerance)
    });
    Check::worst(checks)
}
