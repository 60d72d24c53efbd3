//! What happens to modes: between two transforms along z, all that a stage of the time step asks for.

use crate::blocks::{Blocks, get, put, real};
use crate::plan::{BLOCK, Plan};
use crate::{Params, STAGES};
use fft::{Lanes, WIDTH};
use tenfold_kernel::on_path;

/// A stage of a time step, for sheets of modes.
pub struct Modes<'a> {
    plan: &'a Plan,
    /// Planes of points along z: [z][component][k_y][row].
    from: &'a [f64],
    nu: f64,
    dt: f64,
    /// Which stage of the four; none in the beginning, when the modes are those of the start.
    stage: Option<usize>,
    /// Numbers of what a sheet hands on: six fields, velocity and vorticity; or three, the velocity in the end.
    pub sheet: usize,
}

impl<'a> Modes<'a> {
    /// Stage `number` of all steps, or the beginning.
    pub fn new(plan: &'a Plan, params: &Params, from: &'a [f64], number: Option<usize>) -> Modes<'a> {
        let fields = if number.is_some_and(|number| number + 1 == 4 * params.steps) { 3 } else { 6 };
        let (stage, sheet) = (number.map(|number| number % 4), fields * plan.n * plan.row());
        Modes { plan, from, nu: params.nu, dt: params.dt, stage, sheet }
    }

    /// Advances the states of sheets, the first of which is number `first` of this share, and fills what each hands on.
    pub fn advance(&self, first: usize, states: &mut [f64], to: &mut [f64], scratch: &mut [f64]) {
        let sheets = states.chunks_exact_mut(self.plan.state()).zip(to.chunks_exact_mut(self.sheet));
        for (sheet, (state, to)) in (first..).zip(sheets) {
            let modes = self;
            on_path!(self.plan.path, advance(
                modes: &Modes, sheet: usize, state: &mut [f64], to: &mut [f64], scratch: &mut [f64],
            ));
        }
    }
}

#[inline(always)]
fn advance<S: Lanes>(simd: S, modes: &Modes, sheet: usize, state: &mut [f64], to: &mut [f64], scratch: &mut [f64]) {
    let (plan, lines, vectors) = (modes.plan, &modes.plan.lines, WIDTH / S::F64_LANES);
    let (row, component) = (plan.row(), plan.component());
    let (fields, buffers) = scratch.split_at_mut(3 * component);

    for (c, field) in fields.chunks_exact_mut(component).enumerate() {
        for start in (0..row).step_by(BLOCK) {
            let sheets = plan.sheets.len();
            let numbers = &modes.from[(c * sheets + sheet) * row + start..];
            let x = lines.enter(simd, buffers, &Blocks::all(numbers, 3 * sheets * row));
            lines.leave(simd, x, &mut Blocks::kept(plan, &mut field[start..], row));
        }
    }
    let ky = (plan.sheets.start + sheet) as f64;
    for r in 0..plan.kept {
        for start in (0..row).step_by(BLOCK) {
            for v in 0..vectors {
                let k = [real::<S>(&plan.waves, start / 2, v), simd.splat_f64s(ky), simd.splat_f64s(plan.waves[r])];
                let at = |c: usize| c * component + r * row + start;
                let given = [get::<S>(fields, at(0), v), get::<S>(fields, at(1), v), get::<S>(fields, at(2), v)];
                let now = change(simd, modes, k, given, state, [at(0), at(1), at(2)], v);
                let [x, y, z] = curl(simd, k, now);
                put::<S>(fields, at(0), v, x);
                put::<S>(fields, at(1), v, y);
                put::<S>(fields, at(2), v, z);
            }
        }
    }
    let sources = state[..3 * component].chunks_exact(component).chain(fields.chunks_exact(component));
    for (from, to) in sources.zip(to.chunks_exact_mut(plan.n * row)) {
        for start in (0..row).step_by(BLOCK) {
            let x = lines.enter(simd, buffers, &Blocks::kept(plan, &from[start..], row).back());
            lines.leave(simd, x, &mut Blocks::all(&mut to[start..], row).back());
        }
    }
}

