//! How each cell of a comparison stands.

use super::too_fast;
use tenfold_duel::{Finding, finding};
use tenfold_record::{Comparison, Duel, DuelEnd, Side};
use tenfold_stats::discoveries::adjusted;
use tenfold_stats::{Decision, Estimate, StatsError, Verdict};

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
        /// Whether it is sure to be by more than is accepted: the whole interval lies beyond the threshold.
        beyond: bool,
    },
    /// No difference was found.
    NoDifference {
        /// The relative difference that would have been found; infinite where there were too few launches.
        detectable: f64,
    },
    /// A side's answer is wrong: it has no time.
    Wrong(Side, String),
    /// A side is faster than the machine allows: its time is no time of the work it claims to do.
    TooFast(Side, String),
    /// A side does not run.
    Failed(Side, String),
    /// It was stopped before it could be judged.
    Stopped,
}

impl Standing {
    /// Whether a side has no time that could be compared.
    pub fn is_fault(&self) -> bool {
        matches!(self, Standing::Wrong(..) | Standing::TooFast(..) | Standing::Failed(..))
    }
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
    /// The side that was interrupted more often, where that is no chance.
    pub interrupted: Option<Side>,
    /// How it stands.
    pub standing: Standing,
}

impl CellStanding<'_> {
    /// Time of B over time of A, with its interval.
    pub fn time_ratio(&self) -> Option<Estimate> {
        Some(self.finding.as_ref()?.comparison.ratio.map_monotone(|r| 1.0 / r))
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
    let fought = || findings.iter().flatten();
    let of_all = |p_values: Vec<f64>| Ok::<_, StatsError>(adjusted(&p_values)?.into_iter());
    let against: Vec<_> = fought().map(|f| f.against(comparison.threshold, decision())).collect::<Result<_, _>>()?;
    let mut changed = of_all(fought().map(|f| f.comparison.p_value).collect())?;
    let mut beyond = of_all(against.iter().map(|of_cell| of_cell.p_value).collect())?;
    let mut interrupted = of_all(fought().map(|f| f.interruptions.p_value).collect())?;
    let mut against = against.into_iter();
    let of_cell = |(duel, finding): (_, Option<Finding>)| {
        let trouble = trouble(duel);
        let Some(finding) = finding else {
            let standing = trouble.unwrap_or(Standing::Stopped);
            return CellStanding { duel, finding: None, adjusted: None, interrupted: None, standing };
        };
        let (adjusted, beyond) = (changed.next().unwrap_or(1.0), beyond.next().unwrap_or(1.0));
        let slower = against.next().is_some_and(|c| c.verdict == Verdict::Slower);
        let [a, b] = finding.interruptions.shares;
        let interrupted =
            interrupted.next().filter(|p| *p <= ALARM_RATE).map(|_| if a > b { Side::A } else { Side::B });
        let trouble = trouble.or_else(|| too_fast::of(comparison, duel, &finding));
        let standing = trouble.unwrap_or_else(|| standing(&finding, adjusted, slower && beyond <= ALARM_RATE));
        CellStanding { duel, finding: Some(finding), adjusted: Some(adjusted), interrupted, standing }
    };
    Ok(comparison.duels.iter().zip(findings).map(of_cell).collect())
}

/// Why a duel says nothing, whatever its times are.
fn trouble(duel: &Duel) -> Option<Standing> {
    match &duel.end {
        DuelEnd::Wrong { side, reason } => Some(Standing::Wrong(*side, reason.clone())),
        DuelEnd::Failed { side, reason } => Some(Standing::Failed(*side, reason.clone())),
        DuelEnd::Narrow | DuelEnd::TimeUp | DuelEnd::Interrupted => None,
    }
}

fn standing(finding: &Finding, adjusted: f64, beyond: bool) -> Standing {
    match finding.comparison.verdict {
        Verdict::NoDifference { detectable } => Standing::NoDifference { detectable },
        // An alarm of its own that is lost among so many cells.
        _ if adjusted > ALARM_RATE => Standing::NoDifference { detectable: f64::INFINITY },
        Verdict::Faster => Standing::Faster,
        Verdict::Slower => Standing::Slower { beyond },
    }
}

/// Whether the comparison has failed: a slowdown that is sure to be beyond the threshold, a wrong answer, a side that is too
/// fast to be true, or one that does not run.
pub fn regressed(standings: &[CellStanding<'_>]) -> bool {
    standings.iter().any(|s| matches!(s.standing, Standing::Slower { beyond: true }) || s.standing.is_fault())
}
