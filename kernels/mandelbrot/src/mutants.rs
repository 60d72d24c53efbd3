//! Mistakes that are easily made, and must be caught.

use crate::{Counts, Mandelbrot, Params, Points, naive};
use tenfold_kernel::{Mutant, Setting, mutant};

/// A complex number.
type Z = (f64, f64);

pub(crate) fn all() -> Vec<Mutant<Mandelbrot>> {
    vec![
        mutant!(update_before_test, |s, points, _, counts| {
            iterate(s, points, counts, |c| square_plus(c, c), |z| norm(z) <= 4.0, square_plus)
        }),
        mutant!(contracted, |s, points, _, counts| {
            let contracted = |z: Z, c: Z| (z.0.mul_add(z.0, -(z.1 * z.1)) + c.0, (2.0 * z.0).mul_add(z.1, c.1));
            iterate(s, points, counts, |c| c, |z| norm(z) <= 4.0, contracted)
        }),
        mutant!(radius_for_its_square, |s, points, _, counts| {
            iterate(s, points, counts, |c| c, |z| norm(z) <= 2.0, square_plus)
        }),
        mutant!(circle_left_out, |s, points, _, counts| {
            iterate(s, points, counts, |c| c, |z| norm(z) < 4.0, square_plus)
        }),
        mutant!(conjugate, |s, points, _, counts| {
            iterate(s, points, counts, |c| c, |z| norm(z) <= 4.0, |z, c| square_plus((z.0, -z.1), c))
        }),
        mutant!(single_precision, |s, points, _, counts| each(points, counts, |re, im| {
            let c = (re as f32, im as f32);
            let (mut z, mut n) = (c, 0);
            while n < s.params.max_iter && z.0 * z.0 + z.1 * z.1 <= 4.0 {
                z = (z.0 * z.0 - z.1 * z.1 + c.0, 2.0 * z.0 * z.1 + c.1);
                n += 1;
            }
            n
        })),
        mutant!(one_test_short, |s, points, _, counts| each(points, counts, |re, im| {
            naive::tests_passed(re, im, s.params.max_iter - 1)
        })),
        mutant!(axes_swapped, |s, points, _, counts| each(points, counts, |re, im| {
            naive::tests_passed(im, re, s.params.max_iter)
        })),
        mutant!(inside_counts_one_less, |s, points, space, counts| {
            naive::run(s, points, space, counts);
            counts.passed.iter_mut().for_each(|passed| *passed = (*passed).min(s.params.max_iter - 1));
        }),
        mutant!(last_column_missing, |s, points, space, counts| {
            naive::run(s, points, space, counts);
            let width = points.re.len();
            counts.passed.chunks_exact_mut(width).for_each(|row| row[width - 1] = 0);
        }),
        mutant!(last_row_missing, |s, points, space, counts| {
            let rows = points.rows.start..points.rows.end - 1;
            naive::run(s, &Points { rows, ..points.clone() }, space, counts);
            counts.close();
        }),
        mutant!(end_point_left_out, |s, points, space, counts| {
            let shifted = Points { re: open(&points.re), im: open(&points.im), ..points.clone() };
            naive::run(s, &shifted, space, counts);
        }),
        mutant!(masks_not_applied, |s, points, space, counts| {
            naive::run(s, points, space, counts);
            // Every lane counts until the last one of its vector has escaped.
            for vector in counts.passed.chunks_exact_mut(points.re.len()).flat_map(|row| row.chunks_mut(8)) {
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

/// Counts every point as the definition has it, but with a first z, a test or an update of its own.
fn iterate(
    setting: &Setting<Params>,
    points: &Points,
    counts: &mut Counts,
    first: fn(Z) -> Z,
    is_inside: fn(Z) -> bool,
    update: fn(Z, Z) -> Z,
) {
    each(points, counts, |re, im| {
        let mut z = first((re, im));
        let escape = (0..setting.params.max_iter).find(|_| {
            let outside = !is_inside(z);
            z = update(z, (re, im));
            outside
        });
        escape.unwrap_or(setting.params.max_iter)
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
