//! Mistakes that are easily made, and must be caught.

use crate::{Counts, Mandelbrot, Params, Points, naive};
use tenfold_kernel::{Mutant, Setting, mutant};

/// A complex number.
type Z = (f64, f64);

/// Each gets the setting, the points, scratch memory and the counts to fill.
pub(crate) fn all() -> Vec<Mutant<Mandelbrot>> {
    vec![
        mutant!(update_before_test, |s, p, _, n| iterate(s, p, n, |z, c| norm(square_plus(z, c)) <= 4.0, square_plus)),
        mutant!(contracted, |s, p, _, n| {
            let contracted = |z: Z, c: Z| (z.0.mul_add(z.0, -(z.1 * z.1)) + c.0, (2.0 * z.0).mul_add(z.1, c.1));
            iterate(s, p, n, |z, _| norm(z) <= 4.0, contracted)
        }),
        mutant!(radius_for_its_square, |s, p, _, n| iterate(s, p, n, |z, _| norm(z) <= 2.0, square_plus)),
        mutant!(circle_left_out, |s, p, _, n| iterate(s, p, n, |z, _| norm(z) < 4.0, square_plus)),
        mutant!(conjugate, |s, p, _, n| iterate(s, p, n, |z, _| norm(z) <= 4.0, |z, c| square_plus((z.0, -z.1), c))),
        mutant!(single_precision, |s, p, _, n| each(p, n, |re, im| {
            let c = (re as f32, im as f32);
            let (mut z, mut n) = (c, 0);
            while n < s.params.max_iter && z.0 * z.0 + z.1 * z.1 <= 4.0 {
                z = (z.0 * z.0 - z.1 * z.1 + c.0, 2.0 * z.0 * z.1 + c.1);
                n += 1;
            }
            n
        })),
        mutant!(one_test_short, |s, p, _, n| each(p, n, |re, im| naive::tests_passed(re, im, s.params.max_iter - 1))),
        mutant!(axes_swapped, |s, p, _, n| each(p, n, |re, im| naive::tests_passed(im, re, s.params.max_iter))),
        mutant!(inside_counts_one_less, |s, p, space, n| {
            naive::run(s, p, space, n);
            n.passed.iter_mut().for_each(|passed| *passed = (*passed).min(s.params.max_iter - 1));
        }),
        mutant!(last_column_missing, |s, p, space, n| {
            naive::run(s, p, space, n);
            n.passed.chunks_exact_mut(p.re.len()).for_each(|row| row[p.re.len() - 1] = 0);
        }),
        mutant!(last_row_missing, |s, p, space, n| {
            naive::run(s, &Points { rows: p.rows.start..p.rows.end - 1, ..p.clone() }, space, n);
            n.close();
        }),
        mutant!(end_point_left_out, |s, p, space, n| {
            naive::run(s, &Points { re: open(&p.re), im: open(&p.im), ..p.clone() }, space, n);
        }),
        mutant!(masks_not_applied, |s, p, space, n| {
            naive::run(s, p, space, n);
            // Every lane counts until the last one of its vector has escaped.
            for vector in n.passed.chunks_exact_mut(p.re.len()).flat_map(|row| row.chunks_mut(8)) {
                vector.fill(vector.iter().copied().max().unwrap_or(0));
            }
        }),
    ]
}

/// Counts every point of the share by `count(re, im)`.
fn each(points: &Points, counts: &mut Counts, count: impl Fn(f64, f64) -> u32) {
    let image = counts.start(points.rows.clone());
    for (row, passed) in points.rows.clone().zip(image.chunks_exact_mut(points.re.len())) {
        passed.iter_mut().zip(&points.re).for_each(|(passed, &re)| *passed = count(re, points.im[row]));
    }
}

/// Counts every point by a test of z and c and an update of its own.
fn iterate(
    setting: &Setting<Params>,
    points: &Points,
    counts: &mut Counts,
    is_inside: fn(Z, Z) -> bool,
    update: fn(Z, Z) -> Z,
) {
    let max_iter = setting.params.max_iter;
    each(points, counts, |re, im| {
        let mut orbit = std::iter::successors(Some((re, im)), |&z| Some(update(z, (re, im)))).zip(0..max_iter);
        orbit.find(|&(z, _)| !is_inside(z, (re, im))).map_or(max_iter, |(_, n)| n)
    });
}

fn norm((re, im): Z) -> f64 {
    re * re + im * im
}

fn square_plus((re, im): Z, c: Z) -> Z {
    (re * re - im * im + c.0, 2.0 * (re * im) + c.1)
}

/// The points of an axis as if its end were left out.
fn open(axis: &[f64]) -> Vec<f64> {
    let (start, end) = (axis[0], axis[axis.len() - 1]);
    (0..axis.len()).map(|i| start + (end - start) * i as f64 / axis.len() as f64).collect()
}
