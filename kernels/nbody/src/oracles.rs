//! What knows the right answer: an orbit in closed form, sums in higher precision, and what a step conserves.

use crate::{Bodies, Circle, NBody, Params, Scales, State, energy};
use tenfold_kernel::{Check, Oracle, oracle};

pub(crate) fn all() -> Vec<Oracle<NBody>> {
    vec![
        oracle!(
            orbit,
            Constant,
            "closed form: leapfrog keeps equal bodies on a circle and turns it by 2 asin(Ω dt/2) a step"
        ),
        oracle!(
            pulls,
            Property,
            "compensated sums (Neumaier 1974) of the pulls on up to 32 bodies at the last positions"
        ),
        oracle!(first_step, Property, "definition: one step from the start, by compensated sums, of up to 32 bodies"),
        oracle!(momentum, Property, "theorem: pulls are opposite, so Σmv stays, Σmx moves by it, and Σm x×v stays"),
        oracle!(
            energy,
            Property,
            "theorem: leapfrog keeps its own energy, which differs by terms of dt² (Hairer, Lubich, Wanner)"
        ),
    ]
}

/// Bodies that are looked at where all would take as long as the run itself.
const LOOKED_AT: usize = 32;

/// Up to so many bodies the energy, a sum over all pairs, is looked at.
const MOST_FOR_ENERGY: usize = 16_384;

/// A comparison with less left than this says nothing: rounding may have grown too far.
const MEANINGFUL: f64 = 1e-4;

fn orbit(params: &Params, bodies: &Bodies, state: &State) -> Option<Check> {
    let (circle, scales) = (Circle::of(params)?, Scales::of(params));
    let apart = scales.apart(params, bodies);
    let expected = (0..params.n).map(|index| circle.body(index, params.steps));
    let close = |what, got: &[f64], expected: f64, tolerance: f64, axis: usize| {
        Check::close(&format!("{what} along axis {axis}"), got[axis], expected, tolerance)
    };
    let (positions, velocities) = (state.positions.as_chunks::<3>().0, state.velocities.as_chunks::<3>().0);
    let all = expected.zip(positions).zip(velocities).zip(state.accelerations.as_chunks::<3>().0);
    let checks = all.flat_map(|((((x, v, _), got_x), got_v), got_a)| {
        (0..3).flat_map(move |axis| {
            [
                close("position", got_x, x[axis], apart.positions, axis),
                close("velocity", got_v, v[axis], apart.velocities, axis),
                close("acceleration", got_a, -circle.squared_frequency * x[axis], apart.accelerations, axis),
            ]
        })
    });
    (apart.positions.max(apart.velocities) < MEANINGFUL).then(|| Check::worst(checks))?
}

/// Up to 32 bodies, spread evenly.
fn looked_at(n: usize) -> impl Iterator<Item = usize> {
    (0..n).step_by(n.div_ceil(LOOKED_AT))
}

/// A sum whose rounding is carried along and added at the end.
#[derive(Clone, Copy, Default)]
struct Compensated {
    sum: f64,
    lost: f64,
}

impl Compensated {
    fn add(&mut self, x: f64) {
        let sum = self.sum + x;
        self.lost += if self.sum.abs() >= x.abs() { (self.sum - sum) + x } else { (x - sum) + self.sum };
        self.sum = sum;
    }
}

/// The acceleration of body `i`, and the sum of the sizes of all pulls on it, along each axis.
fn pulls_on(i: usize, params: &Params, masses: &[f64], positions: &[f64]) -> [(f64, f64); 3] {
    let (positions, _) = positions.as_chunks::<3>();
    let mut sums = [(Compensated::default(), 0.0); 3];
    for (x, mass) in positions.iter().zip(masses) {
        let away: [f64; 3] = std::array::from_fn(|axis| x[axis] - positions[i][axis]);
        let distance = away.iter().fold(params.softening, |distance, x| distance.hypot(*x));
        for ((sum, size), x) in sums.iter_mut().zip(away) {
            let pull = mass * x / distance.powi(3);
            sum.add(pull);
            *size += pull.abs();
        }
    }
    sums.map(|(sum, size)| (sum.sum + sum.lost, size))
}

/// A sum of n terms in any order, each within 16 units.
fn tolerance(params: &Params, size: f64) -> f64 {
    (params.n as f64 / 2.0 + 16.0) * f64::EPSILON * size
}

fn pulls(params: &Params, bodies: &Bodies, state: &State) -> Option<Check> {
    let checks = looked_at(params.n).flat_map(|i| {
        let expected = pulls_on(i, params, &bodies.masses, &state.positions);
        expected.into_iter().enumerate().map(move |(axis, (pull, size))| {
            let what = format!("acceleration of body {i} along axis {axis}");
            Check::close(&what, state.accelerations[3 * i + axis], pull, tolerance(params, size))
        })
    });
    Check::worst(checks)
}

