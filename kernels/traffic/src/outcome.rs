//! What a variant fills, and what is done with it outside the timed part.

use crate::{Params, Road};
use serde::{Deserialize, Serialize};

/// The road after the last step, and the moves of the reported steps.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Outcome {
    /// Number on the ring of the first cell.
    pub start: usize,
    /// The road after the last step, one byte a cell: the whole ring, or the share of a rank.
    pub cells: Vec<u8>,
    /// Cars of the whole ring that moved at steps `every`, 2·`every`, …
    pub series: Vec<u64>,
    /// Cars of the whole ring that moved at the last step.
    pub moves: u64,
}

impl Outcome {
    /// An outcome of the right shape whose contents no road can have.
    pub(crate) fn blank(params: &Params, road: &Road) -> Outcome {
        Outcome {
            start: road.start,
            cells: vec![u8::MAX; road.cells.len()],
            series: vec![u64::MAX; params.steps / params.every],
            moves: u64::MAX,
        }
    }

    /// Sets all moves to zero, before the first [`add`](Outcome::add).
    pub(crate) fn clear_moves(&mut self) {
        self.series.fill(0);
        self.moves = 0;
    }

    /// Adds `moves` to those of `step`, counted from 1, where that step is reported.
    pub(crate) fn add(&mut self, params: &Params, step: usize, moves: u64) {
        if step.is_multiple_of(params.every) {
            self.series[step / params.every - 1] += moves;
        }
        if step == params.steps {
            self.moves += moves;
        }
    }

    /// Cars on this road.
    pub fn cars(&self) -> u64 {
        count(&self.cells)
    }

    /// The whole from the parts of the ranks. Every rank knows the moves of the whole ring; where two disagree, the
    /// moves become a number that no check accepts.
    pub(crate) fn join(parts: Vec<Outcome>) -> Outcome {
        let mut parts = parts.into_iter();
        let mut whole = parts.next().expect("at least one rank");
        for part in parts {
            let in_order = part.start == whole.start + whole.cells.len();
            if !in_order || (&part.series, part.moves) != (&whole.series, whole.moves) {
                whole.moves = u64::MAX;
            }
            whole.cells.extend(part.cells);
        }
        whole
    }

    /// 0 where both are the same; else the greatest difference of two numbers, or ∞ where the shapes differ.
    pub(crate) fn difference(&self, other: &Outcome) -> f64 {
        let shape = |o: &Outcome| (o.start, o.cells.len(), o.series.len());
        if shape(self) != shape(other) {
            return f64::INFINITY;
        }
        let cells = self.cells.iter().zip(&other.cells).map(|(a, b)| a.abs_diff(*b)).max().unwrap_or(0);
        let series = self.series.iter().zip(&other.series).map(|(a, b)| a.abs_diff(*b)).max().unwrap_or(0);
        series.max(u64::from(cells)).max(self.moves.abs_diff(other.moves)) as f64
    }
}

/// Cars among `cells`.
pub(crate) fn count(cells: &[u8]) -> u64 {
    cells.iter().map(|&cell| u64::from(cell)).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn part(start: usize, cells: &[u8], moves: u64) -> Outcome {
        Outcome { start, cells: cells.to_vec(), series: vec![moves], moves }
    }

    #[test]
    fn parts_join_in_rank_order() {
        let whole = Outcome::join(vec![part(0, &[1, 0], 4), part(2, &[0], 4), part(3, &[], 4)]);
        assert_eq!(whole, part(0, &[1, 0, 0], 4));
    }

    #[test]
    fn a_rank_that_disagrees_spoils_the_whole() {
        let whole = Outcome::join(vec![part(0, &[1], 4), part(1, &[0], 3)]);
        assert_eq!(whole.moves, u64::MAX);
        let whole = Outcome::join(vec![part(0, &[1], 4), part(2, &[0], 4)]);
        assert_eq!(whole.moves, u64::MAX);
    }

    #[test]
    fn the_difference_sees_cells_series_moves_and_shape() {
        let a = part(0, &[1, 0], 4);
        assert_eq!(a.difference(&a), 0.0);
        assert_eq!(a.difference(&part(0, &[1, 1], 4)), 1.0);
        assert_eq!(a.difference(&part(0, &[1, 0], 9)), 5.0);
        assert_eq!(a.difference(&part(0, &[1], 4)), f64::INFINITY);
    }
}
