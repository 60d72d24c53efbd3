//! Where the levels lie between the changes.

use super::Observed;
use super::glance::{middle, robust};
use crate::estimate::LEVEL;
use statrs::distribution::{ContinuousCDF, StudentsT};

/// Points farther from the median than so many robust standard deviations are left out of a mean.
const FAR: f64 = 3.5;

/// Neighbours are taken for no more alike than this, or a short history would say nothing.
const MOST_ALIKE: f64 = 0.8;

/// The level of the points between two changes.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Level {
    /// Its first point.
    pub from: usize,
    /// The first point after it.
    pub to: usize,
    /// The mean of its points but for outliers, each weighed by its error or by how all of them scatter, whichever is more.
    pub value: f64,
    /// The 95 % interval of it.
    pub interval: [f64; 2],
    error: f64,
    freedom: f64,
}

impl Level {
    fn new(from: usize, to: usize, value: f64, error: f64, freedom: f64) -> Level {
        let half = quantile(freedom) * error;
        Level { from, to, value, interval: [value - half, value + half], error, freedom }
    }

    /// This level less `other`, with its 95 % interval.
    pub(super) fn less(&self, other: &Level) -> (f64, [f64; 2]) {
        let size = self.value - other.value;
        let half = quantile(self.freedom.min(other.freedom)) * self.error.hypot(other.error);
        (size, [size - half, size + half])
    }
}

/// The levels between the points `at` which they change, and between those from which on they are free.
pub fn levels(observed: &[Observed], at: &[usize]) -> Vec<Level> {
    let free = (0..observed.len()).filter(|&i| i == 0 || observed[i].is_free);
    let free: Vec<usize> = free.chain([observed.len()]).collect();
    free.windows(2).flat_map(|stretch| of_stretch(observed, stretch[0], stretch[1], at)).collect()
}

/// The levels of points that have their noise in common.
fn of_stretch(observed: &[Observed], from: usize, to: usize, at: &[usize]) -> Vec<Level> {
    let inside = at.iter().copied().filter(|at| (from + 1..to).contains(at));
    let mut bounds: Vec<usize> = [from].into_iter().chain(inside).chain([to]).collect();
    bounds.sort_unstable();
    bounds.dedup();
    let values = |from: usize, to: usize| observed[from..to].iter().map(|o| o.value);
    let middles: Vec<f64> = bounds.windows(2).map(|b| middle(&mut values(b[0], b[1]).collect::<Vec<_>>())).collect();
    let off = |(b, middle): (&[usize], &f64)| values(b[0], b[1]).map(|value| value - middle).collect::<Vec<f64>>();
    let scale = robust(&mut bounds.windows(2).zip(&middles).flat_map(off).collect::<Vec<_>>());
    let weighed = |(b, middle): (&[usize], &f64)| -> Vec<Weighed> {
        observed[b[0]..b[1]].iter().map(|o| Weighed::new(o.value - middle, o.error, scale)).collect()
    };
    let parts: Vec<Vec<Weighed>> = bounds.windows(2).zip(&middles).map(weighed).collect();
    let means: Vec<(f64, f64)> = parts.iter().map(|part| mean(part)).collect();
    let (mut squares, mut products, mut near) = (0.0, 0.0, 0);
    for (part, (mean, _)) in parts.iter().zip(&means) {
        let innovations: Vec<f64> = part.iter().map(|w| w.weight.sqrt() * (w.off - mean)).collect();
        squares += innovations.iter().map(|z| z * z).sum::<f64>();
        products += innovations.windows(2).map(|pair| pair[0] * pair[1]).sum::<f64>();
        near += part.iter().filter(|w| w.weight > 0.0).count();
    }
    let freedom = near.saturating_sub(means.len()) as f64;
    let alike = if squares > 0.0 { (products / squares).clamp(0.0, MOST_ALIKE) } else { 0.0 };
    let scatter = squares / freedom.max(1.0) * (1.0 + alike) / (1.0 - alike);
    let level = |(((b, middle), (mean, known)), part): (((&[usize], &f64), &(f64, f64)), &Vec<Weighed>)| {
        // Never surer than what the nights themselves say, outliers aside, as long as there are others.
        let nights = || observed[b[0]..b[1]].iter().zip(part);
        let is_near = |weighed: &Weighed| weighed.weight > 0.0 || part.iter().all(|weighed| weighed.weight == 0.0);
        let told = nights().filter(|(_, weighed)| is_near(weighed)).map(|(o, _)| (o.error * o.error).recip());
        let told = told.sum::<f64>().recip();
        let error = (scatter / known.max(f64::MIN_POSITIVE)).max(told).sqrt();
        Level::new(b[0], b[1], middle + mean, error, freedom)
    };
    bounds.windows(2).zip(&middles).zip(&means).zip(&parts).map(level).collect()
}

