//! Deliberately wrong variants, one for each mistake that people make here. A check must catch every one.

use crate::summa::{Panel, panels};
use crate::{Matmul, Operands, Params, naive};
use tenfold_comm::Grid;
use tenfold_kernel::{Kernel, Mutant, Part, Setting, Workspace, mutant};

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
        mutant!(rows_of_another_rank on Distributed, |s, _, space, out| {
            // Every rank of a column gives the rows of the first, or as many of them as it has.
            let grid = Grid::<2>::balanced(s.comm.size(), [false; 2]);
            let first = grid.rank_of([0, grid.coords(s.comm.rank())[1]]);
            let own = out.c.len();
            out.c = block_of(first, s, space, |_| ())[..own].to_vec();
        }),
        mutant!(stale_panel on Distributed, |s, _, space, out| {
            // B is multiplied before its next panel has come.
            out.c = summa(s, space, |step, _| Some(step.saturating_sub(1)));
        }),
        mutant!(last_panel_lost on Distributed, |s, _, space, out| {
            out.c = summa(s, space, |step, steps| Some(step).filter(|&step| step + 1 < steps || steps == 1));
        }),
    ]
}

/// A matrix of these rows and columns, read as if it were stored column by column; transposed, where it is square.
fn column_by_column(entries: &[f64], [rows, columns]: [usize; 2]) -> Vec<f64> {
    (0..rows * columns).map(|at| entries[at % columns * rows + at / columns]).collect()
}

/// What the block of a rank would be if B were `changed`.
fn block_of(rank: usize, setting: &Setting<Params>, space: &Workspace, changed: impl FnOnce(&mut [f64])) -> Vec<f64> {
    let Setting { params, comm, .. } = *setting;
    let mut input = Operands::of(params, Part::WHOLE).expect("this rank has its share");
    changed(&mut input.b);
    let mut product = Matmul::output(params, Part::WHOLE);
    naive::run(setting, &input, space, &mut product);
    let [_, _, tile] = params.tiles(Part { rank, ranks: comm.size() });
    tile.lines().flatten().map(|at| product.c[at]).collect()
}

/// This rank's block, if in each step a panel of A met that panel of B which `of_b` gives for the number of the step
/// and of all steps.
fn summa(setting: &Setting<Params>, space: &Workspace, of_b: fn(usize, usize) -> Option<usize>) -> Vec<f64> {
    let ([_, k, n], grid) = (setting.params.shape(), Grid::<2>::balanced(setting.comm.size(), [false; 2]));
    let panels: Vec<Panel> = panels(k, grid.dims()).collect();
    block_of(setting.comm.rank(), setting, space, |b| {
        let right = b.to_vec();
        b.fill(0.0);
        for (step, panel) in panels.iter().enumerate() {
            let Some(used) = of_b(step, panels.len()).map(|step| &panels[step]) else { continue };
            let numbers = panel.depth.min(used.depth) * n;
            b[panel.start * n..][..numbers].copy_from_slice(&right[used.start * n..][..numbers]);
        }
    })
}
