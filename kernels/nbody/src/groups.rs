//! Bodies for vectors: those that are pulled in groups, a column of each quantity, and those that pull one by one.

use crate::{Bodies, Params, State, vectors};
use tenfold_kernel::{Workspace, pulp::Simd};

/// Bodies of a group: as many as the widest vector has lanes.
pub const WIDE: usize = 8;

/// Positions, velocities and accelerations of eight bodies, each as a column for every axis.
pub type Group = [[[f64; WIDE]; 3]; 3];

/// x, y, z and the mass of a body that pulls: a lane's worth of each goes to all lanes.
pub type Source = [f64; 4];

/// A vector for each axis.
pub type Axes<S> = [<S as Simd>::f64s; 3];

/// The inner loop of a variant: how sources pull.
pub trait Pull<S: Simd> {
    /// Adds to `sums` the accelerations that the sources give a vector of bodies at `at`, one source after the other.
    fn pull(simd: S, softening: f64, sources: &[Source], at: Axes<S>, sums: Axes<S>) -> Axes<S>;
}

/// Adds to the accelerations of all bodies what the sources give them, by the inner loop `P`.
#[inline(always)]
pub fn each_vector<S: Simd, P: Pull<S>>(simd: S, _: P, softening: f64, sources: &[Source], groups: &mut [Group]) {
    for [positions, _, accelerations] in groups {
        for v in 0..WIDE / S::F64_LANES {
            let vector = |column: &[f64; WIDE]| S::as_simd_f64s(column).0[v];
            let axes = |[x, y, z]: &[[f64; WIDE]; 3]| [vector(x), vector(y), vector(z)];
            let sums = P::pull(simd, softening, sources, axes(positions), axes(accelerations));
            for (column, sum) in accelerations.iter_mut().zip(sums) {
                S::as_mut_simd_f64s(column).0[v] = sum;
            }
        }
    }
}

/// Lays out the start. Where the last group is not full, bodies that pull nobody fill it up.
pub fn load<'a>(bodies: &Bodies, space: &'a Workspace) -> (&'a mut [Group], &'a mut [Source]) {
    let n = bodies.masses.len();
    let (groups, sources) = (space.buffer::<Group>(n.div_ceil(WIDE)), space.buffer::<Source>(n));
    groups.fill([[[0.0; WIDE]; 3]; 3]);
    for (index, (x, v)) in vectors(&bodies.positions).iter().zip(vectors(&bodies.velocities)).enumerate() {
        sources[index] = [x[0], x[1], x[2], bodies.masses[index]];
        for (columns, numbers) in groups[index / WIDE].iter_mut().zip([x, v]) {
            columns.iter_mut().zip(numbers).for_each(|(column, number)| column[index % WIDE] = *number);
        }
    }
    (groups, sources)
}

/// All steps, where `pull` adds to the accelerations of groups what the sources give them: half a kick, a drift, and
/// half a kick by the pulls at the new positions, with which the next step begins.
pub fn steps(
    params: &Params,
    groups: &mut [Group],
    sources: &mut [Source],
    mut pull: impl FnMut(&[Source], &mut [Group]),
) {
    pull(sources, groups);
    for _ in 0..params.steps {
        for (group, sources) in groups.iter_mut().zip(sources.chunks_mut(WIDE)) {
            kick(params.dt, group);
            drift(params.dt, group, sources);
        }
        pull(sources, groups);
        groups.iter_mut().for_each(|group| kick(params.dt, group));
    }
}

/// Half a kick.
fn kick(dt: f64, group: &mut Group) {
    let [_, velocities, accelerations] = group;
    for (v, a) in velocities.as_flattened_mut().iter_mut().zip(accelerations.as_flattened()) {
        *v += 0.5 * dt * a;
    }
}

/// Moves the bodies of a group, which are also these sources. Resets the accelerations.
fn drift(dt: f64, group: &mut Group, sources: &mut [Source]) {
    let [positions, velocities, accelerations] = group;
    for (x, v) in positions.as_flattened_mut().iter_mut().zip(velocities.as_flattened()) {
        *x += dt * v;
    }
    for (i, source) in sources.iter_mut().enumerate() {
        *source = [positions[0][i], positions[1][i], positions[2][i], source[3]];
    }
    *accelerations = [[0.0; WIDE]; 3];
}

/// Puts the state back, a body after the other.
pub fn store(groups: &[Group], state: &mut State) {
    let State { positions, velocities, accelerations } = state;
    for (which, numbers) in [positions, velocities, accelerations].into_iter().enumerate() {
        for (index, body) in numbers.as_chunks_mut::<3>().0.iter_mut().enumerate() {
            *body = std::array::from_fn(|axis| groups[index / WIDE][which][axis][index % WIDE]);
        }
    }
}
