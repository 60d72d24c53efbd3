//! What all variants but the naive one have in common: steps whose sums are integers.
//!
//! The sum of floats depends on the order in which they are added, and with it on how many threads or ranks there are,
//! and on whether their sums travel around a ring or up a tree. So the gradient of a *piece*, rows that always stay
//! together, is rounded to a multiple of a power of two before it is added to others: sums of integers are the same in
//! every order, to the last bit.

use crate::{Data, Model, Params};
use tenfold_comm::Op;
use tenfold_kernel::Setting;

/// What the sums of all batches are bounded by: the plan of a variant.
#[derive(Clone, Copy, Debug)]
pub struct Largest {
    /// The greatest |x|.
    row: f64,
    /// The greatest |y|.
    y: f64,
}

impl Largest {
    /// Of these samples.
    pub fn of(data: &Data) -> Largest {
        let row = data.x.chunks_exact(data.features).map(|x| x.iter().map(|x| x * x).sum::<f64>()).fold(0.0, f64::max);
        Largest { row: row.sqrt(), y: data.y.iter().fold(0.0, |most, y| y.abs().max(most)) }
    }

    /// The power of two by which sums over so many rows, of residual times entry or of squared residuals, are
    /// multiplied to become integers of 64 bits: below 2⁶¹, so that none overflows even where it is rounded up.
    pub fn scale(self, rows: f64, length: f64) -> f64 {
        // As long as the weights have this length: |x·w − y| ≤ |x| |w| + |y|.
        let residual = self.row * length + self.y;
        let most = rows * residual * residual.max(self.row);
        let exponent = (most.to_bits() >> 52) as i32 - 1023;
        // Of a sum of 0, or one that is no number, any multiple is as good.
        2.0_f64.powi((60 - exponent).clamp(-900, 900))
    }
}

/// The plan of every variant but the naive one: what bounds the samples of all ranks.
pub fn plan(setting: &Setting<Params>, data: &Data) -> Largest {
    let Largest { row, y } = Largest::of(data);
    let mut all = [row, y];
    setting.comm.allreduce(&mut all, Op::Max);
    Largest { row: all[0], y: all[1] }
}

/// Takes all steps. `sum` adds the gradients of a batch, and behind them its squared residuals, to zeros; it is given
/// the number of the batch, the scale, and the weights.
pub fn train(
    setting: &Setting<Params, Largest>,
    data: &Data,
    model: &mut Model,
    sums: &mut [i64],
    mut sum: impl FnMut(usize, f64, &[f64], &mut [i64]),
) {
    let Params { rate, ridge, .. } = *setting.params;
    let Model { weights, losses } = model;
    weights.fill(0.0);
    for (step, loss) in losses.iter_mut().enumerate() {
        let rows = setting.params.batch_of(step).len() as f64;
        let squared = weights.iter().map(|w| w * w).sum::<f64>();
        let scale = setting.plan.scale(rows, squared.sqrt());
        sums.fill(0);
        sum(step % data.batches.len(), scale, weights, sums);
        let mean = |sum: i64| sum as f64 / scale / rows;
        *loss = 0.5 * (mean(sums[weights.len()]) + ridge * squared);
        weights.iter_mut().zip(&*sums).for_each(|(w, &sum)| *w -= rate * (mean(sum) + ridge * *w));
    }
}
