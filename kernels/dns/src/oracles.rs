//! What knows the right answer: a published energy, a flow that decays exactly, and what the equations keep.

use crate::plain::{Plain, curl, dot};
use crate::{Dns, Params, Velocity, points};
use tenfold_kernel::{Check, Oracle, greatest, oracle};

/// All oracles, constants first.
pub fn all() -> Vec<Oracle<Dns>> {
    vec![
        oracle!(published_energy, Constant, "Mortensen, spectralDNS: the kinetic energy of the vortex at t = 0.1"),
        oracle!(
            exact_decay,
            Constant,
            "closed form: the two-dimensional vortex decays and keeps its shape (Taylor 1923)"
        ),
        oracle!(divergence, Property, "the flow is incompressible: k·u = 0 for every wave"),
        oracle!(energy_balance, Property, "the energy lost equals the dissipation: dE/dt = -2ν times the enstrophy"),
        oracle!(
            symmetries,
            Property,
            "mirrored points have mirrored velocities, as at the start (Taylor and Green 1937)"
        ),
    ]
}

/// How far rounding may carry a component of the velocity apart in two computations. In the 2-norm a transform is off
/// by at most 8 u log₂ N (Higham, "Accuracy and stability of numerical algorithms", 2002, theorem 24.2), and u × ω by
/// the two of its factors and its own, where u and ω are below 2; a stage's sums take some roundings more. An error
/// grows at most with the strain (its energy does by twice that; Serrin 1959).
pub fn rounding(params: &Params, input: &Velocity, _array: &str) -> f64 {
    let (points, time) = (points(params), params.dt * params.steps as f64);
    let norm = (2.0 * points * input.energy()).sqrt();
    let rounded = 8.0 * points.log2() * (2.0 + 8.0 * time) + 8.0 * params.steps as f64;
    f64::EPSILON * rounded * (4.0 * time).exp() * norm
}

/// The mean of |curl u|²/2.
pub fn enstrophy(velocity: &Velocity) -> f64 {
    let waves = Plain::new(velocity.n).all(velocity.components()).into_iter().map(|(k, u)| {
        // Waves between 0 and n/2 stand for those of -k as well.
        let both = if k[0] == 0.0 || 2.0 * k[0] == velocity.n as f64 { 0.5 } else { 1.0 };
        both * curl(k, u).iter().map(|z| z.norm_sqr()).sum::<f64>()
    });
    waves.sum()
}

/// 0.124953117517 at t = 0.1 for 32³ and 64³ points, alike to all these digits.
fn published_energy(params: &Params, _: &Velocity, output: &Velocity) -> Option<Check> {
    let is_published = *params == Params { n: params.n, ..Params::default() } && params.n >= 32;
    is_published.then(|| Check::close("energy", output.energy(), 0.124953117517, 1e-12))
}

/// Its waves have k² = 2, and u × ω is a gradient, which the pressure takes away: every step multiplies the velocity by
/// what the method makes of exp(-2ν dt).
fn exact_decay(params: &Params, input: &Velocity, output: &Velocity) -> Option<Check> {
    if params.start != "two-dimensional" {
        return None;
    }
    let z = -2.0 * params.nu * params.dt;
    let factor = (1.0 + z * (1.0 + z / 2.0 * (1.0 + z / 3.0 * (1.0 + z / 4.0)))).powf(params.steps as f64);
    let all = input.components().into_iter().zip(output.components()).flat_map(|(start, got)| start.iter().zip(got));
    let error = greatest(all.map(|(start, got)| (got - factor * start).abs()));
    let detail = format!("greatest distance of a component from {factor:.6} times the start");
    Some(Check { error, tolerance: rounding(params, input, ""), detail })
}

fn divergence(params: &Params, input: &Velocity, output: &Velocity) -> Option<Check> {
    let waves = Plain::new(params.n).all(output.components());
    let error = greatest(waves.into_iter().map(|(k, u)| dot(k, u).norm_sqr().sqrt()));
    // No coefficient of three is further off than the 2-norm over √N; three wave numbers are n/2 at most.
    let tolerance = 3.0 * params.n as f64 / 2.0 * rounding(params, input, "") / points(params).sqrt();
    Some(Check { error, tolerance, detail: "largest |k·u| of a wave".to_string() })
}

/// Friction by the trapezoidal rule, up to t = 1: the second derivative of the enstrophy is below 6 (1 + 3ν²) there,
/// and the method is of fourth order.
fn energy_balance(params: &Params, input: &Velocity, output: &Velocity) -> Option<Check> {
    let (nu, time) = (params.nu, params.dt * params.steps as f64);
    if time > 1.0 {
        return None;
    }
    let [before, after] = [input, output].map(|velocity| (velocity.energy(), enstrophy(velocity)));
    let (lost, taken) = (before.0 - after.0, nu * time * (before.1 + after.1));
    let rounded = 2.0 * rounding(params, input, "") + 1e-14;
    let tolerance = nu * time.powi(3) * (1.0 + 3.0 * nu * nu) + time * params.dt.powi(4) + rounded;
    Some(Check::close("energy lost", lost, taken, tolerance))
}

/// The component along an axis changes sign where that axis is mirrored, but for w, along z, of which z is mirrored
/// likewise; in three dimensions x and y are alike as well, half a period apart along z.
fn symmetries(params: &Params, input: &Velocity, output: &Velocity) -> Option<Check> {
    let n = params.n;
    let velocity = |[z, y, x]: [usize; 3]| output.components().map(|u| u[(z * n + y) * n + x]);
    let off = |place: [usize; 3]| {
        let (here, [z, y, x]) = (velocity(place), place);
        let distance = |image: [f64; 3]| greatest((0..3).map(|c| (here[c] - image[c]).abs()));
        let mirrored = (0..3).map(|axis| {
            let mut mirror = place;
            mirror[2 - axis] = (n - mirror[2 - axis]) % n;
            let mut image = velocity(mirror);
            image[axis] *= -1.0;
            distance(image)
        });
        let [v, u, w] = velocity([(z + n / 2) % n, x, y]);
        let swapped = (params.start == "taylor-green").then(|| distance([u, v, w]));
        greatest(mirrored.chain(swapped))
    };
    let places = (0..n).flat_map(|z| (0..n).flat_map(move |y| (0..n).map(move |x| [z, y, x])));
    let detail = "greatest difference between mirrored points".to_string();
    Some(Check { error: greatest(places.map(off)), tolerance: 2.0 * rounding(params, input, ""), detail })
}
