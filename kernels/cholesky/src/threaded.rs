//! Tasks: each tile's next step begins as soon as what it needs is there, and the longest chain of tasks is never kept waiting.

use crate::graph::{Graph, Task as Number};
use crate::layout::{Layout, Task};
use crate::{Factor, Matrix, Params};
use rayon::prelude::*;
use std::sync::RwLock;
use tenfold_kernel::{Part, Setting, Workspace};

/// Factors on the rayon pool it is called in.
pub fn run(setting: &Setting<Params>, input: &Matrix, space: &Workspace, output: &mut Factor) {
    // Matrix: the tiles of its lower half.
    let layout = &Layout::of(setting.params, setting.path, Part::WHOLE);
    let cells = space.buffer(layout.numbers());
    let tiles = cells.par_chunks_exact_mut(layout.slot).zip(&layout.all);
    tiles.for_each(|(tile, &at)| layout.load_tile(at, &input.a, tile));

    // Factor: the first task releases others, and these the rest.
    let mut tiles = cells.chunks_exact_mut(layout.slot).map(RwLock::new);
    let columns: Vec<Vec<_>> = (0..layout.tiles).map(|j| tiles.by_ref().take(layout.tiles - j).collect()).collect();
    let work = Work { layout, graph: &Graph::new(layout.tiles), columns: &columns };
    rayon::scope(|scope| work.go(scope, [0, 0, 0]));
    let (cells, rows) = (&*cells, output.l.par_chunks_mut(setting.params.tile * setting.params.order()));
    rows.enumerate().for_each(|(i, rows)| layout.store_rows(i, cells, rows));
}

/// What the tasks share.
#[derive(Clone, Copy)]
struct Work<'a, 't> {
    layout: &'a Layout,
    graph: &'a Graph,
    /// The tiles of each column, every one behind a lock that nobody ever waits for.
    columns: &'a [Vec<RwLock<&'t mut [f64]>>],
}

impl<'a, 't> Work<'a, 't> {
    fn perform(&self, [i, j, k]: Number) {
        let tile = |i: usize, j: usize| &self.columns[j][i - j];
        let read = |i, j| tile(i, j).try_read().expect("whoever wrote it is done: the graph sees to that");
        let mut tile = tile(i, j).try_write().expect("nobody else needs it now: the graph sees to that");
        let mut perform = |task: Task| self.layout.perform([i, j], task, &mut tile);
        if k < j {
            perform(Task::Update([&read(i, k), &read(j, k)]));
        } else if i == j {
            perform(Task::Factor);
        } else {
            perform(Task::Solve(&read(j, j)));
        }
    }

    // Heart: a task, then the most urgent of those that it releases; the others are for whoever is free.
    /// Does `task` and what follows from it.
    fn go<'s>(self, scope: &rayon::Scope<'s>, task: Number)
    where
        Self: 's,
    {
        let mut next = Some(task);
        while let Some(task) = next.take() {
            self.perform(task);
            for released in self.graph.released(task) {
                if let Some(other) = next.replace(released) {
                    scope.spawn(move |scope| self.go(scope, other));
                }
            }
        }
    }
}
