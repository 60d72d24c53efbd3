//! Polls: what people guessed of an experiment before it was run.
//!
//! A poll is open until a run of its experiment starts; that run takes it in. Nobody is known by more than a name of
//! their own choice.

use crate::{Experiment, Guess};
use serde::{Deserialize, Serialize};
use tenfold_kernel::Values;

/// A ratio that people are asked for: how many times faster than `base` is `subject`, on this problem?
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Topic {
    /// The kernel.
    pub kernel: String,
    /// Its problem.
    pub params: Values,
    /// The variant asked about.
    pub subject: String,
    /// The variant it is compared with.
    pub base: String,
}

/// What one person guessed.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Ballot {
    /// The name given, if one was.
    pub name: Option<String>,
    /// How many times faster, for each topic of the experiment in its order; none where the person passed.
    pub factors: Vec<Option<f64>>,
}

/// A poll in the store.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PollId(pub(crate) i64);

/// How a poll stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PollState {
    /// People who have guessed.
    pub ballots: usize,
    /// Whether guesses are still taken.
    pub open: bool,
}

/// What became of a ballot.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cast {
    /// Kept: the first of this person.
    New,
    /// Kept, in the place of an earlier one of the same person.
    Changed,
    /// Refused: the run has started.
    Closed,
    /// Refused: the poll holds as many ballots as it may.
    Full,
}

impl Experiment {
    /// What people are asked: every ratio that the experiment's file guesses at, in its order.
    pub fn topics(&self) -> Vec<Topic> {
        let of_part = self.parts.iter().flat_map(|part| part.guesses.iter().map(move |guess| (part, guess)));
        let topic = |(part, Guess { subject, base, .. }): (&crate::Part, &Guess)| Topic {
            kernel: part.kernel.clone(),
            params: part.params.clone(),
            subject: subject.clone(),
            base: base.clone(),
        };
        of_part.map(topic).collect()
    }
}
