//! How much is each rung worth?

use crate::findings::say::{params, ratio_in_words};
use crate::findings::{Ladder, Limit, PartFindings};
use crate::{ceiling, format};
use tenfold_record::Demand;

impl PartFindings<'_> {
    /// The answer of a part: the fastest variant against the base, and the greatest step.
    pub fn answer(&self) -> String {
        if self.times.is_empty() && !self.unchecked.is_empty() {
            return "Not checked by Tenfold: another program timed this, so the times stand apart and answer nothing."
                .into();
        }
        self.ladder.answer(&self.part.base)
    }
}

impl Ladder<'_> {
    /// The fastest variant against the base named `base_name`, and the greatest step of the ladder.
    pub fn answer(&self, base_name: &str) -> String {
        let Some(fastest) = self.fastest() else {
            return "No variant has a number; each has its reason below.".into();
        };
        let time = format::seconds(fastest.times.estimate.value);
        let first = match (self.base(), &fastest.speed_up) {
            (Some(base), _) if !base.ranked => {
                let label = &fastest.label;
                format!("{label} is fastest, at {time} per run; its base, {}, is too noisy to rank.", base.label)
            }
            (Some(base), _) if base.times.cell.key == fastest.times.cell.key => {
                format!("{} is fastest, at {time} per run, and is the base itself.", fastest.label)
            }
            (Some(base), Some(speed_up)) => {
                let from = format::seconds(base.times.estimate.value);
                format!("{} is {} as fast as {}: {from} → {time}.", fastest.label, ratio_in_words(speed_up), base.label)
            }
            _ => format!("{} is fastest, at {time} per run; its base, {base_name}, has no number.", fastest.label),
        };
        let first = match self.not_told_apart() {
            Some(second) => format!("{first} No difference was found between it and {second}."),
            None => first,
        };
        let first = self.with_the_greatest_step(first);
        let noisy: Vec<&str> = self.rows.iter().filter(|row| !row.ranked).map(|row| row.label.as_str()).collect();
        match noisy.is_empty() {
            true => first,
            false => format!("{first} Too noisy to rank: {}.", noisy.join(", ")),
        }
    }

    fn with_the_greatest_step(&self, first: String) -> String {
        let steps = self.rows.iter().enumerate().skip(1).filter_map(|(i, row)| Some((i, row.step?.value)));
        match steps.max_by(|a, b| a.1.total_cmp(&b.1)) {
            Some((i, step)) if self.rows.len() > 2 => {
                let (above, row) = (&self.rows[i - 1].label, &self.rows[i].label);
                format!("{first} The greatest step is from {above} to {row}: {}.", format::ratio(step))
            }
            _ => first,
        }
    }
}

impl Ladder<'_> {
    /// The second fastest variant, where the interval of the ratio of the two holds 1.
    fn not_told_apart(&self) -> Option<&str> {
        let fastest_over_second = self.fastest()?.step?.interval?;
        let second = self.rows.iter().rev().filter(|row| row.ranked).nth(1)?;
        fastest_over_second.contains(1.0).then_some(second.label.as_str())
    }
}

impl Ladder<'_> {
    /// The bounds whose ceilings were not measured, a sentence each.
    pub fn unmeasured_answers(&self) -> impl Iterator<Item = String> {
        let sentence = |demand: &&Demand| {
            let resource = ceiling::heading(demand.resource);
            let formula = &demand.formula;
            format!("Not measured in this run: the ceiling of {resource}, so the bound it sets ({formula}) is unknown.")
        };
        self.unmeasured.iter().map(sentence)
    }
}

impl Ladder<'_> {
    /// How instructions were counted, or the first reason why not; `None` where nobody asked.
    pub fn counted_answer(&self) -> Option<String> {
        let all = || self.rows.iter().filter_map(|row| Some((row, row.instructions?)));
        let (row, first) = all().find(|(_, i)| i.counted.is_ok()).or_else(|| all().next())?;
        Some(match &first.counted {
            Ok(_) => format!(
                "Instructions a {}: of one run at {}, counted by Callgrind, with AVX2 where the variant has it; the same program \
                 gives the same count.",
                row.times.cell.work.symbol,
                params(&first.params)
            ),
            Err(why) => format!("Instructions were not counted: {why}."),
        })
    }
}

impl Limit {
    /// Where it comes from.
    pub fn sentence(&self) -> String {
        format!(
            "The limit of one core is {}: {}, at {} measured in this run with {}.",
            format::seconds(self.seconds),
            self.formula,
            ceiling::quantity(self.resource, self.per_second),
            self.method
        )
    }
}
