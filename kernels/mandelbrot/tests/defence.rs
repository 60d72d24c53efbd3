//! The lines of defence of this kernel.

use mandelbrot::{Mandelbrot, Params, Points, naive};
use tenfold_kernel::defence::{AWKWARD_WORKERS, Problem, hold, refusal};
use tenfold_kernel::{Kernel, Part, erase};

#[test]
fn defences_hold() {
    // Single points tell the first three; where a row is missing, nothing is asked of the others.
    let unseen = ["contracted", "circle-left-out", "single-precision", "last-row-missing"];
    assert_eq!(hold(&*erase::<Mandelbrot>()), unseen, "no oracle catches them");
}

/// The published sums (an oracle of the default params), for every variant.
#[test]
#[cfg_attr(debug_assertions, ignore = "a million points: run with --release")]
fn every_variant_gives_the_published_sums() {
    for judgement in Problem::of::<Mandelbrot>(&Params::default()).all_right(&AWKWARD_WORKERS) {
        assert!(judgement.names().contains(&"published-sums"), "the defaults are the published ones");
        assert_eq!(judgement.answer["sum_n"], 23_214_592);
    }
}

/// The points of an image, column by column.
fn points(params: &Params) -> impl Iterator<Item = (f64, f64)> {
    let Points { re, im, .. } = Points::of(params, Part::WHOLE);
    re.into_iter().flat_map(move |re| im.clone().into_iter().map(move |im| (re, im)))
}

/// A lower limit of tests only caps the counts. The other variants are held to it by agreement: awkward problems have limits
/// of all kinds.
#[test]
fn counts_are_monotone_in_max_iter() {
    for (re, im) in points(&Params { width: 83, height: 41, ..Params::default() }) {
        let most = naive::tests_passed(re, im, 101);
        let is_capped = |max_iter: u32| naive::tests_passed(re, im, max_iter) == most.min(max_iter);
        assert!((1..101).all(is_capped), "{re} {im}");
    }
}

/// The definition speaks of |z| > 2, the variants compare |z|² with 4: on the published area no point can tell.
#[test]
#[cfg_attr(debug_assertions, ignore = "a million points: run with --release")]
fn the_square_of_the_modulus_decides_as_the_modulus_does() {
    let params = Params::default();
    let differ = points(&params).filter(|&c| {
        let mut z = c;
        let by_modulus = (0..params.max_iter).find(|_| {
            let outside = z.0.hypot(z.1) > 2.0;
            z = (z.0 * z.0 - z.1 * z.1 + c.0, 2.0 * (z.0 * z.1) + c.1);
            outside
        });
        by_modulus.unwrap_or(params.max_iter) != naive::tests_passed(c.0, c.1, params.max_iter)
    });
    assert_eq!(differ.count(), 0);
}

/// A peer writes counts and no numbers of rows.
#[test]
fn the_rows_of_a_peer_are_all_in_their_order() {
    let params = Params { width: 2, height: 3, ..Params::default() };
    let counts = Mandelbrot::from_peer(&params, &[[0, 1, 0, 0]; 6].concat()).unwrap();
    assert_eq!((counts.rows, counts.passed), (vec![0, 1, 2], vec![256; 6]));
}

#[test]
fn what_cannot_be_counted_is_refused_with_what_is_allowed() {
    let large = refusal::<Mandelbrot>(&Params { width: 100_000, height: 100_000, ..Params::default() });
    assert!(large.ends_with("at most 268435456 are allowed"), "{large}");
    let empty = refusal::<Mandelbrot>(&Params { im_min: 1.25, ..Params::default() });
    assert_eq!(empty, "im_min = 1.25 must be less than im_max = 1.25");
}
