//! What knows the right answer: an orbit in closed form, sums in higher precision, and what a step conserves.

use crate::{Bodies, Circle, NBody, Params, Scales, State, energy, evaluations, vectors};
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
    let circle = Circle::of(params)?;
    let [off_x, off_v, off_a] = circle.scales.apart(params, bodies);
    if off_x.max(off_v) >= MEANINGFUL {
        return None;
    }
    let [positions, velocities, accelerations] =
        [&state.positions, &state.velocities, &state.accelerations].map(|numbers| vectors(numbers));
    Check::worst((0..params.n).flat_map(|i| {
        let (x, v, _) = circle.body(i, params.steps);
        let pull = x.map(|x| -circle.squared_frequency * x);
        [
            close("position", positions[i], x, [off_x; 3]),
            close("velocity", velocities[i], v, [off_v; 3]),
            close("acceleration", accelerations[i], pull, [off_a; 3]),
        ]
    }))
}

/// Up to 32 bodies, spread evenly: all would take as long as the run itself.
fn looked_at(n: usize) -> impl Iterator<Item = usize> {
    (0..n).step_by(n.div_ceil(32))
}

/// The sum of these terms: the rounding of each addition is carried along, and added at the end.
fn compensated(terms: impl Iterator<Item = f64>) -> f64 {
    let [mut sum, mut lost] = [0.0_f64; 2];
    for x in terms {
        let total = sum + x;
        lost += if sum.abs() >= x.abs() { (sum - total) + x } else { (x - total) + sum };
        sum = total;
    }
    sum + lost
}

/// Σ m u over all bodies, for each axis.
pub(crate) fn weighted(masses: &[f64], vectors: &[[f64; 3]]) -> [f64; 3] {
    from_fn(|axis| compensated(vectors.iter().zip(masses).map(|(u, mass)| mass * u[axis])))
}

/// The softened length of `away`.
pub(crate) fn softened(away: [f64; 3], softening: f64) -> f64 {
    away.iter().fold(softening, |length, x| length.hypot(*x))
}

/// The acceleration of body `i`, and how far rounding may carry it, along each axis: a sum of n terms in any order,
/// each within 16 units.
fn pulls_on(i: usize, params: &Params, bodies: &Bodies) -> [[f64; 3]; 2] {
    let positions = vectors(&bodies.positions);
    let of_unit_mass = |x: &[f64; 3]| {
        let away = from_fn(|axis| x[axis] - positions[i][axis]);
        let cubed = softened(away, params.softening).powi(3);
        away.map(|x| x / cubed)
    };
    let pulls: Vec<[f64; 3]> = positions.iter().map(of_unit_mass).collect();
    let sizes: Vec<[f64; 3]> = pulls.iter().map(|pull| pull.map(f64::abs)).collect();
    let units = (params.n as f64 / 2.0 + 16.0) * f64::EPSILON;
    [weighted(&bodies.masses, &pulls), weighted(&bodies.masses, &sizes).map(|size| units * size)]
}

fn pulls(params: &Params, bodies: &Bodies, state: &State) -> Option<Check> {
    let end = bodies.moved(state);
    Check::worst(looked_at(params.n).map(|i| {
        let [pull, tolerances] = pulls_on(i, params, &end);
        close(&format!("acceleration of body {i}"), vectors(&state.accelerations)[i], pull, tolerances)
    }))
}

