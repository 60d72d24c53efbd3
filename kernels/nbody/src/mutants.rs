//! Mistakes that are easily made, and must be caught.

use crate::groups::{WIDE, load, steps, store};
use crate::oracles::softened;
use crate::{Bodies, NBody, Params, State, distributed, naive, vectorised};
use std::array::from_fn;
use tenfold_comm::Comm;
use tenfold_kernel::{Mutant, Setting, Workspace, mutant};

/// Each gets the setting, the bodies, scratch memory and the state to fill.
pub(crate) fn all() -> Vec<Mutant<NBody>> {
    vec![
        mutant!(softening_not_squared misreads |params| params.softening = params.softening.sqrt()),
        mutant!(not_softened misreads |params| params.softening = 1e-6),
        mutant!(one_step_more misreads |params| params.steps += 1),
        mutant!(mass_of_the_pulled, |s, b, w, o| pulled(s, b, w, o, |r, e, m| m[0] / softened(r, e).powi(3))),
        mutant!(square_for_cube, |s, b, w, o| pulled(s, b, w, o, |r, e, m| m[1] / softened(r, e).powi(2))),
        mutant!(pushed_away, |s, b, w, o| pulled(s, b, w, o, |r, e, m| -m[1] / softened(r, e).powi(3))),
        mutant!(root_in_single_precision, |s, b, w, o| {
            pulled(s, b, w, o, |r, e, m| m[1] * f64::from((1.0 / softened(r, e)) as f32).powi(3));
        }),
        mutant!(third_axis_forgotten, |s, b, w, o| {
            pulled(s, b, w, o, |[x, y, _], e, m| m[1] / softened([x, y, 0.0], e).powi(3));
        }),
        mutant!(last_body_pulls_nobody, |s, b, w, o| {
            let mut others = b.clone();
            others.masses[s.params.n - 1] = 0.0;
            naive::run(s, &others, w, o);
        }),
        mutant!(whole_kick_first, |s, b, _, o| stepped(s, b, o, [1.0, 0.0, 0.0], false)),
        mutant!(second_kick_left_out, |s, b, _, o| stepped(s, b, o, [0.5, 0.0, 0.0], false)),
        mutant!(pulls_of_the_step_before, |s, b, _, o| stepped(s, b, o, [0.5, 0.5, 0.0], false)),
        mutant!(bodies_moved_one_by_one, |s, b, _, o| stepped(s, b, o, [0.5, 0.0, 0.5], true)),
        mutant!(ranks_do_not_meet on Distributed, |s, b, w, o| {
            vectorised::run(&Setting { comm: &Comm::solo(), ..*s }, b, w, o);
        }),
        mutant!(visitors_without_their_masses on Distributed, |s, b, w, o| {
            let masses = vec![1.0 / s.params.n as f64; b.masses.len()];
            distributed::run(s, &Bodies { masses, ..b.clone() }, w, o);
        }),
    ]
}

/// What the way to another body is multiplied by: of this way, the softening, and the masses pulled and pulling.
type Strength = fn([f64; 3], f64, [f64; 2]) -> f64;

/// All steps, right but for the strength of the pulls.
fn pulled(set: &Setting<Params>, bodies: &Bodies, space: &Workspace, state: &mut State, strength: Strength) {
    let (groups, sources) = load(bodies, space);
    steps(set.params, groups, sources, |sources, groups| {
        for (i, body) in sources.iter().enumerate() {
            let [_, _, accelerations] = &mut groups[i / WIDE];
            for other in sources {
                let away = from_fn(|axis| other[axis] - body[axis]);
                let strength = strength(away, set.params.softening, [body[3], other[3]]);
                accelerations.iter_mut().zip(away).for_each(|(column, x)| column[i % WIDE] += strength * x);
            }
        }
    });
    store(groups, state);
}

/// Right pulls in wrong steps: with these parts of a kick before the drift, after it and after the new pulls. With
/// `one_by_one`, a body moves before the next one is pulled.
fn stepped(set: &Setting<Params>, bodies: &Bodies, state: &mut State, kicks: [f64; 3], one_by_one: bool) {
    let (dt, [before, between, after]) = (set.params.dt, kicks.map(|part| part * set.params.dt));
    // Asked for no steps, the naive variant sums the pulls and does no more.
    let pull = |bodies: &Bodies, state: &mut State| {
        set.misread(|params| params.steps = 0, |set| naive::run(set, bodies, &Workspace::default(), state));
    };
    pull(bodies, state);
    for _ in 0..set.params.steps {
        for k in 0..state.positions.len() {
            if one_by_one && k % 3 == 0 {
                pull(&bodies.moved(state), state);
            }
            state.velocities[k] += before * state.accelerations[k];
            state.positions[k] += dt * state.velocities[k];
            state.velocities[k] += between * state.accelerations[k];
        }
        pull(&bodies.moved(state), state);
        state.velocities.iter_mut().zip(&state.accelerations).for_each(|(v, a)| *v += after * a);
    }
}
