//! What is known at a point of a series: of its level, and of the noise around it.

use super::glance::{middle, robust};
use super::innovation::Point;
use super::{Observed, Rule};
use crate::normal::normal_quantile;

/// Points that are needed to learn the noise from, those of a segment where it is the first, and of a later one.
const FEWEST: usize = 8;
const FEWEST_FIRST: usize = 6;
const FEWEST_LATER: usize = 3;

/// What is foreseen of the noise counts like so many nights, as long as fewer than this are known.
const FORESEEN: usize = 12;
const FORESEEN_BEFORE: usize = 14;

/// Outliers lie so many robust standard deviations off.
const FAR: f64 = 4.0;

/// The level of a segment, and points that tell of the noise.
pub(super) struct Known {
    pub level: f64,
    /// The robust standard deviation.
    pub scale: f64,
    /// Points as differences from their levels.
    pub points: Vec<Point>,
    /// How many of them, the first ones, are foreseen or of other segments.
    pub others: usize,
    /// How many of them are nights that were.
    pub nights: usize,
    /// The standard deviation: that of these, or what they state as their errors, or what the rule foresees, whichever is most.
    pub deviation: f64,
}

impl Known {
    /// By the points of the segment, and by those `carried` from segments with the same noise, as differences from their levels;
    /// `None` where it is too little.
    pub fn by(carried: &[Point], own: &[Observed], rule: &Rule) -> Option<Known> {
        let level = middle(&mut own.iter().map(|o| o.value).collect::<Vec<_>>());
        let mut points: Vec<Point> = carried.iter().copied().chain(own.iter().map(off(level))).collect();
        let nights = points.len();
        let scatter = Scatter::of(&points, rule);
        if nights < FORESEEN_BEFORE && scatter.foreseen > 0.0 {
            points.splice(0..0, scatter.nights());
        }
        let others = points.len() - own.len();
        let fewest = if others < FEWEST { FEWEST_FIRST } else { FEWEST_LATER };
        let scale = robust(&mut points.iter().map(|p| p.value).collect::<Vec<_>>()).max(rule.floor);
        (own.len() >= fewest && points.len() >= FEWEST).then_some(Known {
            level,
            scale,
            points,
            others,
            nights,
            deviation: scatter.most().max(rule.floor),
        })
    }
}

/// A point as a difference from `level`.
pub(super) fn off(level: f64) -> impl Fn(&Observed) -> Point {
    move |observed| Point { value: observed.value - level, error: observed.error }
}

/// Standard deviations of nights without their outliers: as it was, and by the errors that they state, or by the rule where they
/// state none.
#[derive(Clone, Copy)]
struct Scatter {
    seen: f64,
    foreseen: f64,
}

impl Scatter {
    fn of(points: &[Point], rule: &Rule) -> Scatter {
        let robust = robust(&mut points.iter().map(|p| p.value).collect::<Vec<_>>()).max(rule.floor);
        let usual: Vec<&Point> = points.iter().filter(|p| p.value.abs() <= FAR * robust.max(p.error)).collect();
        let n = usual.len() as f64;
        let stated = (usual.iter().map(|p| p.error * p.error).sum::<f64>() / n.max(1.0)).sqrt();
        let seen = (usual.iter().map(|p| p.value * p.value).sum::<f64>() / (n - 1.0).max(1.0)).sqrt();
        Scatter { seen, foreseen: if stated > 0.0 { stated } else { rule.foreseen } }
    }

    fn most(self) -> f64 {
        self.seen.max(self.foreseen)
    }

    /// Nights that scatter as is foreseen, or as it was where that is more.
    fn nights(self) -> impl Iterator<Item = Point> {
        // The quantiles of a normal distribution, in an order in which neighbours are unlike.
        (0..FORESEEN).map(move |i| {
            let quantile = ((i * 5 % FORESEEN) as f64 + 0.5) / FORESEEN as f64;
            Point { value: self.most() * normal_quantile(quantile), error: self.foreseen }
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn observed(value: f64, error: f64) -> Observed {
        Observed { value, error, is_free: false }
    }

    /// Nights at −1 and 1 by turns.
    fn nights(count: usize, error: f64) -> Vec<Observed> {
        (0..count).map(|i| observed(if i % 2 == 0 { -1.0 } else { 1.0 }, error)).collect()
    }

    #[test]
    fn few_nights_are_joined_by_those_that_are_foreseen_and_many_are_not() {
        let known = |count, error| Known::by(&[], &nights(count, error), &Rule::TIMES);
        let few = known(4, 1.0).unwrap();
        assert_eq!((few.points.len(), few.others, few.nights, few.level), (16, 12, 4, 0.0));
        // Of a standard deviation of √(4/3), by which four nights at ±1 scatter.
        let widest = few.points[..12].iter().map(|p| p.value).fold(0.0, f64::max);
        assert!((widest - (4.0f64 / 3.0).sqrt() * normal_quantile(11.5 / 12.0)).abs() < 1e-12, "{widest}");
        assert!(few.points[..12].windows(2).all(|pair| (pair[0].value - pair[1].value).abs() > 0.3));
        assert_eq!(known(14, 1.0).unwrap().others, 0);
        assert!(known(2, 1.0).is_none() && known(7, 0.0).is_none() && known(8, 0.0).is_some());
        let carried = [Point { value: 0.5, error: 1.0 }; 11];
        assert_eq!(Known::by(&carried, &nights(3, 1.0), &Rule::TIMES).unwrap().others, 11);
    }

    #[test]
    fn the_deviation_is_what_nights_state_or_how_they_scatter_without_their_outliers() {
        let deviation = |error: f64| {
            let own: Vec<Observed> = nights(20, error).into_iter().chain([observed(90.0, error)]).collect();
            Known::by(&[], &own, &Rule::TIMES).unwrap().deviation
        };
        assert_eq!(deviation(2.0), 2.0);
        // The one at 90 moves the median to 1, from which ten of 20 are 2 off.
        assert!((deviation(0.5) - (40.0f64 / 19.0).sqrt()).abs() < 1e-12);
    }

    #[test]
    fn counts_are_foreseen_by_their_rule() {
        let known = Known::by(&[], &[observed(0.0, 0.0); 3], &Rule::INSTRUCTIONS).unwrap();
        assert_eq!((known.others, known.deviation, known.scale), (12, 2e-4, 2e-4));
    }
}
