//! The climb, as a model.

use crate::LONGEST_NAME;
use crate::ladder::Row;
use tenfold_analysis::findings::{self, PartFindings};
use tenfold_analysis::text::short;
use tenfold_record::Rung;

/// What the figure shows.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Climb {
    /// The variants in the order of the lesson; at most [`MOST_ROWS`](super::MOST_ROWS) are drawn, the last ones.
    pub rows: Vec<Row>,
    /// How many of them have been climbed; the last of these is the newest.
    pub climbed: usize,
    /// The variant that factors compare with.
    pub base_label: String,
}

impl Climb {
    /// The climb as far as the step of this index. Of the peers only the base is on it, and the one that this step is: all
    /// of them are on the ladder.
    pub fn of(part: &PartFindings<'_>, climb: &findings::Climb<'_, '_>, index: usize) -> Climb {
        let shown = |i: usize| {
            let row = &climb.steps[i].row;
            i == index || row.is_base || row.times.cell.rung != Rung::External
        };
        let row = |step: &findings::Step<'_, '_>| Row {
            label: short(&step.row.label, LONGEST_NAME),
            rung: step.row.times.cell.rung,
            seconds: step.row.times.estimate,
            is_base: step.row.is_base,
            factor_to_base: step.row.speed_up.filter(|_| !step.row.is_base),
            rung_factor: None,
            guess: None,
            launches: step.row.times.medians(),
        };
        Climb {
            rows: (0..climb.steps.len()).filter(|i| shown(*i)).map(|i| row(&climb.steps[i])).collect(),
            climbed: (0..=index).filter(|i| shown(*i)).count(),
            base_label: short(&part.part.base, LONGEST_NAME),
        }
    }
}
