//! The defences that every kernel holds, and what is particular to this one.

use montecarlo::{MonteCarlo, Params};
use tenfold_comm::Traffic;
use tenfold_kernel::defence::{self, hold, judge, judged};
use tenfold_kernel::{Defence, Judge, ParamSet, Path, Values, erase, outputs};

#[test]
fn defences_hold() {
    hold(&*erase::<MonteCarlo>());
}

/// Counts and sums of class S, for every variant.
#[test]
#[cfg_attr(debug_assertions, ignore = "16 million pairs: run with --release")]
fn every_variant_gives_the_published_answer() {
    let (kernel, params) = (erase::<MonteCarlo>(), Params::default().values());
    let judge = judge(&*kernel, &params);
    for variant in kernel.variants() {
        for &workers in defence::workers(&variant) {
            let judgement = judged(&*kernel, &*judge, variant.name, &params, workers, None);
            assert_eq!(judgement.fault(), None, "{} on {workers}", variant.name);
            assert_eq!(judgement.answer["accepted"], 13_176_389, "{} on {workers}", variant.name);
            let published = judgement.oracles.iter().filter(|o| o.name.starts_with("published")).count();
            assert_eq!(published, 2, "the defaults are the published ones");
        }
    }
}

/// The sums of class A, 268 million pairs.
#[test]
#[cfg_attr(debug_assertions, ignore = "268 million pairs: run with --release")]
fn a_larger_class_gives_the_published_sums() {
    let (kernel, params) = (erase::<MonteCarlo>(), Params { log2_pairs: 28, ..Params::default() }.values());
    let judge = judge(&*kernel, &params);
    let judgement = judged(&*kernel, &*judge, "threaded", &params, 2, None);
    assert_eq!(judgement.fault(), None);
    assert!(judgement.oracles.iter().any(|o| o.name == "published-sums"));
}

/// The agreement with the naive variant is bounded, that among the others is not: no bit depends on workers or path.
#[test]
fn sums_do_not_depend_on_workers_or_path() {
    let kernel = erase::<MonteCarlo>();
    for log2_pairs in [3, 9, 13, 16] {
        let params = Params { log2_pairs, ..Params::default() }.values();
        let answer =
            |variant, workers, path| outputs(&*kernel, variant, &params, workers, path).unwrap().swap_remove(0);
        let one = answer("vectorised", 1, Some(Path::PORTABLE));
        for &path in Path::all() {
            for (variant, workers) in [("vectorised", 1), ("threaded", 1), ("threaded", 3), ("distributed", 1)] {
                assert!(answer(variant, workers, Some(path)) == one, "{variant} on {workers}, {path}, 2^{log2_pairs}");
            }
            for ranks in 2..8 {
                assert!(answer("distributed", ranks, Some(path)) == one, "{ranks} ranks, {path}, 2^{log2_pairs}");
            }
        }
    }
}

#[test]
fn oracles_catch_every_mutant_without_the_naive_variant() {
    let kernel = erase::<MonteCarlo>();
    let problems = [10, 14].map(|log2_pairs| Params { log2_pairs, ..Params::default() }.values());
    let judges: Vec<(Values, Box<dyn Judge>)> =
        problems.into_iter().map(|params| (params.clone(), judge(&*kernel, &params))).collect();
    for mutant in kernel.mutants() {
        let caught = judges.iter().any(|(params, judge)| {
            let judgement = judged(&*kernel, &**judge, mutant, params, 3, None);
            judgement.oracles.iter().any(|oracle| oracle.defence != Defence::Agreement && !oracle.passed)
        });
        assert!(caught, "{mutant}");
    }
}

/// 4096 pairs are 16 blocks: of three ranks the first has 6, the others 5.
#[test]
fn messages_of_three_ranks_by_hand() {
    let (kernel, params) = (erase::<MonteCarlo>(), Params { log2_pairs: 12, ..Params::default() });
    let sent = kernel.messages(&params.values(), "distributed", 3).unwrap();
    let other = Traffic { messages: 2, bytes: 11 * 8 + 5 * 16 };
    assert_eq!(sent, [Traffic::default(), other, other]);
}

#[test]
fn an_even_seed_is_refused_with_the_reason() {
    let kernel = erase::<MonteCarlo>();
    let refusal = |params: Params| kernel.resolve(&params.values()).unwrap_err().to_string();
    assert_eq!(
        refusal(Params { seed: 4, ..Params::default() }),
        "seed = 4: must be odd, as even states come back too soon"
    );
    assert!(refusal(Params { log2_pairs: 37, ..Params::default() }).contains("must be an integer from 0 to 36"));
}
