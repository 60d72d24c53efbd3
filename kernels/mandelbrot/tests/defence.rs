//! The lines of defence of this kernel.

use mandelbrot::Mandelbrot;
use tenfold_kernel::{Rung, Values, defence, erase};

#[test]
fn defences_hold() {
    defence::hold(&*erase::<Mandelbrot>());
}

/// The published sums (an oracle of the default params), for every variant.
#[test]
#[cfg_attr(debug_assertions, ignore = "a million points: run with --release")]
fn every_variant_gives_the_published_sums() {
    let kernel = erase::<Mandelbrot>();
    let params = kernel.resolve(&Values::new()).unwrap();
    for variant in kernel.variants() {
        let parallel = matches!(variant.rung, Rung::Threaded | Rung::Distributed);
        for &workers in if parallel { &defence::AWKWARD_WORKERS[..] } else { &[1] } {
            let judgement = defence::judged(&*kernel, variant.name, &params, workers);
            assert!(judgement.passed(), "{} on {workers}: {judgement:#?}", variant.name);
            assert_eq!(judgement.answer["sum_n"], 23_214_592, "{} on {workers}", variant.name);
        }
    }
}
