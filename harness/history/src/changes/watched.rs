//! What is watched, and what is called.

use super::Quantity;
use crate::{Event, History, Line, Point};
use std::collections::BTreeMap;
use tenfold_stats::steps::{Candidate, MOST_NONE, Observed, Rule, Step, Watch};

/// The points of a series on one machine.
pub(super) struct Track<'a> {
    pub line: &'a Line,
    pub kind: Quantity,
    /// The night of each point.
    pub nights: Vec<usize>,
    pub observed: Vec<Observed>,
}

/// A change of a track.
pub(super) struct Found<'a> {
    pub line: &'a Line,
    pub kind: Quantity,
    pub before: usize,
    pub first: usize,
    pub called: usize,
    pub step: Step,
}

impl Quantity {
    pub(super) fn rule(self) -> Rule {
        match self {
            Quantity::Time => Rule::TIMES,
            Quantity::Instructions => Rule::INSTRUCTIONS,
        }
    }
}

/// The changes that are called in all of `lines` together.
pub(super) fn watched<'a>(history: &History, lines: &'a [Line]) -> Vec<Found<'a>> {
    let tracks: Vec<Track<'a>> = lines.iter().flat_map(|line| tracks(history, line)).collect();
    let mut watches: Vec<Watch> = tracks.iter().map(|track| Watch::new(track.kind.rule())).collect();
    let places =
        |(track, one): (usize, &Track)| (0..one.nights.len()).map(move |place| (track, place)).collect::<Vec<_>>();
    let mut order: Vec<(usize, usize)> = tracks.iter().enumerate().flat_map(places).collect();
    let night_of = |(track, place): &(usize, usize)| tracks[*track].nights[*place];
    order.sort_by_key(night_of);
    for tonight in order.chunk_by(|a, b| night_of(a) == night_of(b)) {
        let mut candidates: Vec<(usize, Candidate)> = Vec::new();
        for &(track, place) in tonight {
            let candidate = watches[track].next(tracks[track].observed[place]);
            candidates.extend(candidate.map(|candidate| (track, candidate)));
        }
        for (track, candidate) in sure(candidates) {
            watches[track].call(candidate);
        }
    }
    tracks
        .iter()
        .zip(&watches)
        .flat_map(|(track, watch)| watch.steps().into_iter().map(|step| found(track, step)))
        .collect()
}

/// The likeliest candidates, as many as there may be with a mean probability of being none of at most 1 %.
fn sure(mut candidates: Vec<(usize, Candidate)>) -> Vec<(usize, Candidate)> {
    candidates.sort_by(|(_, a), (_, b)| a.none.total_cmp(&b.none));
    let mut sum = 0.0;
    let within = candidates.iter().enumerate().take_while(|(before, (_, candidate))| {
        sum += candidate.none;
        sum <= MOST_NONE * (before + 1) as f64
    });
    let called = within.count();
    candidates.truncate(called);
    candidates
}

/// A change with its nights. One whose own error is more than half of the change lies on neither side of it for sure: it is left
/// between the last night before and the first with it.
fn found<'a>(track: &Track<'a>, step: Step) -> Found<'a> {
    let tells = |place: &usize| track.observed[*place].error <= 0.5 * step.size.abs();
    let before = (step.since..step.at).rev().find(tells).unwrap_or(step.at - 1);
    let first = (step.at..=step.called).find(tells).unwrap_or(step.at);
    let [before, first, called] = [before, first, step.called].map(|place| track.nights[place]);
    Found { line: track.line, kind: track.kind, before, first, called, step }
}

/// The times and the instructions of `line`, on each machine by itself.
pub(super) fn tracks<'a>(history: &History, line: &'a Line) -> Vec<Track<'a>> {
    let kinds = [(Quantity::Time, &line.points), (Quantity::Instructions, &line.instructions)];
    kinds.into_iter().flat_map(|(kind, points)| on_each_machine(history, line, kind, points)).collect()
}

fn on_each_machine<'a>(history: &History, line: &'a Line, kind: Quantity, points: &[Point]) -> Vec<Track<'a>> {
    let mut tracks: BTreeMap<&str, Track<'a>> = BTreeMap::new();
    // How many times the level of all machines became free; and how many times it had when a machine was last met.
    let mut freed = 0;
    let mut met: BTreeMap<&str, usize> = BTreeMap::new();
    let mut last: Option<usize> = None;
    for point in points {
        let is_moved = |last: usize| history.nights[last].reference.hash != history.nights[point.night].reference.hash;
        freed += usize::from(match &point.after_event {
            // It may hide a reference whose level is not known.
            Some(Event::Machine { .. }) => last.is_some_and(is_moved),
            Some(event) => event.is_free(),
            None => false,
        });
        last = Some(point.night);
        let machine = history.nights[point.night].machine.key.as_str();
        let before = met.insert(machine, freed);
        let is_told = point.log_ratio.is_finite() && point.error.is_finite();
        let track =
            tracks.entry(machine).or_insert_with(|| Track { line, kind, nights: Vec::new(), observed: Vec::new() });
        if is_told {
            let is_free = before.is_some_and(|before| before != freed);
            track.nights.push(point.night);
            track.observed.push(Observed { value: point.log_ratio, error: point.error.max(0.0), is_free });
        }
    }
    tracks.into_values().collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::series;

    #[test]
    fn sure_ones_carry_a_less_sure_one_and_a_lone_one_has_to_be_sure_by_itself() {
        let of = |none: &[f64]| {
            let candidates = none.iter().map(|&none| Candidate { at: 1, none }).enumerate().collect();
            sure(candidates).into_iter().map(|(track, _)| track).collect::<Vec<_>>()
        };
        assert_eq!(of(&[0.011]), [0; 0]);
        assert_eq!(of(&[0.01]), [0]);
        // (0.02 + 0 + 0) / 3 is within 0.01; with 0.05 more, (0.07) / 4 is not.
        assert_eq!(of(&[0.05, 0.02, 0.0, 0.0]), [2, 3, 1]);
        assert!(of(&[]).is_empty());
    }

    #[test]
    fn a_night_that_cannot_tell_lies_between() {
        let error = |night: usize| if [9, 10, 12].contains(&night) { 0.06 } else { 0.01 };
        let observed = |night: usize| Observed { value: 0.0, error: error(night), is_free: false };
        let line = Line { series: series("flow", "naive"), points: Vec::new(), instructions: Vec::new() };
        let nights: Vec<usize> = (0..20).collect();
        let track = Track {
            line: &line,
            kind: Quantity::Time,
            observed: nights.iter().map(|n| observed(*n)).collect(),
            nights,
        };
        let of = |since: usize, at: usize| {
            let step = Step { since, at, called: at + 3, size: -0.1, interval: [-0.11, -0.09], none: 0.0 };
            let found = found(&track, step);
            (found.before, found.first)
        };
        assert_eq!([of(0, 5), of(0, 10), of(0, 11), of(0, 12)], [(4, 5), (8, 11), (8, 11), (11, 13)]);
        assert_eq!(of(9, 11), (10, 11), "what lies before another change has another level");
    }
}
