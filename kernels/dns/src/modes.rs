//! What happens to modes: between two transforms along z, all that a stage of the time step asks for.

use crate::blocks::{Blocks, get, put};
use crate::plan::{BLOCK, Plan};
use crate::space::{Space, add, cross, dot};
use crate::vectorised::rates;
use crate::{Params, STAGES};
use fft::{Lanes, WIDTH};
use tenfold_kernel::on_path;

/// A stage of a time step, for sheets of modes.
pub struct Modes<'a> {
    plan: &'a Plan,
    /// Planes of points along z: [z][component][k_y][row].
    from: &'a [f64],
    params: &'a Params,
    /// Which stage of the four; none in the beginning, when the modes are those of the start.
    stage: Option<usize>,
    /// Numbers of what a sheet hands on: six fields, velocity and vorticity; or three, the velocity in the end.
    pub sheet: usize,
}

impl<'a> Modes<'a> {
    /// Stage `number` of all steps, or the beginning.
    pub fn new(plan: &'a Plan, params: &'a Params, from: &'a [f64], number: Option<usize>) -> Modes<'a> {
        let fields = if number.is_some_and(|number| number + 1 == 4 * params.steps) { 3 } else { 6 };
        let (stage, sheet) = (number.map(|number| number % 4), fields * plan.n * plan.row());
        Modes { plan, from, params, stage, sheet }
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
    let (plan, lines) = (modes.plan, &modes.plan.lines);
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
    let (ky, one) = (simd.splat_f64s((plan.sheets.start + sheet) as f64), simd.splat_f64s(1.0));
    for r in 0..plan.kept {
        for start in (0..row).step_by(BLOCK) {
            for vector in (0..WIDTH).step_by(S::F64_LANES) {
                let [kx] = get(simd, &plan.waves, start / 2 + vector, 0);
                let k = [kx, ky, simd.splat_f64s(plan.waves[r])];
                // Wave numbers are integers, so that only that of the mean, which has nothing along k, is below 1.
                let inverse = simd.div_f64s(one, simd.max_f64s(dot(simd, k, k), one));
                let at = r * row + start + vector;
                let re = change(simd, modes, k, inverse, fields, state, at);
                let im = change(simd, modes, k, inverse, fields, state, at + WIDTH);
                // The vorticity: i k × u.
                put(simd, fields, at, component, cross(simd, im, k));
                put(simd, fields, at + WIDTH, component, cross(simd, k, re));
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

/// The new velocity of modes `k`, with 1/k², in their real or imaginary parts at `at`. `given` is what the transforms
/// along all axes made of u × ω, or of the velocity in the beginning.
#[inline(always)]
fn change<S: Lanes>(
    simd: S,
    modes: &Modes,
    k: Space<S>,
    inverse: S::f64s,
    given: &[f64],
    state: &mut [f64],
    at: usize,
) -> Space<S> {
    let component = modes.plan.component();
    let [now, base, sum] = [at, at + 3 * component, at + 6 * component];
    // The factor of the forward transform; a half is left over from two real lines in one complex one.
    let scale = simd.splat_f64s(0.5 / (modes.plan.n as f64).powi(3));
    let [x, y, z] = get(simd, given, at, component);
    let given = [simd.mul_f64s(scale, x), simd.mul_f64s(scale, y), simd.mul_f64s(scale, z)];
    let Some(stage) = modes.stage else {
        for place in [now, base, sum] {
            put(simd, state, place, component, given);
        }
        return given;
    };
    let rates = rates(simd, modes.params.nu, k, inverse, given, get(simd, state, now, component));
    let [weight, ahead] = STAGES[stage];
    let (weight, ahead) = (simd.splat_f64s(modes.params.dt * weight), simd.splat_f64s(modes.params.dt * ahead));
    let whole = add(simd, get(simd, state, sum, component), weight, rates);
    let next = if stage < 3 { add(simd, get(simd, state, base, component), ahead, rates) } else { whole };
    put(simd, state, now, component, next);
    put(simd, state, sum, component, whole);
    if stage == 3 {
        put(simd, state, base, component, whole);
    }
    next
}
