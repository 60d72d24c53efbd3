//! Deliberately wrong variants, one for each mistake that people make here. A check must catch every one.

use crate::{Cholesky, Factor, Matrix, Params, naive};
use tenfold_kernel::{Mutant, Part, Setting, mutant};

/// Each gets the setting, the matrix, scratch memory and the factor to fill.
pub(crate) fn all() -> Vec<Mutant<Cholesky>> {
    vec![
        mutant!(root_forgotten, |s, a, _, l| row_by_row(s, a, l, Fault { root: |d| d, ..RIGHT })),
        mutant!(negative_root, |s, a, _, l| row_by_row(s, a, l, Fault { root: |d| -d.sqrt(), ..RIGHT })),
        mutant!(division_forgotten, |s, a, _, l| row_by_row(s, a, l, Fault { pivot: |_| 1.0, ..RIGHT })),
        mutant!(last_term_missing, |s, a, _, l| row_by_row(s, a, l, Fault { terms: |j| j.saturating_sub(1), ..RIGHT })),
        mutant!(single_precision, |s, a, _, l| row_by_row(s, a, l, Fault { kept: |x| f64::from(x as f32), ..RIGHT })),
        mutant!(transposed, |s, a, space, l| {
            naive::run(s, a, space, l);
            let (n, lower) = (s.params.order(), l.l.clone());
            l.l.iter_mut().enumerate().for_each(|(at, l)| *l = lower[at % n * n + at / n]);
        }),
        mutant!(upper_half_left, |s, a, space, l| {
            naive::run(s, a, space, l);
            let n = s.params.order();
            let above = (0..n * n).filter(|at| at % n > at / n);
            above.for_each(|at| l.l[at] = a.a[at]);
        }),
        mutant!(last_tile_too_early, |s, a, space, l| {
            // The last tile is factored before the column before the last has been taken from it.
            naive::run(s, a, space, l);
            let (n, tiles) = (s.params.order(), s.params.tiles());
            if tiles > 1 {
                let (last, before) = (s.params.lines(tiles - 1), s.params.lines(tiles - 2));
                let mut early = a.clone();
                for (i, j) in last.clone().flat_map(|i| last.clone().map(move |j| (i, j))) {
                    early.a[i * n + j] += before.clone().map(|k| l.l[i * n + k] * l.l[j * n + k]).sum::<f64>();
                }
                naive::run(s, &early, space, l);
            }
        }),
        mutant!(rest_of_last_strip_missing, |s, a, space, l| {
            // Rows that fill no whole strip of four.
            naive::run(s, a, space, l);
            let n = s.params.order();
            l.l[n / 4 * 4 * n..].fill(0.0);
        }),
        mutant!(columns_of_another_rank on Distributed, |s, a, _, l| {
            by_columns(s, a, l, Some);
            let (mut columns, own) = (l.l.clone(), l.l.len());
            columns.resize(s.params.order() * s.params.width(Part { rank: 0, ranks: s.comm.size() }), 0.0);
            s.comm.broadcast(&mut columns, 0);
            l.l.copy_from_slice(&columns[..own]);
        }),
        mutant!(stale_panel on Distributed, |s, a, _, l| by_columns(s, a, l, |k| Some(k.saturating_sub(1)))),
        mutant!(panel_lost on Distributed, |s, a, _, l| by_columns(s, a, l, |k| Some(k).filter(|&k| k != 1))),
    ]
}

/// What the plain algorithm does with its numbers.
struct Fault {
    root: fn(f64) -> f64,
    pivot: fn(f64) -> f64,
    /// How many of a sum's terms are added.
    terms: fn(usize) -> usize,
    /// What is kept of a number.
    kept: fn(f64) -> f64,
}

const RIGHT: Fault = Fault { root: f64::sqrt, pivot: |pivot| pivot, terms: |terms| terms, kept: |x| x };

/// The plain algorithm with a fault.
fn row_by_row(setting: &Setting<Params>, input: &Matrix, output: &mut Factor, fault: Fault) {
    let (n, l) = (setting.params.order(), &mut output.l);
    l.fill(0.0);
    for (i, j) in (0..n).flat_map(|i| (0..=i).map(move |j| (i, j))) {
        let terms = (0..(fault.terms)(j)).map(|k| (fault.kept)(l[i * n + k] * l[j * n + k]));
        let rest = (fault.kept)(input.a[i * n + j] - terms.sum::<f64>());
        l[i * n + j] = (fault.kept)(if i == j { (fault.root)(rest) } else { rest / (fault.pivot)(l[j * n + j]) });
    }
}

/// Columns of tiles dealt out in turn and broadcast, one entry after the other. After step k, that column is taken from those
/// behind it which `panel` says.
fn by_columns(setting: &Setting<Params>, input: &Matrix, output: &mut Factor, panel: fn(usize) -> Option<usize>) {
    let Setting { params, comm, .. } = *setting;
    let (n, part) = (params.order(), Part { rank: comm.rank(), ranks: comm.size() });
    let own: Vec<usize> = params.columns(part).flatten().collect();
    let mut columns: Vec<Vec<f64>> = input.a.chunks_exact(n).map(<[f64]>::to_vec).collect();
    let mut panels: Vec<Vec<f64>> = Vec::new();
    for k in 0..params.tiles() {
        let lines = params.lines(k);
        let mut sent = vec![0.0; lines.len() * n];
        if k % part.ranks == part.rank {
            let first = own.partition_point(|&column| column < lines.start);
            for c in 0..lines.len() {
                let (before, here) = columns[first..].split_at_mut(c);
                let (here, j) = (&mut here[0], lines.start + c);
                before.iter().for_each(|before| take(before, j, here));
                let root = here[j].sqrt();
                here[j..].iter_mut().for_each(|x| *x /= root);
                sent[c * n..][..n].copy_from_slice(here);
            }
        }
        comm.broadcast(&mut sent, k % part.ranks);
        panels.push(sent);
        let Some(used) = panel(k) else { continue };
        for (column, &j) in columns.iter_mut().zip(&own).filter(|&(_, &j)| j >= lines.end) {
            panels[used].chunks_exact(n).for_each(|before| take(before, j, column));
        }
    }
    for (column, (at, &j)) in columns.iter().zip(own.iter().enumerate()) {
        (0..n).for_each(|i| output.l[i * own.len() + at] = if i < j { 0.0 } else { column[i] });
    }
}

/// Takes what column `before` of L contributes from column `j`.
fn take(before: &[f64], j: usize, column: &mut [f64]) {
    (j..column.len()).for_each(|i| column[i] -= before[i] * before[j]);
}
