//! How each cell of a comparison stands.

use tenfold_duel::{Finding, finding};
use tenfold_record::{Comparison, Duel, DuelEnd, Side};
use tenfold_stats::discoveries::adjusted;
use tenfold_stats::{Decision, Interval, StatsError, Verdict};

/// The rate of false alarms of one cell, and the greatest expected share of false ones among all that are called changed.
pub const ALARM_RATE: f64 = 0.01;

/// A rise of the instructions that is always reported, as a share.
pub const INSTRUCTION_RISE: f64 = 0.005;

/// Whether B's instructions are so many more than A's that it is reported.
pub fn more_instructions(a: u64, b: u64) -> bool {
    // Not from their ratio: 1005 / 1000 − 1 is a little less than 0.005.
    b as f64 - a as f64 >= INSTRUCTION_RISE * a as f64
}

/// The rule by which cells are judged.
pub fn decision() -> Decision {
    Decision { alarm_rate: ALARM_RATE, ..Decision::default() }
}

/// How one cell stands.
#[derive(Clone, Debug, PartialEq)]
pub enum Standing {
    /// B takes less time.
    Faster,
    /// B takes more time.
    Slower {
        /// Whether by more than is accepted.
        beyond: bool,
    },
    /// No difference was found.
    NoDifference {
        /// The relative difference that would have been found; infinite where there were too few launches.
        detectable: f64,
    },
    /// A side's answer is wrong: it has no time.
    Wrong(Side, String),
    /// A side does not run.
    Failed(Side, String),
    /// It was stopped before it could be judged.
    Stopped,
}

/// One cell with what its duel says.
#[derive(Clone, Debug, PartialEq)]
pub struct CellStanding<'a> {
    /// The duel.
    pub duel: &'a Duel,
    /// Its times in numbers; `None` where there are none.
    pub finding: Option<Finding>,
    /// The p-value adjusted for the number of cells (Benjamini and Hochberg).
    pub adjusted: Option<f64>,
    /// How it stands.
    pub standing: Standing,
}

impl CellStanding<'_> {
    /// Time of B over time of A, with its interval.
    pub fn time_ratio(&self) -> Option<(f64, Option<Interval>)> {
        let ratio = self.finding.as_ref()?.comparison.ratio.map_monotone(|r| 1.0 / r);
        Some((ratio.value, ratio.interval))
    }

    /// Instructions of B over those of A, where they were counted.
    pub fn instruction_ratio(&self) -> Option<f64> {
        match self.duel.instructions {
            Some(Ok([a, b])) => Some(b as f64 / a as f64),
            _ => None,
        }
    }
}

/// How every cell stands. A cell is called changed where its own alarm rate and that over all cells are kept.
///
/// # Errors
/// Times that make no sense: a damaged store.
pub fn standings(comparison: &Comparison) -> Result<Vec<CellStanding<'_>>, StatsError> {
    let findings = comparison.duels.iter().map(|d| finding(d, decision())).collect::<Result<Vec<_>, _>>()?;
    let p_values: Vec<f64> = findings.iter().flatten().map(|f| f.comparison.p_value).collect();
    let mut adjusted = adjusted(&p_values)?.into_iter();
    Ok(comparison
        .duels
        .iter()
        .zip(findings)
        .map(|(duel, finding)| {
            let adjusted = finding.as_ref().and_then(|_| adjusted.next());
            let standing = standing(duel, finding.as_ref(), adjusted, comparison.threshold);
            CellStanding { duel, finding, adjusted, standing }
        })
        .collect())
}

fn standing(duel: &Duel, finding: Option<&Finding>, adjusted: Option<f64>, threshold: f64) -> Standing {
    match &duel.end {
        DuelEnd::Wrong { side, reason } => return Standing::Wrong(*side, reason.clone()),
        DuelEnd::Failed { side, reason } => return Standing::Failed(*side, reason.clone()),
        DuelEnd::Narrow | DuelEnd::TimeUp | DuelEnd::Interrupted => {}
    }
    let (Some(finding), Some(adjusted)) = (finding, adjusted) else { return Standing::Stopped };
    let verdict = finding.comparison.verdict;
    match verdict {
        Verdict::NoDifference { detectable } => Standing::NoDifference { detectable },
        // An alarm of its own that is lost among so many cells.
        _ if adjusted > ALARM_RATE => Standing::NoDifference { detectable: f64::INFINITY },
        Verdict::Faster => Standing::Faster,
        Verdict::Slower => Standing::Slower { beyond: 1.0 / finding.comparison.ratio.value > 1.0 + threshold },
    }
}

/// Whether the comparison has failed: a slowdown whose estimate is beyond the threshold, a wrong answer, or a side that
/// does not run.
pub fn regressed(standings: &[CellStanding<'_>]) -> bool {
    standings
        .iter()
        .any(|s| matches!(s.standing, Standing::Slower { beyond: true } | Standing::Wrong(..) | Standing::Failed(..)))
}
