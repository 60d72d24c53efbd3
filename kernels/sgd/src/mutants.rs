//! Mistakes that are easily made, and must be caught.

use crate::{Data, Model, Params, Sgd, distributed, naive};
use tenfold_comm::Op;
use tenfold_kernel::{Mutant, Setting, Workspace, mutant};

/// Each gets the setting, the samples, scratch memory and the model to fill.
pub(crate) fn all() -> Vec<Mutant<Sgd>> {
    vec![
        mutant!(sum_instead_of_mean, |s, d, _, m| learn(s, d, m, |p, w, sum, _| w - p.rate * (sum + p.ridge * w))),
        mutant!(last_batch_divided_as_if_full, |s, d, _, m| {
            learn(s, d, m, |p, w, sum, _| updated(p, w, sum, p.batch.min(p.size()[0]) as f64));
        }),
        mutant!(uphill misreads |params| params.rate = -params.rate),
        mutant!(penalty_forgotten misreads |params| params.ridge = 0.0),
        mutant!(penalty_not_in_the_step, |s, d, _, m| learn(s, d, m, |p, w, sum, rows| w - p.rate * sum / rows)),
        mutant!(one_step_short, |s, d, w, m| {
            naive::run(s, d, w, m);
            m.weights = weights_after(m.losses.len() - 1, s, d);
        }),
        mutant!(always_the_first_batch, |s, d, w, m| {
            let first = Data { batches: vec![d.batches[0].clone(); d.batches.len()], ..d.clone() };
            naive::run(s, &first, w, m);
        }),
        mutant!(incomplete_batch_dropped, |s, d, w, m| {
            let full: Vec<_> = d.batches.iter().filter(|rows| rows.len() == d.batches[0].len()).cloned().collect();
            naive::run(s, &Data { batches: full, ..d.clone() }, w, m);
        }),
        mutant!(weights_change_within_a_batch, |s, d, w, m| {
            naive::run(s, d, w, m);
            // A step for every sample that is visited, with its share of the rate.
            let single = Data { batches: (0..d.y.len()).map(|row| row..row + 1).collect(), ..d.clone() };
            let shared = |params: &mut Params| params.rate /= d.batches[0].len() as f64;
            m.weights = s.misread(shared, |s| weights_after(s.params.visited(), s, &single));
        }),
        mutant!(loss_after_the_step, |s, d, w, m| {
            naive::run(s, d, w, m);
            m.losses.rotate_left(1);
        }),
        mutant!(columns_for_rows, |s, d, w, m| {
            let (rows, features) = (d.y.len(), d.features);
            let turned = (0..rows * features).map(|i| d.x[i % rows * features + i / rows]).collect();
            naive::run(s, &Data { x: turned, ..d.clone() }, w, m);
        }),
        mutant!(weights_in_single_precision, |s, d, _, m| {
            learn(s, d, m, |p, w, sum, rows| f64::from(updated(p, w, sum, rows) as f32));
        }),
        mutant!(gradients_not_shared on Distributed, |s, d, w, m| naive::run(s, d, w, m)),
        mutant!(models_averaged_at_the_end on Distributed, |s, d, _, m| {
            learn(s, d, m, updated);
            let ranks = s.comm.size() as f64;
            m.weights.iter_mut().for_each(|w| *w /= ranks);
            s.comm.allreduce(&mut m.weights, Op::Sum);
        }),
        mutant!(sum_of_ranks_without_the_last on Distributed, |s, d, w, m| {
            let plan = distributed::plan(s, d);
            let none = Data { batches: vec![0..0; d.batches.len()], ..d.clone() };
            let is_last = s.comm.rank() + 1 == s.comm.size();
            distributed::run(&s.with(&plan), if is_last { &none } else { d }, w, m);
        }),
    ]
}

/// The weight that follows `weight`, from the sum of its part of the gradient over so many rows.
fn updated(params: &Params, weight: f64, sum: f64, rows: f64) -> f64 {
    weight - params.rate * (sum / rows + params.ridge * weight)
}

/// Takes all steps as the naive variant does, but with another weight after each than [`updated`].
fn learn(s: &Setting<Params>, data: &Data, model: &mut Model, changed: fn(&Params, f64, f64, f64) -> f64) {
    let Model { weights, losses } = model;
    let mut gradient = vec![0.0; data.features];
    weights.fill(0.0);
    for (step, loss) in losses.iter_mut().enumerate() {
        let batch = data.batch(step % data.batches.len());
        // A rank may have no rows of a batch.
        let rows = batch.y.len().max(1) as f64;
        let length: f64 = weights.iter().map(|w| w * w).sum();
        *loss = 0.5 * (naive::sums(batch, weights, &mut gradient) / rows + s.params.ridge * length);
        weights.iter_mut().zip(&gradient).for_each(|(w, &sum)| *w = changed(s.params, *w, sum, rows));
    }
}

/// The weights after so many steps of the naive variant.
fn weights_after(steps: usize, setting: &Setting<Params>, data: &Data) -> Vec<f64> {
    let mut model = Model { weights: vec![0.0; data.features], losses: vec![0.0; steps] };
    naive::run(setting, data, &Workspace::default(), &mut model);
    model.weights
}
