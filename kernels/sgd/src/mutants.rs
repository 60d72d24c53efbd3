//! Mistakes that are easily made, and must be caught.

use crate::data::Rows;
use crate::{Data, Model, Params, Sgd, distributed, naive};
use tenfold_comm::Op;
use tenfold_kernel::{Mutant, Setting, Workspace, mutant};

/// Each gets the setting, the samples, scratch memory and the model to fill.
pub(crate) fn all() -> Vec<Mutant<Sgd>> {
    vec![
        mutant!(sum_instead_of_mean, |s, d, _, m| learn(s, d, m, Rule { divisor: |_, _| 1.0, ..Rule::RIGHT })),
        mutant!(last_batch_divided_as_if_full, |s, d, _, m| {
            learn(s, d, m, Rule { divisor: |params, _| params.batch.min(params.size()[0]) as f64, ..Rule::RIGHT });
        }),
        mutant!(uphill, |s, d, _, m| learn(s, d, m, Rule { sign: 1.0, ..Rule::RIGHT })),
        mutant!(penalty_forgotten misreads |params| params.ridge = 0.0),
        mutant!(penalty_not_in_the_step, |s, d, _, m| learn(s, d, m, Rule { decays: false, ..Rule::RIGHT })),
        mutant!(one_step_short, |s, d, w, m| {
            naive::run(s, d, w, m);
            let shorter = &mut Model { losses: vec![0.0; m.losses.len() - 1], ..m.clone() };
            naive::run(s, d, &Workspace::default(), shorter);
            m.weights.clone_from(&shorter.weights);
        }),
        mutant!(always_the_first_batch, |s, d, w, m| {
            let first = Data { batches: vec![d.batches[0].clone(); d.batches.len()], ..d.clone() };
            naive::run(s, &first, w, m);
        }),
        mutant!(incomplete_batch_dropped, |s, d, w, m| {
            let full: Vec<_> = d.batches.iter().filter(|rows| rows.len() == d.batches[0].len()).cloned().collect();
            naive::run(s, &Data { batches: full, ..d.clone() }, w, m);
        }),
        mutant!(weights_change_within_a_batch, |s, d, _, m| learn(s, d, m, Rule { at_once: true, ..Rule::RIGHT })),
        mutant!(loss_after_the_step, |s, d, w, m| {
            naive::run(s, d, w, m);
            m.losses.rotate_left(1);
        }),
        mutant!(columns_for_rows, |s, d, w, m| {
            let (rows, features) = (d.y.len(), d.features);
            let turned = (0..rows * features).map(|i| d.x[i % rows * features + i / rows]).collect();
            naive::run(s, &Data { x: turned, ..d.clone() }, w, m);
        }),
        mutant!(weights_in_single_precision, |s, d, _, m| learn(s, d, m, Rule { single: true, ..Rule::RIGHT })),
        mutant!(gradients_not_shared on Distributed, |s, d, w, m| naive::run(s, d, w, m)),
        mutant!(models_averaged_at_the_end on Distributed, |s, d, _, m| {
            learn(s, d, m, Rule::RIGHT);
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

/// A way to learn.
struct Rule {
    /// By what the sum over a batch of so many rows is divided.
    divisor: fn(&Params, f64) -> f64,
    /// Down or up the slope.
    sign: f64,
    /// Whether a step makes the weights smaller by the penalty.
    decays: bool,
    /// Whether each sample's step is taken before the next sample is looked at.
    at_once: bool,
    /// Whether weights are rounded to 32 bits.
    single: bool,
}

impl Rule {
    const RIGHT: Rule = Rule { divisor: |_, rows| rows, sign: -1.0, decays: true, at_once: false, single: false };
}

fn learn(set: &Setting<Params>, data: &Data, model: &mut Model, rule: Rule) {
    let Params { rate, ridge, .. } = *set.params;
    let Model { weights, losses } = model;
    let mut gradient = vec![0.0; data.features];
    weights.fill(0.0);
    for (step, loss) in losses.iter_mut().enumerate() {
        let all = data.batch(step % data.batches.len());
        // A rank may have no rows of a batch.
        let samples = all.y.len().max(1) as f64;
        let length: f64 = weights.iter().map(|w| w * w).sum();
        let squares = naive::sums(all, weights, &mut gradient);
        *loss = 0.5 * (squares / samples + ridge * length);
        let size = if rule.at_once { 1 } else { all.y.len().max(1) };
        let parts = all.x.chunks(size * data.features).zip(all.y.chunks(size));
        for (x, y) in parts {
            naive::sums(Rows { x, y, ..all }, weights, &mut gradient);
            let divisor = (rule.divisor)(set.params, samples);
            for (w, g) in weights.iter_mut().zip(&gradient) {
                let penalty = if rule.decays { ridge * *w * y.len() as f64 / samples } else { 0.0 };
                *w += rule.sign * rate * (g / divisor + penalty);
                *w = if rule.single { f64::from(*w as f32) } else { *w };
            }
        }
    }
}
