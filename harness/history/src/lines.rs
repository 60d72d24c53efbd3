//! Each series from night to night.

use crate::chain::{Pooled, chain};
use crate::{Event, History, Instructions, Measured, Outcome, Series};
use rayon::prelude::*;
use std::collections::BTreeMap;
use tenfold_stats::steps::{Observed, Rule, levels, likely};

/// A night of a series.
#[derive(Clone, Debug, PartialEq)]
pub struct Point {
    /// The night, as an index into the history's.
    pub night: usize,
    /// Logarithm of the time over that of the series' first reference; see `chain.rs`.
    pub log_ratio: f64,
    /// Its standard error, from this night alone; 0 where it was counted.
    pub error: f64,
    /// Its interval, from this night alone.
    pub interval: [f64; 2],
    /// What lies between it and the point before.
    pub after_event: Option<Event>,
}

/// A series from night to night. Void nights are not in it, nor those in which it was not measured.
#[derive(Clone, Debug, PartialEq)]
pub struct Line {
    /// Of what.
    pub series: Series,
    /// Its times.
    pub points: Vec<Point>,
    /// Its instructions, in the nights that counted them.
    pub instructions: Vec<Point>,
}

impl History {
    /// Every series, by name.
    pub fn lines(&self) -> Vec<Line> {
        let mut lines: BTreeMap<&Series, Line> = BTreeMap::new();
        for (index, night) in self.nights.iter().enumerate().filter(|(_, night)| night.void.is_none()) {
            for observation in &night.observations {
                let Outcome::Measured(measured) = &observation.outcome else { continue };
                let series = &observation.series;
                let line = lines.entry(series).or_insert_with(|| Line {
                    series: series.clone(),
                    points: Vec::new(),
                    instructions: Vec::new(),
                });
                line.points.push(timed(index, measured));
                line.instructions.extend(measured.instructions.and_then(|counts| counted(index, counts)));
            }
        }
        let mut lines: Vec<Line> = lines.into_values().collect();
        lines.par_iter_mut().for_each(|line| {
            chain(&self.nights, &mut line.points, |observed, at| pooled(observed, at, &Rule::TIMES));
            chain(&self.nights, &mut line.instructions, |observed, at| pooled(observed, at, &Rule::INSTRUCTIONS));
        });
        lines
    }
}

fn timed(night: usize, measured: &Measured) -> Point {
    let Measured { log_ratio, error, interval, .. } = *measured;
    Point { night, log_ratio, error, interval, after_event: None }
}

/// A count has no error that one night could tell. That of nothing is no ratio.
fn counted(night: usize, counts: Instructions) -> Option<Point> {
    let log_ratio = (counts.revision as f64 / counts.reference as f64).ln();
    let point = Point { night, log_ratio, error: 0.0, interval: [log_ratio; 2], after_event: None };
    log_ratio.is_finite().then_some(point)
}

