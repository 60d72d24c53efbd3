//! Naive: one body after the other, each pulled by one after the other.

use crate::{Bodies, Params, State};
use tenfold_kernel::{Setting, Workspace};

/// Runs all steps.
pub fn run(setting: &Setting<Params>, bodies: &Bodies, _: &Workspace, state: &mut State) {
    // Memory: the output is what the steps advance, a body after the other.
    state.positions.copy_from_slice(&bodies.positions);
    state.velocities.copy_from_slice(&bodies.velocities);
    let [(positions, _), (velocities, _), (accelerations, _)] =
        [&mut state.positions, &mut state.velocities, &mut state.accelerations]
            .map(|numbers| numbers.as_chunks_mut::<3>());

    // Steps: half a kick, a drift, and half a kick by the pulls at the new positions, with which the next step begins.
    let Params { steps, dt, softening, .. } = *setting.params;
    pull(softening, &bodies.masses, positions, accelerations);
    for _ in 0..steps {
        for ((x, v), a) in positions.iter_mut().zip(&mut *velocities).zip(&*accelerations) {
            for k in 0..3 {
                v[k] += 0.5 * dt * a[k];
                x[k] += dt * v[k];
            }
        }
        pull(softening, &bodies.masses, positions, accelerations);
        for (v, a) in velocities.iter_mut().zip(&*accelerations) {
            for k in 0..3 {
                v[k] += 0.5 * dt * a[k];
            }
        }
    }
}

// Heart: every body is pulled by every body; itself, at no distance, pulls it nowhere.
/// The acceleration of each body, m r / (r² + ε²)^(3/2) summed over all of them.
fn pull(softening: f64, masses: &[f64], positions: &[[f64; 3]], accelerations: &mut [[f64; 3]]) {
    for (a, &[x, y, z]) in accelerations.iter_mut().zip(positions) {
        let mut sum = [0.0; 3];
        for (&[xj, yj, zj], &mass) in positions.iter().zip(masses) {
            let (dx, dy, dz) = (xj - x, yj - y, zj - z);
            let squared = dx * dx + dy * dy + dz * dz + softening * softening;
            let strength = mass / (squared * squared.sqrt());
            sum = [sum[0] + strength * dx, sum[1] + strength * dy, sum[2] + strength * dz];
        }
        *a = sum;
    }
}
