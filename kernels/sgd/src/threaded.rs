//! Threaded: the pieces of a batch are shared among threads; the end of a step is where they meet.

pub use crate::training::plan;
use crate::training::{Largest, train};
use crate::{Data, Model, Params, vectorised};
use rayon::prelude::*;
use tenfold_comm::block;
use tenfold_kernel::{Setting, Workspace};

/// Takes all steps on the rayon pool it is called in.
pub fn run(setting: &Setting<Params, Largest>, data: &Data, space: &Workspace, model: &mut Model) {
    // Memory: for each thread a gradient, and the sums that it is rounded to.
    let (n, threads, path) = (data.features, rayon::current_num_threads(), setting.path);
    let (gradients, parts) = (space.buffer(threads * n), space.buffer::<i64>(threads * (n + 1)));

    // Steps: all begin with weights of 0. Whoever is done first, the sums are the same.
    train(setting, data, model, space.buffer(n + 1), |batch, scale, weights, sums| {
        let each = gradients.par_chunks_mut(n).zip(parts.par_chunks_mut(n + 1)).enumerate();
        each.for_each(|(thread, (gradient, part))| {
            let own = block(data.pieces(batch).len(), threads, thread);
            part.fill(0);
            for rows in data.pieces(batch).skip(own.start).take(own.len()) {
                vectorised::add(path, rows, weights, scale, gradient, part);
            }
        });
        parts.chunks_exact(n + 1).for_each(|part| sums.iter_mut().zip(part).for_each(|(sum, part)| *sum += part));
    });
}
