//! How much is each rung worth?

use super::super::*;
use super::labels;
use crate::testing::{CellBuilder, cell, part, run};
use tenfold_record::{Outcome, Workers};

#[test]
fn a_ladder_goes_by_rungs_with_ratios_of_the_same_round() {
    // Round by round the naive one is 2, 4 and 3 times as slow; the ratio of the medians would be 2.5.
    let naive = cell("naive").takes_each(&[2.0, 8.0, 5.0].repeat(2));
    let fast = cell("vectorised").takes_each(&[1.0, 2.0, 5.0 / 3.0].repeat(2));
    let run = run("?").with(part("traffic").with(fast).with(naive)).built();
    let findings = Findings::of(&run);
    let ladder = &findings.parts[0].ladder;
    assert_eq!(labels(ladder), ["naive", "vectorised"]);
    let fast = &ladder.rows[1];
    let (time, base) = (fast.times.estimate.value, ladder.rows[0].times.estimate.value);
    assert!((time / (5.0 / 3.0) - 1.0).abs() < 0.02, "{time}");
    assert!((fast.speed_up.unwrap().value - 3.0).abs() < 0.05, "{:?}", fast.speed_up);
    assert!((base / time / fast.speed_up.unwrap().value - 1.0).abs() < 1e-14, "times divide to the ratio");
    assert_eq!(ladder.worth_of(fast).unwrap().ratio, fast.speed_up.unwrap());
    assert_eq!(fast.times.rate(), 1e8 / time);
}

#[test]
fn too_few_rounds_head_nothing() {
    let part = part("traffic").with(cell("naive").takes_each(&[4.0; 3])).with(cell("vectorised").takes_each(&[1.0; 3]));
    let run = run("?").with(part).built();
    let findings = Findings::of(&run);
    assert!(findings.parts[0].ladder.fastest().is_none() && findings.parts[0].ladder.rungs().is_empty());
    assert_eq!(findings.parts[0].answer(), "No answer yet: 3 rounds are too few for an interval; 6 are needed.");
}

#[test]
fn a_round_that_one_side_lacks_is_not_compared() {
    let naive = cell("naive").takes_each(&[2.0]).ends(Outcome::TimedOut { limit: 9.0 }).takes_each(&[6.0]);
    let run = run("?").with(part("traffic").with(naive).with(cell("vectorised").takes_each(&[1.0, 1.0, 1.0]))).built();
    let findings = Findings::of(&run);
    let speed_up = findings.parts[0].ladder.rows[1].speed_up.unwrap();
    assert_eq!(speed_up.n, 2);
    assert!((speed_up.value - 12f64.sqrt()).abs() < 1e-12, "the middle of two ratios is the geometric one");
}

#[test]
fn a_threaded_variant_stands_at_its_best_within_the_cores() {
    let threads = |workers, seconds| cell("threaded").on(workers).takes(seconds);
    let part = part("traffic").with(threads(1, 4.0)).with(threads(2, 2.0)).with(threads(4, 1.0));
    let run = run("?").with(part).on_cores(2).built();
    let findings = Findings::of(&run);
    assert_eq!(labels(&findings.parts[0].ladder), ["threaded × 2"]);
    let points = &findings.parts[0].curves[0].points;
    assert_eq!(points.iter().map(|p| p.beyond_cores).collect::<Vec<_>>(), [false, false, true]);
    let answer = findings.parts[0].curves[0].answer();
    assert!(answer.contains("on 2 workers"), "points beyond the cores are no answer: {answer}");
}

#[test]
fn the_fastest_is_not_praised_over_one_it_cannot_be_told_from() {
    let answer = |threaded: &[f64]| {
        let part = part("traffic")
            .with(cell("naive").takes_each(&[8.0; 6]))
            .with(cell("vectorised").takes_each(&[1.0, 1.1, 0.9, 1.0, 1.05, 0.95]))
            .with(cell("threaded").on(2).takes_each(threaded));
        let run = run("?").with(part).built();
        Findings::of(&run).parts[0].answer()
    };
    let apart = answer(&[0.5, 0.5, 0.5, 0.5, 0.5, 0.5]);
    assert!(apart.starts_with("Vectorising is worth 8.00× ["), "{apart}");
    assert!(
        apart.contains("] over naive, 2 threads another 2.00× [") && apart.contains("]. threaded × 2 is 16.0× ["),
        "{apart}"
    );
    assert!(apart.ends_with(" faster than naive: 8.00 s → 500 ms."), "{apart}");
    let close = answer(&[0.95, 1.05, 0.95, 1.0, 1.05, 1.0]);
    assert!(close.contains("] over naive. 2 threads: no"), "{close}");
}

#[test]
fn an_interval_too_wide_to_mean_much_is_said_beside_its_number() {
    let answer = |times: &[f64]| {
        let part = part("traffic").with(cell("naive").takes_each(&[8.0; 6])).with(cell("vectorised").takes_each(times));
        let run = run("?").with(part).built();
        Findings::of(&run).parts[0].answer()
    };
    let calm = answer(&[1.0, 1.0, 1.1, 1.0, 1.0, 1.0]);
    assert!(calm.contains("is 8.00× [") && !calm.contains("noisy"), "{calm}");
    let wild = answer(&[1.0, 1.0, 8.0, 0.5, 1.0, 1.0]);
    assert!(wild.contains("(noisy: interval spans 15.2×) faster than naive"), "{wild}");
}

#[test]
fn an_external_of_several_workers_has_their_number_in_its_name_and_scales() {
    let openmp = |workers, seconds: f64| cell("openmp").on_its_own(workers, Workers::Threads).takes_each(&[seconds; 6]);
    let part = part("heat").with(cell("c").takes_each(&[8.0; 6])).with(openmp(1, 8.0)).with(openmp(2, 4.0));
    let run = run("?").with(part).built();
    let findings = Findings::of(&run);
    assert_eq!(labels(&findings.parts[0].ladder), ["c", "openmp × 2"]);
    assert_eq!(
        findings.parts[0].curves[0].answer(),
        "openmp on 2 workers is 2.00× [2.00, 2.00] faster than on one, 100 % of the ideal."
    );
}

#[test]
fn a_variant_that_a_peer_beats_is_the_fastest_of_the_kernel_only() {
    let of = |base: &str, cells: Vec<CellBuilder>| {
        let part = cells.into_iter().fold(part("matmul").over(base), |part, cell| part.with(cell));
        let run = run("?").with(part).built();
        let findings = Findings::of(&run);
        (findings.parts[0].answer(), findings.parts[0].ladder.caption())
    };
    let takes = |name: &str, seconds| cell(name).takes_each(&[seconds; 6]);
    let failed = || cell("python").ends(Outcome::TimedOut { limit: 9.0 });
    let (answer, caption) = of("python", vec![failed(), takes("openblas", 1.0), takes("naive", 8.0)]);
    let fastest = "naive is the kernel's fastest variant";
    assert!(
        answer.starts_with(&format!("{fastest}, at 8.00 s per run; the base, python, has no valid time.")),
        "{answer}"
    );
    assert!(answer.contains("The best peer, openblas, is faster still"), "{answer}");
    assert_eq!(caption, format!("{fastest}."));
    let (answer, caption) = of("python", vec![failed(), takes("openblas", 8.0), takes("naive", 1.0)]);
    assert!(answer.starts_with("naive is fastest, at 1.00 s per run"), "{answer}");
    assert_eq!(caption, "naive is fastest.");
}
