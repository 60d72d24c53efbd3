//! Does it scale?

use super::super::*;
use super::labels;
use crate::testing::{CellBuilder, cell, part, run};
use tenfold_record::{Resource, Workers};

#[test]
fn scaling_is_worked_out_from_pairs() {
    let part =
        part("traffic").with(cell("threaded").on(1).takes_each(&[4.0])).with(cell("threaded").on(4).takes_each(&[2.0]));
    let run = run("?").with(part).on_cores(4).built();
    let findings = Findings::of(&run);
    let point = &findings.parts[0].curves[0].points[1];
    let near = |a: Option<Estimate>, b: f64| (a.unwrap().value - b).abs() < 1e-12;
    assert!(near(point.speed_up, 2.0) && near(point.efficiency, 0.5));
    // (1/2 − 1/4)/(1 − 1/4)
    assert!(near(point.karp_flatt, 1.0 / 3.0));
}

#[test]
fn amdahls_law_is_fitted_to_three_points_within_the_cores_and_not_to_two() {
    let threads = |workers: usize| cell("threaded").on(workers).takes_each(&[2.0 + 6.0 / workers as f64; 3]);
    let part = part("traffic").with(threads(1)).with(threads(2)).with(threads(4)).with(threads(8));
    let fitted = run("?").with(part.clone()).on_cores(4).built();
    let serial = Findings::of(&fitted).parts[0].curves[0].fit.unwrap().serial.value;
    assert!((serial - 0.25).abs() < 1e-9, "{serial}");
    let few = run("?").with(part).on_cores(2).built();
    assert!(Findings::of(&few).parts[0].curves[0].fit.is_none());
}

#[test]
fn weak_scaling_multiplies_by_the_work() {
    let part = part("heat")
        .weak()
        .with(cell("threaded").on(1).takes_each(&[4.0]))
        .with(cell("threaded").on(2).takes_each(&[5.0]));
    let run = run("?").with(part).built();
    let findings = Findings::of(&run);
    let curve = &findings.parts[0].curves[0];
    assert_eq!(curve.answer(), "threaded keeps 80 % (no interval) of its speed per worker on 2 workers.");
    let point = &curve.points[1];
    assert!((point.speed_up.unwrap().value - 1.6).abs() < 1e-12);
    assert!((point.efficiency.unwrap().value - 0.8).abs() < 1e-12);
    assert_eq!(labels(&findings.parts[0].ladder), ["threaded × 1"], "a grown problem is another problem");
}

#[test]
fn what_is_said_of_scaling_is_said_of_the_kernel_and_not_of_its_peers() {
    let openmp = |workers, seconds: f64| cell("openmp").on_its_own(workers, Workers::Threads).takes_each(&[seconds; 6]);
    let threaded = |workers, seconds: f64| cell("threaded").on(workers).takes_each(&[seconds; 6]);
    let naive = || cell("naive").takes_each(&[8.0; 6]);
    let part = part("heat")
        .with(naive())
        .with(openmp(1, 8.0))
        .with(openmp(2, 4.0))
        .with(threaded(1, 8.0))
        .with(threaded(2, 5.0));
    let run = run("?").with(part).built();
    let answers = Findings::of(&run).parts[0].answers();
    let expected = "It scales: threaded on 2 workers is 1.60× [1.60, 1.60] faster than on one, 80 % of the ideal.";
    assert_eq!(answers[1], expected, "{answers:?}");
}

#[test]
fn without_intervals_nothing_is_concluded() {
    let works = |cell: CellBuilder| cell.touching(30e3).needing(Resource::Flops, 30e3, "x");
    let threaded = |workers, seconds: f64| works(cell("threaded").on(workers).takes_each(&[seconds; 5]));
    let part =
        part("heat").with(works(cell("naive").takes_each(&[8.0; 5]))).with(threaded(1, 8.0)).with(threaded(2, 4.0));
    let run = run("?").with(part).one_core_can(Resource::Flops, 5e10).built();
    let findings = Findings::of(&run);
    let part = &findings.parts[0];
    let too_few = "5 rounds are too few for an interval; 6 are needed.";
    assert_eq!(part.answers(), [format!("No answer yet: {too_few}")]);
    assert_eq!(part.scaling_answer().unwrap(), "Not known yet whether it scales: too few rounds.");
    let limit = part.roofline.as_ref().unwrap().answer();
    assert_eq!(limit, "Not known yet what limits it: too few rounds.");
    let two = "threaded on 2 workers is 2.00× (no interval) faster than on one, 100 % of the ideal.";
    assert_eq!(part.curves[0].answer(), two);
}

#[test]
fn what_may_be_slower_is_not_called_faster() {
    let [one, two] = [1, 2].map(|workers| cell("threaded").on(workers));
    let noisy = two.takes_each(&[3.0, 6.0, 9.0, 5.0, 10.0, 4.0, 11.0, 5.0]);
    let run = run("?").with(part("heat").with(one.takes_each(&[8.0; 8])).with(noisy)).built();
    let answer = Findings::of(&run).parts[0].curves[0].answer();
    assert!(answer.starts_with("threaded on 2 workers is not significantly faster than on one (1."), "{answer}");
}

#[test]
fn a_verdict_on_scaling_is_one_that_the_whole_interval_bears() {
    // Seconds on two workers; on one it takes 2 s.
    let of = |on_two: &[f64]| {
        let part = part("heat").with(cell("threaded").on(1).takes_each(&[2.0; 8]));
        let run = run("?").with(part.with(cell("threaded").on(2).takes_each(on_two))).built();
        Findings::of(&run).parts[0].scaling_answer().unwrap()
    };
    let around = |low: f64, high: f64| [low, high].map(|efficiency| 1.0 / efficiency).repeat(4);
    for (low, high, expected) in [
        (0.95, 0.99, "It scales: "),
        (0.73, 0.77, "It scales, at least partly: "),
        (0.6, 0.64, "It scales partly: "),
        (0.4, 0.6, "It scales partly at best: "),
        (0.3, 0.35, "It hardly scales: "),
        (0.4, 0.9, "Too noisy to say how well it scales: "),
    ] {
        let said = of(&around(low, high));
        assert!(said.starts_with(expected), "{low} to {high}: {said}");
    }
}

#[test]
fn weak_scaling_without_one_worker_has_an_answer_too() {
    let part = part("heat").weak().with(cell("threaded").on(2).takes(5.0));
    let run = run("?").with(part).built();
    let answer = Findings::of(&run).parts[0].answer();
    assert_eq!(answer, "No speed-up: one worker was not measured beside more.");
}
