//! The series of a history as the page follows them: what came of each in every night, and its levels.

use std::collections::BTreeMap;
use tenfold_history::changes::{Change, Quantity};
use tenfold_history::{Event, History, Line, Outcome, Point, Series};
use tenfold_stats::median;
use tenfold_stats::steps::{self, Observed};

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
    /// The logarithm of the ratio.
    pub(super) value: f64,
    /// Its interval, of 95 %.
    pub(super) interval: [f64; 2],
    /// Its points.
    pub(super) n: usize,
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
        let own: Vec<&Change> = changes.iter().filter(|c| c.series == *series && c.kind == Quantity::Time).collect();
        Followed { series, outcomes, levels: levels(&line.points, &own), line }
    };
    outcomes.into_iter().map(of).collect()
}

/// The levels of some points: they end at changes, and at events after which the level is another one.
fn levels(points: &[Point], changes: &[&Change]) -> Vec<Level> {
    let observed = |point: &Point| Observed {
        value: point.log_ratio,
        error: point.error,
        is_free: point.after_event.as_ref().is_some_and(Event::is_free),
    };
    let at = |change: &&Change| points.partition_point(|point| point.night < change.first);
    let mut observed: Vec<Observed> = points.iter().map(observed).collect();
    let at: Vec<usize> = changes.iter().map(at).collect();
    // A machine that measures the same ratio ends no level.
    let half = |level: &steps::Level| level.interval[1] - level.value;
    for pair in steps::levels(&observed, &at).windows(2) {
        let apart = (pair[1].value - pair[0].value).abs() > half(&pair[0]).hypot(half(&pair[1]));
        observed[pair[1].from].is_free &= apart;
    }
    let level = |level: &steps::Level| Level {
        from: points[level.from].night,
        to: points[level.to - 1].night,
        value: level.value,
        interval: level.interval,
        n: level.to - level.from,
    };
    steps::levels(&observed, &at).iter().map(level).collect()
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

    fn change() -> Change {
        Change {
            series: Series { group: "g".into(), name: "n".into(), problem: String::new(), workers: 1 },
            kind: Quantity::Time,
            before: 1,
            first: 2,
            called: 3,
            log_size: 0.05,
            interval: [0.04, 0.06],
            none: 1e-3,
            accepted: None,
        }
    }

    fn spans(levels: &[Level]) -> Vec<(usize, usize)> {
        levels.iter().map(|level| (level.from, level.to)).collect()
    }

    #[test]
    fn levels_end_at_steps_and_where_an_event_moved_them() {
        assert!(levels(&[], &[]).is_empty());
        assert_eq!(spans(&levels(&points(&[0.0, 0.0, 0.05, 0.05]), &[&change()])), [(0, 1), (2, 3)]);
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
        let series = change().series;
        let line = Line { series: series.clone(), points: points(&[0.0, 0.0, 0.0, 0.0, 0.0]), instructions: vec![] };
        let levels = levels(&line.points, &[]);
        let followed = Followed { series: &series, outcomes: vec![None; 5], line, levels };
        assert!((followed.detectable().unwrap() - 0.03).abs() < 1e-12);
        let few = Line { points: followed.line.points[..3].to_vec(), ..followed.line.clone() };
        assert_eq!(Followed { line: few, ..followed }.detectable(), None);
    }
}
