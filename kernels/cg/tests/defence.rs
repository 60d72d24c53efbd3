//! The defences that every kernel holds, and what is particular to this one.

use cg::{Cg, Params, Solution, System};
use serde_json::{Map, Value};
use tenfold_kernel::defence::{hold, judge, judged};
use tenfold_kernel::{Defence, Judge, Kernel, ParamSet, Part, Rung, Values, VariantInfo, erase};

fn poisson(n: usize, iterations: usize) -> Params {
    let problem = "poisson".to_string();
    Params { problem, n: Some(n), iterations: Some(iterations), ..Params::default() }
}

fn npb(class: &str) -> Params {
    Cg::complete(Params { class: class.to_string(), ..Params::default() }).unwrap()
}

/// Asserts that all variants agree with the naive one, each on those `workers`.
fn all_agree(params: &Params, workers: impl Fn(&VariantInfo) -> &'static [usize]) {
    let (kernel, params) = (erase::<Cg>(), params.values());
    let judge = judge(&*kernel, &params);
    for variant in kernel.variants() {
        for &workers in workers(&variant) {
            let fault = judged(&*kernel, &*judge, variant.name, &params, workers, None).fault();
            assert_eq!(fault, None, "{} on {workers}, {params:?}", variant.name);
        }
    }
}

/// The answer of the vectorised variant, which has to pass the oracle of this name among all others.
fn answer(params: &Params, oracle: &str) -> Map<String, Value> {
    let (kernel, params) = (erase::<Cg>(), params.values());
    let judgement = judged(&*kernel, &*judge(&*kernel, &params), "vectorised", &params, 1, None);
    assert_eq!(judgement.fault(), None);
    assert!(judgement.oracles.iter().any(|of| of.name == oracle), "{oracle} says nothing of {params:?}");
    judgement.answer
}

#[test]
fn defences_hold() {
    hold(&*erase::<Cg>());
}

#[test]
#[cfg_attr(debug_assertions, ignore = "the classes want --release")]
fn classes_end_at_the_published_zeta() {
    for class in ["S", "W", "A"] {
        answer(&npb(class), "published");
    }
    all_agree(&npb("S"), |_| &[3]);
    all_agree(&npb("W"), |_| &[2]);
}

#[test]
fn errors_fall_by_four_when_cells_are_halved() {
    let error = |n| answer(&poisson(n, 4 * n), "manufactured")["l2_error"].as_f64().unwrap();
    let errors = [error(32), error(64), error(128)];
    for pair in errors.windows(2) {
        let ratio = pair[0] / pair[1];
        assert!((3.95..4.05).contains(&ratio), "{errors:?}");
    }
}

/// The answer says after how many iterations the residual was small; more of them change nothing.
#[test]
fn enough_iterations_are_enough() {
    let (some, more) = (answer(&poisson(32, 96), "manufactured"), answer(&poisson(32, 150), "manufactured"));
    assert_eq!(some["iterations"], more["iterations"]);
    assert!(some["iterations"].as_u64().unwrap() < 96, "{some:?}");
    let error = |answer: &Map<String, Value>| answer["l2_error"].as_f64().unwrap();
    assert!((error(&some) - error(&more)).abs() < 1e-9 * error(&more));
}

#[test]
fn rows_on_many_ranks_agree() {
    for params in Cg::awkward() {
        all_agree(&params, |variant| if variant.rung == Rung::Distributed { &[4, 5, 12] } else { &[] });
    }
}

#[test]
fn oracles_catch_every_mutant_without_the_naive_variant() {
    let kernel = erase::<Cg>();
    let judges: Vec<(Values, Box<dyn Judge>)> =
        kernel.awkward().into_iter().map(|params| (params.clone(), judge(&*kernel, &params))).collect();
    for mutant in kernel.mutants() {
        let workers = if kernel.rung(mutant) == Some(Rung::Distributed) { 3 } else { 1 };
        let caught = judges.iter().any(|(params, judge)| {
            let judgement = judged(&*kernel, &**judge, mutant, params, workers, None);
            judgement.oracles.iter().any(|oracle| oracle.defence != Defence::Agreement && !oracle.passed)
        });
        assert!(caught, "{mutant}");
    }
}

/// The rows that the ranks make alone are those of the whole.
#[test]
fn ranks_make_their_own_rows() {
    for params in Cg::awkward() {
        let whole = Cg::input(&params, Part::WHOLE).unwrap();
        for ranks in [2, 3, 7, 70] {
            let parts: Vec<System> = (0..ranks).map(|rank| Cg::input(&params, Part { rank, ranks }).unwrap()).collect();
            for part in &parts {
                for row in 0..part.rows.len() {
                    let of_whole = whole.row(part.rows.start + row);
                    assert_eq!(part.cols[part.row(row)], whole.cols[of_whole.clone()]);
                    assert_eq!(part.values[part.row(row)], whole.values[of_whole]);
                }
            }
            let joined = |field: fn(&System) -> &Vec<f64>| parts.iter().flat_map(field).copied().collect::<Vec<f64>>();
            assert_eq!(joined(|part| &part.rhs), whole.rhs, "{params:?} on {ranks} ranks");
            assert_eq!(joined(|part| &part.scale), whole.scale);
        }
    }
}

/// 8 × 8 unknowns, as many as there are blocks: two ranks hold four lines each, and need the other's nearest. There are four products
/// and eight dot products, each of which sends 64 sums.
#[test]
fn messages_of_two_ranks_by_hand() {
    let sent = erase::<Cg>().messages(&poisson(9, 3).values(), "distributed", 2).unwrap();
    let by_hand = tenfold_comm::Traffic { messages: 4 + 8, bytes: 8 * (4 * 8 + 8 * 64) };
    assert_eq!(sent, [by_hand; 2]);
}

/// What a rank alone thinks of a number that all have is no answer.
#[test]
fn ranks_that_disagree_are_found() {
    let part = |zeta: f64| Solution { x: vec![1.0], zetas: vec![zeta, 2.0], residual: vec![0.0], history: vec![0.0] };
    let whole = Cg::join(&npb("S"), vec![part(1.0), part(1.0), part(1.5)]);
    assert!(whole.zetas[0].is_nan() && whole.zetas[1] == 2.0 && whole.x.len() == 3);
}

#[test]
fn what_cannot_be_solved_is_refused_with_what_is_allowed() {
    let kernel = erase::<Cg>();
    let refusal = |params: Params| kernel.resolve(&params.values()).unwrap_err().to_string();
    assert!(refusal(Params { n: Some(15), ..Params::default() }).contains("choose 16 to 150000"));
    assert!(refusal(poisson(5000, 1)).contains("at most 4096 cells"));
    assert!(refusal(Params { class: "B".to_string(), ..Params::default() }).contains("must be one of S, W, A"));
    assert_eq!((npb("W").n, npb("W").iterations), (Some(7000), Some(25)));
    let class = Cg::complete(Params { problem: "poisson".to_string(), ..Params::default() }).unwrap();
    assert_eq!((class.n, class.iterations), (Some(32), Some(128)));
}
