//! Deliberately wrong variants, one for each mistake that people make here. A check must catch every one.

use crate::{Block, Heat, Params, Stencil, naive};
use tenfold_kernel::{Mutant, Setting, Workspace, mutant};

/// All mutants.
pub fn all() -> Vec<Mutant<Heat>> {
    vec![
        mutant!(one_step_fewer misreads |params| params.steps = params.steps.max(2) - 1),
        mutant!(one_step_more misreads |params| params.steps += 1),
        mutant!(diffusion_doubled misreads |params| params.nu *= 2.0),
        mutant!(axes_swapped),
        mutant!(in_place),
        mutant!(neighbour_missing),
        mutant!(boundary_insulated),
        mutant!(last_row_kept),
        mutant!(lanes_left_over),
        mutant!(halo_stale),
        mutant!(row_of_nan),
    ]
}

fn axes_swapped(set: &Setting<Params>, input: &Block, space: &Workspace, output: &mut Block) {
    let mut turned = input.clone();
    let stride = input.stride();
    for (k, cell) in turned.cells.iter_mut().enumerate() {
        *cell = input.cells[k % stride * stride + k / stride];
    }
    naive::run(set, &turned, space, output);
}

/// Gauss–Seidel: one grid, in which the points above and to the left are new already.
fn in_place(set: &Setting<Params>, input: &Block, _: &Workspace, output: &mut Block) {
    let (stencil, stride) = (Stencil::new(set.params.nu), input.stride());
    spoilt(set, input, output, |before, after| {
        after.cells.copy_from_slice(&before.cells);
        let u = &mut after.cells;
        for k in interior(before) {
            u[k] = stencil.at(u[k], u[k - 1], u[k + 1], u[k - stride], u[k + stride]);
        }
    });
}

fn neighbour_missing(set: &Setting<Params>, input: &Block, _: &Workspace, output: &mut Block) {
    let (stencil, stride) = (Stencil::new(set.params.nu), input.stride());
    spoilt(set, input, output, |before, after| {
        let u = &before.cells;
        for k in interior(before) {
            after.cells[k] = stencil.at(u[k], u[k - 1], u[k + 1], u[k - stride], 0.0);
        }
    });
}

/// The frame holds what lies next to it, as on an insulated boundary, instead of 0.
fn boundary_insulated(set: &Setting<Params>, input: &Block, _: &Workspace, output: &mut Block) {
    let (n, stride) = (input.size()[0], input.stride());
    spoilt(set, input, output, |_, after| {
        after.cells.copy_within(stride..2 * stride, 0);
        after.cells.copy_within(n * stride..(n + 1) * stride, (n + 1) * stride);
    });
}

fn last_row_kept(set: &Setting<Params>, input: &Block, _: &Workspace, output: &mut Block) {
    let (rows, stride) = (input.size()[0], input.stride());
    let last = rows * stride..(rows + 1) * stride;
    spoilt(set, input, output, |before, after| {
        after.cells[last.clone()].copy_from_slice(&before.cells[last.clone()]);
    });
}

/// The columns that fill no whole vector of eight are not updated.
fn lanes_left_over(set: &Setting<Params>, input: &Block, _: &Workspace, output: &mut Block) {
    let (cols, stride) = (input.size()[1], input.stride());
    spoilt(set, input, output, |before, after| {
        for k in interior(before).filter(|k| k % stride > cols / 8 * 8) {
            after.cells[k] = before.cells[k];
        }
    });
}

/// The upper half sees the lower one as it was a step ago.
fn halo_stale(set: &Setting<Params>, input: &Block, _: &Workspace, output: &mut Block) {
    let (stencil, stride) = (Stencil::new(set.params.nu), input.stride());
    let edge = input.size()[0] / 2;
    let mut halo = input.row(edge + 1).to_vec();
    spoilt(set, input, output, |before, after| {
        let u = &before.cells;
        for k in interior(before).filter(|k| k / stride == edge) {
            after.cells[k] = stencil.at(u[k], u[k - 1], u[k + 1], u[k - stride], halo[k % stride]);
        }
        halo.copy_from_slice(before.row(edge + 1));
    });
}

fn row_of_nan(set: &Setting<Params>, input: &Block, space: &Workspace, output: &mut Block) {
    naive::run(set, input, space, output);
    let stride = output.stride();
    output.cells[stride + 1..2 * stride - 1].fill(f64::NAN);
}

/// Every step done right, and then spoilt by `spoil`, which is given the grid before and after it.
fn spoilt(set: &Setting<Params>, input: &Block, output: &mut Block, mut spoil: impl FnMut(&Block, &mut Block)) {
    let mut before = input.clone();
    for _ in 0..set.params.steps {
        set.misread(|params| params.steps = 1, |one| naive::run(one, &before, &Workspace::default(), output));
        spoil(&before, output);
        before.clone_from(output);
    }
}

/// Indices of the interior points.
fn interior(grid: &Block) -> impl Iterator<Item = usize> + use<> {
    let ([rows, cols], stride) = (grid.size(), grid.stride());
    (1..=rows).flat_map(move |i| (1..=cols).map(move |j| i * stride + j))
}
