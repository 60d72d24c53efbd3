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
            let (stride, mut turned) = (i.stride(), i.clone());
            let swapped = |k: usize| i.psi[k % stride * stride + k / stride];
            turned.psi.iter_mut().enumerate().for_each(|(k, psi)| *psi = swapped(k));
            naive::run(s, &turned, w, o);
        }),
        mutant!(outlet_shut, |s, i, w, o| {
            // Fluid enters, and nowhere leaves.
            let mut shut = i.clone();
            shut.psi[(i.rows.len() + 1) * i.stride()..].fill(0.0);
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
            for bottom in (1..=before.rows.len()).map(|i| i * stride) {
                after.psi[bottom] = 0.5 * (before.psi[bottom - stride] + before.psi[bottom + stride]);
            }
        })),
        mutant!(wall_vorticity_kept, |s, i, _, o| spoilt(s, i, o, |before, after| {
            let new = std::mem::replace(&mut after.zeta, before.zeta.clone());
            interior(before).filter(|_| !new.is_empty()).for_each(|k| after.zeta[k] = new[k]);
        })),
        mutant!(last_row_kept, |s, i, _, o| spoilt(s, i, o, |before, after| {
            let (start, stride) = (before.rows.len() * before.stride(), before.stride());
            after.psi[start..][..stride].copy_from_slice(&before.psi[start..][..stride]);
        })),
        mutant!(lanes_left_over, |s, i, _, o| spoilt(s, i, o, |before, after| {
            // The columns that fill no whole vector of eight are not updated.
            let whole = before.cols.len() / 8 * 8;
            let left_over = interior(before).filter(|k| k % before.stride() > whole);
            left_over.for_each(|k| after.psi[k] = before.psi[k]);
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
            let deaf = distributed::plan(s, i).deaf();
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
    let ([rows, cols], stride) = (flow.size(), flow.stride());
    (1..=rows).flat_map(move |i| (1..=cols).map(move |j| i * stride + j))
}
