//! Naive: whole arrays, one operation after the other, as the equations say.

use crate::plain::{Plain, cross, curl, dot};
use crate::plan::cut;
use crate::{Params, STAGES, Velocity};
use std::array::from_fn;
use tenfold_kernel::pulp::c64;
use tenfold_kernel::{Setting, Workspace};

/// The twiddle factors.
pub fn plan(setting: &Setting<Params>, _: &Velocity) -> Plain {
    Plain::new(setting.params.n)
}

/// Advances the velocity by all steps.
pub fn run(setting: &Setting<Params, Plain>, input: &Velocity, space: &Workspace, output: &mut Velocity) {
    // Memory: waves of the velocity now, at the last step and the next, and of what changes it; points of two fields.
    let (plain, params, points) = (setting.plan, setting.params, input.u.len());
    let [mut now, base, sum, work]: [[&mut [c64]; 3]; 4] = from_fn(|_| from_fn(|_| space.buffer(plain.waves())));
    let [velocity, vorticity]: [[&mut [f64]; 3]; 2] = from_fn(|_| from_fn(|_| space.buffer(points)));
    let scratch = space.buffer::<c64>(plain.scratch());

    // Start: the waves of the velocity.
    for (c, from) in input.components().into_iter().enumerate() {
        plain.forward(from, now[c], scratch);
        base[c].copy_from_slice(now[c]);
        sum[c].copy_from_slice(now[c]);
    }

    // Steps: four stages each (Runge and Kutta), for which u × ω is computed at the points.
    for stage in (0..params.steps).flat_map(|_| 0..4) {
        for c in 0..3 {
            work[c].copy_from_slice(now[c]);
            plain.back(work[c], velocity[c], scratch);
        }
        for at in 0..plain.waves() {
            let vorticity = curl(plain.wave(at), from_fn(|c| now[c][at]));
            (0..3).for_each(|c| work[c][at] = vorticity[c]);
        }
        for c in 0..3 {
            plain.back(work[c], vorticity[c], scratch);
        }
        for at in 0..points {
            let product = cross(from_fn(|c| velocity[c][at]), from_fn(|c| vorticity[c][at]));
            (0..3).for_each(|c| velocity[c][at] = product[c]);
        }
        (0..3).for_each(|c| plain.forward(velocity[c], work[c], scratch));
        let [weight, ahead] = STAGES[stage].map(|share| params.dt * share);
        for at in 0..plain.waves() {
            let rates = rates(params, plain.wave(at), from_fn(|c| work[c][at]), from_fn(|c| now[c][at]));
            for c in 0..3 {
                sum[c][at] += rates[c] * weight;
                now[c][at] = if stage < 3 { base[c][at] + rates[c] * ahead } else { sum[c][at] };
                base[c][at] = if stage < 3 { base[c][at] } else { sum[c][at] };
            }
        }
    }

    // Answer: the points.
    let components = now.iter_mut().zip(output.components_mut());
    components.for_each(|(from, to)| plain.back(from, to, scratch));
}

// Heart: the pressure takes away what is along k, and friction a share of the velocity.
/// The rates of change of a wave: u × ω, unless it is cut, without its part along k, less ν k² u.
#[inline(always)]
pub fn rates(params: &Params, k: [f64; 3], cross: [c64; 3], velocity: [c64; 3]) -> [c64; 3] {
    let (k2, cut) = (k[0] * k[0] + k[1] * k[1] + k[2] * k[2], cut(params.n) as f64);
    let kept = if k.iter().all(|k| k.abs() <= cut) { 1.0 } else { 0.0 };
    let pressure = dot(k, cross) / k2.max(1.0);
    from_fn(|c| (cross[c] - pressure * k[c]) * kept - velocity[c] * (params.nu * k2))
}
