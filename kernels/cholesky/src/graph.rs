//! The tasks of a factorisation, and which of them wait for which.
//!
//! Task [i, j, k] is step k of the tile [i, j]: for k < j it takes the product of two tiles of column k from it, and for k = j it
//! is that of its own column, after which the tile is final.

use std::sync::atomic::{AtomicU32, Ordering};

/// The numbers of a task.
pub type Task = [usize; 3];

/// For every task, how many tasks it still waits for.
pub struct Graph {
    tiles: usize,
    waiting: Vec<AtomicU32>,
}

impl Graph {
    /// That of a matrix with so many tiles along a side. Nothing is done yet, and the first task waits for none.
    pub fn new(tiles: usize) -> Graph {
        let all = (0..tiles).flat_map(|i| (0..=i).flat_map(move |j| (0..=j).map(move |k| [i, j, k])));
        // The step before, and the tiles that it reads: that on the diagonal, or the left one and the right one, which
        // are the same on the diagonal.
        let needs = |[i, j, k]: Task| u32::from(k > 0) + u32::from(k < j) + u32::from(i != j);
        Graph { tiles, waiting: all.map(|task| AtomicU32::new(needs(task))).collect() }
    }

    /// The tasks that waited for none but [i, j, k], which is done: those of the left-most columns, which others wait for
    /// most, come last.
    pub fn released(&self, [i, j, k]: Task) -> impl Iterator<Item = Task> {
        // A final tile is waited for by those of column i, as the factor if it is on the diagonal, else as the right
        // one of two; and, as the left one, by those of row i.
        let (below, left) = if k < j { (0..0, 0..0) } else { (i + 1..self.tiles, j + 1..i + 1) };
        let next = (k < j).then_some([i, j, k + 1]);
        let others = below.rev().map(move |row| [row, i, j]).chain(left.rev().map(move |column| [i, column, j]));
        // Who counts the last one down has seen what all the others did.
        let is_last = |&task: &Task| self.waiting[number(task)].fetch_sub(1, Ordering::AcqRel) == 1;
        next.into_iter().chain(others).filter(is_last)
    }
}

/// Which of all tasks one is: before it are those of the rows above, of the tiles to the left, and the steps before.
fn number([i, j, k]: Task) -> usize {
    i * (i + 1) * (i + 2) / 6 + j * (j + 1) / 2 + k
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_task_is_released_once_and_the_longest_chain_takes_three_tasks_a_column() {
        for tiles in [1, 2, 3, 8] {
            let (graph, mut ready, mut done, mut chain) = (Graph::new(tiles), vec![[0; 3]], 0, 0);
            // All tasks that are ready are done at the same time, and so each as soon as it can be.
            while !ready.is_empty() {
                (done, chain) = (done + ready.len(), chain + 1);
                ready = ready.into_iter().flat_map(|task| graph.released(task)).collect();
            }
            assert_eq!((done, chain), (tiles * (tiles + 1) * (tiles + 2) / 6, 3 * tiles - 2), "{tiles} tiles");
        }
    }
}
