//! The bodies: how they start, and the state that a run leaves.

use crate::Params;
use crate::circle::Circle;
use std::f64::consts::TAU;
use tenfold_kernel::{Part, arrays, random};

/// The bodies of a share at the start. G = 1.
#[derive(Clone, Debug)]
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
        let own = part.of(params.n);
        let [mut positions, mut velocities] = [0, 1].map(|_| Vec::with_capacity(3 * own.len()));
        let (circle, mut masses) = (Circle::of(params), Vec::with_capacity(own.len()));
        for index in own {
            let body = circle.map_or_else(|| plummer(params, index), |circle| circle.body(index, 0));
            positions.extend(body.0);
            velocities.extend(body.1);
            masses.push(body.2);
        }
        Bodies { positions, velocities, masses }
    }
}

impl State {
    /// Room for so many bodies.
    pub fn room(bodies: usize) -> State {
        let numbers = vec![0.0; 3 * bodies];
        State { positions: numbers.clone(), velocities: numbers.clone(), accelerations: numbers }
    }
}

/// The greatest mass of all bodies together: each has from ½ to 3/2 of an equal share of 1.
pub const MOST_MASS: f64 = 1.5;

/// A body of Plummer's sphere with the scale length 1 (Aarseth, Hénon and Wielen 1974), cut at 99 % of its mass. Its masses
/// differ, so that it matters whose is taken. All bodies at a radius have the speed that Jeans' equation gives: ½ of that
/// which escapes.
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

#[cfg(test)]
mod tests {
    use super::*;

    /// Half of the mass lies within 1.3 scale lengths, and the sphere is close to equilibrium: 2 K + U = 0.
    #[test]
    fn the_sphere_is_plummers() {
        let params = Params { n: 4000, softening: 0.01, dt: 1e-4, ..Params::default() };
        let bodies = Bodies::of(&params, Part::WHOLE);
        let (positions, _) = bodies.positions.as_chunks::<3>();
        let inside = positions.iter().filter(|x| x.iter().map(|x| x * x).sum::<f64>() < 1.305 * 1.305).count();
        assert!((1850..2150).contains(&inside), "{inside} of 4000");
        let [kinetic, potential] = crate::energy::energies(&params, &bodies, &bodies.positions, &bodies.velocities);
        assert!((2.0 * kinetic / potential + 1.0).abs() < 0.05, "{kinetic} {potential}");
    }
}
