//! A history as its users meet it: listed, checked, merged, carried elsewhere, refused.

use crate::common::Bench;
use serde_json::json;
use std::fs;
use std::path::PathBuf;
use std::process::Stdio;
use tenfold_history::testing::{hash, machine, night, observed, series};
use tenfold_history::{History, Night, Observation, Outcome};

/// A bench with these nights in `tenfold-history`, pinned to the first commit.
fn kept(nights: &[Night]) -> Bench {
    let bench = Bench::new();
    let folder = bench.path().join("tenfold-history");
    nights.iter().for_each(|night| drop(History::append(&folder, night).unwrap()));
    History::pin(&folder, &hash(1)).unwrap();
    bench
}

fn file(bench: &Bench, night: &str) -> PathBuf {
    bench.path().join(format!("tenfold-history/nights/{night}.jsonl"))
}

/// Nights as a project has them: names as long as they are, one void, one with a wrong answer, another machine.
fn real() -> Vec<Night> {
    let of = |depth: u64, id: &str| Night { id: id.to_string(), ..night(depth) };
    let mut wrong = of(4, "20261129-031700-000000000004-7f3a");
    let outcome = Outcome::Wrong("42 is not 43".to_string());
    wrong.observations.push(Observation { outcome, ..observed(series("sums", "naive"), 0.0) });
    wrong.machine = machine("2-core AMD EPYC 7763 64-Core Processor, avx2, in the cloud of somebody else's");
    wrong.revision.subject = "Sums are taken in pairs, which is as fast and more precise than before".to_string();
    let mut void = of(3, "20261128-031700-000000000003-01bc");
    void.void = Some("70 of 120 series deviate, all of them slower: the machine was busy".to_string());
    vec![of(2, "20261127-031700-000000000002-9d0e"), void, wrong]
}

#[test]
fn nights_are_listed_in_80_columns_the_newest_commit_first() {
    let bench = kept(&real());
    let text = bench.run(&["history", "list"]).well().out;
    assert!(text.lines().all(|line| line.chars().count() <= 80), "{text}");
    assert_eq!(
        text,
        "20261129-031700-000000000004-7f3a  2 series, 1 wrong  Sums are taken in pairs, …\n    \
         since then on 2-core AMD EPYC 7763 64-Core Processor, avx2, in the cloud of…\n\
         20261128-031700-000000000003-01bc  2 series           void: 70 of 120 series de…\n\
         20261127-031700-000000000002-9d0e  2 series           Change 2\n    \
         since then on amd\n    \
         since then against 000000000001 (Change 1)\n\
         3 nights, 1 void; pinned: 000000000001\n"
    );
    let json = bench.run(&["history", "list", "--json"]).well().json();
    assert_eq!(json["reference"], hash(1));
    let newest = &json["nights"][0];
    assert_eq!(newest["revision"]["hash"], hash(4));
    assert_eq!((&newest["measured"], &newest["wrong"], &newest["failed"]), (&json!(2), &json!(1), &json!(0)));
    assert_eq!(json["nights"].as_array().unwrap().len(), 3);
}

#[test]
fn a_history_without_nights_is_one_and_a_folder_that_is_missing_is_not() {
    let bench = kept(&[]);
    assert_eq!(bench.run(&["history", "list"]).well().out, "no night yet: `tenfold nightly` adds one\n");
    for verb in ["list", "check", "export"] {
        let rest: &[&str] = if verb == "export" { &["--format", "jsonl"] } else { &[] };
        let args = [&["history", verb, "--history", "none"][..], rest].concat();
        bench.run(&args).refused(&["--history none", "no such folder", "`tenfold nightly`"]);
    }
    assert!(!bench.path().join("none").exists());
}

#[test]
fn check_names_every_fault_and_changes_nothing() {
    let bench = kept(&[night(2), night(3), night(4)]);
    let said = bench.run(&["history", "check"]).well().out;
    assert_eq!(said, "3 nights of 2 series can be read; no fault found\n");
    let text = fs::read_to_string(file(&bench, "night-3")).unwrap();
    fs::write(file(&bench, "night-3"), &text[..text.len() - 10]).unwrap();
    fs::write(file(&bench, "night-4"), text.replace("\"format\":1", "\"format\":7")).unwrap();
    let checked = bench.run(&["history", "check"]);
    assert_eq!(checked.code, Some(3), "{}", checked.err);
    let lines: Vec<&str> = checked.out.lines().collect();
    assert!(
        lines[0].contains("nights/night-3.jsonl:3: the file was cut off here, before observation 2 of 2"),
        "{lines:?}"
    );
    assert!(
        lines[1].contains("nights/night-4.jsonl:1: it has format 7") && lines[1].contains("use the version"),
        "{lines:?}"
    );
    assert_eq!(lines[2..], ["1 night of 2 series can be read; 2 faults"]);
    let json = bench.run(&["history", "check", "--json"]).json();
    assert_eq!((&json["nights"], json["faults"].as_array().unwrap().len()), (&json!(1), 2));
    // Whatever needs all of it stops at the first fault, which is not the user's mistake.
    for args in [&["history", "list"][..], &["history", "export", "--format", "jsonl"]] {
        let ran = bench.run(args);
        assert_eq!((ran.code, ran.out.as_str(), ran.err.lines().count()), (Some(3), "", 1), "{}", ran.err);
        assert!(ran.err.contains("night-3.jsonl:3: "), "{}", ran.err);
    }
    assert_eq!(fs::read_to_string(file(&bench, "night-3")).unwrap(), text[..text.len() - 10]);
}

