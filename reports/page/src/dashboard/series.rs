//! The series of a history as the page follows them: what came of each in every night, and its levels.

use std::collections::BTreeMap;
use tenfold_history::changes::{Change, Kind};
use tenfold_history::{Event, History, Line, Outcome, Point, Series};
use tenfold_stats::median;

/// 95 % of a normal distribution lie within so many standard deviations.
const WITHIN: f64 = 1.96;

/// A step of so many standard deviations is found in a median of two nights: what `tenfold selftest --only nightly` checks.
const FOUND: f64 = 3.0;

/// A median of absolute deviations is this share of a normal distribution's standard deviation (Hampel 1974).
const MAD: f64 = 0.6745;

/// Where a series stayed for a while.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Level {
    /// Its first night.
    pub(super) from: usize,
    /// Its last night.
    pub(super) to: usize,
    /// The logarithm of the ratio, pooled.
    pub(super) value: f64,
    /// Its standard error.
    pub(super) error: f64,
    /// Its points.
    pub(super) n: usize,
}

impl Level {
    /// Its interval, of 95 %.
    pub(super) fn interval(&self) -> [f64; 2] {
        [self.value - WITHIN * self.error, self.value + WITHIN * self.error]
    }

    /// Of some points, weighted by their errors. Where they scatter more than their errors say, the level is less sure.
    fn of(points: &[Point]) -> Level {
        let weight = |p: &Point| 1.0 / p.error.max(1e-6).powi(2);
        let total: f64 = points.iter().map(weight).sum();
        let value = points.iter().map(|p| weight(p) * p.log_ratio).sum::<f64>() / total;
        let excess = points.iter().map(|p| weight(p) * (p.log_ratio - value).powi(2)).sum::<f64>();
        let inflated = (excess / (points.len() as f64 - 1.0).max(1.0)).max(1.0);
        Level {
            from: points[0].night,
            to: points[points.len() - 1].night,
            value,
            error: (inflated / total).sqrt(),
            n: points.len(),
        }
    }
}

/// A series, and all that is known of it.
pub(super) struct Followed<'a> {
    /// Of what.
    pub(super) series: &'a Series,
    /// What came of it in each night, void ones among them.
    pub(super) outcomes: Vec<Option<&'a Outcome>>,
    /// Its points, without those of void nights.
    pub(super) line: Line,
    /// Where it stayed.
    pub(super) levels: Vec<Level>,
}

impl Followed<'_> {
    /// The level that it has now.
    pub(super) fn level(&self) -> Option<&Level> {
        self.levels.last()
    }

    /// The smallest change that would have been found within two nights, as a logarithm; none of a series with too few points to
    /// know how they scatter.
    pub(super) fn detectable(&self) -> Option<f64> {
        const ENOUGH: usize = 4;
        let points = &self.line.points;
        let level =
            |point: &Point| self.levels.iter().rfind(|level| level.from <= point.night).map(|level| level.value);
        let off: Vec<f64> = points.iter().filter_map(|p| Some((p.log_ratio - level(p)?).abs())).collect();
        let errors: Vec<f64> = points.iter().map(|p| p.error).collect();
        (points.len() >= ENOUGH).then_some(())?;
        Some(FOUND * median(&errors).ok()?.max(median(&off).ok()? / MAD))
    }

    /// The instructions of one night over those of another; none where either was not counted.
    pub(super) fn instructions_between(&self, before: usize, first: usize) -> Option<f64> {
        let of = |night: usize| self.line.instructions.iter().find(|p| p.night == night).map(|p| p.log_ratio);
        Some(of(first)? - of(before)?)
    }
}

/// Every series of a history, by name.
pub(super) fn followed<'a>(history: &'a History, changes: &[Change]) -> Vec<Followed<'a>> {
    let nights = history.nights.len();
    let mut outcomes: BTreeMap<&Series, Vec<Option<&Outcome>>> = BTreeMap::new();
    for (index, night) in history.nights.iter().enumerate() {
        for observation in &night.observations {
            outcomes.entry(&observation.series).or_insert_with(|| vec![None; nights])[index] =
                Some(&observation.outcome);
        }
    }
    let mut lines: BTreeMap<Series, Line> = history.lines().into_iter().map(|l| (l.series.clone(), l)).collect();
    let of = |(series, outcomes): (&'a Series, Vec<Option<&'a Outcome>>)| {
        let empty = || Line { series: series.clone(), points: Vec::new(), instructions: Vec::new() };
        let line = lines.remove(series).unwrap_or_else(empty);
        let steps: Vec<usize> =
            changes.iter().filter(|c| c.series == *series && c.kind == Kind::Time).map(|c| c.first).collect();
        Followed { series, outcomes, levels: levels(&line.points, &steps), line }
    };
    outcomes.into_iter().map(of).collect()
}

