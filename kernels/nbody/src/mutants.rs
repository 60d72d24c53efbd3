//! Mistakes that are easily made, and must be caught.

use crate::{Bodies, NBody, Params, State, distributed, vectorised};
use tenfold_comm::Comm;
use tenfold_kernel::{Mutant, Setting, mutant};

/// Each gets the setting, the bodies, scratch memory and the state to fill.
pub(crate) fn all() -> Vec<Mutant<NBody>> {
    vec![
        mutant!(mass_of_the_pulled, |s, b, _, o| leapfrog(s, b, o, Rule { pull: |d, m| m[0] / d.powi(3), ..RIGHT })),
        mutant!(square_for_cube, |s, b, _, o| leapfrog(s, b, o, Rule { pull: |d, m| m[1] / (d * d), ..RIGHT })),
        mutant!(pushed_away, |s, b, _, o| leapfrog(s, b, o, Rule { pull: |d, m| -m[1] / d.powi(3), ..RIGHT })),
        mutant!(root_in_single_precision, |s, b, _, o| {
            leapfrog(s, b, o, Rule { pull: |d, m| m[1] * f64::from((1.0 / d) as f32).powi(3), ..RIGHT });
        }),
        mutant!(softening_not_squared, |s, b, _, o| leapfrog(s, b, o, Rule { softening: f64::sqrt, ..RIGHT })),
        mutant!(not_softened, |s, b, _, o| leapfrog(s, b, o, Rule { softening: |_| 1e-6, ..RIGHT })),
        mutant!(third_axis_forgotten, |s, b, _, o| leapfrog(s, b, o, Rule { axes: 2, ..RIGHT })),
        mutant!(whole_kick_first, |s, b, _, o| leapfrog(s, b, o, Rule { kicks: [1.0, 0.0], ..RIGHT })),
        mutant!(second_kick_left_out, |s, b, _, o| leapfrog(s, b, o, Rule { kicks: [0.5, 0.0], ..RIGHT })),
        mutant!(pulls_of_the_step_before, |s, b, _, o| leapfrog(s, b, o, Rule { is_stale: true, ..RIGHT })),
        mutant!(bodies_moved_one_by_one, |s, b, _, o| leapfrog(s, b, o, Rule { in_place: true, ..RIGHT })),
        mutant!(one_step_more, |s, b, _, o| leapfrog(s, b, o, Rule { more_steps: 1, ..RIGHT })),
        mutant!(last_body_pulls_nobody, |s, b, _, o| leapfrog(s, b, o, Rule { left_out: 1, ..RIGHT })),
        mutant!(ranks_do_not_meet on Distributed, |s, bodies, space, state| {
            vectorised::run(&Setting { comm: &Comm::solo(), ..*s }, bodies, space, state);
        }),
        mutant!(visitors_without_their_masses on Distributed, |s, bodies, space, state| {
            let mean = bodies.masses.iter().sum::<f64>() / bodies.masses.len() as f64;
            let bodies = Bodies { masses: vec![mean; bodies.masses.len()], ..bodies.clone() };
            distributed::run(&s.with(&distributed::plan(s, &bodies)), &bodies, space, state);
        }),
    ]
}

/// A way to follow the bodies.
struct Rule {
    /// What a distance along an axis is multiplied by: of the softened distance, and the masses pulled and pulling.
    pull: fn(f64, [f64; 2]) -> f64,
    /// What is taken for the softening.
    softening: fn(f64) -> f64,
    /// Axes along which distances are measured.
    axes: usize,
    /// Parts of a kick before and after the drift.
    kicks: [f64; 2],
    /// The kick after the drift is by the pulls before it.
    is_stale: bool,
    /// A body is kicked by others of which some have moved on already.
    in_place: bool,
    more_steps: usize,
    /// So many of the last bodies pull nobody.
    left_out: usize,
}

const RIGHT: Rule = Rule {
    pull: |d, m| m[1] / d.powi(3),
    softening: |e| e,
    axes: 3,
    kicks: [0.5; 2],
    is_stale: false,
    in_place: false,
    more_steps: 0,
    left_out: 0,
};

impl Rule {
    /// The acceleration of body `i`.
    fn at(&self, i: usize, softening: f64, masses: &[f64], positions: &[f64]) -> [f64; 3] {
        let (x, _) = positions.as_chunks::<3>();
        let mut sum = [0.0; 3];
        for j in 0..masses.len().saturating_sub(self.left_out) {
            let away: [f64; 3] = std::array::from_fn(|axis| x[j][axis] - x[i][axis]);
            let squared: f64 = away[..self.axes].iter().map(|x| x * x).sum();
            let strength = (self.pull)((squared + (self.softening)(softening).powi(2)).sqrt(), [masses[i], masses[j]]);
            sum.iter_mut().zip(away).for_each(|(sum, x)| *sum += strength * x);
        }
        sum
    }
}

fn leapfrog(setting: &Setting<Params>, bodies: &Bodies, state: &mut State, rule: Rule) {
    let Params { steps, dt, softening, .. } = *setting.params;
    let State { positions, velocities, accelerations } = state;
    positions.copy_from_slice(&bodies.positions);
    velocities.copy_from_slice(&bodies.velocities);
    let pulls = |positions: &[f64]| -> Vec<f64> {
        (0..bodies.masses.len()).flat_map(|i| rule.at(i, softening, &bodies.masses, positions)).collect()
    };
    let mut pulled = pulls(positions);
    for _ in 0..steps + rule.more_steps {
        for i in 0..bodies.masses.len() {
            if rule.in_place {
                pulled[3 * i..3 * i + 3].copy_from_slice(&rule.at(i, softening, &bodies.masses, positions));
            }
            for k in 3 * i..3 * i + 3 {
                velocities[k] += rule.kicks[0] * dt * pulled[k];
                positions[k] += dt * velocities[k];
            }
        }
        let after = pulls(positions);
        if !rule.is_stale {
            pulled.clone_from(&after);
        }
        velocities.iter_mut().zip(&pulled).for_each(|(v, a)| *v += rule.kicks[1] * dt * a);
        pulled = after;
    }
    accelerations.copy_from_slice(&pulled);
}

#[cfg(test)]
mod tests {
    use super::*;
    use tenfold_kernel::{Kernel, ParamSet, Part, Path};

    /// Not to the last bit, but every oracle is content.
    #[test]
    fn without_a_fault_they_are_right() {
        for params in NBody::awkward() {
            let bodies = Bodies::of(&params, Part::WHOLE);
            let setting = Setting { params: &params, plan: &(), path: Path::PORTABLE, comm: &Comm::solo() };
            let mut state = State::room(params.n);
            leapfrog(&setting, &bodies, &mut state, RIGHT);
            for oracle in NBody::oracles() {
                let check = (oracle.check)(&params, &bodies, &state);
                let fault = check.filter(|check| !check.passed());
                assert_eq!(fault, None, "{} at {:?}", oracle.name, params.values());
            }
        }
    }
}
