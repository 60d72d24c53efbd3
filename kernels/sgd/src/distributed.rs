//! Distributed: a share of every batch for each rank; the sums of all are joined in rounds of pairs.

pub use crate::training::plan;
use crate::training::{Largest, train};
use crate::{Data, Model, Params, vectorised};
use tenfold_comm::{Op, Traffic, sent_by};
use tenfold_kernel::{Setting, Workspace};

/// Takes all steps, each with the samples of all ranks.
pub fn run(setting: &Setting<Params, Largest>, data: &Data, space: &Workspace, model: &mut Model) {
    // Memory: a gradient, and the sums that it is rounded to.
    let (gradient, sums) = (space.buffer(data.features), space.buffer(data.features + 1));

    // Steps: all begin with weights of 0, and every rank learns the same weights.
    train(setting, data, model, sums, |batch, scale, weights, sums| {
        data.pieces(batch).for_each(|rows| vectorised::add(setting.path, rows, weights, scale, gradient, sums));
        setting.comm.allreduce(sums, Op::Sum);
    });
}

/// What a rank sends: its part of a tree for every step, all sums in each message.
pub fn messages(params: &Params, rank: usize, ranks: usize) -> Traffic {
    let [_, features] = params.size();
    sent_by::allreduce((features + 1) * size_of::<i64>(), rank, ranks) * params.steps as u64
}
