//! How good were the guesses?

use super::super::*;
use crate::testing::{cell, part, run};

#[test]
fn guesses_are_held_against_the_measurement() {
    let score = |factor: f64| {
        let part = part("traffic").guessing("vectorised", "naive", factor);
        let part = part.with(cell("naive").takes_each(&[8.0; 6])).with(cell("vectorised").takes_each(&[1.0; 6]));
        let run = run("?").with(part).built();
        Findings::of(&run).parts[0].guesses[0].verdict()
    };
    assert_eq!(score(8.0), "right");
    assert_eq!(score(9.9), "right");
    assert_eq!(score(6.5), "right");
    assert_eq!(score(24.0), "off by 3.00×, too optimistic");
    assert_eq!(score(2.0), "off by 4.00×, too pessimistic");
    assert_eq!(score(f64::NAN), "not scored: the guess is not a positive number");
}

#[test]
fn a_guess_is_scored_by_what_has_an_interval_only() {
    let part = part("traffic").guessing("vectorised", "naive", 8.0);
    let part = part.with(cell("naive").takes_each(&[8.0; 5])).with(cell("vectorised").takes_each(&[1.0; 5]));
    let run = run("?").with(part).guessed(Some("Ada"), &[Some(8.0)]).built();
    let findings = Findings::of(&run);
    let verdict = "not scored: too few rounds";
    assert_eq!(findings.parts[0].guesses[0].verdict(), verdict);
    assert_eq!(findings.parts[0].class[0].nearness(), verdict);
}

#[test]
fn a_guess_about_what_has_no_number_says_so() {
    let part = part("traffic").guessing("vectorised", "naive", 2.0).guessing("magic", "naive", 2.0);
    let run = run("?").with(part.with(cell("naive").takes(1.0)).with(cell("vectorised").is_wrong("no"))).built();
    let findings = Findings::of(&run);
    let verdicts: Vec<String> = findings.parts[0].guesses.iter().map(GuessScore::verdict).collect();
    assert_eq!(verdicts, ["not scored: vectorised has no valid time", "not scored: magic is not in the experiment"]);
    assert_eq!(findings.guesses_answer(), "No guess could be scored.");
}
