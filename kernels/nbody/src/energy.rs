//! The energy of a state: a sum over all pairs.

use crate::groups::WIDE;
use crate::{Bodies, Params, vectors};
use tenfold_kernel::{Path, on_path, pulp::Simd};

/// x, y, z and mass of some bodies side by side.
type Columns = [[f64; WIDE]; 4];

/// Kinetic and potential energy.
pub fn energies(params: &Params, bodies: &Bodies) -> [f64; 2] {
    let moving = vectors(&bodies.velocities).iter().zip(&bodies.masses);
    let kinetic = moving.map(|(v, mass)| 0.5 * mass * v.iter().map(|v| v * v).sum::<f64>());
    let mut columns = vec![[[0.0; WIDE]; 4]; bodies.masses.len().div_ceil(WIDE)];
    for (index, ([x, y, z], mass)) in vectors(&bodies.positions).iter().zip(&bodies.masses).enumerate() {
        for (column, number) in columns[index / WIDE].iter_mut().zip([x, y, z, mass]) {
            column[index % WIDE] = *number;
        }
    }
    let (softening, columns) = (params.softening, &columns[..]);
    [kinetic.sum(), on_path!(Path::widest(), potential(softening: f64, columns: &[Columns]) -> f64)]
}

/// −½ Σ mᵢ mⱼ / √(r² + ε²) over all i ≠ j: what a body would have with itself is taken off. Bodies of mass 0 fill up
/// the last columns.
#[inline(always)]
fn potential<S: Simd>(_: S, softening: f64, columns: &[Columns]) -> f64 {
    let mut total = 0.0;
    for [x, y, z, mass] in columns {
        for i in 0..WIDE {
            let mut sums = [0.0; WIDE];
            for others in columns {
                for k in 0..WIDE {
                    let (dx, dy, dz) = (others[0][k] - x[i], others[1][k] - y[i], others[2][k] - z[i]);
                    sums[k] += others[3][k] / (dx * dx + dy * dy + dz * dz + softening * softening).sqrt();
                }
            }
            total -= 0.5 * mass[i] * (sums.iter().sum::<f64>() - mass[i] / softening);
        }
    }
    total
}
