//! Mistakes that are easily made, and must be caught.

use crate::plain::{Plain, curl, dot};
use crate::{Dns, Params, STAGES, Velocity, distributed, naive};
use std::array::from_fn;
use tenfold_kernel::pulp::c64;
use tenfold_kernel::{Mutant, Setting, mutant};

/// The parts of a solver that a mutant may have wrong.
struct Rules {
    stages: [[f64; 2]; 4],
    cross: fn([f64; 3], [f64; 3]) -> [f64; 3],
    rates: Rates,
}

/// The rates of change of a wave, from its numbers, its u × ω and its velocity.
type Rates = fn(&Params, [f64; 3], [c64; 3], [c64; 3]) -> [c64; 3];

const RIGHT: Rules = Rules { stages: STAGES, cross, rates: naive::rates };

/// All mutants.
pub fn all() -> Vec<Mutant<Dns>> {
    vec![
        mutant!(pressure_left_out, |s, i, _, o| by_rates(s, i, o, |p, k, cross, u| {
            let rates = naive::rates(p, k, cross, u);
            let along = dot(k, cross) / dot(k, k.map(c64::from)).re.max(1.0);
            from_fn(|c| rates[c] + along * k[c] * is_kept(p, k))
        })),
        mutant!(nothing_cut, |s, i, _, o| by_rates(s, i, o, |p, k, cross, u| {
            naive::rates(&Params { n: 3 * p.n, ..p.clone() }, k, cross, u)
        })),
        mutant!(cut_too_low, |s, i, _, o| by_rates(s, i, o, |p, k, cross, u| {
            naive::rates(&Params { n: p.n - 4, ..p.clone() }, k, cross, u)
        })),
        mutant!(friction_doubled, |s, i, _, o| by_rates(s, i, o, |p, k, cross, u| {
            naive::rates(&Params { nu: 2.0 * p.nu, ..p.clone() }, k, cross, u)
        })),
        mutant!(euler_for_runge_kutta, |s, i, _, o| {
            solve(s, i, o, Rules { stages: [[1.0, 0.0], [0.0; 2], [0.0; 2], [0.0; 2]], ..RIGHT });
        }),
        mutant!(stages_weighted_alike, |s, i, _, o| {
            solve(s, i, o, Rules { stages: STAGES.map(|[_, ahead]| [0.25, ahead]), ..RIGHT });
        }),
        mutant!(vorticity_times_velocity, |s, i, _, o| solve(s, i, o, Rules { cross: |u, w| cross(w, u), ..RIGHT })),
        mutant!(a_sign_in_the_product, |s, i, _, o| {
            solve(
                s,
                i,
                o,
                Rules { cross: |[u, v, w], [a, b, c]| [v * c - w * b, w * a - u * c, u * b + v * a], ..RIGHT },
            );
        }),
        mutant!(one_step_fewer, |s, i, space, o| {
            let params = Params { steps: s.params.steps.max(2) - 1, ..s.params.clone() };
            naive::run(&Setting { params: &params, ..*s }.with(&Plain::new(params.n)), i, space, o);
        }),
        mutant!(last_column_of_points_left, |s, i, space, o| {
            naive::run(&s.with(&Plain::new(i.n)), i, space, o);
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
            let shorter = Params { dt: s.params.dt * if s.comm.rank() == 0 { 0.75 } else { 1.0 }, ..s.params.clone() };
            let plan = distributed::plan(s, i);
            distributed::run(&Setting { params: &shorter, ..*s }.with(&plan), i, space, o);
        }),
    ]
}

fn cross([u, v, w]: [f64; 3], [a, b, c]: [f64; 3]) -> [f64; 3] {
    [v * c - w * b, w * a - u * c, u * b - v * a]
}

/// 1 for a wave that the 2/3 rule keeps.
fn is_kept(params: &Params, k: [f64; 3]) -> f64 {
    if k.iter().all(|k| k.abs() <= crate::cut(params.n) as f64) { 1.0 } else { 0.0 }
}

/// All steps, right but for the rates.
fn by_rates(setting: &Setting<Params>, input: &Velocity, output: &mut Velocity, rates: Rates) {
    solve(setting, input, output, Rules { rates, ..RIGHT });
}

/// All steps by these rules.
fn solve(setting: &Setting<Params>, input: &Velocity, output: &mut Velocity, rules: Rules) {
    let (params, plain) = (setting.params, Plain::new(input.n));
    let zero = c64::new(0.0, 0.0);
    let (mut scratch, mut now) = (vec![zero; plain.scratch()], plain.all(input.components()));
    let [mut base, mut sum] = [now.clone(), now.clone()];
    let mut back = |mut waves: [Vec<c64>; 3]| -> [Vec<f64>; 3] {
        let mut points = from_fn(|_| vec![0.0; input.u.len()]);
        waves.iter_mut().zip(&mut points).for_each(|(from, to)| plain.back(from, to, &mut scratch));
        points
    };
    for stage in (0..params.steps).flat_map(|_| 0..4) {
        let mut vorticity = now.clone();
        for at in 0..plain.waves() {
            let of_wave = curl(plain.wave(at), from_fn(|c| now[c][at]));
            (0..3).for_each(|c| vorticity[c][at] = of_wave[c]);
        }
        let [mut velocity, vorticity] = [now.clone(), vorticity].map(&mut back);
        for at in 0..input.u.len() {
            let product = (rules.cross)(from_fn(|c| velocity[c][at]), from_fn(|c| vorticity[c][at]));
            (0..3).for_each(|c| velocity[c][at] = product[c]);
        }
        let product = plain.all(from_fn(|c| &velocity[c][..]));
        let [weight, ahead] = rules.stages[stage].map(|share| params.dt * share);
        for at in 0..plain.waves() {
            let velocity = from_fn(|c| now[c][at]);
            let rates = (rules.rates)(params, plain.wave(at), from_fn(|c| product[c][at]), velocity);
            for c in 0..3 {
                sum[c][at] += rates[c] * weight;
                now[c][at] = if stage < 3 { base[c][at] + rates[c] * ahead } else { sum[c][at] };
            }
        }
        if stage == 3 {
            base.clone_from(&sum);
        }
    }
    let points = back(now);
    output.components_mut().into_iter().zip(&points).for_each(|(to, from)| to.copy_from_slice(from));
}
