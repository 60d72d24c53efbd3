//! Threaded: rows are handed out as threads become free.

use crate::vectorised::Row;
use crate::{Counts, Params, Points, lanes};
use rayon::prelude::*;
use tenfold_kernel::Workspace;

/// Counts the rows of `points`.
pub fn run(params: &Params, points: &Points, _: &Workspace, counts: &mut Counts) {
    // Share: all rows.
    counts.clear();
    let image = counts.claim(points.rows.clone());

    // Rows: each may go to another thread. A row of points inside takes twenty times as long as one outside.
    let rows = points.im[points.rows.clone()].par_iter().zip(image.par_chunks_exact_mut(points.re.len()));
    rows.with_max_len(1).for_each(|(&im, passed)| {
        lanes::with_widest(Row { re: &points.re, im, max_iter: params.max_iter, passed });
    });
}
