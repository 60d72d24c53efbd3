//! `tenfold site`: a history as a folder of static files.

use crate::common::Bench;
use serde_json::json;
use std::fs;
use tenfold_history::History;
use tenfold_history::testing::night;

/// A bench with a history of so many nights in which nothing changed.
fn tracked(nights: u64) -> Bench {
    let bench = Bench::new();
    let folder = bench.path().join("tenfold-history");
    for depth in 2..2 + nights {
        let mut night = night(depth);
        night.revision.subject = "A <change>".to_string();
        History::append(&folder, &night).unwrap();
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
    assert!(page.contains("Nothing changed: 2 series against reference"), "{page}");
    assert!(page.contains("A &lt;change&gt;") && !page.contains("<change>"));
    assert!(read("history.jsonl").lines().count() >= 3);
    assert!(read("feed.xml").contains("<link href=\"index.html\"/>"));
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
