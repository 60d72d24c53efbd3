//! The work of an image, and what no implementation can do without.

use crate::{Params, Points, Totals, vectorised};
use std::sync::Mutex;
use tenfold_kernel::{Bound, Kernel, Resource, Work, Workspace};

/// Work of the algorithm as defined: 3 operations for each test (two squares, their sum) and 5 for each update (a
/// difference, a product, a doubling, two sums; the squares are those of the test). A point that takes k tests is
/// updated k - 1 times.
pub(crate) fn work(params: &Params) -> Work {
    let Totals { tests, sum_n: updates, .. } = totals(params);
    let points = (params.width * params.height) as f64;
    Work {
        amount: tests as f64,
        flops: 3.0 * tests as f64 + 5.0 * updates as f64,
        compulsory_bytes: 8.0 * (params.width + params.height) as f64 + 4.0 * points,
    }
}

pub(crate) fn bounds(params: &Params) -> Vec<Bound> {
    let Totals { tests, sum_n: updates, .. } = totals(params);
    vec![Bound {
        resource: Resource::Flops,
        amount: 4.0 * tests as f64 + 4.0 * updates as f64,
        formula: "4 (tests + updates): a test is 2 multiplications, an addition and a comparison; an update is a \
                  multiplication, a subtraction, an addition, and a doubling fused with an addition (exact); nothing \
                  else may be fused, as it would change counts",
    }]
}

/// How many tests there are is known only when they have been made, so they are: once for each problem, with the fast
/// variant, and never in a timed part.
fn totals(params: &Params) -> Totals {
    static KNOWN: Mutex<Vec<(Params, Totals)>> = Mutex::new(Vec::new());
    let mut known = KNOWN.lock().unwrap_or_else(|poisoned| poisoned.into_inner());
    if let Some((_, totals)) = known.iter().find(|(of, _)| of == params) {
        return *totals;
    }
    let points = Points::of(params);
    let mut counts = crate::Mandelbrot::output(params, &points);
    vectorised::run(params, &points, &Workspace::default(), &mut counts);
    let totals = counts.totals(params);
    known.push((params.clone(), totals));
    totals
}