/// What the last positions do not show: that the start, the drift and both kicks are right. Only for one step, after which both
/// pulls are known.
fn first_step(params: &Params, bodies: &Bodies, state: &State) -> Option<Check> {
    if params.steps > 1 {
        return None;
    }
    let dt = params.dt;
    let checks = looked_at(params.n).flat_map(|i| {
        let before = pulls_on(i, params, &bodies.masses, &bodies.positions);
        let after = pulls_on(i, params, &bodies.masses, &state.positions);
        (0..3).flat_map(move |axis| {
            let ((a, size_a), (b, size_b)) = (before[axis], after[axis]);
            let (x, v) = (bodies.positions[3 * i + axis], bodies.velocities[3 * i + axis]);
            let (drift, kick) = (dt * v + 0.5 * dt * dt * a, 0.5 * dt * (a + b));
            let unit = 4.0 * f64::EPSILON;
            let of_kick = dt * tolerance(params, size_a + size_b) + unit * (v.abs() + kick.abs());
            let of_drift = dt * of_kick + unit * (x.abs() + drift.abs());
            let (got_x, got_v) = (state.positions[3 * i + axis], state.velocities[3 * i + axis]);
            [
                Check::close(&format!("position of body {i} along axis {axis}"), got_x, x + drift, of_drift),
                Check::close(&format!("velocity of body {i} along axis {axis}"), got_v, v + kick, of_kick),
            ]
        })
    });
    Check::worst(checks)
}

/// Σ m u over all bodies, for each axis.
pub(crate) fn weighted(masses: &[f64], vectors: &[f64]) -> [f64; 3] {
    let mut sums = [Compensated::default(); 3];
    for (vector, mass) in vectors.as_chunks::<3>().0.iter().zip(masses) {
        sums.iter_mut().zip(vector).for_each(|(sum, x)| sum.add(mass * x));
    }
    sums.map(|sum| sum.sum + sum.lost)
}

/// Σ m x × v.
fn angular_momentum(masses: &[f64], positions: &[f64], velocities: &[f64]) -> [f64; 3] {
    let pairs = positions.as_chunks::<3>().0.iter().zip(velocities.as_chunks::<3>().0);
    let turning: Vec<f64> = pairs
        .flat_map(|(x, v)| [x[1] * v[2] - x[2] * v[1], x[2] * v[0] - x[0] * v[2], x[0] * v[1] - x[1] * v[0]])
        .collect();
    weighted(masses, &turning)
}

/// Pulls are rounded and so not quite opposite; each evaluation and each update adds its rounding.
fn momentum(params: &Params, bodies: &Bodies, state: &State) -> Option<Check> {
    let scales = Scales::of(params);
    let most = |numbers: &[f64]| numbers.iter().fold(0.0_f64, |most, x| most.max(x.abs()));
    let (fast, far) =
        (most(&bodies.velocities).max(most(&state.velocities)), most(&bodies.positions).max(most(&state.positions)));
    let (evaluations, unit) = (params.steps as f64 + 1.0, 4.0 * f64::EPSILON * scales.mass);
    let time = evaluations * params.dt;
    let of_momentum = time * scales.mass * scales.rounding(params) + evaluations * unit * fast;
    let of_middle = time * of_momentum + evaluations * unit * far;
    let of_turning = 2.0 * (far * of_momentum + fast * of_middle);
    let masses = &bodies.masses;
    let [start, end] = [&bodies.velocities, &state.velocities].map(|v| weighted(masses, v));
    let [from, to] = [&bodies.positions, &state.positions].map(|x| weighted(masses, x));
    let before = angular_momentum(masses, &bodies.positions, &bodies.velocities);
    let after = angular_momentum(masses, &state.positions, &state.velocities);
    let moved = |axis: usize| from[axis] + params.steps as f64 * params.dt * start[axis];
    Check::worst((0..3).flat_map(|axis| {
        [
            Check::close(&format!("momentum along axis {axis}"), end[axis], start[axis], of_momentum),
            Check::close(&format!("centre of mass along axis {axis}"), to[axis], moved(axis), of_middle),
            Check::close(&format!("angular momentum about axis {axis}"), after[axis], before[axis], of_turning),
        ]
    }))
}

/// The energy that leapfrog keeps differs from the true one by dt² ({T,{T,V}}/12 − {V,{V,T}}/24) and higher terms. The first
/// bracket is at most 2 λ² K, the second Σ m a² at most M A². Both ends may have it, with another sign; half as much again stands
/// for the higher terms, and the rounding of the runs is added.
fn energy(params: &Params, bodies: &Bodies, state: &State) -> Option<Check> {
    if params.n > MOST_FOR_ENERGY {
        return None;
    }
    let (scales, apart) = (Scales::of(params), Scales::of(params).apart(params, bodies));
    let before = energy::energies(params, bodies, &bodies.positions, &bodies.velocities);
    let after = energy::energies(params, bodies, &state.positions, &state.velocities);
    let kinetic = before[0].max(after[0]);
    let terms = scales.stiffness * kinetic / 6.0 + scales.mass * scales.pulls.powi(2) / 24.0;
    let by_rounding = scales.mass * ((2.0 * kinetic).sqrt() * apart.velocities + scales.pulls * apart.positions)
        + params.n as f64 * f64::EPSILON * (kinetic - before[1]);
    let tolerance = 1.5 * 2.0 * params.dt * params.dt * terms + 3.0 * by_rounding;
    let [before, after] = [before, after].map(|energies| energies.iter().sum::<f64>());
    Some(Check::close("energy", after, before, tolerance))
}
