//! What a part of the experiment answers.

use crate::findings::wording::too_few;
use crate::findings::{Findings, PartFindings, Roofline};
use tenfold_record::{Rung, Scaling};

impl Findings<'_> {
    /// Why none of several parts has an answer, to be said once; `None` where one has, or the reasons differ.
    pub fn no_answer(&self) -> Option<String> {
        let (first, others) = self.parts.split_first()?;
        let why = first.no_answer()?;
        (!others.is_empty() && others.iter().all(|part| part.no_answer().as_ref() == Some(&why))).then_some(why)
    }
}

impl PartFindings<'_> {
    /// What the part answers, a question each: what the rungs are worth, whether it scales, how near it is to its limit. The
    /// one that its cells were chosen for comes first.
    pub fn answers(&self) -> Vec<String> {
        if self.times.is_empty() && !self.unchecked.is_empty() {
            return vec![
                "Not checked by Tenfold: another program timed this, so the times are listed apart and not compared."
                    .into(),
            ];
        }
        if let Some(why) = self.no_answer() {
            return vec![why];
        }
        let rungs = Some(self.ladder.answer(&self.part.base));
        let limit = self.roofline.as_ref().map(Roofline::answer).filter(|answer| !answer.is_empty());
        let answers = match self.asks() {
            Question::Rungs => [rungs, self.scaling_answer(), limit],
            // On a problem that grows with the workers, rungs stand side by side with one worker each.
            Question::Scaling if self.part.scaling == Scaling::Weak => {
                let unknown = || match self.curves.first() {
                    Some(curve) => curve.answer(),
                    None => "No speed-up: one worker was not measured beside more.".into(),
                };
                [self.scaling_answer().or_else(|| Some(unknown())), limit, None]
            }
            Question::Scaling => [self.scaling_answer(), rungs, limit],
            Question::Limit => [limit, rungs, self.scaling_answer()],
        };
        answers.into_iter().flatten().collect()
    }

    /// Why nothing is answered; `None` where some time has an interval.
    pub fn no_answer(&self) -> Option<String> {
        let rounds = self.times.iter().map(|times| times.estimate.n).max()?;
        let none = self.times.iter().all(|times| times.estimate.interval.is_none());
        none.then(|| format!("No answer yet: {}.", too_few(rounds)))
    }

    /// The first of its answers.
    pub fn answer(&self) -> String {
        self.answers().into_iter().next().unwrap_or_default()
    }

    /// Its first sentence, for a line among those of other parts.
    pub fn in_short(&self) -> String {
        self.answer().split_inclusive(". ").next().unwrap_or_default().trim_end().to_string()
    }

    /// What the cells were chosen for. Without a plain loop or a peer to begin with, or with a problem that grows with its workers,
    /// the question is scaling; where nothing runs in parallel and no peer stands beside it, the limit of one core.
    fn asks(&self) -> Question {
        let own = || self.ladder.rows.iter().filter(|row| !row.is_external());
        let has_peers = own().count() < self.ladder.rows.len();
        let begins = has_peers || own().any(|row| row.times.cell.rung == Rung::Naive);
        match self.part.scaling {
            Scaling::Weak => Question::Scaling,
            Scaling::Strong if !begins && !self.curves.is_empty() => Question::Scaling,
            Scaling::Strong
                if !has_peers && self.roofline.is_some() && own().all(|row| !row.times.cell.is_parallel()) =>
            {
                Question::Limit
            }
            Scaling::Strong => Question::Rungs,
        }
    }
}

/// What the cells of a part can answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Question {
    Rungs,
    Scaling,
    Limit,
}
