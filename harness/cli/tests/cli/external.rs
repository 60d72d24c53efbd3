//! A command of the user's beside the rungs: the example in C, and what befalls those that do not keep to the protocol.

use crate::common::Bench;
use std::process::Command;
use tenfold_record::Outcome;

const SOURCE: &str = include_str!("../../../experiments/external/rule184.c");

/// The example's experiment, made small.
fn experiment() -> String {
    include_str!("../../../experiments/external/rule184.toml").replace("1_024_000", "20_011")
}

/// A folder with the example's experiment, and its program with `change` made to the source.
fn with_program(change: [&str; 2]) -> (Bench, String) {
    let bench = Bench::new();
    assert!(SOURCE.contains(change[0]), "{} is no longer in the example", change[0]);
    bench.file("rule184.c", &SOURCE.replace(change[0], change[1]));
    let flags = ["-O2", "-Wall", "-Wextra", "-Werror", "-o", "rule184", "rule184.c"];
    assert!(Command::new("cc").args(flags).current_dir(bench.path()).status().unwrap().success());
    let file = bench.file("rule184.toml", &experiment());
    (bench, file)
}

/// What became of the first launch of the external.
fn outcome(bench: &Bench) -> Outcome {
    let run = bench.newest();
    let cell = run.cells.iter().find(|c| c.cell.variant == "rule184").unwrap();
    cell.launches[0].outcome.clone()
}

#[test]
fn a_program_in_c_is_checked_and_measured_like_any_variant() {
    let (bench, file) = with_program(["", ""]);
    bench.run(&["run", &file, "--quick"]).well();
    let run = bench.newest();
    let cell = run.cells.iter().find(|c| c.cell.variant == "rule184").unwrap();
    assert_eq!(cell.launches.len(), 2);
    for launch in &cell.launches {
        assert_eq!(launch.outcome, Outcome::Measured);
        assert!(launch.path.starts_with("C, "), "{}", launch.path);
        assert!(launch.samples.iter().all(|s| s.seconds > 0.0) && launch.judgement.as_ref().unwrap().passed());
    }
}

#[test]
fn a_wrong_answer_has_no_time() {
    let (bench, file) = with_program(["here ? ahead : behind", "here ? behind : ahead"]);
    bench.run(&["run", &file, "--quick"]).ends_with(1);
    assert!(matches!(outcome(&bench), Outcome::Wrong { .. }), "{:?}", outcome(&bench));
}

#[test]
fn a_clock_that_misses_the_work_is_not_believed() {
    let (bench, file) =
        with_program(["printf(\"%.9f\\n\", now() - begin)", "printf(\"%.9f\\n\", (now() - begin) / 10)"]);
    bench.run(&["run", &file, "--quick"]);
    match outcome(&bench) {
        Outcome::Crashed { reason } => assert!(reason.contains("its clock misses some work"), "{reason}"),
        other => panic!("{other:?}"),
    }
}

#[test]
fn the_externals_of_the_readme_are_built_started_judged_or_left_out_with_the_reason() {
    let readme = include_str!("../../../../README.md");
    let declared = readme.split("```toml\n").map(|rest| rest.split("```").next().unwrap());
    let declared = declared.skip(1).find(|block| block.starts_with("[external.rule184]")).unwrap();
    let bench = Bench::new();
    bench.file("mine.c", include_str!("../../../../kernels/traffic/peers/openmp.c"));
    bench.file("mine.py", include_str!("../../../../kernels/traffic/peers/plain_python.py"));
    let text = "question = \"Is what the README says true?\"\nkernel = \"traffic\"\nparams = { n = 20_011, steps = 20 }\n\
                variants = [\"naive\", \"rule184\", \"openmp\", \"sklearn\", \"shell\"]\nworkers = [2]\n";
    let file = bench.file("readme.toml", &format!("{text}{declared}"));
    bench.run(&["run", &file, "--quick", "--rounds", "1"]).ends_with(1);
    let run = bench.newest();
    let cell = |variant: &str| run.cells.iter().find(|c| c.cell.variant == variant).unwrap();
    assert!(cell("rule184").missing().unwrap().contains("rule184 is not there: build it"));
    assert!(cell("shell").missing().is_some(), "sorted lines are no road");
    // Which of the two are there depends on the machine; a wrong answer would not.
    for (variant, path) in [("openmp", "-O3 -march=native -fopenmp, OpenMP, threads: 2"), ("sklearn", "Python")] {
        match (&cell(variant).cell.left_out, cell(variant).launches.first()) {
            (None, Some(launch)) => {
                assert_eq!(launch.outcome, Outcome::Measured);
                assert!(launch.path.contains(path), "{}", launch.path);
            }
            (reason, _) => println!("{variant} is left out: {reason:?}"),
        }
    }
}

#[test]
fn a_program_that_is_not_built_is_left_out_with_the_reason() {
    let bench = Bench::new();
    let file = bench.file("rule184.toml", &experiment());
    let out = bench.run(&["run", &file, "--quick"]).well().out;
    assert!(out.contains("./rule184 is not there: build it, then run again"), "{out}");
    // Where there is nothing else, the run did not do its work.
    let ran = bench.run(&["run", &file, "--quick", "--only", "traffic/rule184"]).ends_with(3);
    assert!(ran.err.contains("nothing was measured: every cell was left out"), "{}", ran.err);
}

#[test]
fn one_that_is_declared_and_not_measured_is_a_mistake() {
    let bench = Bench::new();
    let text = experiment().replace("[\"naive\", \"rule184\", \"vectorised\"]", "[\"naive\", \"vectorised\"]");
    let file = bench.file("rule184.toml", &text);
    bench.run(&["run", &file, "--quick"]).refused(&["the external 'rule184' is declared but not among"]);
}