#[test]
fn two_histories_become_one() {
    let bench = kept(&[night(2), night(3)]);
    let other = bench.path().join("other");
    [night(3), night(4)].iter().for_each(|night| drop(History::append(&other, night).unwrap()));
    History::pin(&other, &hash(2)).unwrap();
    let said = bench.run(&["history", "merge", "other"]).well();
    assert_eq!(said.out, "1 night added, 1 already there\n");
    assert!(said.err.contains("the other history is pinned to 000000000002"), "{}", said.err);
    let again = bench.run(&["history", "merge", "other", "--json"]).well().json();
    assert_eq!(again, json!({ "added": [], "there": 2, "other_reference": hash(2) }));
    let history = History::open(&bench.path().join("tenfold-history")).unwrap();
    assert_eq!((history.nights, history.reference), (vec![night(2), night(3), night(4)], Some(hash(1))));

    let clash = bench.path().join("clash");
    [night(5), Night { seconds: 1.0, ..night(3) }]
        .iter()
        .for_each(|night| drop(History::append(&clash, night).unwrap()));
    bench.run(&["history", "merge", "clash"]).refused(&["night 'night-3'", "different content", "neither was changed"]);
    assert!(!file(&bench, "night-5").exists(), "nothing is written");
    bench.run(&["history", "merge", "none"]).refused(&["none", "no such folder"]);
}

#[test]
fn a_history_is_carried_in_one_file_and_comes_back_as_it_was() {
    let bench = kept(&real());
    bench.run(&["history", "export", "--format", "jsonl", "-o", "all.jsonl"]).well();
    let printed = bench.run(&["history", "export", "--format", "jsonl"]).well().out;
    assert_eq!(fs::read_to_string(bench.path().join("all.jsonl")).unwrap(), printed);
    let said = bench.run(&["history", "import", "all.jsonl", "--history", "new/place"]).well().out;
    assert_eq!(said, "3 nights added, 0 already there\n");
    let [old, new] = ["tenfold-history", "new/place"].map(|name| History::open(&bench.path().join(name)).unwrap());
    assert_eq!(old, new);

    bench.file("cut.jsonl", &printed[..printed.len() - 1]);
    let args = ["history", "import", "cut.jsonl", "--history", "cut"];
    bench.run(&args).refused(&["cut.jsonl:", "cut off here, before observation", "restore it from a copy"]);
    bench.run(&["history", "import", "none.jsonl"]).refused(&["cannot read none.jsonl"]);
    bench.file("run.jsonl", "{\"benchmarks\": []}\n");
    bench.run(&["history", "import", "run.jsonl"]).refused(&["run.jsonl:1: missing field `format`"]);
    assert!(!bench.path().join("cut").exists());
}

#[test]
fn other_programs_get_their_formats() {
    let bench = kept(&real());
    let formats = bench.run(&["history", "export"]).well().out;
    assert!(["openmetrics", "bencher", "jsonl"].iter().all(|name| formats.contains(name)), "{formats}");
    assert!(formats.lines().all(|line| line.chars().count() <= 80), "{formats}");
    let metrics = bench.run(&["history", "export", "--format", "openmetrics"]).well().out;
    assert!(metrics.contains("tenfold_night_time_ratio{series=\"flow/naive/n=8\",") && metrics.ends_with("# EOF\n"));
    let args = ["history", "export", "--format", "bencher", "-o", "b.json", "--json"];
    assert_eq!(bench.run(&args).well().json(), json!({ "format": "bencher", "to": "b.json", "nights": 3 }));
    let written: serde_json::Value = serde_json::from_slice(&fs::read(bench.path().join("b.json")).unwrap()).unwrap();
    assert_eq!(written["flow/naive/n=8"]["time-ratio"]["value"], 1.0);
    bench.run(&["history", "export", "--format", "bencher", "--json"]).refused(&["--json", "--to"]);
    bench.run(&["history", "export", "--format", "jsonls"]).refused(&["no format 'jsonls'", "did you mean 'jsonl'?"]);
    kept(&[]).run(&["history", "export", "--format", "bencher"]).refused(&["none that is valid (not void)"]);
}

#[test]
fn processes_at_once_lose_nothing() {
    let bench = kept(&[]);
    let jobs: Vec<_> = (0..6_u64)
        .map(|job| {
            let nights = (0..20).map(|index| night(10 + 6 * index + job)).collect();
            let name = bench.file(&format!("{job}.jsonl"), &History { nights, reference: Some(hash(1)) }.to_jsonl());
            bench.command(&["history", "import", &name]).stdout(Stdio::null()).spawn().unwrap()
        })
        .collect();
    for mut job in jobs {
        assert!(job.wait().unwrap().success());
    }
    let history = History::open(&bench.path().join("tenfold-history")).unwrap();
    assert_eq!(history.nights, (10..130).map(night).collect::<Vec<_>>());
}

#[test]
fn helps_fit_80_columns() {
    for verb in ["list", "check", "merge", "export", "import"] {
        let help = Bench::new().run(&["history", verb, "--help"]).well().out;
        assert!(help.contains("--history <FOLDER>") && help.contains("tenfold-history"), "{help}");
        assert!(help.lines().all(|line| line.chars().count() <= 80), "{help}");
    }
}
