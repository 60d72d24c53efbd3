//! Equal bodies that go round a circle, at the same distance from one another: a problem whose answer is known in
//! closed form, for the integrator as it is and not only for steps without end.
//!
//! All bodies feel the same pull −Ω² x towards the middle, so leapfrog is x(k+1) − 2 x(k) + x(k−1) = −(Ω dt)² x(k). On
//! a circle of constant radius this has the solution that turns by θ in each step, with sin(θ/2) = Ω dt / 2; the
//! velocity at whole steps is then (x(k+1) − x(k−1)) / (2 dt), of the length R sin θ / dt = R Ω √(1 − (Ω dt/2)²).

use crate::{Params, Scales};
use std::f64::consts::{PI, TAU};

/// The circle of radius 1 in the plane z = 0, with a mass of 1 in all.
#[derive(Clone, Copy, Debug)]
pub struct Circle {
    bodies: usize,
    dt: f64,
    /// Ω².
    pub squared_frequency: f64,
    /// By the distances, which stay.
    pub scales: Scales,
}

impl Circle {
    /// The circle of these params, if it is one that they ask for.
    pub fn of(params: &Params) -> Option<Circle> {
        if params.start != "circle" {
            return None;
        }
        let (bodies, dt, mass) = (params.n, params.dt, 1.0 / params.n as f64);
        let scales = Scales { mass: 1.0, pulls: 0.0, stiffness: 0.0 };
        let mut circle = Circle { bodies, dt, squared_frequency: 0.0, scales };
        for k in 1..bodies {
            // The distance, and with softening. Of the pull, d/2 of d is towards the middle. Its derivative has a norm
            // of at most 2/s³, and two bodies may be moved apart.
            let d = 2.0 * (PI * k as f64 / bodies as f64).sin();
            let s = d.hypot(params.softening);
            circle.scales.pulls += mass * d / s.powi(3);
            circle.scales.stiffness += 4.0 * mass / s.powi(3);
            circle.squared_frequency += mass * d * d / (2.0 * s.powi(3));
        }
        Some(circle)
    }

    /// Position, velocity and mass of a body after so many steps.
    pub fn body(self, index: usize, steps: usize) -> ([f64; 3], [f64; 3], f64) {
        let frequency = self.squared_frequency.sqrt();
        let half = frequency * self.dt / 2.0;
        let speed = frequency * (1.0 - half * half).sqrt();
        // Whole turns are taken off before the angles are added, which keeps their rounding small.
        let turned = (2.0 * half.asin() * steps as f64) % TAU;
        let (sin, cos) = (TAU * index as f64 / self.bodies as f64 + turned).sin_cos();
        ([cos, sin, 0.0], [-speed * sin, speed * cos, 0.0], 1.0 / self.bodies as f64)
    }
}