/// The level of the segment in which the point at `at` lies. A change that is only likely ends a segment, too: it may have been
/// called beside other series, and one that is left out would come back as a change in the night of the move.
fn pooled(observed: &[Observed], at: usize, rule: &Rule) -> Pooled {
    let changed: Vec<usize> = likely(observed, rule).iter().map(|step| step.at).collect();
    let levels = levels(observed, &changed);
    let segment = levels.partition_point(|level| level.to <= at);
    Pooled { level: levels[segment].value, is_last: segment + 1 == levels.len() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{commit, measured, night, observed, series};
    use crate::{Night, Observation};
    use tenfold_stats::steps::steps;

    fn history(nights: Vec<Night>) -> History {
        History { nights, reference: None }
    }

    fn naive(depth: u64, outcome: Outcome) -> Night {
        Night { observations: vec![Observation { series: series("flow", "naive"), outcome }], ..night(depth) }
    }

    #[test]
    fn a_line_holds_the_nights_that_measured_its_series() {
        let void = Night { void: Some("noisy".to_string()), ..night(4) };
        let wrong = naive(5, Outcome::Wrong("42 is not 43".to_string()));
        let lines = history(vec![night(2), night(3), void, wrong, night(6)]).lines();
        let nights = |line: &Line| line.points.iter().map(|point| point.night).collect::<Vec<_>>();
        assert_eq!(
            lines.iter().map(|line| line.series.to_string()).collect::<Vec<_>>(),
            ["flow naive (n=8)", "flow threaded (n=8)"]
        );
        assert_eq!(lines.iter().map(nights).collect::<Vec<_>>(), [vec![0, 1, 4], vec![0, 1, 4]]);
        let expected = Point { night: 1, log_ratio: 0.0, error: 0.001, interval: [-0.002, 0.002], after_event: None };
        assert_eq!(lines[0].points[1], expected);
        assert!(lines[0].instructions.is_empty());
        assert!(History::default().lines().is_empty());
    }

    #[test]
    fn instructions_are_a_line_of_their_own_where_there_are_any() {
        let of = |depth, reference, revision| {
            let counts = Some(Instructions { reference, revision });
            naive(depth, Outcome::Measured(Measured { instructions: counts, ..measured(0.5) }))
        };
        let lines = history(vec![of(2, 1000, 1000), of(3, 1000, 2000), of(4, 0, 7), of(5, 7, 0), night(6)]).lines();
        assert_eq!(lines[0].points.len(), 5);
        let counted: Vec<(usize, f64)> =
            lines[0].instructions.iter().map(|point| (point.night, point.log_ratio)).collect();
        assert_eq!(counted, [(0, 0.0), (1, 2_f64.ln())]);
    }

    #[test]
    fn a_moved_reference_is_chained_by_what_its_segment_measured() {
        // Commits 2 to 9 take 3 % longer than the first, give or take the error of a night; then the sixth is the reference.
        let of = |depth: u64, reference: u64, ratio: f64| Night {
            reference: commit(reference),
            observations: vec![observed(series("flow", "naive"), ratio)],
            ..night(depth)
        };
        let errors = [0.0005, -0.0005, 0.001, -0.001, 0.0005, -0.0005, 0.0, 0.0];
        let mut nights: Vec<Night> = (2..).zip(errors).map(|(depth, error)| of(depth, 1, 0.03 + error)).collect();
        nights.extend((10..14).map(|depth| of(depth, 6, 0.0)));
        let line = &history(nights).lines()[0];
        assert!(line.points[8..].iter().all(|point| (point.log_ratio - 0.03).abs() < 1e-9), "{line:?}");
        let moved = Event::Reference { before: commit(1).hash, now: commit(6).hash, chained: true };
        assert_eq!(line.points[8].after_event, Some(moved));
    }

    #[test]
    fn a_step_before_the_move_does_not_blur_the_level_of_the_reference() {
        // 10 % slower from the twelfth commit on; the fifteenth becomes the reference.
        let of = |depth: u64, reference: u64, ratio: f64| Night {
            reference: commit(reference),
            observations: vec![observed(series("flow", "naive"), ratio)],
            ..night(depth)
        };
        let ratio = |depth: u64| if depth < 12 { 0.0 } else { 0.1 };
        let mut nights: Vec<Night> = (2..22).map(|depth| of(depth, 1, ratio(depth))).collect();
        nights.push(of(22, 15, 0.0));
        nights.push(of(23, 5, 0.1));
        let points = &history(nights).lines()[0].points;
        assert!((points[20].log_ratio - 0.1).abs() < 1e-9, "{points:?}");
        assert_eq!(
            points[20].after_event,
            Some(Event::Reference { before: commit(1).hash, now: commit(15).hash, chained: true })
        );
        // The fifth lies before the step.
        assert!((points[21].log_ratio - 0.1).abs() < 1e-9, "{points:?}");
        assert_eq!(
            points[21].after_event,
            Some(Event::Reference { before: commit(15).hash, now: commit(5).hash, chained: false })
        );
    }

    #[test]
    fn a_change_that_is_likely_and_not_sure_parts_segments_before_a_move() {
        // A real series, ratios and their errors in per cent: slower by 2.9 in six nights, which the rows after them took back, with
        // two nights between that say nothing.
        let nights = [
            (-0.35, 0.53),
            (-0.37, 0.19),
            (0.63, 0.25),
            (-0.26, 0.15),
            (0.0, 0.39),
            (-0.26, 0.32),
            (-0.25, 0.39),
            (0.08, 0.28),
            (-3.58, 0.70),
            (2.40, 1.05),
            (3.00, 0.55),
            (2.64, 0.41),
            (1.41, 0.74),
            (-6.17, 27.65),
            (-47.35, 49.33),
            (-3.03, 0.40),
            (-4.27, 0.82),
            (-3.86, 0.56),
        ];
        let observed: Vec<Observed> = nights
            .iter()
            .map(|(value, error)| Observed { value: value / 100.0, error: error / 100.0, is_free: false })
            .collect();
        // By the two weeks of its first step that one is sure.
        let sure = steps(&observed[..13], &Rule::TIMES);
        assert_eq!(sure.iter().map(|step| step.at).collect::<Vec<_>>(), [9], "{sure:?}");
        let pooled = pooled(&observed, nights.len() - 2, &Rule::TIMES);
        assert!(pooled.is_last && (-0.041..-0.029).contains(&pooled.level), "{pooled:?}");
    }
}
