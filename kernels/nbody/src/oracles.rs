//! What knows the right answer: an orbit in closed form, sums in higher precision, and what a step conserves.

use crate::{Bodies, Circle, NBody, Params, Scales, State, energy};
use std::array::from_fn;
use tenfold_kernel::{Check, Oracle, oracle};

pub(crate) fn all() -> Vec<Oracle<NBody>> {
    vec![
        oracle!(orbit, Constant, "leapfrog keeps equal bodies on a circle and turns it by 2 asin(Ω dt/2) per step"),
        oracle!(pulls, Property, "compensated sums (Neumaier 1974) of the pulls on up to 32 bodies at the end"),
        oracle!(first_step, Property, "definition: one step from the start, by compensated sums, of up to 32 bodies"),
        oracle!(momentum, Property, "theorem: pulls are opposite, so Σmv stays, Σmx moves by it, and Σm x×v stays"),
        oracle!(energy, Property, "leapfrog keeps an energy that differs by dt² (Hairer, Lubich and Wanner 2003)"),
    ]
}

/// Bodies that are looked at where all would take as long as the run itself.
const LOOKED_AT: usize = 32;

/// Up to so many bodies the energy, a sum over all pairs, is looked at.
const MOST_FOR_ENERGY: usize = 16_384;

/// A comparison with less left than this says nothing: rounding may have grown too far.
const MEANINGFUL: f64 = 1e-4;

/// Compares a vector along all axes, each within its tolerance.
fn close(what: &str, got: [f64; 3], expected: [f64; 3], tolerances: [f64; 3]) -> Check {
    let axis = |k: usize| Check::close(&format!("{what} along axis {k}"), got[k], expected[k], tolerances[k]);
    Check::worst([0, 1, 2].map(axis)).expect("there are three")
}

fn orbit(params: &Params, bodies: &Bodies, state: &State) -> Option<Check> {
    let (circle, apart) = (Circle::of(params)?, Scales::of(params).apart(params, bodies));
    if apart.positions.max(apart.velocities) >= MEANINGFUL {
        return None;
    }
    let [positions, velocities, accelerations] =
        [&state.positions, &state.velocities, &state.accelerations].map(|numbers| numbers.as_chunks::<3>().0);
    Check::worst((0..params.n).flat_map(|i| {
        let (x, v, _) = circle.body(i, params.steps);
        let pull = x.map(|x| -circle.squared_frequency * x);
        [
            close("position", positions[i], x, [apart.positions; 3]),
            close("velocity", velocities[i], v, [apart.velocities; 3]),
            close("acceleration", accelerations[i], pull, [apart.accelerations; 3]),
        ]
    }))
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

/// The acceleration of body `i`, and how far rounding may carry it, along each axis: a sum of n terms in any order, each within 16
/// units.
fn pulls_on(i: usize, params: &Params, masses: &[f64], positions: &[f64]) -> [[f64; 3]; 2] {
    let (positions, _) = positions.as_chunks::<3>();
    let (mut sums, mut sizes) = ([Compensated::default(); 3], [0.0; 3]);
    for (x, mass) in positions.iter().zip(masses) {
        let away: [f64; 3] = from_fn(|axis| x[axis] - positions[i][axis]);
        let distance = away.iter().fold(params.softening, |distance, x| distance.hypot(*x));
        for axis in 0..3 {
            let pull = mass * away[axis] / distance.powi(3);
            sums[axis].add(pull);
            sizes[axis] += pull.abs();
        }
    }
    let units = (params.n as f64 / 2.0 + 16.0) * f64::EPSILON;
    [sums.map(|sum| sum.sum + sum.lost), sizes.map(|size| units * size)]
}

fn pulls(params: &Params, bodies: &Bodies, state: &State) -> Option<Check> {
    Check::worst(looked_at(params.n).map(|i| {
        let [pull, tolerances] = pulls_on(i, params, &bodies.masses, &state.positions);
        close(&format!("acceleration of body {i}"), state.accelerations.as_chunks::<3>().0[i], pull, tolerances)
    }))
}

/// What the last positions do not show: that the start, the drift and both kicks are right. Only for one step, after which both
/// pulls are known.
fn first_step(params: &Params, bodies: &Bodies, state: &State) -> Option<Check> {
    if params.steps > 1 {
        return None;
    }
    let (dt, unit) = (params.dt, 4.0 * f64::EPSILON);
    Check::worst(looked_at(params.n).flat_map(|i| {
        let [a, off_a] = pulls_on(i, params, &bodies.masses, &bodies.positions);
        let [b, off_b] = pulls_on(i, params, &bodies.masses, &state.positions);
        let [x, v] = [&bodies.positions, &bodies.velocities].map(|of| of.as_chunks::<3>().0[i]);
        let drift: [f64; 3] = from_fn(|k| dt * v[k] + 0.5 * dt * dt * a[k]);
        let kick: [f64; 3] = from_fn(|k| 0.5 * dt * (a[k] + b[k]));
        let off_v = from_fn(|k| dt * (off_a[k] + off_b[k]) + unit * (v[k].abs() + kick[k].abs()));
        let off_x = from_fn(|k| dt * off_v[k] + unit * (x[k].abs() + drift[k].abs()));
        let [got_x, got_v] = [&state.positions, &state.velocities].map(|of| of.as_chunks::<3>().0[i]);
        [
            close(&format!("position of body {i}"), got_x, from_fn(|k| x[k] + drift[k]), off_x),
            close(&format!("velocity of body {i}"), got_v, from_fn(|k| v[k] + kick[k]), off_v),
        ]
    }))
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
    let most = |a: &[f64], b: &[f64]| a.iter().chain(b).fold(0.0_f64, |most, x| most.max(x.abs()));
    let (fast, far) = (most(&bodies.velocities, &state.velocities), most(&bodies.positions, &state.positions));
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
    let moved = from_fn(|axis| from[axis] + params.steps as f64 * params.dt * start[axis]);
    Check::worst([
        close("momentum", end, start, [of_momentum; 3]),
        close("centre of mass", to, moved, [of_middle; 3]),
        close("angular momentum", after, before, [of_turning; 3]),
    ])
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
