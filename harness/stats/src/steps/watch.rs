//! A series watched night by night.

use super::evidence;
use super::glance::{middle, windows};
use super::innovation::Point;
use super::known::{Known, off};
use super::levels::levels;
use super::needed::Evidence;
use super::{Observed, Rule, Step};

/// So many points before are enough; what lies farther back tells of other days.
const MOST: usize = 200;

/// For a glance the level and scale of the segment may be so many points old, or as many as this part of them.
const GLANCED: usize = 4;
const GLANCED_PART: usize = 16;

/// What is more doubtful than this is nobody's candidate.
pub(super) const HOPELESS: f64 = 0.2;

/// A change that could be called.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Candidate {
    /// The first point with the new level.
    pub at: usize,
    /// How doubtful it is, as [`Step::none`](super::Step::none).
    pub none: f64,
}

/// A change that was called.
#[derive(Clone, Copy, Debug)]
struct Called {
    at: usize,
    called: usize,
    none: f64,
}

/// The level and scale as of some point.
#[derive(Clone, Copy)]
struct Glance {
    of: usize,
    level: f64,
    scale: f64,
}

/// A series that is watched: give it point after point, and call the candidates that are to count.
pub struct Watch {
    rule: Rule,
    observed: Vec<Observed>,
    values: Vec<f64>,
    /// The points before the segment, as differences from their levels, where they tell of the same noise.
    carried: Vec<Point>,
    /// The first point of the segment.
    start: usize,
    glance: Option<Glance>,
    called: Vec<Called>,
}

impl Watch {
    /// Nothing was seen yet.
    pub fn new(rule: Rule) -> Watch {
        let (observed, values, carried, called) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
        Watch { rule, observed, values, carried, start: 0, glance: None, called }
    }

    /// One point more; the change that is most likely by now, if any is at all likely. A value that is not finite tells nothing
    /// and must not be given.
    pub fn next(&mut self, point: Observed) -> Option<Candidate> {
        debug_assert!(point.value.is_finite() && point.error >= 0.0, "{point:?}");
        if point.is_free {
            // Noise is another too on another machine.
            self.carried.clear();
            self.start = self.observed.len();
            self.glance = None;
        }
        self.observed.push(point);
        self.values.push(point.value);
        let glance = self.glanced()?;
        let looked = windows(&self.values[self.start..], glance.level, glance.scale);
        let found: Vec<Evidence> = looked.into_iter().filter_map(|window| self.evidence(window)).collect();
        let none = found.iter().map(Evidence::none).min_by(f64::total_cmp)?;
        let strongest = found.iter().max_by(|a, b| a.deviations.total_cmp(&b.deviations))?;
        (none <= HOPELESS).then_some(Candidate { at: self.observed.len() - strongest.window, none })
    }

    /// Calls `candidate`, the one that the last point gave: from there on the level is another.
    pub fn call(&mut self, candidate: Candidate) {
        let Candidate { at, none } = candidate;
        let from = self.start.max(at.saturating_sub(MOST));
        let level = middle(&mut self.values[from..at].to_vec());
        self.carried.extend(self.observed[from..at].iter().map(off(level)));
        let surplus = self.carried.len().saturating_sub(MOST);
        self.carried.drain(..surplus);
        self.start = at;
        self.glance = None;
        self.called.push(Called { at, called: self.observed.len() - 1, none });
    }

    /// The changes that were called, with their sizes by all points.
    pub fn steps(&self) -> Vec<Step> {
        let at: Vec<usize> = self.called.iter().map(|called| called.at).collect();
        let levels = levels(&self.observed, &at);
        let step = |called: &Called| {
            let after = levels.iter().position(|level| level.from == called.at)?;
            let before = levels.get(after.checked_sub(1)?)?;
            let (size, interval) = levels[after].less(before);
            let Called { at, called, none } = *called;
            Some(Step { since: before.from, at, called, size, interval, none })
        };
        self.called.iter().filter_map(step).collect()
    }

    /// The level and scale before the last two points; `None` where there are too few.
    fn glanced(&mut self) -> Option<Glance> {
        let end = self.observed.len().saturating_sub(2);
        let is_new = |glance: &Glance| end < glance.of + GLANCED.max((glance.of - self.start) / GLANCED_PART);
        if self.glance.is_none_or(|glance| !is_new(&glance)) {
            let Known { level, scale, .. } = self.known(end)?;
            self.glance = Some(Glance { of: end, level, scale });
        }
        self.glance
    }

    /// How strong the evidence is for a change of the last `window` points; `None` where it is not worth a look.
    fn evidence(&self, window: usize) -> Option<Evidence> {
        let split = self.observed.len().checked_sub(window)?;
        let Known { level, scale, points, others, nights, deviation } = self.known(split)?;
        let after: Vec<Point> = self.observed[split..].iter().map(off(level)).collect();
        let mean = after.iter().map(|p| p.value).sum::<f64>() / window as f64;
        if mean.abs() < self.rule.least {
            return None;
        }
        let deviations = evidence::deviations(&points, others, &after, scale, self.rule.floor);
        // Noise that is foreseen is known as after any number of nights.
        let nights = if self.rule.foreseen > 0.0 { usize::MAX } else { nights };
        Some(Evidence { window, deviations, nights, size: mean.abs() / deviation })
    }

    /// What is known by the points up to `end`; `None` where it is too little.
    fn known(&self, end: usize) -> Option<Known> {
        let own = self.observed.get(self.start.max(end.saturating_sub(MOST))..end)?;
        let carried = &self.carried[self.carried.len().saturating_sub(MOST - own.len())..];
        Known::by(carried, own, &self.rule)
    }
}

#[cfg(test)]
mod tests {
    use super::super::glance::WINDOWS;
    use super::super::needed::MOST_NONE;
    use super::super::planted::{Change, Noise};
    use super::*;

    #[test]
    fn a_glance_leaves_out_nothing_that_would_be_called() {
        let mut calls = 0;
        for (noise, seed) in Noise::EACH.into_iter().flat_map(|noise| (0..8).map(move |seed| (noise, seed))) {
            let mut watch = Watch::new(Rule::TIMES);
            for value in Change::Step(3.0).planted(noise.series(190, seed), 150) {
                let point = Observed { value: 0.01 * value, error: 0.0, is_free: false };
                let called = watch.next(point).filter(|candidate| candidate.none <= MOST_NONE);
                let none = |window: &usize| Some(watch.evidence(*window)?.none());
                let least = WINDOWS.iter().filter_map(none).fold(1.0, f64::min);
                assert_eq!(called.is_some(), least <= MOST_NONE, "{noise:?} {seed}: {called:?} {least}");
                if let Some(candidate) = called {
                    watch.call(candidate);
                    calls += 1;
                }
            }
        }
        assert!(calls > 16, "{calls}");
    }
}
