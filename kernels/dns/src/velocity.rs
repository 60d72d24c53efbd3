//! The velocity at the points of the grid, and the two flows that it starts from.

use crate::Params;
use std::f64::consts::TAU;
use std::ops::Range;
use tenfold_kernel::arrays;

/// Some planes of the velocity: n × n points each, x running fastest.
#[derive(Clone, Debug, PartialEq)]
pub struct Velocity {
    /// Points along each axis.
    pub n: usize,
    /// Along x.
    pub u: Vec<f64>,
    /// Along y.
    pub v: Vec<f64>,
    /// Along z.
    pub w: Vec<f64>,
}

arrays!(Velocity { u: Velocity::shape, v: Velocity::shape, w: Velocity::shape });

impl Velocity {
    fn shape(&self) -> Vec<usize> {
        vec![self.u.len() / (self.n * self.n), self.n, self.n]
    }

    /// Room for so many planes.
    pub fn room(n: usize, planes: usize) -> Velocity {
        let [u, v, w] = [(); 3].map(|()| vec![0.0; n * n * planes]);
        Velocity { n, u, v, w }
    }

    /// These planes of the Taylor–Green vortex, sin x cos y cos z and -cos x sin y cos z, or of the same without z.
    pub fn start(params: &Params, planes: Range<usize>) -> Velocity {
        let (n, mut start) = (params.n, Velocity::room(params.n, planes.len()));
        let [sin, cos]: [Vec<f64>; 2] =
            [f64::sin, f64::cos].map(|f| (0..n).map(|i| f(TAU * i as f64 / n as f64)).collect());
        let is_flat = params.start == "two-dimensional";
        for (at, (u, v)) in start.u.iter_mut().zip(&mut start.v).enumerate() {
            let [z, y, x] = [at / (n * n) + planes.start, at / n % n, at % n];
            let along_z = if is_flat { 1.0 } else { cos[z] };
            (*u, *v) = (sin[x] * cos[y] * along_z, -cos[x] * sin[y] * along_z);
        }
        start
    }

    /// The three components.
    pub fn components(&self) -> [&[f64]; 3] {
        [&self.u, &self.v, &self.w]
    }

    /// The three components, to be filled.
    pub fn components_mut(&mut self) -> [&mut [f64]; 3] {
        [&mut self.u, &mut self.v, &mut self.w]
    }

    /// Kinetic energy per volume: the mean of |u|²/2.
    pub fn energy(&self) -> f64 {
        let squares =
            self.components().map(|u| u.chunks(self.n).map(|row| row.iter().map(|u| u * u).sum::<f64>()).sum::<f64>());
        0.5 * squares.into_iter().sum::<f64>() / self.u.len() as f64
    }
}
