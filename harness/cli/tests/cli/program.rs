//! The command line itself: help, version, plans, JSON, completions, man pages, what is told and what is not.

use crate::common::{Bench, small};
use std::fs;

fn bench() -> Bench {
    Bench::with_experiment(&small("\"naive\", \"vectorised\", \"threaded\""))
}

#[test]
fn help_fits_80_columns_and_names_groups_verbs_and_the_environment() {
    let bench = Bench::new();
    let help = bench.run(&["--help"]).well().fits().out;
    let groups = ["Measuring:", "Reading:", "Tracking:", "Setting up:", "Teaching:", "Options:"];
    let others = ["TENFOLD_PYTHON", "TENFOLD_MPIRUN", "peer/README.md", "--quiet", "--color"];
    for needed in groups.iter().chain(&others) {
        assert!(help.contains(needed), "{needed}: {help}");
    }
    assert!(!help.contains('\u{1b}'), "no terminal, no colours: {help}");
    let names = help.lines().filter_map(|line| line.strip_prefix("  ")?.split(' ').next());
    let verbs: Vec<&str> = names.filter(|name| name.starts_with(|c: char| c.is_ascii_lowercase())).collect();
    assert_eq!(verbs.len(), 23, "{help}");
    for verb in verbs {
        bench.run(&[verb, "--help"]).well().fits();
    }
}

#[test]
fn a_flag_that_is_misspelt_is_refused_without_advice_to_pass_it_as_a_value() {
    let bench = Bench::new();
    let ran = bench.run(&["run", "--fsh"]);
    assert!(!ran.err.contains("tip"), "{}", ran.err);
    ran.refused(&["unexpected argument '--fsh'"]);
    bench.run(&["run", "--round", "3"]).refused(&["a similar argument exists: '--rounds'"]);
}

#[test]
fn the_version_names_the_commit() {
    let version = Bench::new().run(&["--version"]).well().out;
    let number = format!("tenfold {} (", env!("CARGO_PKG_VERSION"));
    assert!(version.starts_with(&number) && version.ends_with(")\n"), "{version}");
    let commit = version.trim_start_matches(&number).split([',', ')']).next().unwrap();
    let is_commit = commit.len() == 12 && commit.bytes().all(|b| b.is_ascii_hexdigit());
    assert!(is_commit || commit.starts_with("unknown"), "{version}");
}

#[test]
fn a_plan_is_told_and_nothing_is_written() {
    let bench = bench();
    let plan = bench.run(&["run", "small.toml", "--dry-run"]).well().fits().out;
    assert!(plan.contains("3 cells × 1 round = 3 launches") && plan.contains("sampling time only"), "{plan}");
    let json = bench.run(&["run", "small.toml", "--dry-run", "--json", "--only", "traffic/naive"]).well().json();
    assert_eq!((&json["plan"][0]["launches"], json["plan"][0]["cells"].as_array().unwrap().len()), (&1.into(), 1));
    assert!(!bench.path().join("tenfold-runs").exists(), "nothing is written");
    bench.run(&["run", "small.toml", "--quick"]).well();
    let plan = bench.run(&["run", "small.toml", "--dry-run"]).well().out;
    assert!(plan.contains(&format!("measured for 3 of 3 cells in {}", bench.newest().id)), "{plan}");
}

#[test]
fn one_variant_alone_is_measured() {
    let bench = bench();
    bench
        .run(&["run", "small.toml", "--only", "traffic/vectorized"])
        .refused(&["--only", "did you mean 'traffic/vectorised'?"]);
    let run = bench.run(&["run", "small.toml", "--quick", "--json", "--only", "traffic/vectorised"]).well();
    let json = run.json();
    assert_eq!((&json["right"], &json["interrupted"]), (&true.into(), &false.into()));
    let results = json["runs"][0]["results"].as_array().unwrap();
    assert_eq!(results.len(), 1, "{json}");
    assert!(results[0]["seconds"]["median"].as_f64().unwrap() > 0.0, "{json}");
    assert!(bench.path().join(json["runs"][0]["report"].as_str().unwrap()).is_file());
    let report = bench.run(&["report", "--json"]).well().json();
    assert_eq!(report["run"]["results"], json["runs"][0]["results"]);
    assert!(bench.path().join(report["index"].as_str().unwrap()).is_file());
}

#[test]
fn quiet_tells_results_and_errors_and_verbose_tells_commands() {
    let bench = bench();
    let quiet = bench.run(&["-q", "run", "small.toml", "--quick"]).well();
    assert!(quiet.err.is_empty() && quiet.out.contains("report: "), "{}", quiet.err);
    bench.run(&["-q", "run", "none.toml"]).refused(&["none.toml"]);
    let verbose = bench.run(&["run", "small.toml", "--quick", "-v", "--fresh"]).well().err;
    for variant in ["naive", "vectorised", "threaded"] {
        let is_launch = |line: &str| line.starts_with("+ ") && line.contains(&format!("\"variant\":\"{variant}\""));
        assert!(verbose.lines().any(is_launch), "{variant}: {verbose}");
    }
    bench.run(&["-q", "-v", "list"]).refused(&["--quiet", "--verbose"]);
}

#[test]
fn colours_are_as_asked() {
    let bench = bench();
    bench.run(&["run", "small.toml", "--quick"]).well();
    let out = |args: &[&str]| bench.run(args).well().out;
    assert!(!out(&["report", "--terminal"]).contains('\u{1b}'), "no terminal, no colours");
    assert!(out(&["report", "--terminal", "--color", "always"]).contains('\u{1b}'), "even with NO_COLOR");
    assert!(!out(&["report", "--terminal", "--color", "never"]).contains('\u{1b}'));
    bench.run(&["report", "--color", "sometimes"]).refused(&["auto", "always", "never"]);
}

#[test]
fn packages_get_completions_and_man_pages() {
    let bench = Bench::new();
    for shell in ["bash", "zsh", "fish"] {
        let script = bench.run(&["completions", shell]).well().out;
        assert!(script.contains("tenfold") && script.contains("dry-run"), "{shell}");
    }
    bench.run(&["completions", "cmd"]).refused(&["bash"]);
    bench.run(&["man", "pages/man1"]).well();
    let page = fs::read_to_string(bench.path().join("pages/man1/tenfold-run.1")).unwrap();
    assert!(page.contains(".TH") && page.contains("dry\\-run"), "{page}");
    assert!(bench.path().join("pages/man1/tenfold.1").is_file());
}
