//! The defences that every kernel holds, and what is particular to this one.

use nbody::{NBody, Params};
use tenfold_comm::Traffic;
use tenfold_kernel::defence::{Problem, hold, refusal};
use tenfold_kernel::{ParamSet, Path, erase, outputs};

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

/// Two bodies go round: after half a turn of the integrator's own circle each is where the other began.
#[test]
fn two_bodies_change_places() {
    let steps = 400;
    // Ω² = 1/8 but for the softening; half a turn in `steps` steps of 2 asin(Ω dt/2).
    let dt = 2.0 * (std::f64::consts::PI / (2.0 * steps as f64)).sin() * 8.0_f64.sqrt();
    let params = Params { start: "circle".to_string(), n: 2, steps, dt, softening: 0.001, ..Params::default() };
    let state = outputs(&*erase::<NBody>(), "vectorised-rsqrt", &params.values(), 1, None).unwrap();
    // The first body began at x = 1; 8 bytes say how many numbers there are.
    let x = f64::from_le_bytes(state[0][8..16].try_into().unwrap());
    assert!((x + 1.0).abs() < 1e-5, "{x}");
    let answer = Problem::of::<NBody>(&params).answer("vectorised-rsqrt", "orbit");
    let momentum = answer["momentum"].as_array().unwrap();
    assert!(momentum.iter().all(|p| p.as_f64().unwrap().abs() < 1e-12));
    // K = m v², U = −m²/2 with m = ½: −1/8 + 1/16.
    assert!((answer["energy"].as_f64().unwrap() + 0.0625).abs() < 1e-4);
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
    let long = refusal::<NBody>(&Params { steps: 100_000, ..Params::default() });
    assert!(long.contains("rounding alone may make two right answers differ; at most 3.65e-1 is allowed"), "{long}");
    let coarse = refusal::<NBody>(&Params { dt: 0.5, ..Params::default() });
    assert!(coarse.contains("dt = 0.5") && coarse.contains("at most 9.13e-3 is allowed"), "{coarse}");
}
