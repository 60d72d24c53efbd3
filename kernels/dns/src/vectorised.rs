//! Vectorised: only the waves that are kept, eight lines at once, and one pass over memory for each way between modes
//! and points.

use crate::modes::Modes;
use crate::plan::Plan;
use crate::space::{Space, dot, take};
use crate::{Params, Velocity};
use fft::Lanes;
use tenfold_kernel::{Part, Setting, Workspace};

/// The share, which is all of one worker alone, and the twiddle factors.
pub fn plan(setting: &Setting<Params>, _: &Velocity) -> Plan {
    Plan::new(setting.params, Part::on(setting.comm), setting.path)
}

/// Advances the velocity by all steps.
pub fn run(setting: &Setting<Params, Plan>, input: &Velocity, space: &Workspace, output: &mut Velocity) {
    // Memory: modes of the velocity in three states; fields on their way from modes to points, and back.
    let (params, plan) = (setting.params, setting.plan);
    let [states, outward, inward, scratch] = plan.sizes(1).map(|size| space.buffer(size));

    // Start: the modes of the velocity.
    plan.begin(input.components(), 0, inward, scratch);
    Modes::new(plan, params, inward, None).advance(0, states, outward, scratch);

    // Steps: four stages each (Runge and Kutta), for which u × ω is computed at the points.
    for stage in 0..4 * params.steps {
        plan.advance(outward, 0, inward, scratch);
        Modes::new(plan, params, inward, Some(stage)).advance(0, states, outward, scratch);
    }

    // Answer: the points.
    plan.end(outward, 0, output.components_mut(), scratch);
}

// Heart: the pressure takes away what is along k, and friction a share of the velocity.
/// The rates of change of modes, of their real or imaginary parts: u × ω without its part along k, less ν k² u.
/// `inverse` is 1/k².
#[inline(always)]
pub fn rates<S: Lanes>(
    simd: S,
    nu: f64,
    k: Space<S>,
    inverse: S::f64s,
    cross: Space<S>,
    velocity: Space<S>,
) -> Space<S> {
    let pressure = simd.mul_f64s(inverse, dot(simd, k, cross));
    let friction = simd.mul_f64s(simd.splat_f64s(nu), dot(simd, k, k));
    take(simd, take(simd, cross, pressure, k), friction, velocity)
}
