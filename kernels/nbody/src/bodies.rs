//! The bodies: how they start, and the state that a run leaves.

use crate::Params;
use crate::circle::Circle;
use std::f64::consts::TAU;
use tenfold_kernel::{Part, arrays, random};

/// The bodies of a share at the start. G = 1.
#[derive(Clone, Debug, Default)]
pub struct Bodies {
    /// x, y, z of each.
    pub positions: Vec<f64>,
    /// Likewise.
    pub velocities: Vec<f64>,
    /// One for each.
    pub masses: Vec<f64>,
}

arrays!(Bodies {
    positions: |bodies| vec![bodies.masses.len(), 3],
    velocities: |bodies| vec![bodies.masses.len(), 3],
    masses,
});

/// The bodies of a share at the end.
#[derive(Clone, Debug, PartialEq)]
pub struct State {
    /// x, y, z of each.
    pub positions: Vec<f64>,
    /// Likewise.
    pub velocities: Vec<f64>,
    /// At these positions: what the next step would begin with.
    pub accelerations: Vec<f64>,
}

arrays!(State {
    positions: |state| vec![state.positions.len() / 3, 3],
    velocities: |state| vec![state.velocities.len() / 3, 3],
    accelerations: |state| vec![state.accelerations.len() / 3, 3],
});

impl Bodies {
    /// The bodies of `part`. Random numbers go by a body's index, so each rank makes its own.
    pub fn of(params: &Params, part: Part) -> Bodies {
        let (circle, mut bodies) = (Circle::of(params), Bodies::default());
        for index in part.of(params.n) {
            let (x, v, mass) = circle.map_or_else(|| plummer(params, index), |circle| circle.body(index, 0));
            bodies.positions.extend(x);
            bodies.velocities.extend(v);
            bodies.masses.push(mass);
        }
        bodies
    }

    /// The same bodies where they are in `state`.
    pub(crate) fn moved(&self, state: &State) -> Bodies {
        let State { positions, velocities, .. } = state.clone();
        Bodies { positions, velocities, masses: self.masses.clone() }
    }
}

/// Numbers of bodies by threes, each of which is a vector.
pub(crate) fn vectors(numbers: &[f64]) -> &[[f64; 3]] {
    numbers.as_chunks().0
}

/// The greatest mass of all bodies together: each has from ½ to 3/2 of an equal share of 1.
pub const MOST_MASS: f64 = 1.5;

/// A body of Plummer's sphere with the scale length 1 (Aarseth, Hénon and Wielen 1974), cut at 99 % of its mass. Its
/// masses differ, so that it matters whose is taken. All bodies at a radius have the speed that Jeans' equation gives:
/// ½ of that which escapes.
fn plummer(params: &Params, index: usize) -> ([f64; 3], [f64; 3], f64) {
    let draw = |k: u64| random(params.seed, 8 * index as u64 + k);
    let mass = (0.5 + draw(0)) / params.n as f64;
    // The first share is not 0, where the power has no end.
    let within = 0.99 * (1.0 - draw(1));
    let radius = (within.powf(-2.0 / 3.0) - 1.0).sqrt().recip();
    let speed = (0.5 / (1.0 + radius * radius).sqrt()).sqrt();
    (direction(radius, draw(2), draw(3)), direction(speed, draw(4), draw(5)), mass)
}

/// A vector of this length whose direction follows evenly from two numbers from 0 to 1.
fn direction(length: f64, height: f64, turn: f64) -> [f64; 3] {
    let z = 2.0 * height - 1.0;
    let (sin, cos) = (TAU * turn).sin_cos();
    let flat = length * (1.0 - z * z).sqrt();
    [flat * cos, flat * sin, length * z]
}
