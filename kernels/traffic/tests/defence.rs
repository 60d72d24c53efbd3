//! Every variant against the oracles and the naive one; every mutant caught; the messages counted.

use tenfold_kernel::{Judgement, ParamSet, defence, erase};
use traffic::{Params, Traffic};

#[test]
fn defences_hold() {
    defence::hold(&*erase::<Traffic>());
}

/// The published problem itself, in every variant at every number of workers.
#[test]
#[cfg_attr(debug_assertions, ignore = "the published problem takes minutes without --release")]
fn every_variant_gives_the_published_integers() {
    let kernel = erase::<Traffic>();
    let problem = Params::default().values();
    let judge = defence::judge(&*kernel, &problem);
    for variant in kernel.variants() {
        for &workers in defence::workers(&variant) {
            let judgement = defence::judged(&*kernel, &*judge, variant.name, &problem, workers, None);
            let names: Vec<_> = judgement.oracles.iter().map(|o| o.name.as_str()).collect();
            assert_eq!(names, ["agreement", "published", "profile", "expected-flow", "conservation", "growing-flow"]);
            assert_eq!(judgement.fault(), None, "{} on {workers}", variant.name);
            assert_eq!(judgement.answer["cars"], 5_324_940);
            assert_eq!(judgement.answer["moves"], 4_786_807);
            assert_eq!(judgement.answer["series"][1], 4_458_524);
        }
    }
}

/// What no oracle can see, a naive variant that is as wrong would hide.
#[test]
fn mutants_are_caught_without_the_naive_variant() {
    let kernel = erase::<Traffic>();
    let published = Params { n: 1_024, ..Params::default() };
    let problems = [Params { n: 1_021, seed: 1, ..published.clone() }, published].map(|params| params.values());
    let judges = problems.each_ref().map(|problem| defence::judge(&*kernel, problem));
    let oracle_fails = |judgement: Judgement| judgement.oracles.iter().any(|o| !o.passed && o.name != "agreement");
    for mutant in kernel.mutants() {
        let mut judged = problems
            .iter()
            .zip(&judges)
            .map(|(problem, judge)| defence::judged(&*kernel, &**judge, mutant, problem, 1, None));
        assert!(judged.any(oracle_fails), "no oracle catches '{mutant}'");
    }
}
