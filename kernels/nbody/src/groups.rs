//! Bodies for vectors: those that are pulled in groups, a column of each quantity, and those that pull one by one.

use crate::{Bodies, Params, State};
use tenfold_kernel::{Workspace, pulp::Simd};

/// Bodies of a group: as many as the widest vector has lanes.
pub const WIDE: usize = 8;

/// x, y, z, the three velocities and the three accelerations of eight bodies.
pub type Group = [[f64; WIDE]; 9];

/// x, y, z and the mass of a body that pulls: a lane's worth of each goes to all lanes.
pub type Source = [f64; 4];

/// A vector for each axis.
pub type Axes<S> = [<S as Simd>::f64s; 3];

/// The inner loop of a variant: how sources pull.
pub trait Pull<S: Simd> {
    /// Adds to `sums` the accelerations that the sources give a vector of bodies at `at`, one source after the other.
    fn pull(simd: S, softening: f64, sources: &[Source], at: Axes<S>, sums: Axes<S>) -> Axes<S>;
}

/// Adds to the accelerations of all bodies what the sources give them.
#[inline(always)]
pub fn each_vector<S: Simd, P: Pull<S>>(simd: S, softening: f64, sources: &[Source], groups: &mut [Group]) {
    for group in groups {
        for v in 0..WIDE / S::F64_LANES {
            let vector = |column: usize| S::as_simd_f64s(&group[column]).0[v];
            let sums =
                P::pull(simd, softening, sources, [vector(0), vector(1), vector(2)], [vector(6), vector(7), vector(8)]);
            for (column, sum) in group[6..].iter_mut().zip(sums) {
                S::as_mut_simd_f64s(column).0[v] = sum;
            }
        }
    }
}

/// Lays out the start. Where the last group is not full, bodies that pull nobody fill it up.
pub fn load<'a>(bodies: &Bodies, space: &'a Workspace) -> (&'a mut [Group], &'a mut [Source]) {
    let n = bodies.masses.len();
    let (groups, sources) = (space.buffer::<Group>(n.div_ceil(WIDE)), space.buffer::<Source>(n));
    groups.fill([[0.0; WIDE]; 9]);
    let (positions, velocities) = (bodies.positions.as_chunks::<3>().0, bodies.velocities.as_chunks::<3>().0);
    for (index, (&[x, y, z], v)) in positions.iter().zip(velocities).enumerate() {
        sources[index] = [x, y, z, bodies.masses[index]];
        for (column, number) in groups[index / WIDE].iter_mut().zip([x, y, z].iter().chain(v)) {
            column[index % WIDE] = *number;
        }
    }
    (groups, sources)
}

/// All steps, where `pull` adds to the accelerations of groups what the sources give them: half a kick, a drift, and half a kick by
/// the pulls at the new positions, with which the next step begins.
pub fn steps(
    params: &Params,
    groups: &mut [Group],
    sources: &mut [Source],
    mut pull: impl FnMut(&[Source], &mut [Group]),
) {
    pull(sources, groups);
    for _ in 0..params.steps {
        drift(params.dt, groups, sources);
        pull(sources, groups);
        kick(params.dt, groups);
    }
}

/// Half a kick and a drift. Resets the accelerations and updates the sources.
fn drift(dt: f64, groups: &mut [Group], sources: &mut [Source]) {
    for (group, sources) in groups.iter_mut().zip(sources.chunks_mut(WIDE)) {
        let [position, velocity, acceleration] = axes(group);
        for ((x, v), a) in position.iter_mut().zip(velocity).zip(acceleration) {
            for i in 0..WIDE {
                v[i] += 0.5 * dt * a[i];
                x[i] += dt * v[i];
                a[i] = 0.0;
            }
        }
        for (i, source) in sources.iter_mut().enumerate() {
            *source = [position[0][i], position[1][i], position[2][i], source[3]];
        }
    }
}

/// The other half of the kick.
fn kick(dt: f64, groups: &mut [Group]) {
    for group in groups {
        let [_, velocity, acceleration] = axes(group);
        for (v, a) in velocity.iter_mut().zip(acceleration) {
            for i in 0..WIDE {
                v[i] += 0.5 * dt * a[i];
            }
        }
    }
}

/// Puts the state back, a body after the other.
pub fn store(groups: &[Group], state: &mut State) {
    let State { positions, velocities, accelerations } = state;
    for (which, numbers) in [positions, velocities, accelerations].into_iter().enumerate() {
        for (index, body) in numbers.as_chunks_mut::<3>().0.iter_mut().enumerate() {
            *body = std::array::from_fn(|axis| groups[index / WIDE][3 * which + axis][index % WIDE]);
        }
    }
}

/// The columns of positions, velocities and accelerations.
fn axes(group: &mut Group) -> [&mut [[f64; WIDE]; 3]; 3] {
    let (columns, _) = group.as_chunks_mut::<3>();
    let [position, velocity, acceleration] = columns else { unreachable!("nine columns are three times three") };
    [position, velocity, acceleration]
}