/// The new velocity of a vector of modes `k` at `at`, for which the transforms along all axes gave `given`.
#[inline(always)]
fn change<S: Lanes>(
    simd: S,
    modes: &Modes,
    k: [S::f64s; 3],
    given: [[S::f64s; 2]; 3],
    state: &mut [f64],
    at: [usize; 3],
    v: usize,
) -> [[S::f64s; 2]; 3] {
    let (now, rest) = state.split_at_mut(3 * modes.plan.component());
    let (base, sum) = rest.split_at_mut(3 * modes.plan.component());
    // The factor of the forward transform; a half is left over from two real lines in one complex one.
    let scale = simd.splat_f64s(0.5 / (modes.plan.n as f64).powi(3));
    let given = [times(simd, scale, given[0]), times(simd, scale, given[1]), times(simd, scale, given[2])];
    let Some(stage) = modes.stage else {
        for c in 0..3 {
            put::<S>(now, at[c], v, given[c]);
            put::<S>(base, at[c], v, given[c]);
            put::<S>(sum, at[c], v, given[c]);
        }
        return given;
    };
    let velocity = [get::<S>(now, at[0], v), get::<S>(now, at[1], v), get::<S>(now, at[2], v)];
    let rates = rates(simd, modes.nu, k, given, velocity);
    let [weight, ahead] = STAGES[stage];
    let (weight, ahead) = (simd.splat_f64s(modes.dt * weight), simd.splat_f64s(modes.dt * ahead));
    let mut next = velocity;
    for c in 0..3 {
        let whole = add(simd, get::<S>(sum, at[c], v), weight, rates[c]);
        next[c] = if stage < 3 { add(simd, get::<S>(base, at[c], v), ahead, rates[c]) } else { whole };
        put::<S>(sum, at[c], v, whole);
        put::<S>(now, at[c], v, next[c]);
        if stage == 3 {
            put::<S>(base, at[c], v, whole);
        }
    }
    next
}

// Heart: the pressure takes away what is along k, and friction a share of the velocity.
/// The rates of change of modes: u × ω without its part along k, less ν k² u.
#[inline(always)]
fn rates<S: Lanes>(
    simd: S,
    nu: f64,
    k: [S::f64s; 3],
    cross: [[S::f64s; 2]; 3],
    velocity: [[S::f64s; 2]; 3],
) -> [[S::f64s; 2]; 3] {
    let k2 = simd.times_plus(k[2], k[2], simd.times_plus(k[1], k[1], simd.mul_f64s(k[0], k[0])));
    let along = add(simd, add(simd, times(simd, k[0], cross[0]), k[1], cross[1]), k[2], cross[2]);
    // Wave numbers are integers, so that only that of the mean, which has nothing along k, is below 1.
    let inverse = simd.div_f64s(simd.splat_f64s(1.0), simd.max_f64s(k2, simd.splat_f64s(1.0)));
    let (pressure, friction) = (times(simd, inverse, along), simd.mul_f64s(simd.splat_f64s(nu), k2));
    let rate = |c: usize| take(simd, take(simd, cross[c], k[c], pressure), friction, velocity[c]);
    [rate(0), rate(1), rate(2)]
}

/// The vorticity of modes: i k × u.
#[inline(always)]
fn curl<S: Lanes>(simd: S, k: [S::f64s; 3], u: [[S::f64s; 2]; 3]) -> [[S::f64s; 2]; 3] {
    let component = |a: usize, b: usize| {
        let [re, im] = take(simd, times(simd, k[a], u[b]), k[b], u[a]);
        [simd.neg_f64s(im), re]
    };
    [component(1, 2), component(2, 0), component(0, 1)]
}

/// a·z.
#[inline(always)]
fn times<S: Lanes>(simd: S, a: S::f64s, z: [S::f64s; 2]) -> [S::f64s; 2] {
    [simd.mul_f64s(a, z[0]), simd.mul_f64s(a, z[1])]
}

/// y + a·z.
#[inline(always)]
fn add<S: Lanes>(simd: S, y: [S::f64s; 2], a: S::f64s, z: [S::f64s; 2]) -> [S::f64s; 2] {
    [simd.times_plus(a, z[0], y[0]), simd.times_plus(a, z[1], y[1])]
}

/// y − a·z.
#[inline(always)]
fn take<S: Lanes>(simd: S, y: [S::f64s; 2], a: S::f64s, z: [S::f64s; 2]) -> [S::f64s; 2] {
    [simd.minus_times(a, z[0], y[0]), simd.minus_times(a, z[1], y[1])]
}
