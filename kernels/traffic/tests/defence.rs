//! Every variant against the oracles and the naive one; every mutant caught; the messages counted.

use tenfold_comm::{Comm, Op, local};
use tenfold_kernel::{Body, Depth, Kernel, ParamSet, Rung, Workspace, defence, erase, once};
use traffic::{Params, Traffic};

/// One of the small published problems.
const SMALL: Params = Params { n: 1_024, density: 0.52, seed: 5743, steps: 100, every: 10 };

#[test]
fn defences_hold() {
    defence::hold(&*erase::<Traffic>());
}

/// The published problem itself, in every variant at every number of workers. The profile oracle knows every cell of
/// its road, so the naive variant need not be run for each.
#[test]
#[cfg_attr(debug_assertions, ignore = "the published problem takes minutes without --release")]
fn every_variant_gives_the_published_integers() {
    let kernel = erase::<Traffic>();
    let problem = kernel.resolve(&Default::default()).unwrap();
    for variant in kernel.variants() {
        let parallel = matches!(variant.rung, Rung::Threaded | Rung::Distributed);
        for workers in if parallel { &[1, 2, 3, 7][..] } else { &[1] } {
            let outputs = once(&*kernel, variant.name, &problem, *workers).unwrap().outputs;
            let judgement = kernel.judge(variant.name, &problem, &outputs, Depth::Oracles).unwrap();
            let names: Vec<_> = judgement.oracles.iter().map(|o| o.name.as_str()).collect();
            assert_eq!(names, ["published", "profile", "expected-flow", "conservation", "growing-flow"]);
            assert!(judgement.passed(), "{} on {workers}: {:#?}", variant.name, judgement.oracles);
            assert_eq!(judgement.answer["cars"], 5_324_940);
            assert_eq!(judgement.answer["moves"], 4_786_807);
            assert_eq!(judgement.answer["series"][1], 4_458_524);
        }
    }
}

/// What an oracle cannot see only the comparison with the naive variant would catch, and that is left out of most
/// launches.
#[test]
fn mutants_are_caught_without_the_naive_variant() {
    let kernel = erase::<Traffic>();
    let problem = SMALL.values();
    for mutant in kernel.mutants() {
        let outputs = once(&*kernel, mutant, &problem, 1).unwrap().outputs;
        let caught_here = !kernel.judge(mutant, &problem, &outputs, Depth::Oracles).unwrap().passed();
        let ragged = Params { n: 1_021, seed: 1, ..SMALL }.values();
        let outputs = once(&*kernel, mutant, &ragged, 1).unwrap().outputs;
        let caught_there = !kernel.judge(mutant, &ragged, &outputs, Depth::Oracles).unwrap().passed();
        assert!(caught_here || caught_there, "no oracle catches '{mutant}'");
    }
}

#[test]
fn messages_are_as_declared() {
    for (n, ranks) in [(1_024, 1), (1_024, 2), (1_021, 3), (40_000, 7), (5, 7)] {
        let params = Params { n, steps: 300, ..SMALL };
        let input = Traffic::input(&params);
        let body = Traffic::variants().into_iter().find(|v| v.name == "distributed").unwrap().body;
        let Body::Distributed(run) = body else { panic!("distributed is not") };
        let sent = |drive: &(dyn Fn(&Comm) + Sync)| {
            let ranks = local::run(ranks, |comm| {
                drive(&comm);
                comm.sent().total()
            });
            ranks.unwrap().iter().fold((0, 0), |sum, rank| (sum.0 + rank.messages, sum.1 + rank.bytes))
        };
        let all = sent(&|comm| {
            let share = Traffic::share(&params, &input, comm.rank(), ranks);
            let mut out = Traffic::output(&params, &share);
            run(&params, &share, &Workspace::default(), &mut out, comm);
        });
        // The sum at the end is a collective call, which the formula leaves out.
        let sum = sent(&|comm| comm.allreduce(&mut vec![0_u64; params.steps / params.every + 1], Op::Sum));
        let declared = Traffic::messages(&params, ranks).unwrap();
        assert_eq!((all.0 - sum.0, all.1 - sum.1), (declared.count, declared.bytes), "{n} cells on {ranks} ranks");
    }
}
