//! The defences that every kernel holds, and what is particular to this one.

use nbody::{NBody, Params};
use tenfold_comm::Traffic;
use tenfold_kernel::defence::{self, hold, judge, judged};
use tenfold_kernel::{Defence, Judge, Kernel, ParamSet, Path, Values, erase, outputs};

#[test]
fn defences_hold() {
    hold(&*erase::<NBody>());
}

#[test]
#[cfg_attr(debug_assertions, ignore = "the problem at full size wants --release")]
fn every_variant_is_right_at_full_size() {
    let (kernel, params) = (erase::<NBody>(), Params::default().values());
    let judge = judge(&*kernel, &params);
    for variant in kernel.variants() {
        let workers = *defence::workers(&variant).iter().min_by_key(|&&workers| workers.abs_diff(2)).unwrap();
        let judgement = judged(&*kernel, &*judge, variant.name, &params, workers, None);
        assert_eq!(judgement.fault(), None, "{} on {workers}", variant.name);
        let names: Vec<&str> = judgement.oracles.iter().map(|o| o.name.as_str()).collect();
        assert_eq!(names, ["agreement", "pulls", "momentum", "energy"]);
    }
}

/// Two bodies go round: after half a turn of the integrator's own circle each is where the other began.
#[test]
fn two_bodies_change_places() {
    let kernel = erase::<NBody>();
    let steps = 400;
    // Ω² = 1/8 but for the softening; half a turn in `steps` steps of 2 asin(Ω dt/2).
    let dt = 2.0 * (std::f64::consts::PI / (2.0 * steps as f64)).sin() * 8.0_f64.sqrt();
    let params =
        Params { start: "circle".to_string(), n: 2, steps, dt, softening: 0.001, ..Params::default() }.values();
    let state = outputs(&*kernel, "vectorised-rsqrt", &params, 1, None).unwrap();
    // The first body began at x = 1; 8 bytes say how many numbers there are.
    let x = f64::from_le_bytes(state[0][8..16].try_into().unwrap());
    assert!((x + 1.0).abs() < 1e-5, "{x}");
    let judge = judge(&*kernel, &params);
    let judgement = judged(&*kernel, &*judge, "vectorised-rsqrt", &params, 1, None);
    assert_eq!(judgement.fault(), None);
    assert!(judgement.oracles.iter().any(|o| o.name == "orbit"));
    let momentum = judgement.answer["momentum"].as_array().unwrap();
    assert!(momentum.iter().all(|p| p.as_f64().unwrap().abs() < 1e-12));
    // K = m v², U = −m²/2 with m = ½: −1/8 + 1/16.
    assert!((judgement.answer["energy"].as_f64().unwrap() + 0.0625).abs() < 1e-4);
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
fn oracles_catch_every_mutant_without_the_naive_variant() {
    let kernel = erase::<NBody>();
    let judges: Vec<(Values, Box<dyn Judge>)> =
        kernel.awkward().into_iter().map(|params| (params.clone(), judge(&*kernel, &params))).collect();
    for mutant in kernel.mutants() {
        let caught = judges.iter().any(|(params, judge)| {
            let judgement = judged(&*kernel, &**judge, mutant, params, 3, None);
            judgement.oracles.iter().any(|oracle| oracle.defence != Defence::Agreement && !oracle.passed)
        });
        assert!(caught, "{mutant}");
    }
}

/// Ten bodies on four ranks are 3, 3, 2 and 2. In each of three rounds all but those of the rank after are sent on.
#[test]
fn messages_of_four_ranks_by_hand() {
    let (kernel, params) = (erase::<NBody>(), Params { n: 10, steps: 2, ..Params::default() });
    let sent = kernel.messages(&params.values(), "distributed", 4).unwrap();
    let expected = [7, 8, 8, 7].map(|bodies| Traffic { messages: 3 * 3, bytes: 3 * 32 * bodies });
    assert_eq!(sent, expected);
}

#[test]
fn what_cannot_be_judged_is_refused_with_the_reason() {
    let kernel = erase::<NBody>();
    let refusal = |params: Params| kernel.resolve(&params.values()).unwrap_err().to_string();
    let long = refusal(Params { steps: 100_000, ..Params::default() });
    assert!(long.contains("rounding alone may part two right answers; at most 3.65e-1 is allowed"), "{long}");
    let coarse = refusal(Params { dt: 0.5, ..Params::default() });
    assert!(coarse.contains("dt = 0.5") && coarse.contains("at most 9.13e-3 is allowed"), "{coarse}");
    assert!(refusal(Params { softening: 0.0, ..Params::default() }).contains("must be a number from 0.001 to 10"));
    assert!(kernel.resolve(&NBody::small().values()).is_ok());
}
