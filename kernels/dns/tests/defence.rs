//! The defences that every kernel holds, and what is particular to this one.

use dns::{Dns, Params};
use tenfold_comm::Traffic;
use tenfold_kernel::defence::{AWKWARD_WORKERS, Problem, hold, refusal};
use tenfold_kernel::{ParamSet, erase};

#[test]
fn defences_hold() {
    // A lower cut is another truncation of the same equations, and with the product's sign time runs backwards: only single
    // points tell them from the right answer.
    assert_eq!(hold(&*erase::<Dns>()), ["cut-too-low", "vorticity-times-velocity"], "no oracle catches them");
}

/// Asserts that all variants are right, on these `workers`, and that the oracle of this name has been asked.
fn all_are_right(params: &Params, oracle: &str, workers: &[usize]) {
    for judgement in Problem::of::<Dns>(params).all_right(workers) {
        assert!(judgement.names().contains(&oracle), "{params:?}");
    }
}

/// As published: 32³ points, on 1, 2 and 4 ranks.
#[test]
#[cfg_attr(debug_assertions, ignore = "the published problem wants --release")]
fn every_variant_gives_the_published_energy() {
    all_are_right(&Params::default(), "published-energy", &[1, 2, 4]);
}

/// The same energy on a grid twice as fine.
#[test]
#[cfg_attr(debug_assertions, ignore = "a large problem wants --release")]
fn the_published_energy_does_not_depend_on_the_grid() {
    all_are_right(&Params { n: 64, ..Params::default() }, "published-energy", &[2]);
}

#[test]
#[cfg_attr(debug_assertions, ignore = "many steps want --release")]
fn the_flat_vortex_decays_exactly_for_long() {
    let params = Params { n: 16, nu: 0.1, dt: 0.05, steps: 40, start: "two-dimensional".to_string() };
    all_are_right(&params, "exact-decay", &AWKWARD_WORKERS);
}

/// Halving the time step divides its error by 2⁴: energy is lost to friction, and to the method, which is of fourth order.
#[test]
fn the_energy_balance_holds_to_the_order_of_the_method() {
    let energy = |nu: f64, dt: f64, steps: usize| {
        let problem = Problem::of::<Dns>(&Params { n: 16, nu, dt, steps, ..Params::default() });
        problem.answer("vectorised", "symmetries")["energy"].as_f64().unwrap()
    };
    // Without friction only the method loses energy.
    let [coarse, fine] = [(0.16, 5), (0.08, 10)].map(|(dt, steps)| 0.125 - energy(0.0, dt, steps));
    assert!(coarse > 0.0 && (14.0..70.0).contains(&(coarse / fine)), "{coarse:e} {fine:e}");
    // With it, the rate of loss at first is 2ν times the enstrophy, 3/8.
    let [nu, dt] = [0.01, 1e-3];
    let rate = (0.125 - energy(nu, dt, 1)) / dt;
    assert!((rate / (2.0 * nu * 0.375) - 1.0).abs() < 1e-4, "{rate}");
}

/// Two ranks have 4 of 8 planes and 2 of 4 sheets each, rows of 8 complex numbers: half of what they have leaves, with three
/// fields 4 · 2 rows each, with six twice as much.
#[test]
fn messages_of_two_ranks_by_hand() {
    let params = Params { n: 8, steps: 2, ..Params::default() };
    let three = 3 * 4 * 2 * 8 * 16;
    let stages = 8;
    let sent = Traffic { messages: 2 * stages + 2, bytes: (stages + 1) * three + stages * 2 * three + three };
    assert_eq!(erase::<Dns>().messages(&params.values(), "distributed", 2).unwrap(), [sent; 2]);
}

#[test]
fn what_cannot_be_solved_is_refused_with_the_reason() {
    let refusal = |params: Params| refusal::<Dns>(&params);
    let good = Params::default();
    assert_eq!(refusal(Params { n: 48, ..good.clone() }), "n = 48: must be a power of two from 8 to 1024");
    assert!(refusal(Params { n: 4, ..good.clone() }).contains("must be an integer from 8 to 1024"));
    let still = refusal(Params { dt: 0.0, ..good.clone() });
    assert_eq!(still, "dt = 0: must be above 0 and, for n = 32 and nu = 0.000625, at most 1.26e-1");
    assert!(refusal(Params { dt: 0.5, ..good.clone() }).contains("at most 1.26e-1"));
    assert!(refusal(Params { nu: 1.0, ..good.clone() }).contains("at most 7.66e-3"));
    assert!(
        refusal(Params { start: "rest".to_string(), ..good }).contains("must be one of taylor-green, two-dimensional")
    );
}
