//! `tenfold compare`, driven as a user drives it. Differences are planted: a thousandfold one, and sides that are scripts.

use crate::common::repository::Repository;
use crate::common::{Bench, interrupted, ran, skipped, started, until};
use std::process::{Child, Command};
use tenfold_measure::duel::protocol::GREETING;

const SELF: &str = env!("CARGO_BIN_EXE_tenfold");

/// A side that is a script: it greets and answers as told, whatever is run.
fn script(bench: &Bench, name: &str, greeting: &str, ready: &str, milliseconds: &str) -> String {
    let text = format!(
        r#"#!/bin/sh
echo '{greeting}'
while read -r ask; do
  case "$ask" in
    *list*) echo 'tenfold-duel {{"kernels":[{{"kernel":"k","params":[],"variants":[["v","naive"]]}}]}}';;
    '{{"reference"'*) echo 'tenfold-duel "done"';;
    *prepare*) echo 'tenfold-duel {{"ready":{{"params":{{}},"path":"portable","wrong":{ready}}}}}';;
    *judge*) echo 'tenfold-duel {{"judged":{{"wrong":null}}}}';;
    *) sleep 0.001; echo 'tenfold-duel {{"ran":{{"seconds":{milliseconds}e-3,"switches":0}}}}';;
  esac
done
"#
    );
    bench.script(name, &text)
}

fn fair(bench: &Bench, name: &str, milliseconds: &str) -> String {
    script(bench, name, GREETING, "null", milliseconds)
}

fn compared(bench: &Bench, a: &str, b: &str, code: i32) -> serde_json::Value {
    bench.run(&["compare", a, b, "--seconds", "2", "--no-instructions", "--json"]).ends_with(code).json()
}

#[test]
fn a_slower_side_ends_with_1_and_a_quicker_or_equal_one_with_0() {
    let bench = Bench::new();
    let (one, more) = (fair(&bench, "one", "1.00"), fair(&bench, "more", "1.05"));
    let slower = compared(&bench, &one, &more, 1);
    let cell = &slower["cells"][0];
    assert_eq!((cell["verdict"].as_str(), cell["beyond_threshold"].as_bool()), (Some("slower"), Some(true)));
    assert!((cell["time_ratio"]["value"].as_f64().unwrap() - 1.05).abs() < 1e-9);
    assert_eq!(slower["regression"], true);
    let faster = compared(&bench, &more, &one, 0);
    assert_eq!(faster["cells"][0]["verdict"], "faster");
    let cell = compared(&bench, &one, &fair(&bench, "same", "1.00"), 0)["cells"][0].clone();
    assert_eq!((cell["verdict"].as_str(), cell["detectable"].as_f64()), (Some("no difference"), Some(0.0)));
}

#[test]
fn a_slowdown_within_the_threshold_is_told_and_accepted() {
    let bench = Bench::new();
    let (one, more) = (fair(&bench, "one", "1.00"), fair(&bench, "more", "1.05"));
    let args = ["compare", &one, &more, "--seconds", "2", "--threshold", "8", "--no-instructions"];
    let ran = bench.run(&args).well().fits();
    assert!(ran.out.contains("slower by 5.0 %, within the threshold"), "{}", ran.out);
}

