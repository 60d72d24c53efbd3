//! How far rounding may carry two right answers apart: a running error analysis (Higham, Accuracy and Stability of
//! Numerical Algorithms, 2002, 3.3), along the plain loop.

use crate::data::PIECE;
use crate::training::Largest;
use crate::{Data, Params, Sgd, naive};
use tenfold_kernel::Agreement;

/// Sums in any order, fused or not, of floats or of integers that floats were rounded to.
pub(crate) const ANY_ORDER: Agreement<Sgd> = Agreement::Bounded {
    bound: |params, data, array| {
        let rounding = Rounding::of(params, data);
        2.0 * if array == "weights" { rounding.weights } else { rounding.losses }
    },
    derivation: "running error analysis: every step adds η u (b + d + 8) mean (|x| |w| + |y|) |x|, b samples and d \
                 features of a step, and enlarges no error before, as η (|x|² + λ) ≤ 2",
};

/// The unit roundoff of doubles.
const UNIT: f64 = f64::EPSILON / 2.0;

/// How far a right answer may be from the exact one.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Rounding {
    /// The vector of weights, in its length.
    pub weights: f64,
    /// Any loss.
    pub losses: f64,
}

impl Rounding {
    /// Takes the steps as the naive variant does, and adds up what each may add.
    ///
    /// A sum of m products of which none is larger than its factors' lengths allow is off by at most m u Σ|factors|, in
    /// whatever order it is added (ibid., 3.1). With |x·w − y| ≤ |x| |w| + |y| =: r this gives (d + 2) u r for a
    /// residual, and with the sum over the samples (b + d + 4) u Σ r |x| for a gradient; 8 instead of 4 covers the
    /// mean, the penalty and what a bound itself is rounded by. The same terms with r for |x| are those of a loss,
    /// which also follows the weights.
    pub fn of(params: &Params, data: &Data) -> Rounding {
        let Params { rate, ridge, .. } = *params;
        let (mut weights, mut gradient) = (vec![0.0; data.features], vec![0.0; data.features]);
        let largest = Largest::of(data);
        let mut rounding = Rounding { weights: 0.0, losses: 0.0 };
        for step in 0..params.steps {
            let rows = data.batch(step % data.batches.len());
            let (samples, features) = (rows.y.len() as f64, data.features as f64);
            let length = norm(&weights);
            let [mut of_gradient, mut of_loss] = [0.0; 2];
            for (x, y) in rows.each() {
                let size = norm(x);
                let residual = size * length + y.abs();
                of_gradient += residual * size;
                of_loss += residual * residual;
            }
            let terms = (samples + features + 8.0) * UNIT / samples;
            // Integers: each piece is cut off below a multiple of 1/scale.
            let cut = rows.y.len().div_ceil(PIECE) as f64 / largest.scale(samples, length) / samples;

            // The slope of a loss is at most the mean of residual times |x|; its curvature 2/η, as no step overshoots.
            let apart = rounding.weights;
            let followed = apart * (of_gradient / samples + ridge * length) + apart * apart / rate;
            rounding.losses =
                rounding.losses.max(followed + terms * of_loss + cut + 8.0 * UNIT * ridge * length * length);

            naive::sums(rows, &weights, &mut gradient);
            weights.iter_mut().zip(&gradient).for_each(|(w, g)| *w -= rate * (g / samples + ridge * *w));
            let updated = 4.0 * UNIT * (length + norm(&weights));
            rounding.weights += rate * (terms * of_gradient + cut * features.sqrt()) + updated;
        }
        rounding
    }
}

fn norm(of: &[f64]) -> f64 {
    of.iter().map(|x| x * x).sum::<f64>().sqrt()
}
