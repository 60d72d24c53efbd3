//! Bands of rows with as many entries for each thread, and runs of blocks of the vectors.

use crate::sell::Sell;
use crate::solve::Solver;
use crate::system::{BLOCKS, block_rows};
use crate::vectors::{dots, steps, turn};
use crate::{Params, Solution, System};
use rayon::prelude::*;
use tenfold_kernel::{Path, Setting, Workspace};

/// The first row of one thread, and all its rows.
pub struct Band(usize, Sell);

/// A band for each thread of the pool.
pub fn plan(_: &Setting<Params>, input: &System) -> Vec<Band> {
    let (threads, entries) = (rayon::current_num_threads(), input.values.len());
    let first = |band: usize| input.starts.partition_point(|&start| (start as usize) < entries * band / threads);
    let band = |number: usize| {
        let rows = first(number)..first(number + 1).min(input.n);
        Band(rows.start, Sell::new(input, rows.collect(), |col| col as usize))
    };
    (0..threads).into_par_iter().map(band).collect()
}

/// Solves the problem on the rayon pool it is called in.
pub fn run(setting: &Setting<Params, Vec<Band>>, input: &System, space: &Workspace, output: &mut Solution) {
    // Memory: five vectors.
    let solver = Solver::new(setting, input, 0, space);

    // Solves: by these operations.
    let blocks = BLOCKS.div_ceil(rayon::current_num_threads());
    let rows = blocks * block_rows(input.n);
    solver.solve(
        output,
        |p, q| multiply(setting.plan, setting.path, p, q),
        |path, block, x, y, sums| {
            let all = sums.par_chunks_mut(blocks).zip(x.par_chunks(rows).zip(y.par_chunks(rows)));
            all.for_each(|(sums, (x, y))| dots(path, block, x, y, sums));
        },
        |path, block, alpha, [p, q], [z, r], sums| {
            let old = p.par_chunks(rows).zip(q.par_chunks(rows));
            let new = z.par_chunks_mut(rows).zip(r.par_chunks_mut(rows));
            let all = sums.par_chunks_mut(blocks).zip(old.zip(new));
            all.for_each(|(sums, ((p, q), (z, r)))| steps(path, block, alpha, [p, q], [z, r], sums));
        },
        |beta, r, p| p.par_chunks_mut(rows).zip(r.par_chunks(rows)).for_each(|(p, r)| turn(beta, r, p)),
    );
}

// Heart: half of the bands beside the other half, and so on down to one.
fn multiply(bands: &[Band], path: Path, p: &[f64], q: &mut [f64]) {
    if let [Band(first, matrix)] = bands {
        return matrix.multiply(path, p, q, *first);
    }
    let (some, others) = bands.split_at(bands.len() / 2);
    let (of_some, of_others) = q.split_at_mut(others[0].0 - some[0].0);
    rayon::join(|| multiply(some, path, p, of_some), || multiply(others, path, p, of_others));
}
