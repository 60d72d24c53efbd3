//! Cells that go wrong are rows with their reasons, and the rest goes on.

use super::small;
use crate::common::{Bench, ran};
use tenfold_analysis::findings::Findings;
use tenfold_record::{PLACE, Run, RunState, Sample, Store};

#[test]
fn a_wrong_cell_is_a_row_with_its_reason_and_the_rest_goes_on() {
    let bench = Bench::new();
    let list = bench.run(&["list", "--json"]).well().json();
    let mutant = list["kernels"][1]["mutants"][0].as_str().unwrap().to_string();
    let file = bench.file("wrong.toml", &small(2, 0.01).replace("\"threaded\"", &format!("\"{mutant}\"")));
    let ran = bench.run(&["run", &file, "--no-profile"]).ends_with(1);
    let run = bench.newest();
    let wrong = run.cells.iter().find(|c| c.cell.variant == mutant).unwrap();
    assert!(wrong.missing().unwrap().starts_with("wrong answer"), "{:?}", wrong.missing());
    assert!(wrong.launches.iter().all(|l| l.samples.is_empty()), "a wrong answer has no time");
    assert!(run.cells.iter().filter(|c| c.cell.variant != mutant).all(|c| c.missing().is_none()));
    assert!(ran.out.contains("wrong answer"), "{}", ran.out);
}

#[test]
fn a_cell_that_hangs_crashes_or_cannot_run_is_a_row_with_its_reason() {
    let bench = Bench::new();
    // An interpreter that hangs at plain Python, crashes at NumPy, and has no Numba.
    let script = "#!/bin/sh\ncase \"$1\" in\n--version) echo Python 3.0.0;;\n-c) echo numpy 1.0;;\n\
                  *) if grep -q numpy \"$2\"; then echo boom >&2; exit 3; else sleep 1000; fi;;\nesac\n";
    let python = bench.script("python", script);
    let text = small(2, 0.01).replace("[\"naive\"", "[\"python\", \"numpy\", \"numba\", \"naive\"");
    let file = bench.file("broken.toml", &text.replace("rounds = 2", "rounds = 2\nlimit_seconds = 2"));
    let mut command = bench.command(&["run", &file, "--no-profile"]);
    ran(command.env("TENFOLD_PYTHON", &python).output().unwrap()).ends_with(1);
    let run = bench.newest();
    let reason = |variant: &str| run.cells.iter().find(|c| c.cell.variant == variant).unwrap().missing();
    assert_eq!(reason("python").unwrap(), "stopped at its time limit of 2 s");
    assert_eq!(reason("numpy").unwrap(), "crashed: it ended with status 3: boom");
    assert!(reason("numba").unwrap().contains("numba is not installed"));
    assert_eq!(reason("vectorised"), None);

    // Nothing failed is tried again unasked; asked for, it is, and the rest stays.
    let mut command = bench.command(&["run", &file, "--no-profile", "--retry"]);
    let again = ran(command.env("TENFOLD_PYTHON", &python).output().unwrap());
    assert!(again.err.contains(&format!("resuming {}", run.id)), "{}", again.err);
    let contents = Store::open(&bench.store()).unwrap().contents(&run.id).unwrap();
    assert_eq!(contents.superseded, 4, "two cells in two rounds");
    assert_eq!(bench.newest().cells.last(), run.cells.last());
}

#[test]
fn without_any_tool_the_rest_is_measured_and_the_report_says_what_was_left_out() {
    let bench = Bench::new();
    let text = small(2, 0.01).replace("[\"naive\"", "[\"python\", \"naive\"");
    let file = bench.file("bare.toml", &text);
    let mut command = bench.command(&["run", &file, "--transport", "mpi"]);
    let ran =
        ran(command.env("PATH", "/nonexistent").env("TENFOLD_PYTHON", "/nonexistent/python").output().unwrap()).well();
    let run = bench.newest();
    for cell in &run.cells {
        let expected_missing = matches!(cell.cell.variant.as_str(), "python" | "distributed");
        assert_eq!(cell.missing().is_some(), expected_missing, "{}: {:?}", cell.cell, cell.missing());
    }
    assert!(ran.out.contains("Python"), "{}", ran.out);
}

/// A finished run of `file`, begun again in the same store as if it had been stopped before its first launch.
fn begun_again(bench: &Bench, file: &str, change: impl FnOnce(&mut Run)) -> Run {
    bench.run(&["run", file, "--no-profile"]).well();
    let finished = bench.newest();
    let mut again = finished.clone();
    (again.id, again.started_ms, again.state) =
        (format!("{}-again", again.id), again.started_ms + 1, RunState::Unfinished);
    change(&mut again);
    Store::create(&bench.store()).unwrap().begin(&again).unwrap();
    finished
}