#[test]
fn a_wrong_answer_is_a_verdict_and_has_no_time() {
    let bench = Bench::new();
    let right = fair(&bench, "right", "1.00");
    let wrong = script(&bench, "wrong", GREETING, r#""cars: 2, expected 3""#, "0.10");
    let cell = compared(&bench, &right, &wrong, 1)["cells"][0].clone();
    assert_eq!((cell["verdict"].as_str(), &cell["time_ratio"]), (Some("wrong"), &serde_json::Value::Null));
    assert!(cell["reason"].as_str().unwrap().contains("B: cars: 2, expected 3"));
}

#[test]
fn another_protocol_or_none_is_one_clear_message() {
    let bench = Bench::new();
    let right = fair(&bench, "right", "1.00");
    let other = script(&bench, "other", "tenfold-duel 99", "null", "1");
    bench.run(&["compare", &right, &other]).refused(&["B (", "tenfold-duel 99", "too far apart"]);
    bench.run(&["compare", "/bin/cat", &right]).refused(&["A (program /", "it cannot duel"]);
}

#[test]
fn two_variants_of_this_program_are_compared_and_kept() {
    let bench = Bench::new();
    let args =
        ["compare", "traffic/vectorised", "traffic/naive", "--seconds", "2", "--set", "n=5000", "--no-instructions"];
    let ran = bench.run(&args).ends_with(1);
    assert!(ran.out.contains("slower") && ran.out.contains("× the time"), "{}", ran.out);
    let markdown = bench.run(&[&args[..], &["--markdown"]].concat());
    assert!(markdown.out.contains("| cell | verdict |"), "{}", markdown.out);
    let store = tenfold_record::Store::open(&bench.store()).unwrap();
    let kept = store.comparisons().unwrap();
    assert_eq!(kept.len(), 2);
    let comparison = store.comparison(&kept[0]).unwrap().unwrap();
    assert!(comparison.duels[0].launches.len() >= 8);
    assert!(comparison.duels[0].launches.iter().all(|l| !l.quads.is_empty()));
}

#[test]
fn threads_and_ranks_take_turns_too() {
    let bench = Bench::new();
    let args =
        ["compare", SELF, SELF, "traffic", "--variant", "threaded", "--variant", "distributed", "--workers", "2"];
    let ran = bench.run(&[&args[..], &["--set", "n=2000", "--seconds", "1", "--json"]].concat());
    let cells = ran.json()["cells"].as_array().unwrap().clone();
    assert_eq!(cells.len(), 2, "{}", ran.out);
    // Two ranks on a busy machine: only that both were judged and timed is certain.
    for cell in cells {
        assert!(cell["time_ratio"]["value"].as_f64().is_some(), "{cell}");
        assert_eq!(cell["workers"], serde_json::json!([2, 2]));
    }
}

#[test]
fn a_lower_count_of_instructions_is_seen_exactly() {
    let bench = Bench::new();
    let args = ["compare", "traffic/naive", "traffic/naive", "--seconds", "0.5", "--set", "n=500", "--json"];
    let counts = bench.run(&args).json()["cells"][0]["instructions"].clone();
    if counts["reason"].as_str().is_some_and(|why| why.contains("not found")) {
        return skipped(&format!("valgrind is missing: {counts}"));
    }
    assert!(counts["a"].as_u64().unwrap() > 10_000);
    assert_eq!(counts["a"], counts["b"], "the same code takes the same instructions");
}

#[test]
fn a_wrong_answer_is_not_counted() {
    let bench = Bench::new();
    let right = fair(&bench, "right", "1.00");
    // Right while it is timed, wrong on the path that instructions are counted on.
    let text = std::fs::read_to_string(&right).unwrap();
    let lies = text.replace(r#""wrong":null"#, r#""wrong":'"$wrong"'"#).replace(
        "while read",
        "wrong=null; [ \"$TENFOLD_PATH\" = avx2 ] && wrong='\"cars: 2, expected 3\"'\nwhile read",
    );
    let wrong = script(&bench, "wrong", GREETING, "null", "1.00");
    std::fs::write(&wrong, lies).unwrap();
    let args = ["compare", &wrong, &right, "--seconds", "2", "--json"];
    let cell = bench.run(&args).json()["cells"][0].clone();
    assert_eq!(cell["verdict"], "no difference", "{cell}");
    let reason = cell["instructions"]["reason"].as_str().unwrap_or_default();
    if reason.contains("not found") {
        return skipped(&format!("valgrind is missing: {cell}"));
    }
    assert!(reason.contains("its answer is wrong: cars: 2, expected 3"), "{cell}");
}

#[test]
fn commands_are_compared_by_their_processes() {
    let bench = Bench::new();
    let args = ["compare", "--command", "true", "sh -c 'exit 3'", "--seconds", "1", "--json"];
    let cell = bench.run(&args).ends_with(1).json()["cells"][0].clone();
    assert_eq!(cell["verdict"], "failed");
    assert!(cell["reason"].as_str().unwrap().contains("exit status: 3"), "{cell}");
}

/// A comparison whose command hangs, and the number of that command's process.
fn hanging(bench: &Bench) -> (Child, String) {
    let compare = started(&mut bench.command(&["compare", "--command", "sleep 1000", "true"]));
    let mut command = String::new();
    until("the start of the command", || {
        let found = Command::new("pgrep").args(["-P", &compare.id().to_string(), "-x", "sleep"]).output().unwrap();
        command = String::from_utf8(found.stdout).unwrap().trim().to_string();
        !command.is_empty()
    });
    (compare, command)
}

fn lives(pid: &str) -> bool {
    let state = std::fs::read_to_string(format!("/proc/{pid}/stat")).unwrap_or_default();
    !state.is_empty() && !state.contains(") Z ")
}

#[test]
fn a_command_that_hangs_is_ended_by_the_first_stop() {
    let bench = Bench::new();
    let (compare, command) = hanging(&bench);
    interrupted(compare).ends_with(130);
    assert!(!lives(&command));
}

#[test]
fn a_command_does_not_outlive_a_program_that_is_killed() {
    let bench = Bench::new();
    let (mut compare, command) = hanging(&bench);
    compare.kill().unwrap();
    compare.wait().unwrap();
    until("the end of the command", || !lives(&command));
}

/// A program of a later protocol, which is refused.
const LATER: &str = "fn main() { println!(\"tenfold-duel 7\"); }\n";

#[test]
fn a_revision_is_built_in_four_layouts_that_differ() {
    let repository = Repository::holding(LATER);
    repository.bench.file("src/main.rs", "fn main() { println!(\"changed\"); }\n");
    let ran = repository.run(&["compare", "HEAD", "HEAD"]);
    assert!(ran.err.contains("HEAD: 1 changed file is not committed, and not part of it"), "{}", ran.err);
    let folder = repository.bench.path().join("target/compare");
    let kept: Vec<_> = std::fs::read_dir(&folder).unwrap().flatten().collect();
    let built = kept.iter().find(|entry| entry.file_name().to_string_lossy().contains('-')).unwrap().path();
    let programs: Vec<Vec<u8>> =
        (1..=8).map(|i| std::fs::read(built.join(format!("tenfold-duelist-{i}"))).unwrap()).collect();
    for i in 1..8 {
        assert!(programs[..i].iter().all(|other| *other != programs[i]), "layout {} is one before it", i + 1);
    }
    assert!(folder.join("tree/.git").is_file(), "the work tree is kept, so that only what differs is built next");
}

#[test]
fn two_comparisons_that_build_wait_for_each_other() {
    let repository = Repository::holding(LATER);
    let both = [(); 2].map(|()| started(&mut repository.command(&["compare", "HEAD", "HEAD"])));
    for child in both {
        ran(child.wait_with_output().unwrap()).refused(&["A (revision", "too far apart"]);
    }
}

#[test]
fn a_revision_without_tenfold_and_a_shallow_clone_are_told() {
    let repository = Repository::holding(LATER);
    repository.git(&["rm", "-q", "-r", "duelist"]);
    repository.commit("Two");
    repository.run(&["compare", "HEAD", "HEAD~1"]).refused(&["revision HEAD", "no package tenfold-duelist"]);
    let told = ["'HEAD~1'", "shallow clone", "git fetch --unshallow"];
    repository.shallow().run(&["compare", "HEAD~1", "HEAD"]).refused(&told);
}

#[test]
fn a_revision_is_built_in_a_work_tree_and_kept() {
    let repository = Repository::holding(LATER);
    let compare = || repository.run(&["compare", "HEAD", SELF]);
    let first = compare();
    assert!(first.err.contains("building revision"), "{}", first.err);
    first.refused(&["revision", "(HEAD)", "tenfold-duel 7", "too far apart"]);
    let again = compare();
    assert!(!again.err.contains("building revision"), "{}", again.err);
    repository.run(&["compare", "HAED", SELF]).refused(&["'HAED'", "git knows no revision"]);
}

#[test]
fn mistakes_are_refused_with_what_is_allowed() {
    let bench = Bench::new();
    bench.run(&["compare", "traffic/niave", "traffic/naive"]).refused(&["did you mean 'naive'"]);
    bench.run(&["compare", "traffic/naive", "heat/naive"]).refused(&["two variants of one kernel"]);
    bench.run(&["compare", "traffic/naive", "traffic/naive", "--set", "m=1"]).refused(&["no kernel", "'m'"]);
    bench.run(&["compare", "traffic/naive", "traffic/naive", "--seconds", "-1"]).refused(&["--seconds"]);
    bench.run(&["compare", SELF, SELF, "trafic"]).refused(&["did you mean 'traffic'"]);
    bench.run(&["compare", SELF, SELF, "--variant", "naif"]).refused(&["--variant naif", "naive"]);
    bench.run(&["compare", "--command", "'open", "true"]).refused(&["quote"]);
    bench.run(&["compare", "--command", "", "true"]).refused(&["a command is empty"]);
    bench.run(&["compare", "no such thing", "x"]).refused(&["is not a file, a variant"]);
    bench.run(&["compare", "--command", "no-such-program -x", "true"]).refused(&["'no-such-program'", "PATH"]);
    bench.run(&["compare", "HEAD", "HEAD", "--builds", "0"]).refused(&["--builds", "1 to 16"]);
}
