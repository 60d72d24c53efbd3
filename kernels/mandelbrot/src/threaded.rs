//! Threaded: rows are handed out as threads become free.

use crate::{Counts, Params, Points, vectorised};
use rayon::prelude::*;
use tenfold_kernel::{Setting, Workspace};

/// Counts the rows of `points`.
pub fn run(setting: &Setting<Params>, points: &Points, _: &Workspace, counts: &mut Counts) {
    // Share: all rows.
    let image = counts.start(points.rows.clone());

    // Rows: each may go to another thread, as a row of points inside takes twenty times as long as one outside.
    let Setting { path, params, .. } = *setting;
    let first = points.rows.start;
    image.par_chunks_exact_mut(points.re.len()).with_max_len(1).enumerate().for_each(|(i, passed)| {
        vectorised::count(path, params.max_iter, points, first + i..first + i + 1, passed);
    });
}
