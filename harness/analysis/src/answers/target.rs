//! Were the targets met?

use crate::findings::{Findings, Met, TargetScore, wording};
use crate::format;
use tenfold_record::{Base, Target};

impl TargetScore<'_> {
    /// The target in words: "vectorised is at least 2.00× faster than c", "vectorised reaches 80 % of the speed of openblas".
    pub fn statement(&self) -> String {
        let Target { subject, base, factor } = &self.target;
        let share = format::percent(*factor);
        match base {
            Base::Variant(base) if *factor >= 1.0 => {
                format!("{subject} is at least {} faster than {base}", format::ratio(*factor))
            }
            Base::Variant(base) => format!("{subject} reaches {share} of the speed of {base}"),
            Base::Limit => format!("{subject} reaches {share} of its limit"),
            Base::Bandwidth => format!("{subject} reaches {share} of the bandwidth available to it"),
        }
    }

    /// What was measured, in the unit of the target; empty where nothing was.
    pub fn measured(&self) -> String {
        match &self.outcome {
            Ok(estimate) if matches!(self.target.base, Base::Variant(_)) => wording::ratio(estimate),
            Ok(estimate) => wording::share(estimate),
            Err(_) => String::new(),
        }
    }

    /// The verdict in words.
    pub fn verdict(&self) -> String {
        match (&self.outcome, self.met()) {
            (Err(why), _) => format!("undecided: {why}"),
            (_, Met::Yes) => "met".into(),
            (_, Met::No) => "missed".into(),
            (Ok(estimate), _) if estimate.interval.is_none() => "undecided: too few rounds for an interval".into(),
            (_, Met::Unknown) => "undecided: the target lies within the interval".into(),
        }
    }
}

impl Findings<'_> {
    /// How many targets are met.
    pub fn targets_answer(&self) -> String {
        let all = || self.parts.iter().flat_map(|part| &part.targets);
        let count = |met| all().filter(|target| target.met() == met).count();
        let mut text = format!("{} of {} met", count(Met::Yes), all().count());
        for (count, what) in [(count(Met::No), "missed"), (count(Met::Unknown), "undecided")] {
            if count > 0 {
                text.push_str(&format!(", {count} {what}"));
            }
        }
        text + "."
    }
}
