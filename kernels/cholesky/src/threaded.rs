//! Tasks: each tile's next step begins as soon as what it needs is there, and the longest chain of tasks is never kept waiting.

use crate::graph::{Graph, Task as Number};
use crate::layout::{Layout, Task};
use crate::{Factor, Matrix, Params};
use rayon::prelude::*;
use std::sync::RwLock;
use tenfold_kernel::{Part, Setting, Workspace};

/// The tasks, and which wait for which.
pub fn plan(setting: &Setting<Params>, _: &Matrix) -> Graph {
    Graph::new(setting.params.tiles())
}

/// Factors on the rayon pool it is called in.
pub fn run(setting: &Setting<Params, Graph>, input: &Matrix, space: &Workspace, output: &mut Factor) {
    // Matrix: the tiles of its lower half, each behind a lock that nobody ever waits for.
    let layout = &Layout::of(setting.params, setting.path, Part::WHOLE);
    let cells = space.buffer::<f64>(layout.numbers()).chunks_exact_mut(layout.slot);
    let tiles: Vec<_> = cells.zip(setting.plan.all_tiles()).map(|(tile, [i, j])| ([i, j], RwLock::new(tile))).collect();
    let n = setting.params.order();
    tiles.par_iter().for_each(|([i, j], tile)| {
        let columns = &input.a[setting.params.lines(*j).start * n..];
        layout.load_tile([*i, *j], columns, 0, &mut tile.try_write().expect("nobody else has it"));
    });

    // Factor: the first task releases others, and these the rest.
    let work = Work { layout, graph: setting.plan, tiles: &tiles };
    work.graph.reset();
    rayon::scope(|scope| work.go(scope, [0, 0, 0]));
    output.l.par_chunks_mut(setting.params.tile * n).enumerate().for_each(|(i, rows)| {
        layout.store_rows(i, |at, store| store(&work.tile(at).try_read().expect("all is done")), rows);
    });
}

/// What the tasks share.
#[derive(Clone, Copy)]
struct Work<'a, 't> {
    layout: &'a Layout,
    graph: &'a Graph,
    tiles: &'a [([usize; 2], RwLock<&'t mut [f64]>)],
}

impl<'a, 't> Work<'a, 't> {
    fn tile(&self, [i, j]: [usize; 2]) -> &'a RwLock<&'t mut [f64]> {
        &self.tiles[self.layout.before(j) / self.layout.slot + i - j].1
    }

    fn perform(&self, [i, j, k]: Number) {
        let read = |at| self.tile(at).try_read().expect("whoever wrote it is done: the graph sees to that");
        let mut tile = self.tile([i, j]).try_write().expect("nobody else needs it now: the graph sees to that");
        if k < j {
            let (left, right) = (read([i, k]), read([j, k]));
            self.layout.perform([i, j, k], Task::Update { left: &left, right: &right }, &mut tile);
        } else if i == j {
            self.layout.perform([i, j, k], Task::Factor, &mut tile);
        } else {
            self.layout.perform([i, j, k], Task::Solve { factor: &read([j, j]) }, &mut tile);
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
