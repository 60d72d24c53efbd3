//! `tenfold nightly`, driven as a user drives it: in a repository whose program says what was planted, and in a small crate with
//! a command and a benchmark of criterion's.

use crate::common::repository::{Duelist, Repository};
use crate::common::{Ran, interrupted, started, until};
use serde_json::Value;
use std::path::PathBuf;

fn night(repository: &Repository, more: &[&str]) -> Ran {
    repository.run(&[&["nightly", "--minutes", "0.25", "--json"], more].concat())
}

/// The observation of a series of this night.
fn observed(json: &Value, group: &str, name: &str) -> Value {
    let all = json["night"]["observations"].as_array().unwrap();
    let of = |o: &&Value| o["series"]["group"] == group && o["series"]["name"] == name;
    all.iter().find(of).unwrap_or_else(|| panic!("{group} {name} is not in {json}"))["outcome"].clone()
}

/// Whether the measured ratio is `factor`, give or take `share` of it, and its interval holds it.
#[track_caller]
fn assert_factor(outcome: &Value, factor: f64, share: f64) {
    let measured = &outcome["measured"];
    let ratio = measured["log_ratio"].as_f64().unwrap_or_else(|| panic!("{outcome}")).exp();
    assert!((ratio / factor - 1.0).abs() < share, "{ratio}, not {factor}: {outcome}");
    let [low, high] = [0, 1].map(|end| measured["interval"][end].as_f64().unwrap().exp());
    assert!(low <= ratio && ratio <= high && measured["error"].as_f64().unwrap() >= 0.0, "{outcome}");
}

fn nights(repository: &Repository) -> Vec<PathBuf> {
    let folder = repository.bench.path().join("tenfold-history/nights");
    std::fs::read_dir(folder).into_iter().flatten().map(|entry| entry.unwrap().path()).collect()
}

#[test]
fn a_night_measures_what_both_revisions_have_and_says_what_is_left_out() {
    let repository = Repository::new();
    let one = repository.planted("One", &[("v", 1.0), ("w", 1.0), ("gone", 1.0)]);
    let two = repository.planted("Two [perf-ok: exact]", &[("v", 1.1), ("w", 1.0), ("new", 1.0)]);
    let json = night(&repository, &[]).well().json();
    assert_factor(&observed(&json, "k", "v"), 1.1, 1e-9);
    assert_factor(&observed(&json, "k", "w"), 1.0, 1e-9);
    // Where there was time for them: a tenth more work is a tenth more instructions.
    let counts = &observed(&json, "k", "v")["measured"]["instructions"];
    if let (Some(before), Some(after)) = (counts["reference"].as_f64(), counts["revision"].as_f64()) {
        assert!((after / before - 1.1).abs() < 0.01, "{counts}");
    }
    let of = |commit: &str, what: &str| json["night"][commit][what].clone();
    assert_eq!((of("reference", "hash"), of("revision", "hash")), (one.clone().into(), two.clone().into()));
    assert_eq!((of("reference", "depth"), of("revision", "depth")), (1.into(), 2.into()));
    assert_eq!(json["night"]["accepted"], serde_json::json!([{ "commit": two, "reason": "exact" }]));
    let left_out = json["night"]["left_out"].to_string();
    assert!(left_out.contains("the reference does not have this variant"), "{left_out}");
    assert!(left_out.contains("the revision does not have this variant"), "{left_out}");
    let sentinels = json["night"]["sentinels"].as_array().unwrap();
    assert!(!sentinels.is_empty() && sentinels.iter().all(|s| s["alarmed"] == false), "{json}");
    assert!(json["night"]["void"].is_null());
    let store = tenfold_record::Store::open(&repository.bench.store()).unwrap();
    let kept = store.comparisons().unwrap();
    assert!(kept[0].starts_with("nightly-") || kept[0].starts_with("sentinels-"), "{kept:?}");
    assert_eq!(kept.len(), 2);

    let args = ["nightly", "--minutes", "0.25", "k", "--reference", &one, "--builds", "1"];
    let told = repository.run(&args).well().fits();
    assert!(told.out.starts_with("No new regression in 2 cells."), "{}", told.out);
    assert!(
        told.out.contains("Sentinels: 1 cell of the reference against itself, none called a change."),
        "{}",
        told.out
    );
}