/// What the last positions do not show: that the start, the drift and both kicks are right. Only for one step, after
/// which both pulls are known.
fn first_step(params: &Params, bodies: &Bodies, state: &State) -> Option<Check> {
    if params.steps > 1 {
        return None;
    }
    let (end, dt, unit) = (bodies.moved(state), params.dt, 4.0 * f64::EPSILON);
    Check::worst(looked_at(params.n).flat_map(|i| {
        let [[a, off_a], [b, off_b]] = [bodies, &end].map(|bodies| pulls_on(i, params, bodies));
        let [x, got_x] = [bodies, &end].map(|bodies| vectors(&bodies.positions)[i]);
        let [v, got_v] = [bodies, &end].map(|bodies| vectors(&bodies.velocities)[i]);
        let drift: [f64; 3] = from_fn(|k| dt * v[k] + 0.5 * dt * dt * a[k]);
        let kick: [f64; 3] = from_fn(|k| 0.5 * dt * (a[k] + b[k]));
        let off_v = from_fn(|k| dt * (off_a[k] + off_b[k]) + unit * (v[k].abs() + kick[k].abs()));
        let off_x = from_fn(|k| dt * off_v[k] + unit * (x[k].abs() + drift[k].abs()));
        [
            close(&format!("position of body {i}"), got_x, from_fn(|k| x[k] + drift[k]), off_x),
            close(&format!("velocity of body {i}"), got_v, from_fn(|k| v[k] + kick[k]), off_v),
        ]
    }))
}

/// Σ m v, Σ m x and Σ m x × v over all bodies.
fn moments(bodies: &Bodies) -> [[f64; 3]; 3] {
    let [x, v] = [&bodies.positions, &bodies.velocities].map(|numbers| vectors(numbers));
    let cross = |(x, v): (&[f64; 3], &[f64; 3])| {
        [x[1] * v[2] - x[2] * v[1], x[2] * v[0] - x[0] * v[2], x[0] * v[1] - x[1] * v[0]]
    };
    let turning: Vec<[f64; 3]> = x.iter().zip(v).map(cross).collect();
    [v, x, &turning].map(|vectors| weighted(&bodies.masses, vectors))
}

/// Pulls are rounded and so not quite opposite; each evaluation and each update adds its rounding.
fn momentum(params: &Params, bodies: &Bodies, state: &State) -> Option<Check> {
    let scales = Scales::of(params);
    let most = |a: &[f64], b: &[f64]| a.iter().chain(b).fold(0.0_f64, |most, x| most.max(x.abs()));
    let (fast, far) = (most(&bodies.velocities, &state.velocities), most(&bodies.positions, &state.positions));
    let (evaluations, unit) = (evaluations(params), 4.0 * f64::EPSILON * scales.mass);
    let time = evaluations * params.dt;
    let of_momentum = time * scales.mass * scales.rounding(params) + evaluations * unit * fast;
    let of_middle = time * of_momentum + evaluations * unit * far;
    let of_turning = 2.0 * (far * of_momentum + fast * of_middle);
    let [[start, from, before], [end, to, after]] = [bodies, &bodies.moved(state)].map(moments);
    let moved = from_fn(|axis| from[axis] + params.steps as f64 * params.dt * start[axis]);
    Check::worst([
        close("momentum", end, start, [of_momentum; 3]),
        close("centre of mass", to, moved, [of_middle; 3]),
        close("angular momentum", after, before, [of_turning; 3]),
    ])
}

/// The energy that leapfrog keeps differs from the true one by dt² ({T,{T,V}}/12 − {V,{V,T}}/24) and higher terms. The
/// first bracket is at most 2 λ² K, the second Σ m a² at most M A². Both ends may have it, with another sign; half as
/// much again stands for the higher terms, and the rounding of the runs is added.
fn energy(params: &Params, bodies: &Bodies, state: &State) -> Option<Check> {
    if params.n > MOST_FOR_ENERGY {
        return None;
    }
    let scales = Scales::of(params);
    let [off_x, off_v, _] = scales.apart(params, bodies);
    let [before, after] = [bodies, &bodies.moved(state)].map(|bodies| energy::energies(params, bodies));
    let kinetic = before[0].max(after[0]);
    let terms = scales.stiffness * kinetic / 6.0 + scales.mass * scales.pulls.powi(2) / 24.0;
    let by_rounding = scales.mass * ((2.0 * kinetic).sqrt() * off_v + scales.pulls * off_x)
        + params.n as f64 * f64::EPSILON * (kinetic - before[1]);
    let tolerance = 1.5 * 2.0 * params.dt * params.dt * terms + 3.0 * by_rounding;
    let [before, after] = [before, after].map(|energies| energies.iter().sum::<f64>());
    Some(Check::close("energy", after, before, tolerance))
}
