//! Deliberately wrong variants, one for each mistake that people make here. A check must catch every one.

use crate::{Cholesky, Factor, Matrix, Params, naive};
use tenfold_kernel::{Kernel, Mutant, Part, Setting, mutant};

/// Each gets the setting, the matrix, scratch memory and the factor to fill.
pub(crate) fn all() -> Vec<Mutant<Cholesky>> {
    vec![
        mutant!(root_forgotten, |s, a, _, l| row_by_row(s, a, l, Fault { root: |d| d, ..RIGHT })),
        mutant!(negative_root, |s, a, _, l| row_by_row(s, a, l, Fault { root: |d| -d.sqrt(), ..RIGHT })),
        mutant!(division_forgotten, |s, a, _, l| row_by_row(s, a, l, Fault { pivot: |_| 1.0, ..RIGHT })),
        mutant!(last_term_missing, |s, a, _, l| {
            row_by_row(s, a, l, Fault { taken: |_, j, k| Some(k).filter(|k| k + 1 < j), ..RIGHT });
        }),
        mutant!(single_precision, |s, a, _, l| row_by_row(s, a, l, Fault { kept: |x| f64::from(x as f32), ..RIGHT })),
        mutant!(transposed, |s, a, space, l| {
            naive::run(s, a, space, l);
            let (n, lower) = (s.params.order(), l.l.clone());
            l.l.iter_mut().enumerate().for_each(|(at, l)| *l = lower[at % n * n + at / n]);
        }),
        mutant!(upper_half_left, |s, a, space, l| {
            naive::run(s, a, space, l);
            let n = s.params.order();
            (0..n * n).filter(|at| at % n > at / n).for_each(|at| l.l[at] = a.a[at]);
        }),
        mutant!(last_tile_too_early, |s, a, _, l| {
            // The last tile is factored before the column before the last has been taken from it.
            let taken = |p: &Params, j, k| Some(k).filter(|k| [j / p.tile + 1, k / p.tile + 2] != [p.tiles(); 2]);
            row_by_row(s, a, l, Fault { taken, ..RIGHT });
        }),
        mutant!(rest_of_last_strip_missing, |s, a, space, l| {
            // Rows that fill no whole strip of four.
            naive::run(s, a, space, l);
            let n = s.params.order();
            l.l[n / 4 * 4 * n..].fill(0.0);
        }),
        mutant!(columns_of_another_rank on Distributed, |s, _, _, l| columns_of(0, s, l, RIGHT)),
        mutant!(stale_panel on Distributed, |s, _, _, l| {
            // The column of tiles before is taken once more.
            let taken = |p: &Params, j, k| match k / p.tile {
                step if step > 0 && step < j / p.tile => Some(k - p.tile),
                _ => Some(k),
            };
            columns_of(s.comm.rank(), s, l, Fault { taken, ..RIGHT });
        }),
        mutant!(panel_lost on Distributed, |s, _, _, l| {
            let taken = |p: &Params, j, k| Some(k).filter(|k| k / p.tile != 1 || j / p.tile == 1);
            columns_of(s.comm.rank(), s, l, Fault { taken, ..RIGHT });
        }),
    ]
}

/// What the plain algorithm does with its numbers.
struct Fault {
    root: fn(f64) -> f64,
    pivot: fn(f64) -> f64,
    /// Which column of L, if any, is taken from column j where it is the turn of column k.
    taken: fn(&Params, usize, usize) -> Option<usize>,
    /// What is kept of a number.
    kept: fn(f64) -> f64,
}

const RIGHT: Fault = Fault { root: f64::sqrt, pivot: |pivot| pivot, taken: |_, _, k| Some(k), kept: |x| x };

/// The plain algorithm with a fault.
fn row_by_row(setting: &Setting<Params>, input: &Matrix, output: &mut Factor, fault: Fault) {
    let (params, n, l) = (setting.params, setting.params.order(), &mut output.l);
    l.fill(0.0);
    for (i, j) in (0..n).flat_map(|i| (0..=i).map(move |j| (i, j))) {
        let taken = (0..j).filter_map(|k| (fault.taken)(params, j, k));
        let sum: f64 = taken.map(|k| (fault.kept)(l[i * n + k] * l[j * n + k])).sum();
        let rest = (fault.kept)(input.a[i * n + j] - sum);
        l[i * n + j] = (fault.kept)(if i == j { (fault.root)(rest) } else { rest / (fault.pivot)(l[j * n + j]) });
    }
}

/// What a rank has of the factor with a fault: of its columns the first, as many as `output` has.
fn columns_of(rank: usize, setting: &Setting<Params>, output: &mut Factor, fault: Fault) {
    let Setting { params, comm, .. } = *setting;
    let input = Matrix::of(params, Part::WHOLE).expect("this rank has its share");
    let mut whole = Cholesky::output(params, Part::WHOLE);
    row_by_row(setting, &input, &mut whole, fault);
    let columns: Vec<usize> = params.columns(Part { rank, ranks: comm.size() }).collect();
    let [n, width] = output.shape;
    output.l.iter_mut().enumerate().for_each(|(at, l)| *l = whole.l[at / width * n + columns[at % width]]);
}
