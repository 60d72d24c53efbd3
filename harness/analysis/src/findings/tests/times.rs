//! How steady are the times, and where do they go?

use super::super::*;
use crate::testing::{cell, part, run};
use tenfold_record::Sample;

#[test]
fn one_launch_has_no_interval_and_says_why() {
    let run = run("?").with(part("traffic").with(cell("naive").takes_each(&[1.0]))).built();
    let findings = Findings::of(&run);
    let estimate = findings.parts[0].ladder.rows[0].times.estimate;
    assert_eq!((estimate.value, estimate.interval), (1.0, None));
    assert_eq!(wording::interval_of_seconds(&estimate), "no interval: 1 round, 6 are needed");
}

#[test]
fn one_rank_without_a_time_leaves_its_batch_without_one() {
    let mut run = run("?").with(part("traffic").with(cell("naive").takes_each(&[1.0]))).built();
    let samples = &mut run.cells[0].launches[0].samples;
    let mut rows = samples.to_vec();
    rows.push(Sample { rank: 1, seconds: f64::NAN, ..rows[0] });
    *samples = rows.into();
    let findings = Findings::of(&run);
    assert_eq!((findings.parts[0].times[0].samples(), findings.parts[0].times[0].launches[0].unusable), (8, 1));
}

#[test]
fn what_lies_between_the_first_and_the_last_rank_of_a_batch_is_its_offset() {
    let mut run = run("?")
        .with(part("traffic").with(cell("distributed").on(2).takes(1.0)).with(cell("naive").takes(1.0)))
        .built();
    for launch in &mut run.cells[0].launches {
        let later = |s: &Sample| {
            if s.rank == 0 {
                0.0
            } else if s.index == 0 {
                1.0
            } else {
                0.25
            }
        };
        launch.samples = launch.samples.iter().map(|s| Sample { start: s.start + later(&s), ..s }).collect();
    }
    let findings = Findings::of(&run);
    assert_eq!(findings.parts[0].times[0].start_offset(), Some(0.25));
    assert_eq!(findings.parts[0].times[1].start_offset(), None);
}

#[test]
fn disturbed_samples_are_marked_and_kept() {
    let run = run("?").with(part("traffic").with(cell("naive").takes_each(&[1.0, 1.0]).disturbed(2))).built();
    let findings = Findings::of(&run);
    let times = &findings.parts[0].times[0];
    assert_eq!((times.samples(), times.disturbed()), (18, 4));
    assert!(
        crate::answers::distribution::spread(&findings.parts[0].times).ends_with(
            "4 of 18 samples were disturbed (22 %); they are marked but kept. The machine was otherwise idle."
        )
    );
}

#[test]
fn hot_functions_count_a_recursive_one_once() {
    let run = run("?").with(part("traffic").with(cell("naive").takes(1.0).profiled("a;b;a 6\na;b 2\n"))).built();
    let hot = hot_functions(&run.profiles[0], 9);
    let found: Vec<_> = hot.iter().map(|h| (h.name.as_str(), h.itself, h.with_callees)).collect();
    assert_eq!(found, [("a", 0.75, 1.0), ("b", 0.25, 1.0)]);
}
