//! The defences that every kernel holds, and what is particular to this one.

use dns::{Dns, Params, Velocity};
use tenfold_comm::Traffic;
use tenfold_kernel::defence::{self, hold, judge, judged};
use tenfold_kernel::{Defence, Kernel, ParamSet, Part, Rung, VariantInfo, erase, outputs};

#[test]
fn defences_hold() {
    hold(&*erase::<Dns>());
}

/// Asserts that all variants are right, each on those `workers`, and that the oracle of this name has been asked.
fn all_are_right(params: &Params, oracle: &str, workers: impl Fn(&VariantInfo) -> &'static [usize]) {
    let (kernel, params) = (erase::<Dns>(), params.values());
    let judge = judge(&*kernel, &params);
    for variant in kernel.variants() {
        for &workers in workers(&variant) {
            let judgement = judged(&*kernel, &*judge, variant.name, &params, workers, None);
            assert_eq!(judgement.fault(), None, "{} on {workers}, {params:?}", variant.name);
            assert!(judgement.oracles.iter().any(|found| found.name == oracle), "{params:?}");
        }
    }
}

/// As published: 32³ points, on 1, 2 and 4 ranks.
#[test]
#[cfg_attr(debug_assertions, ignore = "the published problem wants --release")]
fn every_variant_gives_the_published_energy() {
    let ranks: fn(&VariantInfo) -> &'static [usize] = |variant| match variant.rung {
        Rung::Distributed => &[1, 2, 4],
        _ => &[2],
    };
    all_are_right(&Params::default(), "published-energy", ranks);
}

/// The same energy on a grid twice as fine.
#[test]
#[cfg_attr(debug_assertions, ignore = "a large problem wants --release")]
fn the_published_energy_does_not_depend_on_the_grid() {
    all_are_right(&Params { n: 64, ..Params::default() }, "published-energy", |_| &[2]);
}

#[test]
#[cfg_attr(debug_assertions, ignore = "many steps want --release")]
fn the_flat_vortex_decays_exactly_for_long() {
    let params = Params { n: 16, nu: 0.1, dt: 0.05, steps: 40, start: "two-dimensional".to_string() };
    all_are_right(&params, "exact-decay", defence::workers);
}

/// Halving the time step divides its error by 2⁴: energy is lost to friction, and to the method, which is of fourth order.
#[test]
fn the_energy_balance_holds_to_the_order_of_the_method() {
    let energy = |nu: f64, dt: f64, steps: usize| {
        let params = Params { n: 16, nu, dt, steps, ..Params::default() };
        let parts = outputs(&*erase::<Dns>(), "vectorised", &params.values(), 1, None).unwrap();
        let numbers = parts[0].chunks_exact(8 + 8 * 16 * 16 * 16).flat_map(|array| array[8..].chunks_exact(8));
        let squares = numbers.map(|bytes| f64::from_le_bytes(bytes.try_into().unwrap()).powi(2));
        0.5 * squares.sum::<f64>() / 4096.0
    };
    // Without friction only the method loses energy.
    let [coarse, fine] = [(0.16, 5), (0.08, 10)].map(|(dt, steps)| 0.125 - energy(0.0, dt, steps));
    assert!(coarse > 0.0 && (14.0..70.0).contains(&(coarse / fine)), "{coarse:e} {fine:e}");
    // With it, the rate of loss at first is 2ν times the enstrophy, 3/8.
    let [nu, dt] = [0.01, 1e-3];
    let rate = (0.125 - energy(nu, dt, 1)) / dt;
    assert!((rate / (2.0 * nu * 0.375) - 1.0).abs() < 1e-4, "{rate}");
}

#[test]
fn oracles_catch_most_mutants_without_the_naive_variant() {
    // A lower cut is another truncation of the same equations, and with the product's sign time runs backwards: only single
    // points tell them from the right answer.
    let consistent = ["cut-too-low", "vorticity-times-velocity"];
    let kernel = erase::<Dns>();
    let judges: Vec<_> =
        kernel.awkward().into_iter().map(|params| (params.clone(), judge(&*kernel, &params))).collect();
    let caught = |mutant: &&str| {
        judges.iter().any(|(params, judge)| {
            let judgement = judged(&*kernel, &**judge, mutant, params, 2, None);
            judgement.oracles.iter().any(|oracle| oracle.defence != Defence::Agreement && !oracle.passed)
        })
    };
    let missed: Vec<&str> = kernel.mutants().into_iter().filter(|mutant| !caught(mutant)).collect();
    assert_eq!(missed, consistent);
}

#[test]
fn ranks_make_their_own_share_of_the_start() {
    for start in ["taylor-green", "two-dimensional"] {
        let params = Params { n: 8, start: start.to_string(), ..Params::default() };
        let whole = Dns::input(&params, Part::WHOLE).unwrap();
        for ranks in [2, 3, 7, 16] {
            let parts: Vec<Velocity> =
                (0..ranks).map(|rank| Dns::input(&params, Part { rank, ranks }).unwrap()).collect();
            assert_eq!(Dns::join(&params, parts), whole, "{ranks} ranks");
        }
    }
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
    let refusal = |params: Params| erase::<Dns>().resolve(&params.values()).unwrap_err().to_string();
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
