//! `tenfold bisect`, driven as a user drives it, in a repository whose program speaks the protocol of duels and is built in a
//! second.

use crate::common::repository::{Duelist, Repository, package};
use crate::common::{Ran, interrupted, ran, started, until};
use std::process::Command;

/// The source of a program whose runs take so many milliseconds.
fn program(milliseconds: f64) -> String {
    Duelist::of(&[("v", milliseconds)]).source()
}

/// What does not build.
const BROKEN: &str = "fn main() { does not build }\n";

/// A repository with a commit for each source of its program; commit number `i` is tagged "c`i`".
fn repository(sources: &[String]) -> Repository {
    let repository = Repository::new();
    for (number, source) in sources.iter().enumerate() {
        package(repository.bench.path(), source);
        repository.commit(&format!(
            "Change number {number} of the program, told in more words than a line of eighty columns has room for"
        ));
        repository.git(&["tag", &format!("c{number}")]);
    }
    repository
}

fn bisect(repository: &Repository, args: &[&str]) -> Command {
    repository.command(&[&["bisect"], args].concat())
}

fn bisected(repository: &Repository, args: &[&str]) -> Ran {
    ran(bisect(repository, args).output().unwrap())
}

/// The file in which a bisection is kept.
fn kept(repository: &Repository) -> Option<std::path::PathBuf> {
    let entries = std::fs::read_dir(repository.bench.path().join("tenfold-runs")).ok()?;
    let mut paths = entries.flatten().map(|entry| entry.path());
    paths.find(|path| path.extension().is_some_and(|e| e == "json"))
}

const RANGE: [&str; 4] = ["c0", "c8", "k", "v"];

#[test]
fn a_slower_commit_is_found_around_one_that_does_not_build_and_after_a_stop() {
    let source = |commit| match commit {
        4 => BROKEN.to_string(),
        0..6 => program(0.90),
        _ => program(1.17),
    };
    let repository = repository(&(0..=8).map(source).collect::<Vec<_>>());

    let stopped = started(&mut bisect(&repository, &RANGE));
    let has_probe = |file| std::fs::read_to_string(file).unwrap().contains("log_ratio");
    until("a first probe", || kept(&repository).is_some_and(has_probe));
    let stopped = interrupted(stopped).ends_with(130);
    assert!(stopped.out.contains("rerun the same command to resume"), "{}", stopped.out);

    let found = bisected(&repository, &RANGE).well().fits();
    assert!(found.err.contains("resuming: "), "{}", found.err);
    assert!(found.out.contains("made k v slower by 30 %") && found.out.contains("Change number 6"), "{}", found.out);
    assert!(found.out.contains("does not build: error"), "{}", found.out);

    // What is known is not measured again.
    let json = bisected(&repository, &[&RANGE[..], &["--json"]].concat()).well().json();
    assert_eq!((json["outcome"].as_str(), json["commits"][0]["place"].as_u64()), (Some("found"), Some(6)), "{json}");
    assert!(json["confidence"].as_f64().unwrap() >= 0.95, "{json}");
    assert_eq!(json["skipped"][0]["place"], 4, "{json}");
    let ratio = &json["time_ratio"];
    assert!(ratio["low"].as_f64().unwrap() < 1.3 && ratio["high"].as_f64().unwrap() > 1.3, "{ratio}");
    let probes = json["probes"].as_array().unwrap();
    let places: Vec<u64> = probes.iter().map(|probe| probe["place"].as_u64().unwrap()).collect();
    assert!(places[0] == 8 && places.contains(&5) && places.contains(&6) && places.len() <= 5, "{places:?}");
    let store = tenfold_record::Store::open(&repository.bench.store()).unwrap();
    let comparison = store.comparison(probes[1]["comparison"].as_str().unwrap()).unwrap().unwrap();
    assert!(!comparison.duels[0].launches.is_empty(), "the times are kept");

    // A file that was cut off is told, and not overwritten.
    let file = kept(&repository).unwrap();
    let text = std::fs::read_to_string(&file).unwrap();
    std::fs::write(&file, &text[..text.len() / 2]).unwrap();
    let damaged = bisected(&repository, &RANGE).ends_with(3);
    assert!(damaged.err.contains("damaged") && damaged.err.contains("--fresh starts over"), "{}", damaged.err);
    // Beside the broken commit it could be either.
    let beside = bisected(&repository, &["c3", "c5", "k", "v", "--json"]).ends_with(3);
    assert_eq!(beside.json()["outcome"], "no difference", "{}", beside.out);
}

