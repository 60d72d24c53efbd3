//! How strong is the evidence that the last points have another level?

use super::innovation::Point;
use super::noise::{Account, KINDS};

/// How rare it is, in standard deviations of a normal value, that the points `after` come from noise around the level of `before`,
/// of which the points from `own` on are of the same segment; each point as a difference from about its level, with the robust
/// standard deviation `robust`. No scale below `floor` is believed.
///
/// Each account of the noise counts as much as it explains all points without a change.
pub(super) fn deviations(before: &[Point], own: usize, after: &[Point], robust: f64, floor: f64) -> f64 {
    let told = KINDS.map(|kind| {
        let account = Account::fitted(kind, before, own, robust, floor);
        let (none, ratio) = account.judged(after);
        (account.log + none, ratio)
    });
    let log = log_sum(told.map(|(log, ratio)| log + ratio)) - log_sum(told.map(|(log, _)| log));
    // Where it is not a number, nothing is known.
    if log > 0.0 { (2.0 * log).sqrt() } else { 0.0 }
}

/// ln Σ exp.
fn log_sum(logs: [f64; KINDS.len()]) -> f64 {
    let greatest = logs.into_iter().fold(f64::NEG_INFINITY, f64::max);
    greatest + logs.map(|log| (log - greatest).exp()).iter().sum::<f64>().ln()
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
        deviations(&quiet(), 0, &points(after.iter().copied()), 1.0, 1e-9)
    }

    #[test]
    fn evidence_grows_with_the_size_and_the_number_of_nights_and_is_alike_either_way() {
        assert!(of(&[0.0, 0.1]) < 0.5 && of(&[3.0, 3.0]) > 3.0);
        assert!(of(&[3.5, 3.5]) > of(&[3.0, 3.0]) && of(&[3.0, 3.0, 3.0]) > of(&[3.0, 3.0]));
        // The quantiles are symmetrical but for their order, which independent noise does not have.
        assert!((of(&[3.0, 3.5]) - of(&[-3.0, -3.5])).abs() < 0.3);
    }

    #[test]
    fn one_night_apart_is_an_outlier_and_no_level() {
        assert!(of(&[10.0, 0.0]) == 0.0 && of(&[0.0, 30.0]) == 0.0, "{} {}", of(&[10.0, 0.0]), of(&[0.0, 30.0]));
    }

    #[test]
    fn evidence_has_no_unit() {
        let scaled = |points: Vec<Point>| -> Vec<Point> {
            points.iter().map(|p| Point { value: 1e-3 * p.value, error: 0.0 }).collect()
        };
        let small = deviations(&scaled(quiet()), 0, &scaled(points([3.0, 3.0])), 1e-3, 1e-12);
        assert!((small - of(&[3.0, 3.0])).abs() < 1e-9);
    }

    #[test]
    fn levels_that_are_not_known_well_count_for_less() {
        let quiet = quiet();
        let after = points([3.5, 3.5]);
        assert!(deviations(&quiet, 56, &after, 1.0, 1e-9) < deviations(&quiet, 0, &after, 1.0, 1e-9));
    }
}
