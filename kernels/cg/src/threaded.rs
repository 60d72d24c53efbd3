//! Bands of rows with as many entries for each thread, and runs of blocks of the vectors.

use crate::sell::Sell;
use crate::solve::{Operations, Vectors, solve};
use crate::system::{BLOCKS, block_rows};
use crate::vectors::{dots, steps, total, turn};
use crate::{Params, Solution, System};
use rayon::prelude::*;
use tenfold_kernel::{Path, Setting, Workspace, on_path};

/// The first row of one thread, and all its rows.
pub struct Band(usize, Sell);

/// A band for each thread of the pool.
pub fn plan(_: &Setting<Params>, input: &System) -> Vec<Band> {
    let (threads, entries) = (rayon::current_num_threads(), input.values.len());
    let first = |band: usize| input.starts.partition_point(|&start| (start as usize) < entries * band / threads);
    let band = |number: usize| {
        let rows = first(number)..first(number + 1).min(input.n);
        Band(rows.start, Sell::new(input, rows.collect(), input.n, |col| col as usize))
    };
    (0..threads).into_par_iter().map(band).collect()
}

/// Solves the problem on the rayon pool it is called in.
pub fn run(setting: &Setting<Params, Vec<Band>>, input: &System, space: &Workspace, output: &mut Solution) {
    // Memory: five vectors.
    let mut vectors = Vectors::new(input, 0, space);

    // Solves: by the operations below.
    let share = BLOCKS.div_ceil(rayon::current_num_threads());
    let mut threads = Threads { setting, block: block_rows(input.n), share };
    solve(setting.params, input, &mut threads, &mut vectors, output);
}

struct Threads<'a> {
    setting: &'a Setting<'a, Params, Vec<Band>>,
    block: usize,
    share: usize,
}

impl Operations for Threads<'_> {
    fn multiply(&mut self, p: &mut [f64], q: &mut [f64]) {
        multiply(self.setting.plan, self.setting.path, p, q);
    }
    fn dot(&mut self, x: &[f64], y: &[f64]) -> f64 {
        let (block, share, path, mut sums) = (self.block, self.share, self.setting.path, [0.0; BLOCKS]);
        let blocks = x.par_chunks(share * block).zip(y.par_chunks(share * block));
        sums.par_chunks_mut(share).zip(blocks).for_each(|(to, (x, y))| {
            on_path!(path, dots(block: usize, x: &[f64], y: &[f64], to: &mut [f64]));
        });
        total(&sums)
    }
    fn step(&mut self, alpha: f64, [p, q]: [&[f64]; 2], [z, r]: [&mut [f64]; 2]) -> f64 {
        let (block, share, path, mut sums) = (self.block, self.share, self.setting.path, [0.0; BLOCKS]);
        let old = p.par_chunks(share * block).zip(q.par_chunks(share * block));
        let new = z.par_chunks_mut(share * block).zip(r.par_chunks_mut(share * block));
        sums.par_chunks_mut(share).zip(old.zip(new)).for_each(|(to, ((p, q), (z, r)))| {
            let (pq, zr) = ([p, q], [z, r]);
            on_path!(path, steps(block: usize, alpha: f64, pq: [&[f64]; 2], zr: [&mut [f64]; 2], to: &mut [f64]));
        });
        total(&sums)
    }
    fn turn(&mut self, beta: f64, r: &[f64], p: &mut [f64]) {
        let len = self.share * self.block;
        p.par_chunks_mut(len).zip(r.par_chunks(len)).for_each(|(p, r)| turn(beta, r, p));
    }
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
