//! Distributed, ring: every rank sends the next one a part of the sums at a time, so that none sends more for more
//! ranks.

pub use crate::training::plan;
use crate::training::{Largest, train};
use crate::{Data, Model, Params, vectorised};
use std::ops::Range;
use tenfold_comm::{Comm, Tag, Traffic, block};
use tenfold_kernel::{Setting, Workspace};

const SUMS: Tag = 1;

/// Takes all steps, each with the samples of all ranks.
pub fn run(setting: &Setting<Params, Largest>, data: &Data, space: &Workspace, model: &mut Model) {
    // Memory: a gradient, the sums that it is rounded to, and room for a part of the neighbour's.
    let (gradient, sums) = (space.buffer(data.features), space.buffer(data.features + 1));
    let arriving = space.buffer((data.features + 1).div_ceil(setting.comm.size()));

    // Steps: all begin with weights of 0, and every rank learns the same weights.
    train(setting, data, model, sums, |batch, scale, weights, sums| {
        data.pieces(batch).for_each(|rows| vectorised::add(setting.path, rows, weights, scale, gradient, sums));
        ring(setting.comm, sums, arriving);
    });
}

// Heart: once around the ring the parts are added up, and once more they are handed on.
/// Adds up the sums of all ranks on every rank: reduce-scatter, then allgather (Patarasuk and Yuan 2009).
fn ring(comm: &Comm, sums: &mut [i64], arriving: &mut [i64]) {
    let (rank, ranks, all) = (comm.rank(), comm.size(), sums.len());
    let (next, previous) = (Some((rank + 1) % ranks), Some((rank + ranks - 1) % ranks));
    for turn in 0..2 * (ranks - 1) {
        let (sent, received) = (part(all, rank, turn, ranks), part(all, rank, turn + 1, ranks));
        let arriving = &mut arriving[..received.len()];
        comm.sendrecv(&sums[sent], next, arriving, previous, SUMS);
        let onto = &mut sums[received];
        if turn < ranks - 1 {
            onto.iter_mut().zip(&*arriving).for_each(|(sum, more)| *sum += more);
        } else {
            onto.copy_from_slice(arriving);
        }
    }
}

/// The sums that a rank sends in a turn: first its own part, then the one that it received in the turn before.
fn part(all: usize, rank: usize, turn: usize, ranks: usize) -> Range<usize> {
    block(all, ranks, (rank + 2 * ranks - turn) % ranks)
}

/// What a rank sends: in every step all parts but one, twice.
pub fn messages(params: &Params, rank: usize, ranks: usize) -> Traffic {
    let [_, features] = params.size();
    let sent = (0..2 * (ranks - 1)).map(|turn| part(features + 1, rank, turn, ranks).len());
    let step: Traffic = sent.map(|sums| Traffic { messages: 1, bytes: (sums * size_of::<i64>()) as u64 }).sum();
    step * params.steps as u64
}
