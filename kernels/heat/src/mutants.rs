//! Deliberately wrong variants, one for each mistake that people make here. A check must catch every one.

use crate::{Block, Heat, Params, Stencil, naive};
use tenfold_kernel::{Mutant, Workspace};

/// All mutants.
pub fn all() -> Vec<Mutant<Heat>> {
    vec![
        Mutant { name: "one-step-fewer", body: one_step_fewer },
        Mutant { name: "one-step-more", body: one_step_more },
        Mutant { name: "axes-swapped", body: axes_swapped },
        Mutant { name: "diffusion-doubled", body: diffusion_doubled },
        Mutant { name: "in-place", body: in_place },
        Mutant { name: "neighbour-missing", body: neighbour_missing },
        Mutant { name: "boundary-insulated", body: boundary_insulated },
        Mutant { name: "last-row-kept", body: last_row_kept },
        Mutant { name: "lanes-left-over", body: lanes_left_over },
        Mutant { name: "halo-stale", body: halo_stale },
        Mutant { name: "row-of-nan", body: row_of_nan },
    ]
}

fn one_step_fewer(params: &Params, input: &Block, space: &Workspace, output: &mut Block) {
    let steps = params.steps.max(2) - 1;
    naive::run(&Params { steps, ..params.clone() }, input, space, output);
}

fn one_step_more(params: &Params, input: &Block, space: &Workspace, output: &mut Block) {
    naive::run(&Params { steps: params.steps + 1, ..params.clone() }, input, space, output);
}

fn axes_swapped(params: &Params, input: &Block, space: &Workspace, output: &mut Block) {
    let mut turned = input.clone();
    let stride = input.stride();
    for (k, cell) in turned.cells.iter_mut().enumerate() {
        *cell = input.cells[k % stride * stride + k / stride];
    }
    naive::run(params, &turned, space, output);
}

fn diffusion_doubled(params: &Params, input: &Block, space: &Workspace, output: &mut Block) {
    naive::run(&Params { nu: 2.0 * params.nu, ..params.clone() }, input, space, output);
}

/// Gauss–Seidel: one grid, in which the points above and to the left are new already.
fn in_place(params: &Params, input: &Block, _: &Workspace, output: &mut Block) {
    let (stencil, stride) = (Stencil::new(params.nu), input.stride());
    spoilt(params, input, output, |before, after| {
        after.cells.copy_from_slice(&before.cells);
        let u = &mut after.cells;
        for k in interior(before) {
            u[k] = stencil.at(u[k], u[k - 1], u[k + 1], u[k - stride], u[k + stride]);
        }
    });
}

fn neighbour_missing(params: &Params, input: &Block, _: &Workspace, output: &mut Block) {
    let (stencil, stride) = (Stencil::new(params.nu), input.stride());
    spoilt(params, input, output, |before, after| {
        let u = &before.cells;
        for k in interior(before) {
            after.cells[k] = stencil.at(u[k], u[k - 1], u[k + 1], u[k - stride], 0.0);
        }
    });
}

/// The frame holds what lies next to it, as on an insulated boundary, instead of 0.
fn boundary_insulated(params: &Params, input: &Block, _: &Workspace, output: &mut Block) {
    let (n, stride) = (input.rows.len(), input.stride());
    spoilt(params, input, output, |_, after| {
        after.cells.copy_within(stride..2 * stride, 0);
        after.cells.copy_within(n * stride..(n + 1) * stride, (n + 1) * stride);
    });
}

fn last_row_kept(params: &Params, input: &Block, _: &Workspace, output: &mut Block) {
    let last = input.rows.len() * input.stride()..(input.rows.len() + 1) * input.stride();
    spoilt(params, input, output, |before, after| {
        after.cells[last.clone()].copy_from_slice(&before.cells[last.clone()]);
    });
}

/// The columns that fill no whole vector of eight are not updated.
fn lanes_left_over(params: &Params, input: &Block, _: &Workspace, output: &mut Block) {
    let (cols, stride) = (input.cols.len(), input.stride());
    spoilt(params, input, output, |before, after| {
        for k in interior(before).filter(|k| k % stride > cols / 8 * 8) {
            after.cells[k] = before.cells[k];
        }
    });
}

/// The upper half sees the lower one as it was a step ago.
fn halo_stale(params: &Params, input: &Block, _: &Workspace, output: &mut Block) {
    let (stencil, stride) = (Stencil::new(params.nu), input.stride());
    let edge = input.rows.len() / 2;
    let mut halo = input.row(edge + 1).to_vec();
    spoilt(params, input, output, |before, after| {
        let u = &before.cells;
        for k in interior(before).filter(|k| k / stride == edge) {
            after.cells[k] = stencil.at(u[k], u[k - 1], u[k + 1], u[k - stride], halo[k % stride]);
        }
        halo.copy_from_slice(before.row(edge + 1));
    });
}

fn row_of_nan(params: &Params, input: &Block, space: &Workspace, output: &mut Block) {
    naive::run(params, input, space, output);
    let stride = output.stride();
    output.cells[stride + 1..2 * stride - 1].fill(f64::NAN);
}

/// Every step done right, and then spoilt by `spoil`, which is given the grid before and after it.
fn spoilt(params: &Params, input: &Block, output: &mut Block, mut spoil: impl FnMut(&Block, &mut Block)) {
    let one = Params { steps: 1, ..params.clone() };
    let mut before = input.clone();
    for _ in 0..params.steps {
        naive::run(&one, &before, &Workspace::default(), output);
        spoil(&before, output);
        before.clone_from(output);
    }
}

/// Indices of the interior points.
fn interior(grid: &Block) -> impl Iterator<Item = usize> + use<> {
    let (rows, cols, stride) = (grid.rows.len(), grid.cols.len(), grid.stride());
    (1..=rows).flat_map(move |i| (1..=cols).map(move |j| i * stride + j))
}
