//! The defences that every kernel holds, and what is particular to this one.

use dns::{Dns, Params};
use tenfold_kernel::defence::{AWKWARD_WORKERS, Problem, hold, refusal};
use tenfold_kernel::erase;

#[test]
fn defences_hold() {
    // A lower cut is another truncation of the same equations, and with the product's sign time runs backwards: only
    // single points tell them from the right answer.
    assert_eq!(hold(&*erase::<Dns>()), ["cut-too-low", "vorticity-times-velocity"], "no oracle catches them");
}

/// Full problems, and the oracle that has to be asked of each.
#[test]
#[cfg_attr(debug_assertions, ignore = "large problems and many steps want --release")]
fn every_variant_is_right_at_full_size() {
    let flat = Params { n: 16, nu: 0.1, dt: 0.05, steps: 40, start: "two-dimensional".to_string() };
    let problems: [(Params, &str, &[usize]); 3] = [
        // As published, and the same energy on a grid twice as fine.
        (Params::default(), "published-energy", &[1, 2, 4]),
        (Params { n: 64, ..Params::default() }, "published-energy", &[2]),
        (flat, "exact-decay", &AWKWARD_WORKERS),
    ];
    for (params, oracle, workers) in problems {
        let judgements = Problem::of::<Dns>(&params).all_right(workers);
        assert!(judgements.iter().all(|judgement| judgement.names().contains(&oracle)), "{params:?}");
    }
}

/// Halving the time step divides its error by 2⁴. Without friction only the method loses energy, and is of fourth order.
#[test]
fn the_energy_balance_holds_to_the_order_of_the_method() {
    let lost = |dt: f64, steps: usize| {
        let problem = Problem::of::<Dns>(&Params { n: 16, nu: 0.0, dt, steps, ..Params::default() });
        0.125 - problem.answer("vectorised", "symmetries")["energy"].as_f64().unwrap()
    };
    let [coarse, fine] = [lost(0.16, 5), lost(0.08, 10)];
    assert!(coarse > 0.0 && (14.0..70.0).contains(&(coarse / fine)), "{coarse:e} {fine:e}");
}

#[test]
fn what_cannot_be_solved_is_refused_with_the_reason() {
    let refused = |params: Params, why: &str| {
        let found = refusal::<Dns>(&params);
        assert!(found.ends_with(why), "{found}");
    };
    let good = Params::default();
    refused(Params { n: 48, ..good.clone() }, "n = 48: must be a power of two from 8 to 1024");
    refused(Params { n: 4, ..good.clone() }, "n = 4: must be an integer from 8 to 1024");
    let still = "dt = 0: must be above 0 and, for n = 32 and nu = 0.000625, at most 1.26e-1";
    refused(Params { dt: 0.0, ..good.clone() }, still);
    refused(Params { dt: 0.5, ..good.clone() }, "at most 1.26e-1");
    refused(Params { nu: 1.0, ..good.clone() }, "at most 7.66e-3");
    refused(Params { start: "rest".to_string(), ..good }, "must be one of taylor-green, two-dimensional");
}
