//! Mistakes that are easily made, and must be caught.

use crate::plain::{Plain, cross, curl, dot};
use crate::{Dns, Params, STAGES, Velocity, cut, distributed, naive};
use std::array::from_fn;
use tenfold_kernel::pulp::c64;
use tenfold_kernel::{Mutant, Setting, Workspace, mutant};

/// The parts of a solver that a mutant may have wrong.
struct Rules {
    stages: [[f64; 2]; 4],
    cross: fn([f64; 3], [f64; 3]) -> [f64; 3],
    /// The rates of change of a wave, from its numbers, its u × ω and its velocity.
    rates: fn(&Params, [f64; 3], [c64; 3], [c64; 3]) -> [c64; 3],
}

const RIGHT: Rules = Rules { stages: STAGES, cross, rates: naive::rates };

/// All mutants.
pub fn all() -> Vec<Mutant<Dns>> {
    vec![
        mutant!(pressure_left_out, |s, i, _, o| {
            let rates = |params: &Params, k: [f64; 3], cross, u| {
                let rates = naive::rates(params, k, cross, u);
                let is_kept = k.iter().all(|k| k.abs() <= cut(params.n) as f64);
                let along = dot(k, cross) / dot(k, k.map(c64::from)).re.max(1.0);
                if is_kept { from_fn(|c| rates[c] + along * k[c]) } else { rates }
            };
            solve(s, i, o, Rules { rates, ..RIGHT });
        }),
        // The grid is that of the plan and of the input: n only says where to cut.
        mutant!(nothing_cut, |s, i, space, o| misread(s, i, space, o, |p| p.n *= 3)),
        mutant!(cut_too_low, |s, i, space, o| misread(s, i, space, o, |p| p.n -= 4)),
        mutant!(friction_doubled, |s, i, space, o| misread(s, i, space, o, |p| p.nu *= 2.0)),
        mutant!(one_step_fewer, |s, i, space, o| misread(s, i, space, o, |p| p.steps = p.steps.max(2) - 1)),
        mutant!(euler_for_runge_kutta, |s, i, _, o| {
            solve(s, i, o, Rules { stages: [[1.0, 0.0], [0.0; 2], [0.0; 2], [0.0; 2]], ..RIGHT });
        }),
        mutant!(stages_weighted_alike, |s, i, _, o| {
            solve(s, i, o, Rules { stages: STAGES.map(|[_, ahead]| [0.25, ahead]), ..RIGHT });
        }),
        mutant!(vorticity_times_velocity, |s, i, _, o| solve(s, i, o, Rules { cross: |u, w| cross(w, u), ..RIGHT })),
        mutant!(a_sign_in_the_product, |s, i, _, o| {
            let cross = |[u, v, w]: [f64; 3], [a, b, c]: [f64; 3]| [v * c - w * b, w * a - u * c, u * b + v * a];
            solve(s, i, o, Rules { cross, ..RIGHT });
        }),
        mutant!(last_column_of_points_left, |s, i, space, o| {
            misread(s, i, space, o, |_| ());
            let rows = o.u.chunks_exact_mut(i.n).zip(i.u.chunks_exact(i.n));
            rows.for_each(|(to, from)| to[i.n - 2] = from[i.n - 2]);
        }),
        mutant!(planes_out_of_order on Distributed, |s, i, space, o| {
            distributed::run(&s.with(&distributed::plan(s, i)), i, space, o);
            let plane = i.n * i.n;
            let shifted = o.components_mut().into_iter().filter(|u| s.comm.size() > 1 && u.len() > plane);
            shifted.for_each(|u| u.rotate_left(plane));
        }),
        mutant!(rank_0_takes_shorter_steps on Distributed, |s, i, space, o| {
            let shorter = |p: &mut Params| p.dt *= if s.comm.rank() == 0 { 0.75 } else { 1.0 };
            s.misread(shorter, |misread| distributed::run(&misread.with(&distributed::plan(s, i)), i, space, o));
        }),
    ]
}

/// The naive variant of another problem.
fn misread(s: &Setting<Params>, i: &Velocity, space: &Workspace, o: &mut Velocity, change: fn(&mut Params)) {
    s.misread(change, |s| naive::run(&s.with(&Plain::new(i.n)), i, space, o));
}

/// All steps by these rules.
fn solve(setting: &Setting<Params>, input: &Velocity, output: &mut Velocity, rules: Rules) {
    let (params, plain) = (setting.params, Plain::new(input.n));
    let (numbers, mut now): (Vec<[f64; 3]>, Vec<[c64; 3]>) = plain.all(input.components()).into_iter().unzip();
    let [mut base, mut sum] = [now.clone(), now.clone()];
    for stage in (0..params.steps).flat_map(|_| 0..4) {
        let vorticity: Vec<[c64; 3]> = numbers.iter().zip(&now).map(|(&k, &u)| curl(k, u)).collect();
        let [mut velocity, vorticity] = [&now, &vorticity].map(|waves| plain.points(waves));
        for at in 0..input.u.len() {
            let product = (rules.cross)(from_fn(|c| velocity[c][at]), from_fn(|c| vorticity[c][at]));
            (0..3).for_each(|c| velocity[c][at] = product[c]);
        }
        let [weight, ahead] = rules.stages[stage].map(|share| params.dt * share);
        for (at, (k, cross)) in plain.all(velocity.each_ref().map(|u| &u[..])).into_iter().enumerate() {
            let rates = (rules.rates)(params, k, cross, now[at]);
            for c in 0..3 {
                sum[at][c] += rates[c] * weight;
                now[at][c] = if stage < 3 { base[at][c] + rates[c] * ahead } else { sum[at][c] };
            }
        }
        if stage == 3 {
            base.clone_from(&sum);
        }
    }
    output.components_mut().into_iter().zip(plain.points(&now)).for_each(|(to, from)| to.copy_from_slice(&from));
}
