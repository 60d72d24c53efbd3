//! What was asked: a question, guesses written down before the run, and the parts that answer it.

use crate::{External, Transport};
use serde::{Deserialize, Serialize};
use tenfold_kernel::Values;

/// How the problem changes with the number of workers.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Scaling {
    /// The same problem for every number of workers.
    #[default]
    Strong,
    /// The same work per worker.
    Weak,
}

/// A guess, written down before the run: `subject` is `factor` times faster than `base`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Guess {
    /// The variant guessed about.
    pub subject: String,
    /// The variant it is compared with.
    pub base: String,
    /// How many times faster.
    pub factor: f64,
}

/// What has to be reached: `subject` is at least `factor` times faster than a base, or reaches that share of what the machine
/// gives.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Target {
    /// The variant that has to reach it.
    pub subject: String,
    /// What it is held against.
    pub base: Base,
    /// How many times faster, or which share.
    pub factor: f64,
}

/// What a target is held against. In a store it is the word that stands for it, and nothing for the limit.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(from = "Option<String>", into = "Option<String>")]
pub enum Base {
    /// Another variant.
    Variant(String),
    /// The least time that the machine allows the problem.
    Limit,
    /// The bandwidth of the cache or the memory that its data come from.
    Bandwidth,
}

impl Base {
    /// The words in an experiment that stand for what no variant is.
    pub const WORDS: [&str; 2] = ["limit", "bandwidth"];
}

impl From<Option<String>> for Base {
    fn from(word: Option<String>) -> Base {
        let [limit, bandwidth] = Base::WORDS;
        match word {
            None => Base::Limit,
            Some(word) if word == limit => Base::Limit,
            Some(word) if word == bandwidth => Base::Bandwidth,
            Some(variant) => Base::Variant(variant),
        }
    }
}

impl From<Base> for Option<String> {
    fn from(base: Base) -> Option<String> {
        match base {
            Base::Variant(variant) => Some(variant),
            Base::Limit => None,
            Base::Bandwidth => Some(Base::WORDS[1].into()),
        }
    }
}

/// Cells of one kernel that belong on one ladder or one scaling plot.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Part {
    /// The kernel's name.
    pub kernel: String,
    /// The kernel's summary, for headings.
    pub summary: String,
    /// The complete params (of one worker, where scaling is weak).
    pub params: Values,
    /// Names of variants, externals included, in the order given.
    pub variants: Vec<String>,
    /// Those of the variants that are programs of the user's.
    pub externals: Vec<External>,
    /// Numbers of workers for variants that have several, ascending.
    pub workers: Vec<usize>,
    /// Strong or weak.
    pub scaling: Scaling,
    /// How distributed variants exchange messages; one cell for each.
    pub transports: Vec<Transport>,
    /// The variant that speed-ups name as their base.
    pub base: String,
    /// The guesses.
    pub guesses: Vec<Guess>,
    /// The targets.
    #[serde(default)]
    pub targets: Vec<Target>,
}

/// An experiment, read and checked.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Experiment {
    /// Its name: the file's name without the ending.
    pub name: String,
    /// The question in words.
    pub question: String,
    /// The parts.
    pub parts: Vec<Part>,
    /// Rounds: how often every cell is launched.
    pub rounds: u32,
    /// Time spent sampling in one launch, in seconds.
    pub sampling_seconds: f64,
    /// A launch that takes longer than this many seconds is stopped.
    pub limit_seconds: f64,
    /// The file's text as it was, for the record.
    pub source: String,
}
