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

#[test]
fn a_guess_of_less_than_one_is_no_guess_of_faster() {
    let part = part("matmul").guessing("vectorised", "openblas", 0.9).guessing("vectorised", "naive", 8.0);
    let takes = |name: &str, seconds| cell(name).takes_each(&[seconds; 6]);
    let part = part.with(takes("naive", 8.0)).with(takes("openblas", 1.0)).with(takes("vectorised", 1.0));
    let run = run("?").with(part).built();
    let said: Vec<String> = Findings::of(&run).parts[0].guesses.iter().map(GuessScore::statement).collect();
    assert_eq!(said, ["vectorised reaches 90 % of the speed of openblas", "vectorised is 8.00× faster than naive"]);
}

#[test]
fn one_guess_of_a_class_that_is_far_off_is_counted_as_one() {
    let of = |factors: &[f64]| {
        let part = part("traffic").guessing("vectorised", "naive", 8.0);
        let part = part.with(cell("naive").takes_each(&[8.0; 6])).with(cell("vectorised").takes_each(&[1.0; 6]));
        let run = factors.iter().fold(run("?").with(part), |run, factor| run.guessed(None, &[Some(*factor)]));
        Findings::of(&run.built()).class_answer()
    };
    assert!(of(&[80.0]).contains("0 of 1 guess was within"), "{}", of(&[80.0]));
    let around = of(&[3.0, 17.0]);
    assert!(around.contains("0 of 2 guesses were within") && around.ends_with(" Every median guess was."), "{around}");
}
