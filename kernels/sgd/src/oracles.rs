//! What knows the right weights without looking at a sample twice: the normal equations, and steps by Gram matrices.

use crate::rounding::Rounding;
use crate::{Data, Model, Params, Sgd};
use tenfold_kernel::{Check, Oracle, greatest, oracle};

pub(crate) fn all() -> Vec<Oracle<Sgd>> {
    vec![
        oracle!(normal_equations, Constant, "one batch: w = w* − (I − ηH)^steps w*, H w* = Xᵀy/n, H = XᵀX/n + λI"),
        oracle!(first_loss, Constant, "closed form: with weights of 0 the loss is half the mean of y²"),
        oracle!(gram, Property, "the same steps by the Gram matrices of the batches: w − η(G w − Xᵀy/b + λw)"),
        oracle!(descent, Property, "theorem: with one batch and η(|x|² + λ) ≤ 2 the loss never rises"),
    ]
}

/// XᵀX/b, Xᵀy/b and the mean of y² of a batch.
struct Gram {
    matrix: Vec<f64>,
    right: Vec<f64>,
    squares: f64,
}

impl Gram {
    fn of(data: &Data, batch: usize) -> Gram {
        let (n, rows) = (data.features, data.batch(batch));
        let mut gram = Gram { matrix: vec![0.0; n * n], right: vec![0.0; n], squares: 0.0 };
        let share = 1.0 / rows.y.len() as f64;
        for (x, y) in rows.each() {
            for (row, &x_row) in gram.matrix.chunks_exact_mut(n).zip(x) {
                row.iter_mut().zip(x).for_each(|(sum, x)| *sum += share * x_row * x);
            }
            gram.right.iter_mut().zip(x).for_each(|(sum, x)| *sum += share * y * x);
            gram.squares += share * y * y;
        }
        gram
    }

    /// G w.
    fn times(&self, w: &[f64]) -> Vec<f64> {
        self.matrix.chunks_exact(w.len()).map(|row| dot(row, w)).collect()
    }
}

fn dot(a: &[f64], b: &[f64]) -> f64 {
    a.iter().zip(b).map(|(a, b)| a * b).sum()
}

/// Looks for the greatest distance of an element from what it should be.
fn all_close(what: &str, got: &[f64], expected: &[f64], tolerance: f64) -> Check {
    let furthest = greatest(got.iter().zip(expected).map(|(got, expected)| (got - expected).abs()));
    Check::close(&format!("greatest distance of {what}"), furthest, 0.0, tolerance)
}

/// Whether steps by matrices take no longer than those by samples, and nobody has to wait for them.
fn is_short(params: &Params, data: &Data) -> bool {
    data.features <= 64 && (data.features * data.features * params.steps) as f64 <= 1e9
}

fn gram(params: &Params, data: &Data, model: &Model) -> Option<Check> {
    is_short(params, data).then(|| {
        let grams: Vec<Gram> = (0..data.batches.len().min(params.steps)).map(|batch| Gram::of(data, batch)).collect();
        let (mut w, mut losses) = (vec![0.0; data.features], Vec::new());
        for step in 0..params.steps {
            let Gram { right, squares, .. } = &grams[step % grams.len()];
            let image = grams[step % grams.len()].times(&w);
            let fit = dot(&image, &w) - 2.0 * dot(right, &w) + squares;
            losses.push(0.5 * (fit + params.ridge * dot(&w, &w)));
            let slope = image.iter().zip(right).map(|(image, right)| image - right);
            w.iter_mut().zip(slope).for_each(|(w, slope)| *w -= params.rate * (slope + params.ridge * *w));
        }
        // Products of three factors are added here, and so twice as many roundings.
        let Rounding { weights, losses: of_losses } = Rounding::of(params, data);
        Check::worst([
            all_close("a weight from that by Gram matrices", &model.weights, &w, 4.0 * weights),
            all_close("a loss from that by Gram matrices", &model.losses, &losses, 4.0 * of_losses),
        ])
    })?
}

fn normal_equations(params: &Params, data: &Data, model: &Model) -> Option<Check> {
    if data.batches.len() > 1 || params.ridge == 0.0 || !is_short(params, data) {
        return None;
    }
    let (n, mut gram) = (data.features, Gram::of(data, 0));
    let trace: f64 = gram.matrix.iter().step_by(n + 1).sum();
    gram.matrix.iter_mut().step_by(n + 1).for_each(|diagonal| *diagonal += params.ridge);
    let best = solved(&gram.matrix, &gram.right);
    let mut left = best.clone();
    for _ in 0..params.steps {
        let image = gram.times(&left);
        left.iter_mut().zip(image).for_each(|(left, image)| *left -= params.rate * image);
    }
    let expected: Vec<f64> = best.iter().zip(&left).map(|(best, left)| best - left).collect();
    // The error of Cholesky's solution, 8 n² u κ |w*| (Higham 2002, 10.1), comes twice, and n u |w*| with every
    // product.
    let (condition, unit, n) = ((trace + params.ridge) / params.ridge, f64::EPSILON / 2.0, n as f64);
    let solving = unit * (16.0 * n * n * condition + 4.0 * n * params.steps as f64) * dot(&best, &best).sqrt();
    let tolerance = 2.0 * Rounding::of(params, data).weights + solving;
    Some(all_close("a weight from the closed form after all steps", &model.weights, &expected, tolerance))
}

/// The solution of A x = b for a symmetric, positive definite A, by Cholesky's decomposition A = L Lᵀ.
fn solved(a: &[f64], b: &[f64]) -> Vec<f64> {
    let n = b.len();
    // With bᵀ as one row more of A, the last row of L solves L y = b.
    let mut l = [a, b].concat();
    for j in 0..n {
        for i in j..=n {
            let sum = l[i * n + j] - dot(&l[i * n..][..j], &l[j * n..][..j]);
            l[i * n + j] = if i == j { sum.sqrt() } else { sum / l[j * n + j] };
        }
    }
    let mut x = l.split_off(n * n);
    for i in (0..n).rev() {
        let above: f64 = (i + 1..n).map(|k| l[k * n + i] * x[k]).sum();
        x[i] = (x[i] - above) / l[i * n + i];
    }
    x
}

fn first_loss(params: &Params, data: &Data, model: &Model) -> Option<Check> {
    let rows = data.batch(0);
    let expected = 0.5 * rows.y.iter().map(|y| y * y).sum::<f64>() / rows.y.len() as f64;
    Some(Check::close("loss of the first step", model.losses[0], expected, Rounding::of(params, data).losses))
}

fn descent(params: &Params, data: &Data, model: &Model) -> Option<Check> {
    (data.batches.len() == 1).then(|| {
        let rise = greatest(model.losses.windows(2).map(|pair| pair[1] - pair[0]));
        let tolerance = 2.0 * Rounding::of(params, data).losses;
        Check::close("greatest rise of the loss from one step to the next", rise, 0.0, tolerance)
    })
}
