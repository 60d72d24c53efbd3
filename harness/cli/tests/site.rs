//! `tenfold site`: a history as a folder of static files.

mod common;

use common::Bench;
use serde_json::{Value, json};
use std::fs;

/// A bench with a history of so many nights of one series, as its files are kept.
fn tracked(nights: u64) -> Bench {
    let bench = Bench::new();
    fs::create_dir_all(bench.path().join("tenfold-history/nights")).unwrap();
    let commit =
        |depth: u64| json!({ "hash": format!("{depth:040}"), "depth": depth, "time": 0, "subject": "A <change>" });
    for night in 0..nights {
        let header = json!({
            "format": 1, "id": format!("night-{night}"), "started_ms": night * 86_400_000, "seconds": 60.0,
            "revision": commit(100 + night), "reference": commit(99), "machine": { "key": "a", "name": "a machine" },
            "void": null, "accepted": [], "sentinels": [], "left_out": []
        });
        let series = json!({ "group": "sums", "name": "naive", "problem": "", "workers": 1 });
        let measured = json!({
            "log_ratio": 0.001 * night as f64, "error": 0.002, "interval": [-0.004, 0.006], "n": 8, "seconds": 0.5, "instructions": null
        });
        let observation = json!({ "series": series, "outcome": { "measured": measured } });
        bench.file(&format!("tenfold-history/nights/night-{night}.jsonl"), &format!("{header}\n{observation}\n"));
    }
    bench
}

#[test]
fn a_history_becomes_a_folder_of_static_files() {
    let bench = tracked(3);
    let told = bench.run(&["site", "--json"]).well().json();
    assert_eq!((&told["nights"], &told["out"]), (&json!(3), &json!("tenfold-site")));
    let read = |name: &str| fs::read_to_string(bench.path().join("tenfold-site").join(name)).unwrap();
    let page = read("index.html");
    assert!(page.contains("Nothing changed: 1 series against reference"), "{page}");
    assert!(page.contains("A &lt;change&gt;") && !page.contains("<change>"));
    let nights: Vec<Value> = read("history.jsonl").lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(nights.len(), 3);
    let again = bench.run(&["site"]).well().out;
    assert!(again.contains("dashboard: tenfold-site/index.html"), "{again}");
    assert_eq!(read("index.html"), page);
    let parts = fs::read_dir(bench.path().join("tenfold-site")).unwrap().flatten();
    assert!(parts.into_iter().all(|entry| entry.path().extension().unwrap() != "part"), "nothing is left half done");
}

#[test]
fn a_folder_that_is_not_there_is_a_mistake() {
    Bench::new().run(&["site", "--history", "elsewhere"]).refused(&[
        "--history elsewhere",
        "no such folder",
        "tenfold nightly",
    ]);
}
