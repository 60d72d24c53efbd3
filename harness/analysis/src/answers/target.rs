//! Were the targets met?

use crate::findings::{Estimate, Findings, Met, TargetScore, wording};
use crate::format;

impl TargetScore<'_> {
    /// The target in words: "vectorised is at least 0.800× as fast as openblas".
    pub fn statement(&self) -> String {
        let subject = &self.target.subject;
        match &self.target.base {
            Some(base) => format!("{subject} is at least {} as fast as {base}", format::ratio(self.target.factor)),
            None => format!("{subject} reaches {} of its limit", format::percent(self.target.factor)),
        }
    }

    /// What was measured, in the unit of the target; empty where nothing was.
    pub fn measured(&self) -> String {
        let share = |estimate: &Estimate| match &estimate.interval {
            Some(i) => {
                let [value, low, high] = [estimate.value, i.low, i.high].map(format::percent);
                format!("{value} [{low}, {high}]")
            }
            None => format::percent(estimate.value),
        };
        match &self.outcome {
            Ok(estimate) if self.target.base.is_none() => share(estimate),
            Ok(estimate) => wording::ratio(estimate),
            Err(_) => String::new(),
        }
    }

    /// The verdict in words.
    pub fn verdict(&self) -> String {
        match (&self.outcome, self.met()) {
            (Err(why), _) => format!("not known: {why}"),
            (_, Met::Yes) => "met".into(),
            (_, Met::No) => "missed".into(),
            (_, Met::Unknown) => "not resolved: the target lies within the interval".into(),
        }
    }
}

impl Findings<'_> {
    /// How many targets are met.
    pub fn targets_answer(&self) -> String {
        let all = || self.parts.iter().flat_map(|part| &part.targets);
        let count = |met| all().filter(|target| target.met() == met).count();
        let mut text = format!("{} of {} met", count(Met::Yes), all().count());
        for (count, what) in [(count(Met::No), "missed"), (count(Met::Unknown), "not resolved")] {
            if count > 0 {
                text.push_str(&format!(", {count} {what}"));
            }
        }
        text + "."
    }
}
