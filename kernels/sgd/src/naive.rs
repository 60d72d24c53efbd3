//! Naive: row by row, the residual and then its part of the gradient.

use crate::data::Rows;
use crate::{Data, Model, Params};
use tenfold_kernel::{Setting, Workspace};

/// Takes all steps on the calling thread.
pub fn run(setting: &Setting<Params>, data: &Data, space: &Workspace, model: &mut Model) {
    // Memory: a gradient; the weights are learnt where the answer is.
    let gradient = space.buffer::<f64>(data.features);
    let Model { weights, losses } = model;
    let Params { rate, ridge, .. } = *setting.params;

    // Steps: all begin with weights of 0.
    weights.fill(0.0);
    for (step, loss) in losses.iter_mut().enumerate() {
        let rows = data.batch(step % data.batches.len());
        let (squares, samples) = (sums(rows, weights, gradient), rows.y.len() as f64);
        let length: f64 = weights.iter().map(|w| w * w).sum();
        *loss = 0.5 * (squares / samples + ridge * length);
        weights.iter_mut().zip(&*gradient).for_each(|(w, g)| *w -= rate * (g / samples + ridge * *w));
    }
}

// Heart: a dot product, and what its residual adds to the gradient.
/// Fills `gradient` with the sum of residual times sample over `rows`. Returns the sum of squared residuals.
pub fn sums(rows: Rows, weights: &[f64], gradient: &mut [f64]) -> f64 {
    let mut squares = 0.0;
    gradient.fill(0.0);
    for (x, y) in rows.each() {
        let residual = x.iter().zip(weights).map(|(x, w)| x * w).sum::<f64>() - y;
        gradient.iter_mut().zip(x).for_each(|(g, x)| *g += residual * x);
        squares += residual * residual;
    }
    squares
}