#[test]
fn nights_are_kept_and_measured_against_the_pinned_reference() {
    let repository = Repository::new();
    let pinned = || repository.bench.text("tenfold-history/reference");
    let one = repository.planted("One", &[("v", 1.0)]);
    let two = repository.commit("Two");
    let first = night(&repository, &["--builds", "1"]);
    assert_eq!(first.json()["night"]["reference"]["hash"], one, "{}", first.err);
    assert!(repository.bench.path().join("tenfold-site/index.html").is_file());
    // However many commits later.
    repository.commit("Three");
    let second = night(&repository, &["--builds", "1"]);
    assert_eq!(second.json()["night"]["reference"]["hash"], one, "{}", second.err);
    assert_eq!((nights(&repository).len(), pinned().trim()), (2, one.as_str()));
    // One that is named is pinned from then on.
    let moved = night(&repository, &["--reference", "HEAD~1", "--builds", "1"]);
    assert_eq!(moved.json()["night"]["reference"]["hash"], two, "{}", moved.err);
    assert_eq!((nights(&repository).len(), pinned().trim()), (3, two.as_str()));
}

#[test]
fn a_wrong_answer_ends_with_1_and_is_kept_as_such() {
    let repository = Repository::new();
    repository.planted("One", &[("v", 1.0), ("wrong", 1.0)]);
    let ran = night(&repository, &["--builds", "1", "--reference", "HEAD"]);
    // The reference's own answer is wrong, too, and whose is found first is not said.
    assert!(ran.json()["night"]["observations"].to_string().contains("2, expected 3"), "{}", ran.out);
    let repository = Repository::new();
    repository.planted("One", &[("v", 1.0)]);
    repository.duelist(Duelist { wrong: "v", ..Duelist::of(&[("v", 1.0)]) });
    repository.commit("Two");
    let json = night(&repository, &["--builds", "1"]).ends_with(1).json();
    assert_eq!(
        (&json["verdict"], &observed(&json, "k", "v")),
        (&"wrong".into(), &serde_json::json!({ "wrong": "2, expected 3" }))
    );
}

#[test]
fn a_night_that_is_stopped_is_not_in_the_history_and_what_was_measured_is_kept() {
    let repository = Repository::new();
    repository.planted("One", &[("v", 1.0), ("w", 1.0)]);
    repository.commit("Two");
    let nightly = started(&mut repository.command(&["nightly", "--minutes", "5", "--builds", "1"]));
    until("a night and its sentinels", || {
        let store = tenfold_record::Store::open(&repository.bench.store());
        store.is_ok_and(|store| store.comparisons().is_ok_and(|ids| ids.len() == 2))
    });
    let ran = interrupted(nightly).ends_with(130);
    let said = ran.err.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(said.contains("the night is not in the history"), "{said}");
    assert!(nights(&repository).is_empty());
}

#[test]
fn mistakes_are_refused_with_what_is_allowed() {
    let repository = Repository::new();
    repository.bench.file("README.md", "nothing");
    repository.commit("One");
    repository.run(&["nightly"]).refused(&["has no parent", "--reference REV"]);
    repository.commit("Two");
    repository.run(&["nightly"]).refused(&["has no Tenfold kernels", "--tracks FILE.toml"]);
    repository.run(&["nightly", "--revision", "HAED"]).refused(&["git knows no revision 'HAED'"]);
    repository.run(&["nightly", "--tracks", "none.toml"]).refused(&["--tracks none.toml"]);
    repository.bench.file("t.toml", "[track.x]\ncomand = \"y\"\n");
    repository.run(&["nightly", "--tracks", "t.toml"]).refused(&["t.toml:2", "did you mean 'command'?"]);
    repository.bench.file("t.toml", "[track.x]\nbuild = \"echo no; exit 3\"\ncommand = \"y\"\n");
    repository.run(&["nightly", "--tracks", "t.toml"]).refused(&["cannot be built: `echo no; exit 3`", "status 3"]);
    repository.bench.file("t.toml", "[track.x]\ncommand = \"./y\"\n");
    repository.run(&["nightly", "--tracks", "t.toml"]).refused(&["[track.x]: there is no program './y'"]);
    repository.shallow().run(&["nightly"]).refused(&["shallow clone", "git fetch --unshallow"]);
}

