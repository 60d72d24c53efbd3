//! Answers in a sentence: the first line under every figure, computed and never typed.

use super::say::{params, ratio_in_words, share};
use super::{
    Bound, ClassGuess, Curve, Findings, GuessScore, HIT_FACTOR, Ladder, Limit, NEAR_FACTOR, PartFindings, Position,
    Roofline, Verdict,
};
use crate::{ceiling, format};
use tenfold_record::{Demand, Resource, Scaling};

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

impl Curve<'_> {
    /// What the most workers within the cores are worth.
    pub fn answer(&self) -> String {
        let Some(point) = self.widest_within_cores().filter(|p| p.workers > 1) else {
            return format!("{} was measured with more than one worker only beyond the cores.", self.label);
        };
        let (Some(speed_up), Some(efficiency)) = (&point.speed_up, &point.efficiency) else {
            return format!("{} has no speed-up: one worker was not measured.", self.label);
        };
        match self.scaling {
            Scaling::Strong => format!(
                "{} reaches {} on {} workers, {} of the ideal.",
                self.label,
                ratio_in_words(speed_up),
                point.workers,
                format::percent(efficiency.value)
            ),
            Scaling::Weak => {
                format!(
                    "{} keeps {} of its speed per worker on {} workers.",
                    self.label,
                    share(efficiency),
                    point.workers
                )
            }
        }
    }
}

impl GuessScore<'_> {
    /// The guess as it was made: "vectorised is 8.00× as fast as naive".
    pub fn statement(&self) -> String {
        let Self { guess, .. } = self;
        format!("{} is {} as fast as {}", guess.subject, format::ratio(guess.factor), guess.base)
    }
}

impl Findings<'_> {
    /// How many guesses were right.
    pub fn guesses_answer(&self) -> String {
        let scored: Vec<&GuessScore<'_>> =
            self.parts.iter().flat_map(|p| &p.guesses).filter(|g| g.outcome.is_ok()).collect();
        if scored.is_empty() {
            return "No guess could be scored.".into();
        }
        let side = |verdict| scored.iter().filter(|g| matches!(&g.outcome, Ok(m) if m.verdict == verdict)).count();
        let (right, high, low) = (side(Verdict::Right), side(Verdict::TooOptimistic), side(Verdict::TooPessimistic));
        let wrong_by: f64 = scored.iter().filter_map(|g| g.outcome.as_ref().ok()).map(|m| m.off_by).fold(1.0, f64::max);
        let mut text = format!("{right} of {} right", scored.len());
        for (count, side) in [(high, "too optimistic"), (low, "too pessimistic")] {
            if count > 0 {
                text.push_str(&format!(", {count} {side}"));
            }
        }
        if right < scored.len() {
            text.push_str(&format!("; the furthest was off by {}", format::ratio(wrong_by)));
        }
        format!("{text}. Right means inside the interval, or within a factor of {HIT_FACTOR}.")
    }
}

impl Findings<'_> {
    /// How near a class was: "42 people guessed: 31 of 120 guesses were within a factor of 2 of what was measured. …"
    /// Empty where nobody guessed.
    pub fn class_answer(&self) -> String {
        let class: Vec<&ClassGuess<'_>> = self.parts.iter().flat_map(|p| &p.class).collect();
        if class.is_empty() {
            return String::new();
        }
        let people = self.run.ballots.len();
        let people = format!("{} {}", format::count(people as u64), if people == 1 { "person" } else { "people" });
        let scored = || class.iter().filter(|c| c.outcome.is_ok());
        let (near, all) = scored().fold((0, 0), |(near, all), c| (near + c.near().unwrap_or(0), all + c.factors.len()));
        if all == 0 {
            return format!("{people} guessed, and none of it could be measured.");
        }
        let first = format!(
            "{people} guessed: {near} of {} were within a factor of {NEAR_FACTOR} of what was measured.",
            counted(all, "guess", "guesses")
        );
        let furthest = scored().filter_map(|c| Some((c, c.median_off()?, c.outcome.as_ref().ok()?)));
        match furthest.max_by(|a, b| a.1.total_cmp(&b.1)) {
            Some((class, off, measured)) if off > NEAR_FACTOR => format!(
                "{first} Of {} the median guess was off the furthest: {}, where {} was measured.",
                class.label(),
                format::ratio(class.median()),
                format::ratio(measured.value)
            ),
            Some(_) => format!("{first} No median guess was off by more than that."),
            None => first,
        }
    }
}

impl ClassGuess<'_> {
    /// What was guessed at: "vectorised over naive".
    pub fn label(&self) -> String {
        format!("{} over {}", self.guess.subject, self.guess.base)
    }

    /// In short: "n = 42 · median guess 10.0× · 3 within a factor of 2".
    pub fn summary(&self) -> String {
        format!("n = {} · median guess {} · {}", self.factors.len(), format::ratio(self.median()), self.nearness())
    }

    /// How many were near: "3 within a factor of 2"; or why that is not known.
    pub fn nearness(&self) -> String {
        match (&self.outcome, self.near()) {
            (Err(reason), _) => format!("not scored: {reason}"),
            (Ok(_), near) => format!("{} within a factor of {NEAR_FACTOR}", near.unwrap_or(0)),
        }
    }
}

/// "1 guess", "120 guesses".
fn counted(n: usize, one: &str, many: &str) -> String {
    format!("{} {}", format::count(n as u64), if n == 1 { one } else { many })
}

impl Roofline<'_> {
    /// What limits the fastest variant.
    pub fn answer(&self) -> String {
        let fastest = self.positions.iter().rfind(|position| position.row.ranked);
        fastest.map_or(String::new(), |position| position.answer(self.arithmetic))
    }
}

impl Position<'_> {
    /// What limits this variant, and how near it is: "vectorised is memory-bound: it reaches 83 % of what memory gives
    /// one core."
    pub fn answer(&self, arithmetic: Resource) -> String {
        if self.row.times.throttled() > 0 {
            return format!("The CPU quota throttled {}: what else limits it is not known.", self.row.label);
        }
        let (label, share) = (&self.row.label, format::share(self.share()));
        let roof = self.nearer(arithmetic);
        let cores = match self.row.times.cell.workers {
            1 => "one core".to_string(),
            _ if self.row.beyond_cores => "all cores".to_string(),
            n => format!("{n} cores"),
        };
        let of_roof = match self.level == Some(roof) {
            true => format!("what {} gives {cores}", ceiling::with_article(roof)),
            false => format!("the peak of {} of {cores}", ceiling::heading(roof)),
        };
        let answer = match self.bound() {
            Bound::Memory(_) | Bound::Compute => {
                format!("{label} is {}: it reaches {share} of {of_roof}.", self.verdict())
            }
            Bound::Neither => {
                format!("No roof is near to {label}: the nearest is {of_roof}, and it reaches {share} of it.")
            }
        };
        // One roof alone is half an answer.
        match self.level.filter(|_| self.of_level.is_none()) {
            Some(level) => {
                format!("{answer} What {} gives was not measured in this run.", ceiling::with_article(level))
            }
            None => answer,
        }
    }

    /// What limits it, in a word.
    pub fn verdict(&self) -> &'static str {
        match self.bound() {
            Bound::Memory(_) => "memory-bound",
            Bound::Compute => "compute-bound",
            Bound::Neither => "neither",
        }
    }
}
