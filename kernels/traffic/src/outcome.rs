//! What a variant fills, and what is done with it outside the timed part.

use crate::Params;

/// The road after the last step, and the moves of the reported steps.
#[derive(Clone, Debug, PartialEq)]
pub struct Outcome {
    /// The road after the last step, one byte a cell: the whole ring, or the share of a rank.
    pub cells: Vec<u8>,
    /// Cars of the whole ring that moved at steps `every`, 2·`every`, …, and those that moved at the last step.
    pub moves: Vec<u64>,
}
tenfold_kernel::arrays!(Outcome { cells, moves });

impl Outcome {
    /// Adds `moves` to those of `step`, counted from 1, where that step is reported.
    pub(crate) fn add(&mut self, params: &Params, step: usize, moves: u64) {
        if step.is_multiple_of(params.every) {
            self.moves[step / params.every - 1] += moves;
        }
        if step == params.steps {
            self.moves[params.steps / params.every] += moves;
        }
    }

    /// The reported moves with their steps, the last step's at the end.
    pub(crate) fn reported(&self, params: &Params) -> impl Iterator<Item = (usize, u64)> {
        let (every, steps) = (params.every, params.steps);
        self.moves.iter().enumerate().map(move |(i, &moves)| (steps.min((i + 1) * every), moves))
    }
}

/// Cars among `cells`.
pub(crate) fn cars(cells: &[u8]) -> u64 {
    cells.iter().map(|&cell| u64::from(cell)).sum()
}
