//! How strong is the evidence that the last points have another level?

use super::noise::{KINDS, Point, Seen, inverse_moment};

/// The size of a change that is most often met, in standard deviations.
const USUAL: f64 = 3.0;

/// Half the number of grid points of a change's size, and their distance in standard errors. By the trapezoid rule a normal
/// density is summed to within 2 exp(−2π²/h²) at a distance of h standard deviations.
const SIZES: i32 = 3;
const SIZES_APART: f64 = 1.3;

/// The same of the level; of the logarithm of the scale there are more above than below what is most likely.
const LEVELS: i32 = 1;
const LEVELS_APART: f64 = 1.7;
const SCALES: std::ops::RangeInclusive<i32> = -2..=4;
const SCALES_APART: f64 = 1.6;
/// The distance between scales is at least and at most this: with thousands of points one of the grid must still be near.
const SCALES_STEP: (f64, f64) = (0.12, 0.4);

/// What is less likely than the likeliest by this factor is left out.
const NEGLIGIBLE: f64 = 1e-7;

/// Kinds of noise that are less likely than the likeliest by so much of the logarithm, at about their best, are left out at once.
const HOPELESS: f64 = 20.0;

/// One account of the noise, with the logarithm of how well it explains the history.
struct Account {
    seen: usize,
    scale: f64,
    level: f64,
    log: f64,
}

/// log₁₀ of the Bayes factor for another level of `after` against that of `before`, of which the points from `own` on are of the
/// same segment, each as a difference from about its level, with the robust standard deviation `robust`; no scale below `floor`
/// is believed.
pub(super) fn decades(before: &[Point], own: usize, after: &[Point], robust: f64, floor: f64) -> f64 {
    let seen = KINDS.map(|kind| Seen::new(kind, before, own, robust));
    let at_first = seen.each_ref().map(|seen| seen.log_likelihood(seen.scale.max(floor), 0.0));
    let best = at_first.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    let mut accounts = Vec::with_capacity(128);
    for (index, seen) in seen.iter().enumerate().filter(|(index, _)| at_first[*index] > best - HOPELESS) {
        accounts.extend(told(index, seen, before.len(), before.len() - own, floor));
    }
    let best = accounts.iter().map(|account| account.log).fold(f64::NEG_INFINITY, f64::max);
    let (mut none, mut change) = (0.0, 0.0);
    for account in &accounts {
        let weight = (account.log - best).exp();
        if weight > NEGLIGIBLE {
            let seen = &seen[account.seen];
            none += weight * as_before(seen, account, after);
            change += weight * changed(seen, account, after) * 10f64.powf(-seen.handicap());
        }
    }
    // Where both vanish nothing is known.
    if change > 0.0 { (change / none.max(f64::MIN_POSITIVE)).log10() } else { f64::NEG_INFINITY }
}

/// The grid of scales and levels of one kind.
fn told<'a>(index: usize, seen: &'a Seen<'a>, n: usize, own: usize, floor: f64) -> impl Iterator<Item = Account> + 'a {
    let apart = (SCALES_APART / (2.0 * n as f64).sqrt()).clamp(SCALES_STEP.0, SCALES_STEP.1);
    SCALES.flat_map(move |i| {
        let scale = (seen.scale * (f64::from(i) * apart).exp()).max(floor);
        let width = LEVELS_APART * scale / (1.0 - seen.kind.kept) / (own as f64).sqrt();
        (-LEVELS..=LEVELS).map(move |j| {
            let level = f64::from(j) * width;
            let log = seen.log_likelihood(scale, level) + (width * apart * seen.kind.prior).ln();
            Account { seen: index, scale, level, log }
        })
    })
}

/// The density of the last points as noise around the old level.
fn as_before(seen: &Seen<'_>, account: &Account, after: &[Point]) -> f64 {
    let mut before = seen.last(account.level);
    let mut density = 1.0;
    for point in after {
        let wide = account.scale.max(point.error);
        density *= seen.as_before(point.value, before, account.level, account.scale, wide);
        before = Some(point.value - account.level);
    }
    density
}

/// The density of the last points around another level, over all sizes of the change.
fn changed(seen: &Seen<'_>, account: &Account, after: &[Point]) -> f64 {
    let mut values: Vec<f64> = after.iter().map(|point| point.value).collect();
    let centre = super::glance::middle(&mut values) - account.level;
    let wide = account.scale.max(after.iter().map(|point| point.error).sum::<f64>() / after.len() as f64);
    let lasting = if after.len() > 2 { 1.0 - seen.kind.kept } else { 1.0 };
    let step = SIZES_APART * wide / lasting / (after.len() as f64).sqrt();
    let deviation = seen.deviation(wide);
    let of_size = |i: i32| {
        let size = centre + f64::from(i) * step;
        let mut density = inverse_moment(size / deviation, USUAL) / deviation * step;
        let mut before = seen.last(account.level);
        for point in after {
            let wide = account.scale.max(point.error);
            let off = point.value - account.level - size;
            density *= seen.kind.tail.density(seen.innovation(off, before, wide)) / wide;
            before = Some(off);
        }
        density
    };
    (-SIZES..=SIZES).map(of_size).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn points(values: impl IntoIterator<Item = f64>) -> Vec<Point> {
        values.into_iter().map(|value| Point { value, error: 0.0 }).collect()
    }

    /// Sixty nights that scatter by one, as evenly as normal ones.
    fn quiet() -> Vec<Point> {
        points((0..60).map(|i| crate::normal::normal_quantile((f64::from(i * 37 % 60) + 0.5) / 60.0)))
    }

    fn of(after: &[f64]) -> f64 {
        decades(&quiet(), 0, &points(after.iter().copied()), 1.0, 1e-9)
    }

    #[test]
    fn evidence_grows_with_the_size_and_the_number_of_nights_and_is_alike_either_way() {
        assert!(of(&[0.0, 0.1]) < -1.0 && of(&[3.0, 3.0]) > 1.0);
        assert!(of(&[4.0, 4.0]) > of(&[3.0, 3.0]) && of(&[3.0, 3.0, 3.0]) > of(&[3.0, 3.0]));
        // The quantiles are symmetrical but for their order, which independent noise does not have.
        assert!((of(&[3.0, 3.5]) - of(&[-3.0, -3.5])).abs() < 0.3);
    }

    #[test]
    fn one_night_apart_is_an_outlier_and_no_level() {
        assert!(of(&[10.0, 0.0]) < 0.0 && of(&[0.0, 30.0]) < 0.0, "{} {}", of(&[10.0, 0.0]), of(&[0.0, 30.0]));
    }

    #[test]
    fn evidence_has_no_unit() {
        let scaled = |points: Vec<Point>| -> Vec<Point> {
            points.iter().map(|p| Point { value: 1e-3 * p.value, error: 0.0 }).collect()
        };
        let small = decades(&scaled(quiet()), 0, &scaled(points([3.0, 3.0])), 1e-3, 1e-9);
        assert!((small - of(&[3.0, 3.0])).abs() < 1e-9);
    }

    #[test]
    fn levels_that_are_not_known_well_count_for_less() {
        let quiet = quiet();
        let after = points([4.0, 4.0]);
        assert!(decades(&quiet, 56, &after, 1.0, 1e-9) < decades(&quiet, 0, &after, 1.0, 1e-9));
    }
}
