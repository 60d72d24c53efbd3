//! What has no number, and why?

use super::super::*;
use super::labels;
use crate::testing::{cell, example, hostile, part, run};
use tenfold_record::Outcome;

#[test]
fn a_wrong_answer_has_no_time_however_often_it_was_right() {
    let wrong = cell("vectorised").takes_each(&[1e-3, 1e-3]).is_wrong("42 is not 43");
    let run = run("?").with(part("traffic").with(cell("naive").takes(1.0)).with(wrong)).built();
    let findings = Findings::of(&run);
    assert_eq!(labels(&findings.parts[0].ladder), ["naive"]);
    let missing = &findings.parts[0].missing[0];
    assert_eq!((missing.kind, missing.reason.as_str()), (MissingKind::Wrong, "wrong answer: 42 is not 43"));
    assert_eq!(findings.wrong().len(), 1);
}

#[test]
fn a_launch_that_was_lost_leaves_its_reason_beside_the_number() {
    let crash = || Outcome::Crashed { reason: "rank 1 was killed".into() };
    let naive = cell("naive").takes_each(&[1.0; 3]).ends(crash()).ends(Outcome::TimedOut { limit: 9.0 }).ends(crash());
    let run = run("?").with(part("traffic").with(naive).with(cell("vectorised").takes(0.5))).built();
    let findings = Findings::of(&run);
    let said: Vec<String> = findings.parts[0].lost.iter().map(|lost| lost.sentence()).collect();
    assert_eq!(
        said,
        ["2 of 6 launches: crashed: rank 1 was killed", "1 of 6 launches: stopped at its time limit of 9 s"]
    );
    assert_eq!(labels(&findings.parts[0].ladder), ["naive", "vectorised"]);
    let shown = crate::terminal(&Findings::of(&run), 80, false);
    assert!(shown.contains("rank 1 was killed") && shown.contains("2 of 6"), "{shown}");
}

#[test]
fn times_that_are_none_are_no_times() {
    let run =
        run("?").with(part("traffic").with(cell("naive").takes_each(&[f64::NAN, f64::INFINITY, -1.0, 0.0]))).built();
    let findings = Findings::of(&run);
    assert_eq!(findings.parts[0].missing[0].reason, "none of its samples is a positive, finite time");
    assert_eq!(findings.parts[0].answer(), "No variant has a valid time.");
}

#[test]
fn every_cell_is_either_timed_or_missing() {
    for run in [example(), hostile(), run("?").with(part("traffic").with(cell("naive"))).built()] {
        let findings = Findings::of(&run);
        let accounted: usize = findings.parts.iter().map(|p| p.times.len() + p.missing.len()).sum();
        assert_eq!(accounted, run.cells.len());
    }
}
