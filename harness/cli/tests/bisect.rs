//! `tenfold bisect`, driven as a user drives it, in a repository whose program speaks the protocol of duels and is built in a
//! second.

mod common;

use common::{Bench, Ran, git, ran};
use std::process::{Command, Stdio};
use std::time::Duration;
use tenfold_measure::duel::protocol::GREETING;

/// The program: each run takes `milliseconds`, or so it says, and its answer is as `wrong` as told.
fn program(milliseconds: &str, wrong: &str) -> String {
    format!(
        r##"use std::io::{{BufRead, Write}};
fn main() {{
    let say = |text: &str| writeln!(std::io::stdout(), "{{text}}").unwrap();
    say("{GREETING}");
    for ask in std::io::stdin().lock().lines().map_while(Result::ok) {{
        if ask.contains("\"list\"") {{
            say(r#"tenfold-duel {{"kernels":[{{"kernel":"k","params":[],"variants":[["v","naive"]]}}]}}"#);
        }} else if ask.starts_with("{{\"reference\"") {{
            say(r#"tenfold-duel "done""#);
        }} else if ask.contains("prepare") {{
            say(r#"tenfold-duel {{"ready":{{"params":{{}},"path":"portable","wrong":{wrong}}}}}"#);
        }} else if ask.contains("judge") {{
            say(r#"tenfold-duel {{"judged":{{"wrong":{wrong}}}}}"#);
        }} else {{
            std::thread::sleep(std::time::Duration::from_millis(1));
            say(r#"tenfold-duel {{"ran":{{"seconds":{milliseconds}e-3,"switches":0}}}}"#);
        }}
    }}
}}
"##
    )
}

/// A repository with a commit for each source of its program; commit number `i` is tagged "c`i`".
fn repository(sources: &[String]) -> Bench {
    let bench = Bench::new();
    bench.file(
        "Cargo.toml",
        "[package]\nname = \"tenfold\"\nversion = \"0.0.0\"\nedition = \"2024\"\n[workspace]\n[features]\nmpi = []\n",
    );
    bench.file("Cargo.lock", "version = 4\n\n[[package]]\nname = \"tenfold\"\nversion = \"0.0.0\"\n");
    bench.file(".gitignore", "target\ntenfold-runs\n");
    std::fs::create_dir(bench.path().join("src")).unwrap();
    git(&bench, &["init", "-q"]);
    for (number, source) in sources.iter().enumerate() {
        bench.file("src/main.rs", &format!("{source}// Commit {number}\n"));
        git(&bench, &["add", "."]);
        git(
            &bench,
            &[
                "commit",
                "-q",
                "-m",
                &format!(
                    "Change number {number} of the program, told in more words than a line of eighty columns has room for"
                ),
            ],
        );
        git(&bench, &["tag", &format!("c{number}")]);
    }
    bench
}

fn bisect(bench: &Bench, args: &[&str]) -> Command {
    let mut command = bench.command(&[&["bisect"], args].concat());
    command.env_remove("CARGO_TARGET_DIR");
    command
}

fn bisected(bench: &Bench, args: &[&str]) -> Ran {
    ran(bisect(bench, args).output().unwrap())
}

/// The file in which a bisection is kept.
fn kept(bench: &Bench) -> Option<std::path::PathBuf> {
    let entries = std::fs::read_dir(bench.path().join("tenfold-runs")).ok()?;
    let mut paths = entries.flatten().map(|entry| entry.path());
    paths.find(|path| path.extension().is_some_and(|e| e == "json"))
}

const RANGE: [&str; 4] = ["c0", "c8", "k", "v"];

#[test]
fn a_slower_commit_is_found_around_one_that_does_not_build_and_after_a_stop() {
    let source = |commit| match commit {
        4 => "fn main() { does not build }\n".to_string(),
        0..6 => program("0.90", "null"),
        _ => program("1.17", "null"),
    };
    let bench = repository(&(0..=8).map(source).collect::<Vec<_>>());

    let mut command = bisect(&bench, &RANGE);
    let stopped = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let has_probe = || kept(&bench).is_some_and(|file| std::fs::read_to_string(file).unwrap().contains("log_ratio"));
    assert!((0..600).any(|_| {
        std::thread::sleep(Duration::from_millis(100));
        has_probe()
    }));
    Command::new("kill").args(["-INT", &stopped.id().to_string()]).status().unwrap();
    let stopped = ran(stopped.wait_with_output().unwrap());
    assert_eq!(stopped.code, Some(130), "{}{}", stopped.out, stopped.err);
    assert!(stopped.out.contains("rerun the same command to resume"), "{}", stopped.out);

    let found = bisected(&bench, &RANGE).well();
    assert!(found.err.contains("resuming: "), "{}", found.err);
    assert!(found.out.contains("made k v slower by 30 %") && found.out.contains("Change number 6"), "{}", found.out);
    assert!(found.out.contains("does not build: error"), "{}", found.out);
    assert!(
        found.out.lines().chain(found.err.lines()).all(|line| line.chars().count() <= 80),
        "{}{}",
        found.out,
        found.err
    );

    // What is known is not measured again.
    let json = bisected(&bench, &[&RANGE[..], &["--json"]].concat()).well().json();
    assert_eq!((json["outcome"].as_str(), json["commits"][0]["place"].as_u64()), (Some("found"), Some(6)), "{json}");
    assert!(json["confidence"].as_f64().unwrap() >= 0.95, "{json}");
    assert_eq!(json["skipped"][0]["place"], 4, "{json}");
    let ratio = &json["time_ratio"];
    assert!(ratio["low"].as_f64().unwrap() < 1.3 && ratio["high"].as_f64().unwrap() > 1.3, "{ratio}");
    let probes = json["probes"].as_array().unwrap();
    let places: Vec<u64> = probes.iter().map(|probe| probe["place"].as_u64().unwrap()).collect();
    assert!(places[0] == 8 && places.contains(&5) && places.contains(&6) && places.len() <= 5, "{places:?}");
    let store = tenfold_record::Store::open(&bench.store()).unwrap();
    let comparison = store.comparison(probes[1]["comparison"].as_str().unwrap()).unwrap().unwrap();
    assert!(!comparison.duels[0].launches.is_empty(), "the times are kept");

    // A file that was cut off is told, and not overwritten.
    let file = kept(&bench).unwrap();
    let text = std::fs::read_to_string(&file).unwrap();
    std::fs::write(&file, &text[..text.len() / 2]).unwrap();
    let damaged = bisected(&bench, &RANGE);
    assert_eq!(damaged.code, Some(3), "{}", damaged.err);
    assert!(damaged.err.contains("damaged") && damaged.err.contains("--fresh starts over"), "{}", damaged.err);
    // Beside the broken commit it could be either.
    let beside = bisected(&bench, &["c3", "c5", "k", "v", "--json"]);
    assert_eq!(beside.json()["outcome"], "no difference", "{}", beside.out);
    assert_eq!(beside.code, Some(3));
}

#[test]
fn a_gain_that_a_broken_commit_may_hide_is_one_of_two() {
    let sources = [program("1.00", "null"), "fn main() { does not build }\n".to_string(), program("0.80", "null")];
    let bench = repository(&sources);
    let hidden = bisected(&bench, &["c0", "c2", "k", "v"]);
    assert_eq!(hidden.code, Some(3), "{}{}", hidden.out, hidden.err);
    assert!(hidden.out.contains("One of 2 commits made k v faster by 20 %"), "{}", hidden.out);
    assert!(hidden.out.contains("1 of them could not be measured"), "{}", hidden.out);
}

#[test]
fn a_wrong_answer_of_the_bad_one_has_no_time() {
    let bench = repository(&[program("1.00", "null"), program("0.10", r#""cars: 2, expected 3""#)]);
    let wrong = bisected(&bench, &["c0", "c1", "k", "v"]);
    assert_eq!(wrong.code, Some(1), "{}{}", wrong.out, wrong.err);
    assert!(
        wrong.err.contains("cars: 2, expected 3") && wrong.err.contains("its time is not reported"),
        "{}",
        wrong.err
    );
}

#[test]
fn mistakes_are_refused_with_what_to_do() {
    let sources: Vec<String> = (0..3).map(|_| program("1.00", "null")).collect();
    let bench = repository(&sources);
    git(&bench, &["checkout", "-q", "-b", "side", "c1"]);
    bench.file("side", "");
    git(&bench, &["add", "."]);
    git(&bench, &["commit", "-q", "-m", "beside"]);
    git(&bench, &["checkout", "-q", "-b", "merged", "c2"]);
    git(&bench, &["merge", "-q", "--no-ff", "-m", "merged", "side"]);
    let refused = |args: &[&str], parts: &[&str]| bisected(&bench, args).refused(parts);
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
    let clone = Bench::new();
    let url = format!("file://{}", bench.path().display());
    git(&clone, &["clone", "-q", "--depth", "1", &url, "."]);
    bisected(&clone, &["HEAD~1", "HEAD", "k", "v"]).refused(&["'HEAD~1'", "git fetch --unshallow"]);
}
