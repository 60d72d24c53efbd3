//! Mistakes that are easily made, and must be caught.

use crate::{Counts, Mandelbrot, Points, naive};
use tenfold_kernel::Mutant;

pub(crate) fn all() -> Vec<Mutant<Mandelbrot>> {
    macro_rules! mutants {
        ($($name:literal: $body:expr;)+) => {
            vec![$(Mutant { name: $name, body: $body }),+]
        };
    }
    mutants! {
        "update before test": |p, points, _, counts| each(points, counts, |re, im| {
            iterate(re, im, p.max_iter, |z| { *z = square_plus(*z, (re, im)); norm(*z) <= 4.0 })
        });
        "one test short": |p, points, _, counts| each(points, counts, |re, im| {
            naive::tests_passed(re, im, p.max_iter - 1)
        });
        "contracted": |p, points, _, counts| each(points, counts, |re, im| {
            iterate(re, im, p.max_iter, |z| {
                let inside = norm(*z) <= 4.0;
                *z = (z.0.mul_add(z.0, -(z.1 * z.1)) + re, (2.0 * z.0).mul_add(z.1, im));
                inside
            })
        });
        "single precision": |p, points, _, counts| each(points, counts, |re, im| {
            let c = (re as f32, im as f32);
            let (mut z, mut n) = (c, 0);
            while n < p.max_iter && z.0 * z.0 + z.1 * z.1 <= 4.0 {
                z = (z.0 * z.0 - z.1 * z.1 + c.0, 2.0 * z.0 * z.1 + c.1);
                n += 1;
            }
            n
        });
        "radius for its square": |p, points, _, counts| each(points, counts, |re, im| {
            iterate(re, im, p.max_iter, |z| { let inside = norm(*z) <= 2.0; *z = square_plus(*z, (re, im)); inside })
        });
        "circle left out": |p, points, _, counts| each(points, counts, |re, im| {
            iterate(re, im, p.max_iter, |z| { let inside = norm(*z) < 4.0; *z = square_plus(*z, (re, im)); inside })
        });
        "conjugate": |p, points, _, counts| each(points, counts, |re, im| {
            let minus = |z: (f64, f64)| (z.0, -z.1);
            iterate(re, im, p.max_iter, |z| {
                let inside = norm(*z) <= 4.0;
                *z = square_plus(minus(*z), (re, im));
                inside
            })
        });
        "axes swapped": |p, points, _, counts| each(points, counts, |re, im| naive::tests_passed(im, re, p.max_iter));
        "inside counts one less": |p, points, _, counts| each(points, counts, |re, im| {
            naive::tests_passed(re, im, p.max_iter).min(p.max_iter - 1)
        });
        "last column missing": |p, points, space, counts| {
            naive::run(p, points, space, counts);
            counts.clear();
            let width = points.re.len();
            counts.claim(points.rows.clone()).chunks_exact_mut(width).for_each(|row| row[width - 1] = 0);
        };
        "last row missing": |p, points, space, counts| {
            let rows = points.rows.start..points.rows.end - 1;
            naive::run(p, &Points { rows, ..points.clone() }, space, counts);
        };
        "end point left out": |p, points, space, counts| {
            let shifted = Points { re: open(&points.re), im: open(&points.im), ..points.clone() };
            naive::run(p, &shifted, space, counts);
        };
        "masks not applied": |p, points, space, counts| {
            naive::run(p, points, space, counts);
            counts.clear();
            for row in counts.claim(points.rows.clone()).chunks_exact_mut(points.re.len()) {
                // Every lane counts until the last one of its vector has escaped.
                for vector in row.chunks_mut(8) {
                    vector.fill(vector.iter().copied().max().unwrap_or(0));
                }
            }
        };
    }
}

/// Counts every point of the share by `count(re, im)`.
fn each(points: &Points, counts: &mut Counts, count: impl Fn(f64, f64) -> u32) {
    counts.clear();
    let image = counts.claim(points.rows.clone());
    for (row, passed) in points.rows.clone().zip(image.chunks_exact_mut(points.re.len())) {
        passed.iter_mut().zip(&points.re).for_each(|(passed, &re)| *passed = count(re, points.im[row]));
    }
}

/// The steps, at most `max_iter`, for which `step` says that the point is inside.
fn iterate(re: f64, im: f64, max_iter: u32, mut step: impl FnMut(&mut (f64, f64)) -> bool) -> u32 {
    let mut z = (re, im);
    (0..max_iter).find(|_| !step(&mut z)).unwrap_or(max_iter)
}

fn norm((re, im): (f64, f64)) -> f64 {
    re * re + im * im
}

fn square_plus((re, im): (f64, f64), c: (f64, f64)) -> (f64, f64) {
    (re * re - im * im + c.0, 2.0 * (re * im) + c.1)
}

/// The points of an axis as if its end were left out.
fn open(axis: &[f64]) -> Vec<f64> {
    let (start, end) = (axis[0], axis[axis.len() - 1]);
    (0..axis.len()).map(|i| start + (end - start) * i as f64 / axis.len() as f64).collect()
}