/// A crate as anybody has one: a program, and a benchmark of criterion's, both of which spin `rounds` times.
fn spinning(repository: &Repository, rounds: u32) {
    repository.bench.file(
        "Cargo.toml",
        "[package]\nname = \"spinner\"\nversion = \"0.1.0\"\nedition = \"2021\"\n\n[dev-dependencies]\n\
         criterion = { version = \"0.8\", default-features = false, features = [\"cargo_bench_support\"] }\n\n\
         [[bench]]\nname = \"time\"\nharness = false\n\n[workspace]\n\n\
         # Built quickly: what is timed is a loop.\n[profile.release]\nopt-level = 1\n[profile.release.package.\"*\"]\nopt-level = 0\n",
    );
    repository.bench.file(
        "src/lib.rs",
        &format!(
            "pub fn spin(mut x: u64) -> u64 {{\n    for i in 0..{rounds} {{\n        x = std::hint::black_box(x.wrapping_mul(6364136223846793005).wrapping_add(i));\n    }}\n    x\n}}\n"
        ),
    );
    repository.bench.file(
        "src/main.rs",
        "fn main() {\n    for i in 0..20 {\n        std::hint::black_box(spinner::spin(i));\n    }\n}\n",
    );
    repository.bench.file(
        "benches/time.rs",
        "use criterion::{criterion_group, criterion_main, Criterion};\n\nfn spin(c: &mut Criterion) {\n    \
         c.benchmark_group(\"spinning\").bench_function(\"spin\", |b| b.iter(|| spinner::spin(1)));\n    \
         c.bench_function(\"idle\", |b| b.iter(|| std::hint::black_box(1)));\n}\n\n\
         criterion_group!(benches, spin);\ncriterion_main!(benches);\n",
    );
    // The versions that are here already.
    let lock = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../Cargo.lock");
    std::fs::copy(lock, repository.bench.path().join("Cargo.lock")).unwrap();
}

#[test]
fn a_crate_without_tenfold_is_tracked_by_a_command_and_by_its_criterion_benches() {
    let repository = Repository::new();
    spinning(&repository, 100_000);
    repository.commit("One");
    spinning(&repository, 400_000);
    repository.commit("Two");
    repository.bench.file(
        "tracks.toml",
        "[track.spinner]\nbuild = \"cargo build --release --quiet\"\ncommand = \"target/release/spinner\"\n\n[criterion]\n",
    );
    let args = ["nightly", "--minutes", "0.4", "--tracks", "tracks.toml", "--json"];
    let ran = repository.run(&args);
    // On a busy machine the reference may differ from itself, which voids the night.
    assert!(matches!(ran.code, Some(0 | 3)), "{}{}", ran.out, ran.err);
    let json = ran.json();
    assert_factor(&observed(&json, "spinning", "spin"), 4.0, 0.5);
    // A start and an end are in it.
    assert_factor(&observed(&json, "command", "spinner"), 4.0, 0.5);
    assert!(observed(&json, "idle", "idle")["measured"]["n"].as_u64().unwrap() >= 3, "{json}");
    assert!(ran.err.contains("in a work tree of its own, which is kept"), "{}", ran.err);
    let again = repository.run(&["nightly", "--minutes", "0.2", "--tracks", "tracks.toml", "--json"]);
    assert!(!again.err.contains("in a work tree of its own"), "what was built is used again: {}", again.err);
}
