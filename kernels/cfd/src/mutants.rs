//! Deliberately wrong variants, one for each mistake that people make here. A check must catch every one.

use crate::stencil::Around;
use crate::{Cfd, Flow, Params, distributed, naive};
use tenfold_kernel::{Mutant, Setting, Workspace, mutant};

/// Each gets the setting, the start, scratch memory and the flow to fill.
pub fn all() -> Vec<Mutant<Cfd>> {
    vec![
        mutant!(one_iteration_fewer misreads |p| p.iterations = p.iterations.max(2) - 1),
        mutant!(one_iteration_more misreads |p| (p.iterations, p.check) = (p.iterations + 1, p.iterations + 1)),
        mutant!(viscosity_forgotten misreads |p| p.reynolds = None),
        mutant!(carried_upstream misreads |p| p.reynolds = p.reynolds.map(|re| -re)),
        mutant!(reynolds_of_a_coarse_cell misreads |p| p.reynolds = p.reynolds.map(|re| re * p.side() as f64 / 32.0)),
        mutant!(axes_swapped, |s, i, w, o| {
            let stride = i.stride();
            let psi = (0..i.psi.len()).map(|k| i.psi[k % stride * stride + k / stride]).collect();
            naive::run(s, &Flow { psi, ..i.clone() }, w, o);
        }),
        mutant!(outlet_shut, |s, i, w, o| {
            // Fluid enters, and nowhere leaves.
            let mut shut = i.clone();
            shut.psi[(i.tile.rows.len() + 1) * i.stride()..].fill(0.0);
            naive::run(s, &shut, w, o);
        }),
        mutant!(in_place, |s, i, _, o| spoilt(s, i, o, |before, after| {
            // Gauss–Seidel: one grid, in which the points above and to the left are new already.
            after.psi.copy_from_slice(&before.psi);
            interior(before).for_each(|k| after.psi[k] = Around::of(&after.psi, k, before.stride()).mean());
        })),
        mutant!(neighbour_missing, |s, i, _, o| spoilt(s, i, o, |before, after| {
            let around = |k| Around { right: 0.0, ..Around::of(&before.psi, k, before.stride()) };
            interior(before).for_each(|k| after.psi[k] = around(k).mean());
        })),
        mutant!(walls_averaged, |s, i, _, o| spoilt(s, i, o, |before, after| {
            // The bottom takes part in the iteration.
            let stride = before.stride();
            let bottom = (1..=before.tile.rows.len()).map(|i| i * stride);
            bottom.for_each(|k| after.psi[k] = 0.5 * (before.psi[k - stride] + before.psi[k + stride]));
        })),
        mutant!(wall_vorticity_kept, |s, i, _, o| spoilt(s, i, o, |before, after| {
            let new = std::mem::replace(&mut after.zeta, before.zeta.clone());
            interior(before).filter(|_| !new.is_empty()).for_each(|k| after.zeta[k] = new[k]);
        })),
        mutant!(last_row_kept, |s, i, _, o| spoilt(s, i, o, |before, after| {
            let last = before.tile.rows.len() * before.stride()..(before.tile.rows.len() + 1) * before.stride();
            after.psi[last.clone()].copy_from_slice(&before.psi[last]);
        })),
        mutant!(lanes_left_over, |s, i, _, o| spoilt(s, i, o, |before, after| {
            // The columns that fill no whole vector of eight are not updated.
            let (stride, whole) = (before.stride(), before.tile.columns.len() / 8 * 8);
            interior(before).filter(|k| k % stride > whole).for_each(|k| after.psi[k] = before.psi[k]);
        })),
        mutant!(row_of_nan, |s, i, w, o| {
            naive::run(s, i, w, o);
            let stride = o.stride();
            o.psi[stride + 1..2 * stride - 1].fill(f64::NAN);
        }),
        mutant!(residuals_of_another_iteration, |s, i, w, o| {
            naive::run(s, i, w, o);
            o.residuals.rotate_right(1);
        }),
        mutant!(halo_not_exchanged on Distributed, |s, i, w, o| {
            let mut deaf = distributed::plan(s, i);
            deaf.edges.clear();
            distributed::run(&s.with(&deaf), i, w, o);
        }),
    ]
}

/// Every iteration done right, and then spoilt by `spoil`, which is given the flow before and after it.
fn spoilt(set: &Setting<Params>, input: &Flow, output: &mut Flow, spoil: fn(&Flow, &mut Flow)) {
    let (mut before, mut residuals) = (input.clone(), vec![0.0; set.params.checks()]);
    for k in 1..=set.params.iterations {
        set.misread(|p| (p.iterations, p.check) = (1, 1), |s| naive::run(s, &before, &Workspace::default(), output));
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
    let ([rows, cols], stride) = (flow.tile.shape(), flow.stride());
    (1..=rows).flat_map(move |i| (1..=cols).map(move |j| i * stride + j))
}
