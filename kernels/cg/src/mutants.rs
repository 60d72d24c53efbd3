//! Deliberately wrong variants, one for each mistake that people make here. A check must catch every one.

use crate::naive::{self, Plain};
use crate::solve::{Operations, Vectors, solve};
use crate::system::block_rows;
use crate::{Cg, Params, Solution, System, distributed};
use tenfold_kernel::{Mutant, Setting, Workspace, mutant};

/// All mutants.
pub fn all() -> Vec<Mutant<Cg>> {
    vec![
        mutant!(one_iteration_fewer misreads |p| p.iterations = Some(p.steps().max(2) - 1)),
        mutant!(half_of_the_matrix, |s, i, w, o| naive::run(s, &without(i, |row, col| col > row), w, o)),
        mutant!(diagonal_left_out, |s, i, w, o| naive::run(s, &without(i, |row, col| col == row), w, o)),
        mutant!(last_entry_of_a_row_left_out, |s, i, w, o| {
            let mut short = i.clone();
            (0..i.n).map(|row| i.row(row).end - 1).for_each(|last| short.values[last] = 0.0);
            naive::run(s, &short, w, o);
        }),
        mutant!(columns_from_one, |s, i, w, o| {
            let mut shifted = i.clone();
            shifted.cols.iter_mut().for_each(|col| *col = (*col + 1) % i.n as u32);
            naive::run(s, &shifted, w, o);
        }),
        mutant!(unknowns_left_scaled, |s, i, w, o| {
            naive::run(s, &System { scale: vec![1.0; i.n], ..i.clone() }, w, o);
        }),
        mutant!(last_row_left_over, |s, i, w, o| spoilt(s, i, w, o, |_, q| *q.last_mut().expect("a row") = 0.0)),
        mutant!(rows_of_a_group_swapped, |s, i, w, o| {
            spoilt(s, i, w, o, |_, q| q.chunks_mut(8).for_each(<[f64]>::reverse));
        }),
        mutant!(single_precision, |s, i, w, o| {
            spoilt(s, i, w, o, |_, q| q.iter_mut().for_each(|q| *q = f64::from(*q as f32)));
        }),
        mutant!(padding_multiplied, |s, i, w, o| spoilt(s, i, w, o, |p, q| q[0] += p[0])),
        mutant!(answer_of_nan, |s, i, w, o| {
            naive::run(s, i, w, o);
            o.x.fill(f64::NAN);
        }),
        mutant!(halo_not_exchanged on Distributed, |s, i, w, o| {
            let plan = distributed::plan(s, i);
            let deaf = distributed::Local { halo: plan.halo.deaf(), ..plan };
            distributed::run(&s.with(&deaf), i, w, o);
        }),
    ]
}

/// The matrix without the entries in these rows and columns.
fn without(input: &System, is_missing: fn(usize, usize) -> bool) -> System {
    let mut system = input.clone();
    for row in 0..input.n {
        let missing = input.row(row).filter(|&entry| is_missing(row, input.cols[entry] as usize));
        missing.for_each(|entry| system.values[entry] = 0.0);
    }
    system
}

/// Everything done right, but each product is spoilt by `spoil`, which is given both vectors.
fn spoilt(set: &Setting<Params>, i: &System, space: &Workspace, o: &mut Solution, spoil: fn(&[f64], &mut [f64])) {
    let mut spoilt = Spoilt { plain: Plain { system: i, block: block_rows(i.n) }, spoil };
    solve(set.params, i, &mut spoilt, &mut Vectors::new(i, 0, space), o);
}

struct Spoilt<'a> {
    plain: Plain<'a>,
    spoil: fn(&[f64], &mut [f64]),
}

impl Operations for Spoilt<'_> {
    fn multiply(&mut self, p: &mut [f64], q: &mut [f64]) {
        self.plain.multiply(p, q);
        (self.spoil)(p, q);
    }
    fn dot(&mut self, x: &[f64], y: &[f64]) -> f64 {
        self.plain.dot(x, y)
    }
    fn step(&mut self, alpha: f64, pq: [&[f64]; 2], zr: [&mut [f64]; 2]) -> f64 {
        self.plain.step(alpha, pq, zr)
    }
}
