//! Deliberately wrong variants, one for each mistake that people make here. A check must catch every one.

use crate::naive::{self, Plain};
use crate::solve::{Operations, Vectors, solve};
use crate::system::block_rows;
use crate::{Cg, Params, Solution, System, distributed};
use tenfold_kernel::{Mutant, Setting, Workspace, mutant};

/// All mutants.
pub fn all() -> Vec<Mutant<Cg>> {
    vec![
        mutant!(one_iteration_fewer, |s, i, w, o| {
            let fewer = Params { iterations: Some(s.params.steps().max(2) - 1), ..s.params.clone() };
            naive::run(&Setting { params: &fewer, ..*s }, i, w, o);
        }),
        mutant!(half_of_the_matrix, |s, i, w, o| changed(s, i, w, o, |row, col, value| if col > row {
            0.0
        } else {
            value
        })),
        mutant!(diagonal_left_out, |s, i, w, o| changed(s, i, w, o, |row, col, value| if col == row {
            0.0
        } else {
            value
        })),
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
        mutant!(last_row_left_over, |s, i, w, o| spoilt(s, i, w, o, |_, q| {
            let last = q.len() - 1;
            q[last] = 0.0;
        })),
        mutant!(rows_of_a_group_swapped, |s, i, w, o| spoilt(s, i, w, o, |_, q| q
            .chunks_mut(8)
            .for_each(<[f64]>::reverse))),
        mutant!(single_precision, |s, i, w, o| spoilt(s, i, w, o, |_, q| q
            .iter_mut()
            .for_each(|q| *q = f64::from(*q as f32)))),
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

/// Everything done right, but with another matrix.
fn changed(
    set: &Setting<Params>,
    input: &System,
    space: &Workspace,
    output: &mut Solution,
    change: fn(usize, usize, f64) -> f64,
) {
    let mut system = input.clone();
    for row in 0..input.n {
        for entry in input.row(row) {
            system.values[entry] = change(row, input.cols[entry] as usize, input.values[entry]);
        }
    }
    naive::run(set, &system, space, output);
}

/// Everything done right, but each product is spoilt by `spoil`, which is given both vectors.
fn spoilt(
    set: &Setting<Params>,
    input: &System,
    space: &Workspace,
    output: &mut Solution,
    spoil: fn(&[f64], &mut [f64]),
) {
    let mut spoilt = Spoilt { plain: Plain { system: input, block: block_rows(input.n) }, spoil };
    solve(set.params, input, &mut spoilt, &mut Vectors::new(input, 0, space), output);
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
