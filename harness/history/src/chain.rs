//! Ratios to several references on one scale.
//!
//! When the reference moves from R1 to R2, a ratio to R2 becomes one to R1 by the ratio of R2 to R1, which is known where a night
//! measured R2 itself as its revision. Not that night's own value is taken, but the pooled level of the segment it lies in, on the
//! machine it was measured on: a single night would move all later ones by its error. Where R2 was not measured, the scale begins
//! again and the level is free.
//!
//! If R2 lies in the last segment before the move, the error of its level is that of the level which later nights are compared
//! with, and cancels. If a step lies between them it does not, and would pass for a change in the end, however small it is: so
//! the ratios are put on the old scale as well as is known, but the level is free.

use crate::{Event, Night, Point};
use std::collections::HashMap;
use tenfold_stats::steps::Observed;

/// The level of the segment that a point lies in.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Pooled {
    /// The logarithm of the ratio, pooled over the segment.
    pub level: f64,
    /// Whether no later segment follows.
    pub is_last: bool,
}

/// How ratios to a reference are put on the series' scale.
#[derive(Clone, Copy)]
struct Scale {
    /// The logarithm of the reference's time over that of the series' first reference.
    offset: f64,
    /// Levels on scales of one kind can be compared.
    kind: usize,
}

/// Puts the points of a series, which hold ratios to the reference of their night, on the scale of the first reference, and notes
/// what lies between them. `pooled` tells the level of the segment in which a point lies, of all points on its machine up to the
/// move that can be compared with it.
pub fn chain(nights: &[Night], points: &mut [Point], pooled: impl Fn(&[Observed], usize) -> Pooled) {
    let mut scales: HashMap<&str, Scale> = HashMap::new();
    for index in 0..points.len() {
        let (before, rest) = points.split_at_mut(index);
        let point = &mut rest[0];
        let night = &nights[point.night];
        let reference = night.reference.hash.as_str();
        let scale =
            scales.get(reference).copied().unwrap_or_else(|| begun(nights, before, reference, &scales, &pooled));
        scales.insert(reference, scale);
        point.log_ratio += scale.offset;
        point.interval = point.interval.map(|end| end + scale.offset);
        point.after_event = before.last().and_then(|last| {
            let last = &nights[last.night];
            let chained = scales[last.reference.hash.as_str()].kind == scale.kind;
            // One event stands for both: whichever leaves the level free.
            let machine = Event::of_machines(&last.machine, &night.machine);
            machine.or_else(|| Event::of_references(&last.reference, &night.reference, chained))
        });
    }
}

