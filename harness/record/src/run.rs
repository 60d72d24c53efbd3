//! A run: all rounds of an experiment on one machine.

use crate::{Ballot, Ceiling, Cell, Experiment, Fingerprint, Instructions, Launch, Outcome, Profile, Source, Trace};
use serde::{Deserialize, Serialize};

/// Whether a run has all its rounds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum RunState {
    /// Under way, or stopped before its last round: the same command resumes it.
    #[default]
    Unfinished,
    /// All rounds done.
    Finished,
}

/// A cell with what was measured of it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Measured {
    /// The cell.
    pub cell: Cell,
    /// Its launches by round.
    pub launches: Vec<Launch>,
}

impl Measured {
    /// The launches that were checked and measured.
    pub fn good(&self) -> impl Iterator<Item = &Launch> {
        self.launches.iter().filter(|l| l.outcome == Outcome::Measured)
    }

    /// The launches that another program timed, without a check: their times are never compared with checked ones.
    pub fn unchecked(&self) -> impl Iterator<Item = &Launch> {
        self.launches.iter().filter(|l| matches!(l.outcome, Outcome::Unchecked { .. }))
    }

    /// Why there is no number for this cell, or `None` where there is one.
    ///
    /// One wrong answer voids the cell, however many launches were right: a variant that is sometimes wrong is wrong.
    pub fn missing(&self) -> Option<String> {
        if let Some(reason) = &self.cell.left_out {
            return Some(reason.clone());
        }
        let wrong = self.launches.iter().find(|l| matches!(l.outcome, Outcome::Wrong { .. }));
        let bad = wrong.or_else(|| match self.good().next() {
            Some(_) => None,
            None => self.launches.last(),
        });
        match bad {
            Some(launch) => launch.outcome.reason(),
            None if self.launches.is_empty() => Some("not reached before the run was stopped".to_string()),
            None => None,
        }
    }
}

/// What a run may be called.
pub(crate) const NAMES: &str = "use up to 120 letters, digits, '-', '_' and '.', starting with a letter or a digit";

/// Whether a run may be called so. Its pages are files of this name: no name leads out of their folder.
pub fn is_name(text: &str) -> bool {
    let plain = |c: char| c.is_ascii_alphanumeric() || "-_.".contains(c);
    text.len() <= 120 && text.starts_with(|c: char| c.is_ascii_alphanumeric()) && text.chars().all(plain)
}

/// The fact that says that a run was imported: its group and its name.
pub const IMPORTED_FROM: (&str, &str) = ("source", "imported from");

/// Everything measured for one experiment.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Run {
    /// Its name, unique in the store: date, experiment and four hexadecimal digits.
    pub id: String,
    /// When it started, in milliseconds of Unix time.
    pub started_ms: i64,
    /// Whether it has all its rounds.
    pub state: RunState,
    /// Seed of the random order of cells.
    pub seed: u64,
    /// What was asked.
    pub experiment: Experiment,
    /// On what machine.
    pub fingerprint: Fingerprint,
    /// What the machine can do at most, measured at the start and again at the end; empty where it was not measured.
    pub ceilings: Vec<Ceiling>,
    /// Every cell of the plan.
    pub cells: Vec<Measured>,
    /// Profiles of some of the cells.
    pub profiles: Vec<Profile>,
    /// Traces of distributed cells.
    pub traces: Vec<Trace>,
    /// The source of the variants; empty where it was not kept.
    pub sources: Vec<Source>,
    /// What people guessed before it started; the store takes them in as the run begins.
    #[serde(default)]
    pub ballots: Vec<Ballot>,
    /// Instructions of its serial variants.
    pub instructions: Vec<Instructions>,
}

impl Run {
    /// The program and file that the run was imported from; `None` where Tenfold measured it.
    pub fn imported_from(&self) -> Option<&str> {
        let (group, name) = IMPORTED_FROM;
        self.fingerprint.get(group, name)
    }
}

#[cfg(test)]
mod tests {
    use super::is_name;

    #[test]
    fn a_name_is_no_path() {
        for name in ["20261128-140000-starter-1a2b", "imported-criterion-0011aabb", "r1"] {
            assert!(is_name(name), "{name}");
        }
        for path in
            ["", "..", "../../evil", "/etc/passwd", "a/b", ".hidden", "-rf", "a\nb", "a\0b", "é", &"a".repeat(121)]
        {
            assert!(!is_name(path), "{path}");
        }
    }
}
