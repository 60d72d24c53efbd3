//! A duel, as a model.

use crate::Estimate;
use tenfold_analysis::comparison::CellStanding;
use tenfold_record::Rung;

/// What the figure of a duel shows: one cell.
#[derive(Clone, Debug, PartialEq)]
pub struct Duel {
    /// The question.
    pub title: String,
    /// The answer, computed by the caller.
    pub caption: String,
    /// The rung of B, which gives colour and marker.
    pub rung: Rung,
    /// Time of B over A of each launch.
    pub launches: Vec<f64>,
    /// The median over launches with its interval.
    pub estimate: Estimate,
    /// The ratio up to which a slowdown is accepted.
    pub accepted: f64,
    /// Where the numbers come from.
    pub footer: String,
}

impl Duel {
    /// The launches of a cell of a comparison; `None` where there are no times.
    pub fn of(cell: &CellStanding<'_>, threshold: f64) -> Option<Duel> {
        let (value, interval) = cell.time_ratio()?;
        let finding = cell.finding.as_ref()?;
        // An interpolated interval may end a rounding error beside the median itself.
        let interval = interval.map(|i| (i.low.min(value), i.high.max(value)));
        Some(Duel {
            title: String::new(),
            caption: String::new(),
            rung: cell.duel.contest.rungs[1],
            launches: finding.logs.iter().map(|log| (-log).exp()).collect(),
            estimate: Estimate { value, interval, n: finding.logs.len() },
            accepted: 1.0 + threshold,
            footer: "a dot is a launch: the median of its turns; below: their median and its 95 % interval".into(),
        })
    }
}