/// The scale of a reference that no night had before, where the points `before` are on theirs.
fn begun(
    nights: &[Night],
    before: &[Point],
    reference: &str,
    scales: &HashMap<&str, Scale>,
    pooled: impl Fn(&[Observed], usize) -> Pooled,
) -> Scale {
    let another = scales.len();
    let Some(measured) = before.iter().rfind(|point| nights[point.night].revision.hash == reference) else {
        return Scale { offset: 0.0, kind: another };
    };
    let kind = |point: &Point| scales[nights[point.night].reference.hash.as_str()].kind;
    let key = |point: &Point| nights[point.night].machine.key.as_str();
    let is_like = |point: &&Point| key(point) == key(measured) && kind(point) == kind(measured);
    let alike: Vec<&Point> = before.iter().filter(is_like).collect();
    let at = alike.partition_point(|point| point.night < measured.night);
    let observed = |point: &&Point| Observed { value: point.log_ratio, error: point.error, is_free: false };
    let Pooled { level, is_last } = pooled(&alike.iter().map(observed).collect::<Vec<_>>(), at);
    Scale { offset: level, kind: if is_last { kind(measured) } else { another } }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{commit, machine, night};

    /// A night that measures the commit of the first depth against that of the second.
    fn against(depth: u64, reference: u64) -> Night {
        Night { reference: commit(reference), ..night(depth) }
    }

    /// The series of those nights whose own ratios are 0.1, 0.2, …, all in one segment or each in its own.
    fn chained(nights: &[Night], pooled: impl Fn(&[Observed], usize) -> Pooled) -> Vec<Point> {
        let own = |index: usize| (index + 1) as f64 / 10.0;
        let point = |night: usize| Point {
            night,
            log_ratio: own(night),
            error: 0.01,
            interval: [own(night) - 0.02, own(night) + 0.02],
            after_event: None,
        };
        let mut points: Vec<Point> = (0..nights.len()).map(point).collect();
        chain(nights, &mut points, pooled);
        points
    }

    fn in_one_segment(points: &[Observed], _: usize) -> Pooled {
        Pooled { level: points.iter().map(|p| p.value).sum::<f64>() / points.len() as f64, is_last: true }
    }

    fn moved(before: u64, now: u64, chained: bool) -> Option<Event> {
        Some(Event::Reference { before: commit(before).hash, now: commit(now).hash, chained })
    }

    fn close(points: &[Point], expected: &[f64]) {
        assert_eq!(points.len(), expected.len());
        for (point, expected) in points.iter().zip(expected) {
            assert!((point.log_ratio - expected).abs() < 1e-12, "{points:?}");
            let widths = [point.log_ratio - point.interval[0], point.interval[1] - point.log_ratio];
            assert!(widths.iter().all(|width| (width - 0.02).abs() < 1e-12), "{points:?}");
            assert_eq!(point.error, 0.01);
        }
    }

    #[test]
    fn without_a_move_a_series_stays_as_it_is() {
        let points = chained(&[against(2, 1), against(3, 1)], |_, _| panic!("no level is needed"));
        close(&points, &[0.1, 0.2]);
        assert!(points.iter().all(|point| point.after_event.is_none()));
    }

    #[test]
    fn ratios_to_a_new_reference_are_moved_by_the_level_of_its_segment() {
        // Commit 3 was measured, and becomes the reference: the level of 0.1, 0.2 and 0.3 is 0.2.
        let points =
            chained(&[against(2, 1), against(3, 1), against(4, 1), against(5, 3), against(6, 3)], in_one_segment);
        close(&points, &[0.1, 0.2, 0.3, 0.2 + 0.4, 0.2 + 0.5]);
        assert_eq!(points[3].after_event, moved(1, 3, true));
        assert_eq!(points[4].after_event, None);
    }

    #[test]
    fn the_level_is_asked_for_where_the_new_reference_was_measured_last() {
        let nights = [against(3, 1), against(3, 1), against(4, 1), against(5, 3)];
        let points = chained(&nights, |points, at| {
            assert_eq!((points.len(), at), (3, 1));
            Pooled { level: 1.0, is_last: true }
        });
        close(&points, &[0.1, 0.2, 0.3, 1.4]);
    }

    #[test]
    fn a_second_move_stands_on_the_first() {
        let nights = [against(2, 1), against(3, 2), against(4, 3)];
        let points = chained(&nights, |points, at| Pooled { level: points[at].value, is_last: true });
        close(&points, &[0.1, 0.1 + 0.2, 0.1 + 0.2 + 0.3]);
        assert_eq!(points[2].after_event, moved(2, 3, true));
    }

    #[test]
    fn a_reference_that_was_not_measured_leaves_the_level_free() {
        let points = chained(&[against(2, 1), against(4, 3), against(5, 1)], |_, _| panic!("no level is known"));
        close(&points, &[0.1, 0.2, 0.3]);
        assert_eq!(points[1].after_event, moved(1, 3, false));
        // Back on the scale of the first, but the point before lies on another.
        assert_eq!(points[2].after_event, moved(3, 1, false));
    }

    #[test]
    fn a_level_before_a_step_is_used_but_not_relied_on() {
        let nights = [against(2, 1), against(3, 1), against(4, 2)];
        let points = chained(&nights, |points, at| Pooled { level: points[at].value, is_last: false });
        close(&points, &[0.1, 0.2, 0.1 + 0.3]);
        assert_eq!(points[2].after_event, moved(1, 2, false));
    }

    #[test]
    fn nights_that_arrive_late_lie_between_those_of_another_reference() {
        let nights = [against(2, 1), against(3, 2), against(4, 1), against(5, 2)];
        let points = chained(&nights, in_one_segment);
        close(&points, &[0.1, 0.1 + 0.2, 0.3, 0.1 + 0.4]);
        let events: Vec<_> = points.into_iter().map(|point| point.after_event).collect();
        assert_eq!(events, [None, moved(1, 2, true), moved(2, 1, true), moved(1, 2, true)]);
    }

    #[test]
    fn a_level_is_that_of_the_machine_that_measured_the_reference() {
        let on_b = |depth| Night { machine: machine("b"), ..against(depth, 1) };
        let nights = [on_b(2), against(3, 1), on_b(4), against(5, 1), against(6, 3), on_b(7)];
        let points = chained(&nights, |points, at| {
            assert_eq!((points.iter().map(|p| p.value).collect::<Vec<_>>(), at), (vec![0.2, 0.4], 0));
            Pooled { level: 1.0, is_last: true }
        });
        close(&points, &[0.1, 0.2, 0.3, 0.4, 1.5, 0.6]);
        assert_eq!(points[4].after_event, moved(1, 3, true));
    }

    #[test]
    fn another_machine_is_an_event_whatever_the_reference_does() {
        let on = |night: Night, name: &str| Night { machine: machine(name), ..night };
        let nights = [on(against(2, 1), "a"), on(against(3, 1), "b"), on(against(4, 2), "c"), against(5, 2)];
        let points = chained(&nights, in_one_segment);
        let changed = |before: &str, now: &str| Some(Event::Machine { before: before.into(), now: now.into() });
        let events: Vec<_> = points.into_iter().map(|point| point.after_event).collect();
        assert_eq!(events, [None, changed("a", "b"), changed("b", "c"), changed("c", "amd")]);
        let mut compiler = machine("a");
        compiler.key = "other".to_string();
        let changed = Event::of_machines(&machine("a"), &compiler).unwrap();
        assert_eq!(changed.to_string(), "machine changed from a (key of a) to a (other)");
    }
}
