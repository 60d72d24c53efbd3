//! The defences that every kernel holds, and what is particular to this one.

use heat::{Heat, Params};
use tenfold_comm::local;
use tenfold_kernel::defence::{AWKWARD_WORKERS, hold, judged};
use tenfold_kernel::{AnyKernel, Depth, Judgement, Kernel, ParamSet, Rung, Values, erase, once};

/// The judgement of the oracles alone, without the naive variant.
fn by_oracles(kernel: &dyn AnyKernel, variant: &str, params: &Values, workers: usize) -> Judgement {
    let outputs = once(kernel, variant, params, workers).unwrap().outputs;
    kernel.judge(variant, params, &outputs, Depth::Oracles).unwrap()
}

#[test]
fn defences_hold() {
    hold(&*erase::<Heat>());
}

/// Several tiles side by side, the last one narrow; several passes of unequal depth; bands lower than a pass is deep.
#[test]
fn the_exact_decay_is_kept_where_rows_and_steps_are_cut() {
    let kernel = erase::<Heat>();
    let cuts = [(521, 17, 1, 2), (512, 16, 2, 3)];
    for (n, steps, p, q) in cuts {
        let params = Params { n, steps, nu: 0.25, p, q }.values();
        for variant in kernel.variants() {
            let parallel = matches!(variant.rung, Rung::Threaded | Rung::Distributed);
            for &workers in &AWKWARD_WORKERS[..if parallel { AWKWARD_WORKERS.len() } else { 1 }] {
                let judgement = judged(&*kernel, variant.name, &params, workers);
                assert!(judgement.passed(), "{} on {workers}, n = {n}: {:#?}", variant.name, judgement.oracles);
            }
        }
    }
}

#[test]
fn oracles_catch_every_mutant_without_the_naive_variant() {
    let kernel = erase::<Heat>();
    for mutant in kernel.mutants() {
        let caught = kernel.awkward().iter().any(|params| !by_oracles(&*kernel, mutant, params, 1).passed());
        assert!(caught, "{mutant}");
    }
}

#[test]
#[cfg_attr(debug_assertions, ignore = "the problem at full size wants --release")]
fn every_point_decays_exactly_at_full_size() {
    let kernel = erase::<Heat>();
    let params = kernel.resolve(&Values::new()).unwrap();
    for variant in kernel.variants() {
        let judgement = by_oracles(&*kernel, variant.name, &params, 2);
        assert!(judgement.passed(), "{}: {:#?}", variant.name, judgement.oracles);
    }
}

/// Blocks that have neighbours on both axes, and so corners: the usual worker counts 2, 3 and 7 cut along one axis only.
#[test]
fn blocks_cut_along_both_axes_agree() {
    let kernel = erase::<Heat>();
    let mut problems = Heat::awkward();
    problems.push(Params { n: 100, steps: 40, nu: 0.25, p: 2, q: 3 });
    for params in problems.iter().map(ParamSet::values) {
        for variant in kernel.variants().iter().filter(|v| v.rung == Rung::Distributed) {
            for ranks in [4, 6, 12] {
                let judgement = judged(&*kernel, variant.name, &params, ranks);
                assert!(judgement.passed(), "{} on {ranks}, {params:?}: {:#?}", variant.name, judgement.oracles);
            }
        }
    }
}

#[test]
fn ranks_send_what_the_formula_says() {
    let kernel = erase::<Heat>();
    let params = Params { n: 13, steps: 5, nu: 0.2, p: 1, q: 2 };
    for ranks in [1, 2, 3, 4, 6, 7, 16] {
        let sent = local::run(ranks, |comm| {
            let mut job = kernel.job("distributed", &params.values(), comm).unwrap();
            job.run();
            job.comm().sent().total()
        })
        .unwrap();
        let declared = Heat::messages(&params, ranks).unwrap();
        let messages: u64 = sent.iter().map(|rank| rank.messages).sum();
        let bytes: u64 = sent.iter().map(|rank| rank.bytes).sum();
        assert_eq!((messages, bytes), (declared.count, declared.bytes), "{ranks} ranks");
    }
}

/// Four ranks hold 2 × 2 blocks of 13 points a side: 8 sides are shared, 7 + 6 points along each pair; four exchanges.
#[test]
fn messages_of_four_ranks_by_hand() {
    let params = Params { n: 13, steps: 5, nu: 0.2, p: 1, q: 2 };
    let declared = Heat::messages(&params, 4).unwrap();
    assert_eq!((declared.count, declared.bytes), (4 * 8, 4 * 4 * 13 * 8));
}

#[test]
fn what_cannot_be_solved_is_refused_with_the_reason() {
    let kernel = erase::<Heat>();
    let refusal = |params: Params| kernel.resolve(&params.values()).unwrap_err().to_string();
    let good = Params { n: 4, steps: 1, nu: 0.2, p: 1, q: 2 };
    assert!(refusal(Params { nu: 0.0, ..good.clone() }).contains("above 0, up to 0.25"));
    assert!(refusal(Params { nu: 0.26, ..good.clone() }).contains("0 to 0.25 is allowed"));
    assert!(refusal(Params { p: 5, ..good }).contains("4 points a side carry the modes 1 to 4"));
}

#[test]
fn a_peer_reads_what_it_is_told_to_write() {
    let params = Params { n: 5, steps: 1, nu: 0.2, p: 1, q: 2 };
    let start = Heat::input(&params);
    let bytes = Heat::to_peer(&params, &start);
    assert_eq!(bytes.len(), 7 * 7 * 8);
    assert_eq!(Heat::from_peer(&params, &bytes), Ok(start));
    assert!(Heat::from_peer(&params, &bytes[8..]).unwrap_err().contains("7 × 7"));
}