/// The levels of some points: they end at the nights of `steps`, and at events after which the level is another one.
fn levels(points: &[Point], steps: &[usize]) -> Vec<Level> {
    let mut found: Vec<(usize, usize)> = Vec::new();
    let mut begin = 0;
    for at in 1..points.len() {
        let steps_here = steps.iter().any(|step| points[at - 1].night < *step && *step <= points[at].night);
        let event_here = points[at].after_event.as_ref().is_some_and(Event::is_free);
        if steps_here || event_here && is_another(&points[begin..at], &points[at..until_next(points, at, steps)]) {
            found.push((begin, at));
            begin = at;
        }
    }
    if begin < points.len() {
        found.push((begin, points.len()));
    }
    found.into_iter().map(|(from, to)| Level::of(&points[from..to])).collect()
}

/// Where the points that belong to that at `at` end: at the next step or event.
fn until_next(points: &[Point], at: usize, steps: &[usize]) -> usize {
    let ends = |i: &usize| {
        points[*i].after_event.is_some()
            || steps.iter().any(|step| points[*i - 1].night < *step && *step <= points[*i].night)
    };
    (at + 1..points.len()).find(ends).unwrap_or(points.len())
}

fn is_another(before: &[Point], after: &[Point]) -> bool {
    let (a, b) = (Level::of(before), Level::of(after));
    (a.value - b.value).abs() > FOUND * a.error.hypot(b.error)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn points(values: &[f64]) -> Vec<Point> {
        let point = |(night, value): (usize, &f64)| Point {
            night,
            log_ratio: *value,
            error: 0.01,
            interval: [value - 0.02, value + 0.02],
            after_event: None,
        };
        values.iter().enumerate().map(point).collect()
    }

    fn spans(levels: &[Level]) -> Vec<(usize, usize)> {
        levels.iter().map(|level| (level.from, level.to)).collect()
    }

    #[test]
    fn a_level_is_the_weighted_mean_and_less_sure_where_points_scatter() {
        let mut unequal = points(&[0.0, 0.03]);
        unequal[1].error = 0.02;
        let level = Level::of(&unequal);
        // Weights 4 : 1. Σ w (x − m)² = (0.006² · 4 + 0.024²) / 0.02² = 1.8, of one degree of freedom.
        assert!((level.value - 0.006).abs() < 1e-12);
        assert!((level.error - (1.8f64 / 12_500.0).sqrt()).abs() < 1e-12, "{}", level.error);
        assert!((Level::of(&points(&[0.0; 4])).error - 0.005).abs() < 1e-12);
    }

    #[test]
    fn levels_end_at_steps_and_where_an_event_moved_them() {
        assert!(levels(&[], &[]).is_empty());
        assert_eq!(spans(&levels(&points(&[0.0, 0.0, 0.05, 0.05]), &[2])), [(0, 1), (2, 3)]);
        let mut moved = points(&[0.0, 0.0, 0.2, 0.2]);
        let machine = || Some(Event::Machine { before: "a".into(), now: "b".into() });
        moved[2].after_event = machine();
        assert_eq!(spans(&levels(&moved, &[])), [(0, 1), (2, 3)]);
        let mut same = points(&[0.0, 0.0, 0.001, 0.0]);
        same[2].after_event = machine();
        assert_eq!(spans(&levels(&same, &[])), [(0, 3)], "a machine that measures the same ratio ends no level");
    }

    #[test]
    fn what_would_have_been_found_is_three_standard_deviations() {
        let series = Series { group: "g".into(), name: "n".into(), problem: String::new(), workers: 1 };
        let line = Line { series: series.clone(), points: points(&[0.0, 0.0, 0.0, 0.0, 0.0]), instructions: vec![] };
        let levels = levels(&line.points, &[]);
        let followed = Followed { series: &series, outcomes: vec![None; 5], line, levels };
        assert!((followed.detectable().unwrap() - 0.03).abs() < 1e-12);
        let few = Line { points: followed.line.points[..3].to_vec(), ..followed.line.clone() };
        assert_eq!(Followed { line: few, ..followed }.detectable(), None);
    }
}
