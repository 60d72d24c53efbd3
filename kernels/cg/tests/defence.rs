//! The defences that every kernel holds, and what is particular to this one.

use cg::{Cg, Params};
use serde_json::{Map, Value};
use tenfold_comm::Traffic;
use tenfold_kernel::defence::{Problem, hold, refusal};
use tenfold_kernel::{Kernel, ParamSet, erase};

fn npb(class: &str) -> Params {
    Cg::complete(Params { class: class.to_string(), ..Params::default() }).unwrap()
}

/// The answer of the vectorised variant, which is asked how far it is from the manufactured solution.
fn solved(n: usize, iterations: usize) -> Map<String, Value> {
    Problem::of::<Cg>(&Params::of("poisson", n, iterations)).answer("vectorised", "manufactured")
}

#[test]
fn defences_hold() {
    assert_eq!(hold(&*erase::<Cg>()), Vec::<&str>::new(), "no oracle catches them");
}

#[test]
#[cfg_attr(debug_assertions, ignore = "the classes want --release")]
fn classes_end_at_the_published_zeta() {
    Problem::of::<Cg>(&npb("S")).all_right(&[3]);
    Problem::of::<Cg>(&npb("W")).all_right(&[2]);
    for class in ["S", "W", "A"] {
        Problem::of::<Cg>(&npb(class)).answer("vectorised", "published");
    }
}

#[test]
fn errors_fall_by_four_when_cells_are_halved() {
    let errors = [32, 64, 128].map(|n| solved(n, 4 * n)["l2_error"].as_f64().unwrap());
    for pair in errors.windows(2) {
        assert!((3.95..4.05).contains(&(pair[0] / pair[1])), "{errors:?}");
    }
}

/// The answer says after how many iterations the residual was small; more of them change nothing.
#[test]
fn enough_iterations_are_enough() {
    let (some, more) = (solved(32, 96), solved(32, 150));
    assert_eq!(some["iterations"], more["iterations"]);
    assert!(some["iterations"].as_u64().unwrap() < 96, "{some:?}");
    let [some, more] = [some, more].map(|answer| answer["l2_error"].as_f64().unwrap());
    assert!((some - more).abs() < 1e-9 * more);
}

/// 8 × 8 unknowns, as many as there are blocks: two ranks hold four lines each, and need the other's nearest. There are
/// four products and eight dot products, each of which sends 64 sums.
#[test]
fn messages_of_two_ranks_by_hand() {
    let sent = erase::<Cg>().messages(&Params::of("poisson", 9, 3).values(), "distributed", 2).unwrap();
    assert_eq!(sent, [Traffic { messages: 4 + 8, bytes: 8 * (4 * 8 + 8 * 64) }; 2]);
}

#[test]
fn what_cannot_be_solved_is_refused_with_what_is_allowed() {
    assert!(refusal::<Cg>(&Params { n: Some(15), ..Params::default() }).contains("choose 16 to 150000"));
    assert!(refusal::<Cg>(&Params::of("poisson", 5000, 1)).contains("at most 4096 cells"));
    assert!(refusal::<Cg>(&Params { class: "B".to_string(), ..Params::default() }).contains("must be one of S, W, A"));
    assert_eq!((npb("W").n, npb("W").iterations), (Some(7000), Some(25)));
    let class = Cg::complete(Params { problem: "poisson".to_string(), ..Params::default() }).unwrap();
    assert_eq!((class.n, class.iterations), (Some(32), Some(128)));
}