/// Lets the fact of the place read as if it were another one.
fn elsewhere(run: &mut Run, fact: &str) {
    let facts = run.fingerprint.facts.iter_mut().filter(|f| f.group == PLACE.0 && f.name == fact);
    facts.for_each(|fact| fact.value = "another".into());
}

#[test]
fn a_run_goes_on_after_a_restart_round_by_round_and_never_on_another_machine() {
    let bench = Bench::new();
    let file = bench.file("small.toml", &small(3, 0.01));
    let finished = begun_again(&bench, &file, |run| elsewhere(run, PLACE.2));
    let restarted = bench.newest().id;
    let mut store = Store::create(&bench.store()).unwrap();
    // All of round 0 and one launch of round 1.
    for measured in &finished.cells {
        store.add_launch(&restarted, &measured.launches[0]).unwrap();
    }
    store.add_launch(&restarted, &finished.cells[0].launches[1]).unwrap();
    // The newest run is of a machine that has the same processor and another id.
    let mut other = store.load(&restarted).unwrap();
    (other.id, other.started_ms) = ("other".into(), other.started_ms + 1);
    elsewhere(&mut other, PLACE.1);
    store.begin(&other).unwrap();
    drop(store);

    let ran = bench.run(&["run", &file, "--no-profile"]).well();
    assert!(ran.err.contains("other seems to be from another machine"), "{}", ran.err);
    assert!(ran.err.contains(&format!("resuming {restarted}")), "{}", ran.err);
    assert!(ran.err.contains("half-done rounds are measured again (1 launch)"), "{}", ran.err);
    let store = Store::open(&bench.store()).unwrap();
    let (run, contents) = (store.load(&restarted).unwrap(), store.contents(&restarted).unwrap());
    assert_eq!((run.state, contents.sessions.len(), contents.superseded), (RunState::Finished, 2, 1));
    for (before, after) in finished.cells.iter().zip(&run.cells) {
        assert_eq!(after.launches.len(), 3);
        assert_eq!(after.launches[0], before.launches[0], "a whole round is kept");
        assert_ne!(after.launches[1], before.launches[1], "a half-done round is done again");
    }
    assert_eq!(store.load("other").unwrap().state, RunState::Unfinished);
}

#[test]
fn a_time_that_cannot_be_is_a_fault_and_the_run_fails() {
    let bench = Bench::new();
    let file = bench.file("small.toml", &small(3, 0.01));
    let finished = begun_again(&bench, &file, |_| ());
    let planted = bench.newest().id;
    let mut store = Store::create(&bench.store()).unwrap();
    let dead = finished.cells.iter().find(|c| c.cell.variant == "vectorised").unwrap();
    for launch in &dead.launches[..2] {
        let mut launch = launch.clone();
        launch.samples = launch.samples.iter().map(|s| Sample { seconds: s.seconds * 1e-9, ..s }).collect();
        store.add_launch(&planted, &launch).unwrap();
    }
    let ran = bench.run(&["run", &file, "--no-profile"]).ends_with(1);
    assert!(ran.err.contains("resuming"), "{}", ran.err);
    assert!(
        ran.out.contains("✗ vectorised: too fast to be true")
            && ["Likely", "skipped"].iter().all(|word| ran.out.contains(word)),
        "{}",
        ran.out
    );
    let page = bench.text(&format!("tenfold-runs/{planted}.html"));
    assert!(page.contains("Invalid results") && page.contains("too fast to be true"));
}

#[test]
fn a_ceiling_taken_in_a_bad_minute_makes_no_faults_of_honest_times() {
    let bench = Bench::new();
    let file = bench.file("small.toml", &small(2, 0.01));
    begun_again(&bench, &file, |run| run.ceilings.iter_mut().for_each(|ceiling| ceiling.per_second *= 1e-6));
    let ran = bench.run(&["run", &file, "--no-profile"]).well();
    assert!(ran.err.contains("resuming"), "{}", ran.err);
    let run = bench.newest();
    assert_eq!(run.state, RunState::Finished);
    let highest = |run: &Run| run.ceilings.iter().map(|c| c.per_second).fold(0.0, f64::max);
    assert!(highest(&run) > 1e9, "the ceilings of the end are there");
    // Without them every cell would be a fault.
    let planted: Vec<_> = run.ceilings.iter().filter(|c| c.per_second < 1e7).cloned().collect();
    assert!(!Findings::of(&Run { ceilings: planted, ..run }).too_fast().is_empty());
}
