//! Deliberately wrong variants, one for each mistake that people make here. A check must catch every one.

use crate::summa::panels;
use crate::{Blocks, Matmul, Operands, Params, Product, distributed, naive};
use tenfold_comm::Grid;
use tenfold_kernel::{Mutant, Part, Setting, mutant};

/// Each gets the setting, the operands, scratch memory and the product to fill.
pub(crate) fn all() -> Vec<Mutant<Matmul>> {
    vec![
        mutant!(b_transposed, |s, input, space, out| {
            let [_, k, n] = s.params.shape();
            naive::run(s, &Operands { b: column_by_column(&input.b, [k, n]), ..input.clone() }, space, out);
        }),
        mutant!(a_transposed, |s, input, space, out| {
            let [m, k, _] = s.params.shape();
            naive::run(s, &Operands { a: column_by_column(&input.a, [m, k]), ..input.clone() }, space, out);
        }),
        mutant!(result_transposed, |s, input, space, out| {
            naive::run(s, input, space, out);
            out.c = column_by_column(&out.c, out.shape);
        }),
        mutant!(last_terms_missing, |s, input, space, out| {
            // Those that fill no whole group of four.
            let ([_, k, n], mut cut) = (s.params.shape(), input.clone());
            cut.b[k / 4 * 4 * n..].fill(0.0);
            naive::run(s, &cut, space, out);
        }),
        mutant!(last_slab_overwrites, |s, input, space, out| {
            // C = instead of C +=: the slabs before the last one are lost.
            let ([_, k, n], mut last) = (s.params.shape(), input.clone());
            last.b[..(k - 1) / 256 * 256 * n].fill(0.0);
            naive::run(s, &last, space, out);
        }),
        mutant!(edge_tiles_left_out, |s, input, space, out| {
            let before = out.c.clone();
            naive::run(s, input, space, out);
            let n = out.shape[1];
            for (row, old) in out.c.chunks_exact_mut(n).zip(before.chunks_exact(n)) {
                row[n / 4 * 4..].copy_from_slice(&old[n / 4 * 4..]);
            }
        }),
        mutant!(edge_tile_shifted, |s, input, space, out| {
            // The last tile of a row is whole, and so begins too far to the left; what it holds is not moved with it.
            naive::run(s, input, space, out);
            let (n, right) = (out.shape[1], out.clone());
            for (row, right) in out.c.chunks_exact_mut(n).zip(right.c.chunks_exact(n)).filter(|_| n % 4 != 0 && n > 4) {
                row[n - 4..n - n % 4].copy_from_slice(&right[n / 4 * 4 - 4..][..4 - n % 4]);
            }
        }),
        mutant!(added_to_the_old, |s, input, space, out| {
            // As BLAS does with β = 1.
            let before = out.c.clone();
            naive::run(s, input, space, out);
            out.c.iter_mut().zip(before).for_each(|(c, old)| *c += old);
        }),
        mutant!(single_precision, |s, input, _, out| {
            let [_, k, n] = s.params.shape();
            for (a, c) in input.a.chunks_exact(k).zip(out.c.chunks_exact_mut(n)) {
                for (j, c) in c.iter_mut().enumerate() {
                    let terms = a.iter().zip(input.b[j..].iter().step_by(n)).map(|(&a, &b)| a as f32 * b as f32);
                    *c = f64::from(terms.sum::<f32>());
                }
            }
        }),
        mutant!(rows_of_another_rank on Distributed, |s, input, space, out| {
            let plan = distributed::plan(s, input);
            distributed::run(&s.with(&plan), input, space, out);
            // Every rank of a column gives the rows of the first, or as many of them as it has.
            let [height, width] = out.shape;
            let first = Blocks::of(s.params.shape(), part(s, 0)).c.shape()[0];
            let (row, column) = place(s);
            let mut rows = out.c.clone();
            rows.resize(first * width, 0.0);
            s.comm.split(column, row).broadcast(&mut rows, 0);
            out.c.copy_from_slice(&rows[..height * width]);
        }),
        mutant!(stale_panel on Distributed, |s, input, _, out| {
            // B is multiplied before its next panel has come.
            summa(s, input, out, |step, _| Some(step.saturating_sub(1)));
        }),
        mutant!(last_panel_lost on Distributed, |s, input, _, out| {
            summa(s, input, out, |step, steps| Some(step).filter(|&step| step + 1 < steps || steps == 1));
        }),
    ]
}

/// A matrix of these rows and columns, read as if it were stored column by column; transposed, where it is square.
fn column_by_column(entries: &[f64], [rows, columns]: [usize; 2]) -> Vec<f64> {
    (0..rows * columns).map(|at| entries[at % columns * rows + at / columns]).collect()
}

/// A rank of those of `setting`.
fn part(setting: &Setting<Params>, rank: usize) -> Part {
    Part { rank, ranks: setting.comm.size() }
}

/// The row and column of this rank in the grid of ranks.
fn place(setting: &Setting<Params>) -> (usize, usize) {
    let [row, column] = Grid::<2>::balanced(setting.comm.size(), [false; 2]).coords(setting.comm.rank());
    (row, column)
}

/// SUMMA by broadcasts, which in each step multiplies a panel of A with that panel of B which `of_b` gives for the number of the
/// step and of all steps.
fn summa(setting: &Setting<Params>, input: &Operands, output: &mut Product, of_b: fn(usize, usize) -> Option<usize>) {
    let (shape, (row, column)) = (setting.params.shape(), place(setting));
    let (along_row, along_column) = (setting.comm.split(row, column), setting.comm.split(column, row));
    let (blocks, [height, width]) = (Blocks::of(shape, part(setting, setting.comm.rank())), output.shape);
    let (wide, panels) = (blocks.a.columns.len(), panels(shape[1], [along_column.size(), along_row.size()]));
    let received = panels.map(|panel| {
        let (mut a, mut b) = (vec![0.0; height * panel.depth], vec![0.0; panel.depth * width]);
        if panel.of_a == column {
            let at =
                |entry: usize| entry / panel.depth * wide + panel.start - blocks.a.columns.start + entry % panel.depth;
            a.iter_mut().enumerate().for_each(|(entry, a)| *a = input.a[at(entry)]);
        }
        if panel.of_b == row {
            b.copy_from_slice(&input.b[(panel.start - blocks.b.rows.start) * width..][..panel.depth * width]);
        }
        along_row.broadcast(&mut a, panel.of_a);
        along_column.broadcast(&mut b, panel.of_b);
        (panel.depth, a, b)
    });
    let received: Vec<(usize, Vec<f64>, Vec<f64>)> = received.collect();
    output.c.fill(0.0);
    for (step, (depth, a, _)) in received.iter().enumerate() {
        let Some((_, _, b)) = of_b(step, received.len()).map(|step| &received[step]) else { continue };
        for (entry, c) in output.c.iter_mut().enumerate() {
            let (i, j) = (entry / width, entry % width);
            let terms = a[i * depth..][..*depth].iter().zip(b[j..].iter().step_by(width));
            *c += terms.map(|(a, b)| a * b).sum::<f64>();
        }
    }
}
