//! Deliberately wrong variants, one for each mistake that people make here. A check must catch every one.

use crate::stencil::Around;
use crate::{Cfd, Flow, Params, distributed, naive};
use tenfold_kernel::{Mutant, Setting, Workspace, mutant};

/// All mutants.
pub fn all() -> Vec<Mutant<Cfd>> {
    vec![
        mutant!(one_iteration_fewer, |s, i, w, o| misread(s, i, w, o, |p| p.iterations = p.iterations.max(2) - 1)),
        mutant!(one_iteration_more, |s, i, w, o| misread(s, i, w, o, |p| {
            p.iterations += 1;
            p.check = p.iterations;
        })),
        mutant!(viscosity_forgotten, |s, i, w, o| misread(s, i, w, o, |p| p.reynolds = None)),
        mutant!(carried_upstream, |s, i, w, o| misread(s, i, w, o, |p| p.reynolds = p.reynolds.map(|re| -re))),
        mutant!(reynolds_of_a_coarse_cell, |s, i, w, o| misread(s, i, w, o, |p| {
            let finer = p.side() as f64 / 32.0;
            p.reynolds = p.reynolds.map(|re| re * finer);
        })),
        mutant!(axes_swapped),
        mutant!(outlet_shut),
        mutant!(in_place),
        mutant!(neighbour_missing),
        mutant!(walls_averaged),
        mutant!(wall_vorticity_kept),
        mutant!(last_row_kept),
        mutant!(lanes_left_over),
        mutant!(row_of_nan),
        mutant!(residuals_of_another_iteration, |s, i, w, o| {
            naive::run(s, i, w, o);
            o.residuals.rotate_right(1);
        }),
        mutant!(halo_not_exchanged on Distributed, |s, i, w, o| {
            let deaf = distributed::plan(s, i).deaf();
            distributed::run(&s.with(&deaf), i, w, o);
        }),
    ]
}

/// Everything done right, but for another problem.
fn misread(set: &Setting<Params>, input: &Flow, space: &Workspace, output: &mut Flow, change: fn(&mut Params)) {
    let mut params = set.params.clone();
    change(&mut params);
    naive::run(&Setting { params: &params, ..*set }, input, space, output);
}

fn axes_swapped(set: &Setting<Params>, input: &Flow, space: &Workspace, output: &mut Flow) {
    let mut turned = input.clone();
    let stride = input.stride();
    for (k, psi) in turned.psi.iter_mut().enumerate() {
        *psi = input.psi[k % stride * stride + k / stride];
    }
    naive::run(set, &turned, space, output);
}

/// Fluid enters, and nowhere leaves.
fn outlet_shut(set: &Setting<Params>, input: &Flow, space: &Workspace, output: &mut Flow) {
    let mut shut = input.clone();
    let last = (input.rows.len() + 1) * input.stride();
    shut.psi[last..].fill(0.0);
    naive::run(set, &shut, space, output);
}

/// Gauss–Seidel: one grid, in which the points above and to the left are new already.
fn in_place(set: &Setting<Params>, input: &Flow, _: &Workspace, output: &mut Flow) {
    let stride = input.stride();
    spoilt(set, input, output, |before, after| {
        after.psi.copy_from_slice(&before.psi);
        for k in interior(before) {
            after.psi[k] = Around::of(&after.psi, k, stride).mean();
        }
    });
}

fn neighbour_missing(set: &Setting<Params>, input: &Flow, _: &Workspace, output: &mut Flow) {
    let stride = input.stride();
    spoilt(set, input, output, |before, after| {
        for k in interior(before) {
            after.psi[k] = Around { right: 0.0, ..Around::of(&before.psi, k, stride) }.mean();
        }
    });
}

/// The bottom takes part in the iteration.
fn walls_averaged(set: &Setting<Params>, input: &Flow, _: &Workspace, output: &mut Flow) {
    let (n, stride) = (input.rows.len(), input.stride());
    spoilt(set, input, output, |before, after| {
        for i in 1..=n {
            after.psi[i * stride] = 0.5 * (before.psi[(i - 1) * stride] + before.psi[(i + 1) * stride]);
        }
    });
}

/// ζ on the walls stays that of the start.
fn wall_vorticity_kept(set: &Setting<Params>, input: &Flow, _: &Workspace, output: &mut Flow) {
    spoilt(set, input, output, |before, after| {
        let mut zeta = before.zeta.clone();
        if !zeta.is_empty() {
            interior(before).for_each(|k| zeta[k] = after.zeta[k]);
        }
        after.zeta = zeta;
    });
}

fn last_row_kept(set: &Setting<Params>, input: &Flow, _: &Workspace, output: &mut Flow) {
    let last = input.rows.len() * input.stride()..(input.rows.len() + 1) * input.stride();
    spoilt(set, input, output, |before, after| {
        after.psi[last.clone()].copy_from_slice(&before.psi[last.clone()]);
    });
}

/// The columns that fill no whole vector of eight are not updated.
fn lanes_left_over(set: &Setting<Params>, input: &Flow, _: &Workspace, output: &mut Flow) {
    let (cols, stride) = (input.cols.len(), input.stride());
    spoilt(set, input, output, |before, after| {
        for k in interior(before).filter(|k| k % stride > cols / 8 * 8) {
            after.psi[k] = before.psi[k];
        }
    });
}

fn row_of_nan(set: &Setting<Params>, input: &Flow, space: &Workspace, output: &mut Flow) {
    naive::run(set, input, space, output);
    let stride = output.stride();
    output.psi[stride + 1..2 * stride - 1].fill(f64::NAN);
}

/// Every iteration done right, and then spoilt by `spoil`, which is given the flow before and after it.
fn spoilt(set: &Setting<Params>, input: &Flow, output: &mut Flow, mut spoil: impl FnMut(&Flow, &mut Flow)) {
    let one = Params { iterations: 1, check: 1, ..set.params.clone() };
    let (mut before, mut residuals) = (input.clone(), vec![0.0; set.params.checks()]);
    for k in 1..=set.params.iterations {
        naive::run(&Setting { params: &one, ..*set }, &before, &Workspace::default(), output);
        if let Some(at) = set.params.check_at(k) {
            residuals[at] = output.residuals[0];
        }
        spoil(&before, output);
        before.clone_from(output);
    }
    output.residuals = residuals;
}

/// Indices of the interior points.
fn interior(flow: &Flow) -> impl Iterator<Item = usize> + use<> {
    let ([rows, cols], stride) = (flow.size(), flow.stride());
    (1..=rows).flat_map(move |i| (1..=cols).map(move |j| i * stride + j))
}