/// A point in a mean.
struct Weighed {
    /// What it is off the middle.
    off: f64,
    /// The reciprocal of its variance, about; 0 for an outlier.
    weight: f64,
}

impl Weighed {
    /// Of a point with this `error` among points that scatter by `scale`, whichever is more. A busy night says little.
    fn new(off: f64, error: f64, scale: f64) -> Weighed {
        let deviation = error.max(scale);
        let weight = if deviation > 0.0 { (deviation * deviation).recip() } else { 1.0 };
        Weighed { off, weight: if off.abs() <= FAR * deviation { weight } else { 0.0 } }
    }
}

/// The mean and the sum of the weights; 0 of nothing.
fn mean(points: &[Weighed]) -> (f64, f64) {
    let known: f64 = points.iter().map(|w| w.weight).sum();
    let sum: f64 = points.iter().map(|w| w.weight * w.off).sum();
    (if known > 0.0 { sum / known } else { 0.0 }, known)
}

/// Student's t; one with a single degree of freedom where there is none.
fn quantile(freedom: f64) -> f64 {
    StudentsT::new(0.0, 1.0, freedom.max(1.0)).map_or(f64::INFINITY, |t| t.inverse_cdf(f64::midpoint(1.0, LEVEL)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn observed(values: &[f64]) -> Vec<Observed> {
        values.iter().map(|&value| Observed { value, error: 0.0, is_free: false }).collect()
    }

    #[test]
    fn a_level_is_the_mean_with_student_s_interval() {
        // Deviations −1, 1, −1, 1: no likeness of neighbours (below 0), variance 4/3, error √(1/3), t(3) = 3.182446.
        let level = levels(&observed(&[1.0, 3.0, 1.0, 3.0]), &[])[0];
        assert_eq!((level.from, level.to, level.value), (0, 4, 2.0));
        assert!((level.interval[1] - 2.0 - 3.182_446_305_284 * (1.0f64 / 3.0).sqrt()).abs() < 1e-9, "{level:?}");
    }

    #[test]
    fn an_outlier_moves_no_level_and_two_levels_share_their_noise() {
        let mut values: Vec<f64> = (0..20).map(|i| f64::from(i % 2)).collect();
        values[7] = 50.0;
        values.iter_mut().skip(10).for_each(|v| *v += 4.0);
        let both = levels(&observed(&values), &[10]);
        assert_eq!((both.len(), both[0].to, both[1].from), (2, 10, 10));
        assert!(both[0].value < 0.6 && (both[1].value - 4.5).abs() < 1e-12, "{both:?}");
        let (size, [low, high]) = both[1].less(&both[0]);
        assert!(low < size && size < high && (size - 4.0).abs() < 0.1);
    }

    #[test]
    fn nights_that_say_little_make_a_level_that_says_little() {
        let mut points = observed(&[1.0; 4]);
        points.iter_mut().for_each(|p| p.error = 0.2);
        let level = levels(&points, &[])[0];
        assert!((level.interval[1] - level.value - quantile(3.0) * 0.1).abs() < 1e-12);
    }

    #[test]
    fn a_busy_night_moves_no_level_and_takes_little_from_what_others_say() {
        let mut points = observed(&[0.0, 1.0, 0.0, 1.0, 0.0, 1.0, -40.0]);
        let quiet = levels(&points[..6], &[])[0];
        points.iter_mut().for_each(|p| p.error = 0.1);
        points[6].error = 50.0;
        let level = levels(&points, &[])[0];
        assert!((level.value - quiet.value).abs() < 0.01, "{level:?} {quiet:?}");
        let width = |level: &Level| level.interval[1] - level.interval[0];
        assert!(width(&level) < 1.25 * width(&quiet), "{level:?} {quiet:?}");
    }

    #[test]
    fn a_free_level_is_apart_and_lends_no_noise() {
        let mut points = observed(&[0.0, 1.0, 0.0, 1.0, 9.0, 9.0, 9.0]);
        points[4].is_free = true;
        let both = levels(&points, &[]);
        assert_eq!((both.len(), both[1].value, both[1].interval), (2, 9.0, [9.0, 9.0]));
        assert!(levels(&[], &[]).is_empty());
    }
}
