//! The defences that every kernel holds, and what is particular to this one.

use montecarlo::{MonteCarlo, Params};
use tenfold_kernel::defence::{AWKWARD_WORKERS, Problem, hold, refusal};
use tenfold_kernel::{ParamSet, Path, erase, outputs};

#[test]
fn defences_hold() {
    assert_eq!(hold(&*erase::<MonteCarlo>()), Vec::<&str>::new(), "no oracle catches them");
}

/// Counts and sums of class S, for every variant.
#[test]
#[cfg_attr(debug_assertions, ignore = "16 million pairs: run with --release")]
fn every_variant_gives_the_published_answer() {
    for judgement in Problem::of::<MonteCarlo>(&Params::default()).all_right(&AWKWARD_WORKERS) {
        assert_eq!(judgement.answer["accepted"], 13_176_389);
        assert_eq!(judgement.names()[1..3], ["published-counts", "published-sums"]);
    }
}

/// The sums of class A, 268 million pairs.
#[test]
#[cfg_attr(debug_assertions, ignore = "268 million pairs: run with --release")]
fn a_larger_class_gives_the_published_sums() {
    let class_a = Params { log2_pairs: 28, ..Params::default() };
    Problem::of::<MonteCarlo>(&class_a).answer("threaded", "published-sums");
}

/// The agreement with the naive variant is bounded, that among the others is not: no bit depends on workers or path.
#[test]
fn sums_do_not_depend_on_workers_or_path() {
    let kernel = erase::<MonteCarlo>();
    for log2_pairs in [3, 9, 13, 16] {
        let params = Params { log2_pairs, ..Params::default() }.values();
        let answer = |variant, workers, path| outputs(&*kernel, variant, &params, workers, path).unwrap().remove(0);
        let one = answer("vectorised", 1, Some(Path::PORTABLE));
        for &path in Path::all() {
            for variant in ["vectorised", "threaded", "distributed"] {
                for workers in 1..8 {
                    let same = answer(variant, workers, Some(path)) == one;
                    assert!(same, "{variant} on {workers}, {path}, 2^{log2_pairs}");
                }
            }
        }
    }
}

#[test]
fn an_even_seed_is_refused_with_the_reason() {
    let even = refusal::<MonteCarlo>(&Params { seed: 4, ..Params::default() });
    assert_eq!(even, "seed = 4: must be odd, as even states repeat too soon");
}
