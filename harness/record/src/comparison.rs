//! A comparison: two parties, cell by cell in duels, with every block that was timed.

use crate::{Ceiling, Demand, Fingerprint};
use serde::{Deserialize, Serialize};
use std::fmt;
use tenfold_kernel::{Rung, Values};
use tenfold_machine::Throttling;

/// One of the two parties.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Side {
    /// The base, named first.
    A,
    /// The one that is judged, named second.
    B,
}

impl Side {
    /// Both, the base first.
    pub const BOTH: [Side; 2] = [Side::A, Side::B];

    /// The opponent.
    pub fn other(self) -> Side {
        match self {
            Side::A => Side::B,
            Side::B => Side::A,
        }
    }

    /// 0 for the base, 1 for the other: the place in arrays of two.
    pub fn index(self) -> usize {
        self as usize
    }
}

impl fmt::Display for Side {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(if *self == Side::A { "A" } else { "B" })
    }
}

/// What was compared with what, and what came of it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Comparison {
    /// Its name, unique in the store.
    pub id: String,
    /// When it started, in milliseconds of Unix time.
    pub started_ms: i64,
    /// Seed of all random orders.
    pub seed: u64,
    /// What either side was taken for: "revision 1a2b3c4 (main)".
    pub parties: [String; 2],
    /// The slowdown that is accepted, as a share (0.01 is 1 %).
    pub threshold: f64,
    /// On what machine.
    pub fingerprint: Fingerprint,
    /// One duel a cell.
    pub duels: Vec<Duel>,
    /// Cells left out: which, and why.
    pub left_out: Vec<(String, String)>,
}

/// The two sides of one cell, measured against each other.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Duel {
    /// What was run.
    pub contest: Contest,
    /// Runs in a block of either side.
    pub iterations: [u32; 2],
    /// How many builds of either side took part; none where both sides are one program, and where code lies is not in question.
    #[serde(default)]
    pub builds: Option<[usize; 2]>,
    /// The launches.
    pub launches: Vec<DuelLaunch>,
    /// After how many launches it was looked at, and what share of the alarm rate could be spent by then.
    pub looks: Vec<(usize, f64)>,
    /// Why it ended.
    pub end: DuelEnd,
    /// How long it took, launches and all, in seconds.
    pub wall_seconds: f64,
    /// How a CPU quota made both sides stand still meanwhile; `None` where there is no quota.
    #[serde(default)]
    pub throttling: Option<Throttling>,
    /// Instructions of one run of either side, where they were counted; else why not.
    pub instructions: Option<Result<[u64; 2], String>>,
    /// Folded stacks of either side where it changed, or why there are none.
    #[serde(default)]
    pub stacks: Option<Result<[String; 2], String>>,
    /// What one run needs at least, as each side's kernel says.
    #[serde(default)]
    pub demands: [Vec<Demand>; 2],
    /// Ceilings that were measured after it: after the first duel, and again after one whose side passes those known by then.
    #[serde(default)]
    pub ceilings: Vec<Ceiling>,
}

/// What the two sides of a duel run.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Contest {
    /// The kernel; empty where commands are compared.
    pub kernel: String,
    /// The variant (or the command) of either side.
    pub variants: [String; 2],
    /// Their rungs.
    pub rungs: [Rung; 2],
    /// Complete params.
    pub params: Values,
    /// Threads or ranks of either side.
    pub workers: [usize; 2],
}

impl fmt::Display for Contest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let [a, b] = &self.variants;
        if !self.kernel.is_empty() {
            write!(f, "{} ", self.kernel)?;
        }
        f.write_str(b)?;
        if a != b {
            write!(f, " / {a}")?;
        }
        match self.workers {
            [1, 1] => Ok(()),
            [a, b] if a == b => write!(f, " × {a}"),
            [a, b] => write!(f, " × {b} / {a}"),
        }
    }
}

/// Why a duel ended.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "kind")]
pub enum DuelEnd {
    /// The interval was as narrow as asked.
    Narrow,
    /// The time was up.
    TimeUp,
    /// The program was told to stop.
    Interrupted,
    /// An answer was wrong: there are no times.
    Wrong {
        /// Whose.
        side: Side,
        /// Which check failed.
        reason: String,
    },
    /// A side could not be run.
    Failed {
        /// Which.
        side: Side,
        /// Why.
        reason: String,
    },
}

/// One process of either side, started afresh, that took turns.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct DuelLaunch {
    /// Which was started first.
    pub first: Side,
    /// Bytes of padding in the environment of either.
    pub padding: [usize; 2],
    /// Which of its builds either was.
    #[serde(default)]
    pub builds: [usize; 2],
    /// The turns.
    pub quads: Vec<Quad>,
}

/// Four blocks in the order ABBA or BAAB, so that a drift which is even over the four cancels.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Quad {
    /// Who began, and ended: ABBA begins with A.
    pub begun_by: Side,
    /// The four times in the order in which they were taken, in seconds.
    pub seconds: [f64; 4],
    /// Involuntary context switches during each.
    pub switches: [u32; 4],
    /// Time stolen by the hypervisor from the whole machine during the four, in seconds (ticks of 10 ms).
    pub steal: f64,
}

impl Quad {
    /// The two times of `side`.
    pub fn of(&self, side: Side) -> [f64; 2] {
        self.of_side(self.seconds, side)
    }

    /// The switches of the two blocks of `side`.
    pub fn switches_of(&self, side: Side) -> [u32; 2] {
        self.of_side(self.switches, side)
    }

    fn of_side<T>(&self, [first, second, third, fourth]: [T; 4], side: Side) -> [T; 2] {
        if side == self.begun_by { [first, fourth] } else { [second, third] }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_side_has_its_two_blocks() {
        let quad = |begun_by| Quad { begun_by, seconds: [1.0, 2.0, 3.0, 4.0], switches: [5, 6, 7, 8], steal: 0.0 };
        assert_eq!(quad(Side::A).switches_of(Side::B), [6, 7]);
        assert_eq!(quad(Side::A).of(Side::A), [1.0, 4.0]);
        assert_eq!(quad(Side::A).of(Side::B), [2.0, 3.0]);
        assert_eq!(quad(Side::B).of(Side::A), [2.0, 3.0]);
    }
}
