//! The store as its users meet it: what is in it, what is thrown away, what is refused.

use crate::common::Bench;
use std::process::Stdio;
use std::time::Duration;

/// A bench with so many imported runs.
fn imported(runs: usize) -> Bench {
    let bench = Bench::new();
    for run in 0..runs {
        let text = format!(r#"{{"results":[{{"command":"sleep","times":[1,2,{}]}}]}}"#, run + 1);
        let file = bench.file("sleep.json", &text);
        // Runs are ordered by when their files were written.
        let written = std::time::UNIX_EPOCH + Duration::from_secs(1_000_000 + run as u64);
        std::fs::File::options().append(true).open(bench.path().join(&file)).unwrap().set_modified(written).unwrap();
        bench.run(&["import", &file]).well();
    }
    bench
}

#[test]
fn runs_are_listed_shown_and_pruned() {
    let bench = imported(3);
    bench.run(&["report"]).well();
    let listed = bench.run(&["runs", "list", "--json"]).well().json();
    let ids: Vec<String> =
        listed["runs"].as_array().unwrap().iter().map(|r| r["id"].as_str().unwrap().into()).collect();
    assert_eq!(ids.len(), 3);
    let text = bench.run(&["runs", "list"]).well().out;
    assert!(text.lines().zip(&ids).all(|(line, id)| line.starts_with(id.as_str())), "{text}");
    assert!(text.contains("1970-01-12 13:46 UTC  3 launches, finished"), "{text}");

    let shown = bench.run(&["runs", "show", &ids[2], "--json"]).well().json();
    assert_eq!((&shown["launches"], &shown["superseded"]), (&3.into(), &0.into()));
    assert_eq!(shown["sessions"].as_array().unwrap().len(), 1);
    assert_eq!(shown["cells"][0]["identity"].as_str().unwrap().len(), 32);
    assert!(bench.run(&["runs", "show"]).well().out.starts_with(&ids[0]));
    for args in [&["runs", "show", "none"][..], &["report", "none"]] {
        bench.run(args).refused(&["no run 'none'", &ids[0]]);
    }

    bench.run(&["runs", "prune", "--keep", "0"]).refused(&["--keep", "from 1 to"]);
    let before = std::fs::read(bench.store()).unwrap();
    let would = bench.run(&["runs", "prune", "--keep", "1", "--dry-run"]).well().out;
    assert!(would.contains("2 runs would be deleted, 1 kept"), "{would}");
    assert!(std::fs::read(bench.store()).unwrap() == before);
    let pruned = bench.run(&["runs", "prune", "--keep", "1", "--json"]).well().json();
    assert_eq!(pruned["deleted"], serde_json::json!(ids[1..]));
    let left = bench.run(&["runs", "list", "--json"]).well().json();
    assert_eq!(left["runs"].as_array().unwrap().len(), 1);
    assert_eq!(bench.pages().len(), 1, "the page of the newest run is kept");
}

#[test]
fn import_and_export_answer_in_json() {
    let bench = imported(0);
    let file = bench.file(
        "sleep.json",
        r#"{"results":[{"command":"a","times":[1]},{"command":"a","times":[2],"exit_codes":[1]}]}"#,
    );
    let said = bench.run(&["import", &file, "--json"]).well().json();
    assert_eq!((&said["imported"][0]["benchmarks"], &said["imported"][0]["launches"]), (&2.into(), &2.into()));
    assert_eq!(said["imported"][0]["new"], true);
    assert_eq!(bench.run(&["import", &file, "--json"]).well().json()["imported"][0]["new"], false);
    let said = bench.run(&["export", "--format", "bencher", "--to", "b.json", "--json"]).well().json();
    assert_eq!(said["left_out"].as_array().unwrap().len(), 2);
    assert!(said["left_out"][1]["reason"].as_str().unwrap().contains("exit code 1"), "{said}");
    bench.run(&["export", "--format", "csv", "--json"]).refused(&["--json", "--to"]);
    assert!(bench.run(&["export", "--json"]).well().json()["formats"].as_array().unwrap().len() > 10);
}

#[test]
fn what_is_no_whole_store_is_not_the_users_mistake_unless_it_is_another_file() {
    let bench = imported(1);
    let whole = std::fs::read(bench.store()).unwrap();
    let refused = |bytes: &[u8], code: i32, said: &str| {
        std::fs::write(bench.store(), bytes).unwrap();
        let file = bench.file("sleep.json", r#"{"results":[{"command":"b","times":[1]}]}"#);
        for args in [&["report"][..], &["runs", "list"], &["export", "--format", "csv"], &["import", &file]] {
            let err = bench.run(args).ends_with(code).err;
            assert!(
                err.contains(said) && err.contains("tenfold.sqlite") && err.lines().count() == 1,
                "{args:?}: {err}"
            );
        }
        assert!(std::fs::read(bench.store()).unwrap() == bytes, "it was not left as it was");
    };
    let changed = |at: usize, with: u8| {
        let mut bytes = whole.clone();
        bytes[at] = with;
        bytes
    };
    refused(&whole[..whole.len() - 100], 3, "damaged: it was cut off");
    // The last bytes of the header's layout and of its mark.
    refused(&changed(63, 9), 3, "has layout 9");
    refused(&changed(71, 0), 2, "database of another program");
    refused(b"{}", 2, "it is not an SQLite file");
    std::fs::write(bench.store(), &whole).unwrap();
    bench.run(&["report"]).well();
}

#[test]
fn an_import_is_there_whole_or_not_at_all() {
    let bench = imported(0);
    let times: Vec<String> = (0..30_000).map(|i| format!("1.{i:05}")).collect();
    let file = bench.file("many.json", &format!(r#"{{"results":[{{"command":"x","times":[{}]}}]}}"#, times.join(",")));
    for delay in [5, 30, 80, 120, 200, 350] {
        let mut child = bench.command(&["import", &file]).stdout(Stdio::null()).spawn().unwrap();
        std::thread::sleep(Duration::from_millis(delay));
        child.kill().unwrap();
        child.wait().unwrap();
        if bench.store().exists() {
            let listed = bench.run(&["runs", "list", "--json"]).well().json();
            let launches: Vec<_> = listed["runs"].as_array().unwrap().iter().map(|r| r["launches"].as_u64()).collect();
            assert!(launches.is_empty() || launches == [Some(30_000)], "{launches:?}");
        }
    }
    bench.run(&["import", &file]).well();
    assert_eq!(bench.run(&["runs", "list", "--json"]).well().json()["runs"][0]["launches"], 30_000);
}
