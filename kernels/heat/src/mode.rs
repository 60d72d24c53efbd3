//! The mode sin(pπx) sin(qπy): the start, and what every number of steps makes of it.

use crate::{Block, Params};
use std::f64::consts::PI;
use std::ops::Range;
use tenfold_kernel::Part;

/// sin(kπ·i/(n+1)) at the given of the points i = 0 … n + 1, the boundary's included.
///
/// The angle is folded into the first quarter turn in whole numbers, so that points which mirror each other hold the
/// same bits (up to the sign) and the reflection oracle can ask for equality.
pub fn sine(k: usize, n: usize, points: Range<usize>) -> Vec<f64> {
    let half_turn = n + 1;
    let value = |i: usize| {
        let turned = k * i % (2 * half_turn);
        let (sign, angle) = if turned < half_turn { (1.0, turned) } else { (-1.0, turned - half_turn) };
        let folded = angle.min(half_turn - angle);
        sign * (PI * folded as f64 / half_turn as f64).sin()
    };
    points.map(value).collect()
}

/// `amplitude` · sin(pπx) sin(qπy) on the block of `part` and its frame, x along a row and y from row to row.
pub fn mode(params: &Params, amplitude: f64, part: Part) -> Block {
    let mut block = Block::filled(params, part, 0.0);
    let framed = |k: usize, lines: &Range<usize>| sine(k, params.n, lines.start..lines.end + 2);
    let (along, down) = (framed(params.p, &block.tile.columns), framed(params.q, &block.tile.rows));
    let stride = block.stride();
    for (row, y) in block.cells.chunks_exact_mut(stride).zip(down) {
        // The sum makes 0 of −0: the boundary holds 0, whatever the sign of the sine beside it.
        row.iter_mut().zip(&along).for_each(|(cell, x)| *cell = amplitude * (x * y) + 0.0);
    }
    block
}

/// What `steps` steps leave of an amplitude of 1: each multiplies the mode by 1 − 4ν(sin²(pπh/2) + sin²(qπh/2)), an eigenvalue
/// of the discrete scheme.
pub fn amplitude(params: &Params) -> f64 {
    let half_angle = PI / (2.0 * (params.n + 1) as f64);
    let squared = |k: usize| (k as f64 * half_angle).sin().powi(2);
    let factor = 1.0 - 4.0 * params.nu * (squared(params.p) + squared(params.q));
    factor.powi(params.steps as i32)
}

/// Σ sin(kπ·i/(n+1)) over i = 1 … n: cot(kπh/2) where k is odd, else 0.
pub fn sine_sum(k: usize, n: usize) -> f64 {
    if k.is_multiple_of(2) { 0.0 } else { 1.0 / (k as f64 * PI / (2.0 * (n + 1) as f64)).tan() }
}
