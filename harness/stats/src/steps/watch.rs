//! A series watched night by night.

use super::evidence;
use super::glance::{LEAST_OFF, is_off, middle, robust, windows};
use super::levels::between;
use super::needed;
use super::noise::Point;
use super::{Observed, Rule, Step};

/// So many points before are enough; what lies farther back tells of other days.
const MOST: usize = 200;

/// Points that are needed to learn the noise from, those of a segment where it is the first, and of a later one.
const FEWEST: usize = 8;
const FEWEST_FIRST: usize = 6;
const FEWEST_LATER: usize = 3;

/// For a glance the level and scale of the segment may be so many points old.
const GLANCED: usize = 4;

/// Probabilities above this are nobody's candidates.
const HOPELESS: f64 = 0.2;

/// A change that could be called.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Candidate {
    /// The first point with the new level.
    pub at: usize,
    /// The probability that there is none.
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
    /// Deviations from their levels of the points before the segment, where they tell of the same noise.
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
        let looked: Vec<usize> = windows(&self.values[self.start..], glance.level, glance.scale).collect();
        let found = looked.into_iter().filter_map(|window| {
            let (decades, needed) = self.evidence(window)?;
            Some((window, decades, needed))
        });
        let found: Vec<(usize, f64, f64)> = found.collect();
        let beyond = found.iter().map(|(_, decades, needed)| decades - needed).max_by(f64::total_cmp)?;
        let likeliest = found.iter().max_by(|a, b| a.1.total_cmp(&b.1))?.0;
        let none = needed::none(beyond);
        (none <= HOPELESS).then_some(Candidate { at: self.observed.len() - likeliest, none })
    }

    /// Calls `candidate`, the one that the last point gave: from there on the level is another.
    pub fn call(&mut self, candidate: Candidate) {
        let Candidate { at, none } = candidate;
        let from = self.start.max(at.saturating_sub(MOST));
        let level = middle(&mut self.values[from..at].to_vec());
        self.carried.extend(self.observed[from..at].iter().map(|o| Point { value: o.value - level, error: o.error }));
        let surplus = self.carried.len().saturating_sub(MOST);
        self.carried.drain(..surplus);
        self.start = at;
        self.glance = None;
        self.called.push(Called { at, called: self.observed.len() - 1, none });
    }

    /// The changes that were called, with their sizes by all points.
    pub fn steps(&self) -> Vec<Step> {
        let at: Vec<usize> = self.called.iter().map(|called| called.at).collect();
        let levels = between(&self.observed, &at);
        let step = |called: &Called| {
            let after = levels.iter().position(|level| level.from == called.at)?;
            let (size, interval) = levels[after].less(levels.get(after.checked_sub(1)?)?);
            Some(Step { at: called.at, called: called.called, size, interval, none: called.none })
        };
        self.called.iter().filter_map(step).collect()
    }

    /// The level and scale before the last two points; `None` where there are too few.
    fn glanced(&mut self) -> Option<Glance> {
        let end = self.observed.len().saturating_sub(2);
        let own = end.saturating_sub(self.start);
        let fewest = if self.carried.len() < FEWEST { FEWEST_FIRST } else { FEWEST_LATER };
        if own < fewest || own + self.carried.len() < FEWEST {
            return None;
        }
        if let Some(glance) = self.glance.filter(|glance| end < glance.of + GLANCED) {
            return Some(glance);
        }
        let from = self.start.max(end.saturating_sub(MOST));
        let mut values = self.values[from..end].to_vec();
        let level = middle(&mut values);
        values.iter_mut().for_each(|v| *v -= level);
        values.extend(self.carried.iter().rev().take(MOST.saturating_sub(values.len())).map(|p| p.value));
        let scale = robust(&mut values).max(self.rule.floor);
        let glance = Glance { of: end, level, scale };
        self.glance = Some(glance);
        Some(glance)
    }

    /// The decades of evidence for a change of the last `window` points, and what is needed; `None` where it is not worth a look.
    fn evidence(&self, window: usize) -> Option<(f64, f64)> {
        let (start, end) = (self.start, self.observed.len());
        let split = end.checked_sub(window).filter(|split| *split > start)?;
        let fewest = if self.carried.len() < FEWEST { FEWEST_FIRST } else { FEWEST_LATER };
        let from = start.max(split.saturating_sub(MOST));
        let own = split - from;
        let carried = &self.carried[self.carried.len() - self.carried.len().min(MOST - own)..];
        if own < fewest || own + carried.len() < FEWEST {
            return None;
        }
        let level = middle(&mut self.values[from..split].to_vec());
        let off = |o: &Observed| Point { value: o.value - level, error: o.error };
        let before: Vec<Point> = carried.iter().copied().chain(self.observed[from..split].iter().map(off)).collect();
        let after: Vec<Point> = self.observed[split..].iter().map(off).collect();
        let scale = robust(&mut before.iter().map(|p| p.value).collect::<Vec<_>>()).max(self.rule.floor);
        let mean = after.iter().map(|p| p.value).sum::<f64>() / window as f64;
        let supporting = after.iter().filter(|p| p.value / mean > 0.5).count();
        let is_off = is_off(after.iter().map(|p| p.value / scale), LEAST_OFF);
        if !is_off || mean.abs() < self.rule.least || supporting < 2 {
            return None;
        }
        let decades = evidence::decades(&before, carried.len(), &after, scale, self.rule.floor);
        Some((decades, needed::decades(window, before.len())))
    }
}
