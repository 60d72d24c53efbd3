//! Every variant against the oracles and the naive one; every mutant caught; the messages counted.

use tenfold_kernel::defence::{AWKWARD_WORKERS, Problem, hold};
use tenfold_kernel::erase;
use traffic::{Params, Traffic};

#[test]
fn defences_hold() {
    assert_eq!(hold(&*erase::<Traffic>()), Vec::<&str>::new(), "no oracle catches them");
}

/// The published problem itself, in every variant at every number of workers.
#[test]
#[cfg_attr(debug_assertions, ignore = "the published problem takes minutes without --release")]
fn every_variant_gives_the_published_integers() {
    for judgement in Problem::of::<Traffic>(&Params::default()).all_right(&AWKWARD_WORKERS) {
        let oracles = ["agreement", "published", "profile", "expected-flow", "conservation", "growing-flow"];
        assert_eq!(judgement.names(), oracles);
        assert_eq!(judgement.answer["cars"], 5_324_940);
        assert_eq!(judgement.answer["moves"], 4_786_807);
        assert_eq!(judgement.answer["series"][1], 4_458_524);
    }
}
