//! Deliberately wrong variants, one for each mistake that people make here. A check must catch every one.

use crate::{Cg, System, distributed, naive, vectorised};
use tenfold_kernel::{Mutant, mutant};

/// All mutants.
pub fn all() -> Vec<Mutant<Cg>> {
    vec![
        mutant!(one_iteration_fewer misreads |p| p.iterations = Some(p.steps().max(2) - 1)),
        mutant!(half_of_the_matrix, |s, i, w, o| naive::run(s, &without(i, |row, col| col > row), w, o)),
        mutant!(diagonal_left_out, |s, i, w, o| naive::run(s, &without(i, |row, col| col == row), w, o)),
        mutant!(last_row_left_over, |s, i, w, o| naive::run(s, &without(i, |row, _| row + 1 == i.n), w, o)),
        mutant!(last_entry_of_a_row_left_out, |s, i, w, o| {
            let last = |row: usize| i.cols[i.row(row).end - 1] as usize;
            naive::run(s, &without(i, |row, col| col == last(row)), w, o);
        }),
        mutant!(columns_from_one, |s, i, w, o| {
            let cols = i.cols.iter().map(|col| (col + 1) % i.n as u32).collect();
            naive::run(s, &System { cols, ..i.clone() }, w, o);
        }),
        mutant!(single_precision, |s, i, w, o| {
            let values = i.values.iter().map(|value| f64::from(*value as f32)).collect();
            naive::run(s, &System { values, ..i.clone() }, w, o);
        }),
        mutant!(unknowns_left_scaled, |s, i, w, o| {
            naive::run(s, &System { scale: vec![1.0; i.n], ..i.clone() }, w, o);
        }),
        mutant!(answer_of_nan, |s, i, w, o| {
            naive::run(s, i, w, o);
            o.x.fill(f64::NAN);
        }),
        mutant!(rows_of_a_group_swapped on Vectorised, |s, i, w, o| {
            let mut plan = vectorised::plan(s, i);
            plan.rows.iter_mut().for_each(|rows| rows.reverse());
            vectorised::run(&s.with(&plan), i, w, o);
        }),
        mutant!(padding_multiplied on Vectorised, |s, i, w, o| {
            let mut plan = vectorised::plan(s, i);
            let all = plan.values.iter_mut().flat_map(|line| &mut line.0);
            all.filter(|value| **value == 0.0).for_each(|padding| *padding = 1.0);
            vectorised::run(&s.with(&plan), i, w, o);
        }),
        mutant!(halo_not_exchanged on Distributed, |s, i, w, o| {
            let mut plan = distributed::plan(s, i);
            plan.halo.neighbours.clear();
            distributed::run(&s.with(&plan), i, w, o);
        }),
    ]
}

/// The matrix without the entries in these rows and columns.
fn without(input: &System, is_missing: impl Fn(usize, usize) -> bool) -> System {
    let mut system = input.clone();
    for row in 0..input.n {
        let missing = input.row(row).filter(|&entry| is_missing(row, input.cols[entry] as usize));
        missing.for_each(|entry| system.values[entry] = 0.0);
    }
    system
}
