//! `tenfold gate`, driven as a user drives it, in a repository whose program says what was planted.

use crate::common::Ran;
use crate::common::repository::{Duelist, Repository};

fn gate(repository: &Repository, revision: &str, minutes: &str, more: &[&str]) -> Ran {
    let args = ["gate", "--base", "one", "--revision", revision, "--minutes", minutes, "--builds", "2"];
    repository.run(&[&args[..], more].concat())
}

/// Commits `one`, then `same`, `noisy`, `slower` with a variant that is new, `accepted` and `wrong`.
fn repository() -> Repository {
    let repository = Repository::new();
    let commit = |name: &str, message: &str, variants: &[(&str, f64)]| {
        repository.planted(message, variants);
        repository.git(&["tag", name]);
    };
    commit("one", "One", &[("v", 1.0), ("w", 1.0)]);
    commit("same", "Same", &[("v", 1.0), ("w", 1.0)]);
    repository.duelist(Duelist { noise: 0.05, ..Duelist::of(&[("v", 1.0), ("w", 1.0)]) });
    repository.commit("Noisy");
    repository.git(&["tag", "noisy"]);
    commit("slower", "Slower", &[("v", 1.1), ("w", 1.0), ("new", 9.0)]);
    commit("accepted", "Sums\n\n[perf-ok: sums are exact]", &[("v", 1.1), ("w", 1.0)]);
    commit("wrong", "[perf-ok: quicker]", &[("v", 1.0), ("wrong", 0.5)]);
    repository
}

#[test]
fn a_change_passes_fails_is_accepted_or_cannot_be_judged() {
    let repository = repository();
    let same = gate(&repository, "same", "0.3", &["--threshold", "5"]).well();
    assert!(same.out.starts_with("**No slowdown of more than 5.0 %** in 2 cells.\n\n### 2 cells"), "{}", same.out);
    assert!(same.err.contains("page: tenfold-runs/gate-"), "{}", same.err);

    let slower = gate(&repository, "slower", "0.3", &["--threshold", "5"]).ends_with(1);
    assert!(slower.out.starts_with("**1 of 2 is slower by more than 5.0 %**: k v.\n"), "{}", slower.out);
    assert!(slower.out.contains("- k new: the base does not have this variant"), "{}", slower.out);
    assert!(slower.out.contains("| k v | slower by "), "{}", slower.out);

    let json = gate(&repository, "accepted", "0.3", &["--threshold", "5", "--json"]).well().json();
    assert_eq!((&json["verdict"], &json["slower"]), (&"accepted".into(), &serde_json::json!(["k v"])));
    assert_eq!(json["accepted"][0]["reason"], "sums are exact");
    let commit = repository.git(&["rev-parse", "accepted"]);
    assert!(commit.starts_with(json["accepted"][0]["commit"].as_str().unwrap()));

    // It would take a thousand launches, and in six seconds there are some dozens.
    let undecided = gate(&repository, "noisy", "0.1", &["--threshold", "0.5", "k"]).ends_with(3);
    assert!(
        undecided.out.contains("could have been missed in 2 cells: k v, k w. Allow more time"),
        "{}",
        undecided.out
    );
}

#[test]
fn a_wrong_answer_fails_whatever_a_message_accepts() {
    let repository = repository();
    repository.git(&["checkout", "-q", "one"]);
    repository.planted("Two", &[("v", 1.0), ("wrong", 1.0)]);
    repository.git(&["tag", "two"]);
    let args = ["gate", "--base", "two", "--revision", "wrong", "--minutes", "0.1", "--builds", "1"];
    let wrong = repository.run(&args).ends_with(1);
    assert!(wrong.out.contains("wrong, too fast to be true or not running**: k wrong"), "{}", wrong.out);
}

#[test]
fn a_command_of_any_project_is_judged_as_kernels_are() {
    let repository = Repository::new();
    repository.bench.file("tracks.toml", "[track.wait]\ncommand = \"sh wait.sh\"\n");
    let commit = |name: &str, message: &str, seconds: &str| {
        repository.bench.file("wait.sh", &format!("sleep {seconds}\n"));
        repository.commit(message);
        repository.git(&["tag", name]);
    };
    commit("one", "One", "0.010");
    commit("same", "Same", "0.010");
    commit("slower", "Slower", "0.040");
    repository.git(&["checkout", "-q", "one"]);
    commit("accepted", "Wait\n\n[perf-ok: the disk is slow]", "0.040");
    let tracks = ["--tracks", "tracks.toml"];
    let slower = gate(&repository, "slower", "0.3", &[&tracks[..], &["--threshold", "10"]].concat());
    assert_eq!(slower.code, Some(1), "{}{}", slower.out, slower.err);
    assert!(slower.out.starts_with("**1 of 1 is slower by more than 10 %**: command wait.\n"), "{}", slower.out);
    let accepted = gate(&repository, "accepted", "0.3", &[&tracks[..], &["--threshold", "10"]].concat());
    assert_eq!(accepted.code, Some(0), "{}{}", accepted.out, accepted.err);
    assert!(accepted.out.contains("Accepted by ") && accepted.out.contains(": the disk is slow."), "{}", accepted.out);
    gate(&repository, "same", "0.1", &[]).refused(&["has no Tenfold kernels", "--tracks FILE.toml"]);
    gate(&repository, "same", "0.1", &["k", "--tracks", "tracks.toml"]).refused(&["has no Tenfold kernels"]);
    repository.bench.file("tracks.toml", "[track.wait]\nbuild = \"false\"\ncommand = \"sh wait.sh\"\n");
    gate(&repository, "same", "0.1", &tracks).refused(&["the base ", " cannot be built: `false`"]);
}

#[test]
fn mistakes_are_refused_with_what_is_allowed() {
    let repository = repository();
    repository.run(&["gate"]).refused(&["--base"]);
    repository.run(&["gate", "--base", "noe"]).refused(&["git knows no revision 'noe'"]);
    let args = ["gate", "--base", "one", "--revision", "same", "--builds", "1", "--minutes", "0.1", "q"];
    repository.run(&args).refused(&["neither side has a kernel 'q'", "allowed: k"]);
    repository.run(&["gate", "--base", "one", "--minutes", "0"]).refused(&["--minutes", "above 0"]);
}