#[test]
fn a_gain_that_a_broken_commit_may_hide_is_one_of_two() {
    let repository = repository(&[program(1.00), BROKEN.to_string(), program(0.80)]);
    let hidden = bisected(&repository, &["c0", "c2", "k", "v"]).ends_with(3);
    assert!(hidden.out.contains("One of 2 commits made k v faster by 20 %"), "{}", hidden.out);
    assert!(hidden.out.contains("1 of them could not be measured"), "{}", hidden.out);
}

#[test]
fn a_wrong_answer_of_the_bad_one_has_no_time() {
    let wrong = Duelist { wrong: "v", ..Duelist::of(&[("v", 0.10)]) }.source();
    let repository = repository(&[program(1.00), wrong]);
    let wrong = bisected(&repository, &["c0", "c1", "k", "v"]).ends_with(1);
    assert!(wrong.err.contains("2, expected 3") && wrong.err.contains("its time is not reported"), "{}", wrong.err);
}

#[test]
fn the_commit_that_made_a_command_slower_is_found_in_any_project() {
    let repository = Repository::new();
    repository.bench.file("tracks.toml", "[track.wait]\nbuild = \"sh -n wait.sh\"\ncommand = \"sh wait.sh\"\n");
    for (number, script) in
        ["sleep 0.01\n", "sleep 0.010\n", "if\n", "sleep 0.02\n", "sleep 0.020\n"].iter().enumerate()
    {
        repository.bench.file("wait.sh", script);
        repository.commit(&format!("Change {number}"));
        repository.git(&["tag", &format!("c{number}")]);
    }
    let range = ["c0", "c4", "command", "wait", "--tracks", "tracks.toml"];
    let json = bisected(&repository, &[&range[..], &["--json"]].concat()).json();
    // The one that does not build may be it as well.
    let places: Vec<u64> =
        json["commits"].as_array().unwrap().iter().map(|commit| commit["place"].as_u64().unwrap()).collect();
    assert_eq!((json["outcome"].as_str(), &places[..]), (Some("one of"), &[2, 3][..]), "{json}");
    assert_eq!((&json["cell"], &json["skipped"][0]["place"]), (&"command wait".into(), &2.into()), "{json}");
    let refused = |args: &[&str], parts: &[&str]| bisected(&repository, &[&["c0", "c4"], args].concat()).refused(parts);
    refused(&["command", "wiat", "--tracks", "tracks.toml"], &["there is no [track.wiat]", "did you mean 'wait'"]);
    refused(&["sort", "quick", "--tracks", "tracks.toml"], &["it has no [criterion]"]);
    refused(&["command", "wait", "--tracks", "tracks.toml", "--workers", "2"], &["no params and no workers"]);
    refused(&["command", "wait"], &["has no Tenfold kernels", "--tracks FILE.toml"]);
}

#[test]
fn mistakes_are_refused_with_what_to_do() {
    let repository = repository(&[program(1.00), program(1.00), program(1.00)]);
    repository.git(&["checkout", "-q", "-b", "side", "c1"]);
    repository.commit("beside");
    repository.git(&["checkout", "-q", "-b", "merged", "c2"]);
    repository.git(&["merge", "-q", "--no-ff", "-m", "merged", "side"]);
    let refused = |args: &[&str], parts: &[&str]| bisected(&repository, args).refused(parts);
    refused(&["c2", "c0", "k", "v"], &["c2 c0", "GOOD is newer than BAD", "swap"]);
    refused(&["side", "c2", "k", "v"], &["GOOD is not an ancestor of BAD"]);
    refused(&["side", "merged", "k", "v"], &["GOOD was merged into the line of BAD", "such as"]);
    refused(&["c1", "c1", "k", "v"], &["the same commit"]);
    // What was merged counts as one commit of the line.
    refused(&["c0", "merged", "kk", "v"], &["3 commits after", "no kernel 'kk'"]);
    refused(&["c0", "c9", "k", "v"], &["'c9'", "git knows no revision"]);
    refused(&["c0", "c2", "kk", "v"], &["GOOD", "no kernel 'kk'", "'k'"]);
    refused(&["c0", "c2", "k", "w"], &["GOOD", "no variant 'w'"]);
    refused(&["c0", "c2", "k", "v", "--confidence", "100"], &["--confidence", "50 to 99.99"]);
    bisected(&repository.shallow(), &["HEAD~1", "HEAD", "k", "v"]).refused(&["'HEAD~1'", "git fetch --unshallow"]);
}
