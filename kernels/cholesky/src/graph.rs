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
    /// The first task of each column of tiles, among all tasks.
    first: Vec<usize>,
    waiting: Vec<AtomicU32>,
}

impl Graph {
    /// That of a matrix with so many tiles along a side.
    pub fn new(tiles: usize) -> Graph {
        let mut all = 0;
        let mut first = Vec::with_capacity(tiles);
        for j in 0..tiles {
            first.push(all);
            all += (tiles - j) * (j + 1);
        }
        Graph { tiles, first, waiting: (0..all).map(|_| AtomicU32::new(0)).collect() }
    }

    /// All tiles on and below the diagonal, column by column.
    pub fn all_tiles(&self) -> impl Iterator<Item = [usize; 2]> {
        let tiles = self.tiles;
        (0..tiles).flat_map(move |j| (j..tiles).map(move |i| [i, j]))
    }

    /// Makes every task wait for all those before it. The first task waits for none.
    pub fn reset(&self) {
        for [i, j] in self.all_tiles() {
            (0..=j).for_each(|k| self.counter([i, j, k]).store(Graph::predecessors([i, j, k]), Ordering::Relaxed));
        }
    }

    /// The tasks that waited for none but `task`, which is done: those that others wait for most come last.
    pub fn released(&self, task: Task) -> impl Iterator<Item = Task> {
        // Who counts the last one down has seen what all the others did.
        self.successors(task).filter(move |&next| self.counter(next).fetch_sub(1, Ordering::AcqRel) == 1)
    }

    /// How many tasks `[i, j, k]` waits for: the step before, and the tiles that it reads.
    fn predecessors([i, j, k]: Task) -> u32 {
        let (is_diagonal, is_first) = (i == j, k == 0);
        let tiles = u32::from(!is_diagonal) + u32::from(k < j);
        tiles + u32::from(!is_first)
    }

    /// The tasks that wait for `[i, j, k]`, those of the left-most columns last.
    fn successors(&self, [i, j, k]: Task) -> impl Iterator<Item = Task> {
        // A tile on the diagonal is waited for by those below it; one below, as the right and as the left factor, by those of
        // column i and of row i.
        let (below, right, left) = match (k < j, i == j) {
            (true, _) => (0..0, 0..0, 0..0),
            (false, true) => (i + 1..self.tiles, 0..0, 0..0),
            (false, false) => (0..0, i + 1..self.tiles, j + 1..i + 1),
        };
        let next = (k < j).then_some([i, j, k + 1]).into_iter();
        let factors = right.rev().map(move |row| [row, i, j]).chain(left.rev().map(move |column| [i, column, j]));
        next.chain(below.rev().map(move |row| [row, j, j])).chain(factors)
    }

    fn counter(&self, [i, j, k]: Task) -> &AtomicU32 {
        &self.waiting[self.first[j] + (i - j) * (j + 1) + k]
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashMap;

    /// Does all tasks in some order that the graph allows, and returns the longest chain of tasks that ends with each.
    fn chains(tiles: usize) -> HashMap<Task, usize> {
        let graph = Graph::new(tiles);
        graph.reset();
        let (mut ready, mut chains) = (vec![[0, 0, 0]], HashMap::from([([0, 0, 0], 1)]));
        while let Some(task) = ready.pop() {
            for next in graph.successors(task) {
                let chain = chains[&task] + 1;
                let longest = chains.entry(next).or_insert(0);
                *longest = chain.max(*longest);
            }
            ready.extend(graph.released(task));
        }
        assert!(graph.waiting.iter().all(|waiting| waiting.load(Ordering::Relaxed) == 0), "{tiles} tiles");
        chains
    }

    #[test]
    fn every_task_is_released_once_and_the_longest_chain_takes_three_tasks_a_column() {
        for tiles in [1, 2, 3, 8] {
            let chains = chains(tiles);
            assert_eq!(chains.len(), tiles * (tiles + 1) * (tiles + 2) / 6);
            assert_eq!(chains.values().max(), Some(&(3 * (tiles - 1) + 1)), "{tiles} tiles");
        }
    }
}
