//! The defences that every kernel holds, and what is particular to this one.

use nbody::{NBody, Params};
use std::f64::consts::PI;
use tenfold_kernel::defence::{Problem, hold, refusal};
use tenfold_kernel::{Path, erase, outputs};

#[test]
fn defences_hold() {
    assert_eq!(hold(&*erase::<NBody>()), Vec::<&str>::new(), "no oracle catches them");
}

#[test]
#[cfg_attr(debug_assertions, ignore = "the problem at full size wants --release")]
fn every_variant_is_right_at_full_size() {
    for judgement in Problem::of::<NBody>(&Params::default()).all_right(&[2]) {
        assert_eq!(judgement.names(), ["agreement", "pulls", "momentum", "energy"]);
    }
}

/// K + U is 1/16 − 1/8 for two bodies of ½ at a distance of 2, which go round with v² = 1/8. For Plummer's sphere it is
/// 3π/64 − 3π/32, for 4000 bodies drawn from it within a tenth of that.
#[test]
fn energies_are_the_known_ones() {
    let pair = Params { start: "circle".to_string(), n: 2, softening: 0.001, ..Params::default() };
    let sphere = Params { n: 4000, steps: 1, dt: 1e-4, softening: 0.01, ..Params::default() };
    for (params, known, tolerance) in [(pair, -1.0 / 16.0, 1e-4), (sphere, -3.0 * PI / 64.0, 0.015)] {
        let answer = Problem::of::<NBody>(&params).answer("vectorised-rsqrt", "energy");
        let energy = answer["energy"].as_f64().unwrap();
        assert!((energy - known).abs() < tolerance, "{energy} instead of {known}");
    }
}

/// Threads take the same sums as one of them; a ring of one rank does, too.
#[test]
fn threads_and_a_lonely_rank_give_the_bits_of_the_vectorised_variant() {
    let kernel = erase::<NBody>();
    for params in kernel.awkward() {
        for &path in Path::all() {
            let answer = |variant, workers| outputs(&*kernel, variant, &params, workers, Some(path)).unwrap();
            let one = answer("vectorised-rsqrt", 1);
            for (variant, workers) in [("threaded", 1), ("threaded", 3), ("threaded", 7), ("distributed", 1)] {
                assert!(answer(variant, workers) == one, "{variant} on {workers}, {path}, {params:?}");
            }
        }
    }
}

#[test]
fn what_cannot_be_judged_is_refused_with_the_reason() {
    let long = refusal::<NBody>(&Params { steps: 100_000, ..Params::default() });
    assert!(long.contains("rounding alone may make two right answers differ; at most 3.65e-1 is allowed"), "{long}");
    let coarse = refusal::<NBody>(&Params { dt: 0.5, ..Params::default() });
    assert!(coarse.contains("dt = 0.5") && coarse.contains("at most 9.13e-3 is allowed"), "{coarse}");
}
