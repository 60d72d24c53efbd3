//! What knows the right counts without iterating, or from elsewhere.

use crate::totals::Totals;
use crate::{Counts, Mandelbrot, Params, Points};
use tenfold_kernel::{Check, Oracle, oracle};

/// How far from a boundary (in c for the disc, in the relative measure of each formula otherwise) a point must lie for
/// a closed form to be asked: rounding may decide closer ones.
const MARGIN: f64 = 1e-9;

pub(crate) fn all() -> Vec<Oracle<Mandelbrot>> {
    vec![
        oracle!(published_sums, Constant, "NIH-HPC, course \"Python in HPC\": profile of area 1"),
        oracle!(inside, Constant, "closed form: the main cardioid and the disc of period 2 never escape"),
        oracle!(first_test, Constant, "closed form: the first test is |c| > 2"),
        oracle!(every_point, Property, "definition: each row once, each count at most max_iter"),
        oracle!(mirror, Property, "theorem: c and its conjugate escape at the same test"),
    ]
}

/// Area 1, 1000 × 1000 points, 80 tests: the defaults.
fn published_sums(params: &Params, _: &Points, counts: &Counts) -> Option<Check> {
    let published = Totals { tests: 24_214_592, escaped: 751_482, interior: 248_518, sum_n: 23_214_592 };
    (*params == Params::default()).then(|| {
        let got = counts.totals(params);
        Check {
            error: f64::from(u8::from(got != published)),
            tolerance: 0.0,
            detail: format!("{got:?}, published {published:?}"),
        }
    })
}

/// c is in the main cardioid if |1 - √(1 - 4c)| < 1, and in the disc of period 2 if |c + 1| < 1/4. Both are written here
/// without complex roots: q(q + x) < y²/4 with q = x² + y², x = re - 1/4.
fn inside(params: &Params, points: &Points, counts: &Counts) -> Option<Check> {
    wrong_points(points, counts, "points of the cardioid or the disc that escaped", |re, im, passed| {
        let (x, y_squared) = (re - 0.25, im * im);
        let q = x * x + y_squared;
        let cardioid = q * (q + x) < 0.25 * y_squared - MARGIN;
        let disc = (re + 1.0) * (re + 1.0) + y_squared < 0.0625 - MARGIN;
        (cardioid || disc).then_some(passed == params.max_iter)
    })
}

fn first_test(_: &Params, points: &Points, counts: &Counts) -> Option<Check> {
    wrong_points(points, counts, "points on the wrong side of the first test", |re, im, passed| {
        let distance = re.hypot(im) - 2.0;
        (distance.abs() > MARGIN).then_some((passed == 0) == (distance > 0.0))
    })
}

fn every_point(params: &Params, _: &Points, counts: &Counts) -> Option<Check> {
    let misplaced = counts.rows.iter().zip(0..).filter(|&(&row, place)| row != place).count();
    let beyond = counts.passed.iter().filter(|&&passed| passed > params.max_iter).count();
    let what = format!("rows out of order ({misplaced}) and counts above {} ({beyond})", params.max_iter);
    Some(Check::equal(&what, (misplaced + beyond) as u64, 0))
}

/// Rows at im and -im, to the last bit: linspace has some such pairs in an area around the real axis, though not for
/// every row. Squares do not see the sign and products carry it along, so the counts are the same exactly.
fn mirror(_: &Params, points: &Points, counts: &Counts) -> Option<Check> {
    let mut rows: Vec<(f64, &[u32])> =
        points.im.iter().copied().zip(counts.passed.chunks_exact(points.re.len())).collect();
    rows.sort_by(|a, b| a.0.total_cmp(&b.0));
    let (mut pairs, mut differ) = (0_u64, 0_u64);
    for &(im, row) in rows.iter().filter(|(im, _)| *im > 0.0) {
        if let Ok(found) = rows.binary_search_by(|(other, _)| other.total_cmp(&-im)) {
            pairs += 1;
            differ += row.iter().zip(rows[found].1).filter(|(a, b)| a != b).count() as u64;
        }
    }
    let what = format!("points of {pairs} pairs of rows that differ from their mirror image");
    (pairs > 0).then(|| Check::equal(&what, differ, 0))
}

/// Judges each point by `right(re, im, passed)`, which is `None` where nothing is known of it. `None` if nothing is
/// known of any.
fn wrong_points(
    points: &Points,
    counts: &Counts,
    what: &str,
    right: impl Fn(f64, f64, u32) -> Option<bool>,
) -> Option<Check> {
    let grid = points.im.iter().flat_map(|&im| points.re.iter().map(move |&re| (re, im)));
    let verdicts = grid.zip(&counts.passed).filter_map(|((re, im), &passed)| right(re, im, passed));
    let (judged, wrong) = verdicts.fold((0_u64, 0), |(judged, wrong), right| (judged + 1, wrong + u64::from(!right)));
    (judged > 0).then(|| Check::equal(&format!("{what}, of {judged}"), wrong, 0))
}
