//! `export`, `import` and `lint` as their users call them.

use crate::common::{Bench, small};

/// A bench with one short run of two variants.
fn measured() -> Bench {
    let bench = Bench::with_experiment(&small("\"naive\", \"vectorised\""));
    bench.run(&["run", "small.toml", "--quick", "--rounds", "1"]).well();
    bench
}

#[test]
fn a_run_is_written_to_a_file_or_to_standard_output() {
    let bench = measured();
    let printed = bench.run(&["export", "--format", "csv"]).well().out;
    assert!(printed.starts_with("run,started_ms,cell,") && printed.contains(",naive,"), "{printed}");
    let silent = bench.run(&["export", "--format", "csv", "--to", "run.csv"]).well();
    assert!(silent.out.is_empty());
    assert_eq!(bench.text("run.csv"), printed);
    let listed = bench.run(&["export"]).well().fits().out;
    assert!(listed.contains("parquet"), "{listed}");
}

#[test]
fn what_cannot_be_written_is_refused_and_leaves_no_file() {
    let bench = measured();
    bench.run(&["export", "--format", "parket"]).refused(&[
        "no format 'parket'",
        "did you mean 'parquet'?",
        "csv, json",
    ]);
    bench.run(&["export", "none", "--format", "csv"]).refused(&["no run 'none'"]);
    bench.run(&["export", "--format", "pprof", "--to", "p"]).refused(&["has none", "--no-profile"]);
    assert!(!bench.path().join("p").exists());
    let nowhere = bench.run(&["export", "--format", "csv", "--to", "nowhere/run.csv"]);
    nowhere.refused(&["cannot write nowhere/run.csv", "there is no folder nowhere"]);
}

#[test]
fn runs_are_added_to_the_folder_that_asv_reads() {
    let bench = measured();
    let export = |to: &str| bench.run(&["export", "--format", "asv", "--to", to]);
    bench.run(&["export", "--format", "asv"]).refused(&["asv is read from a folder", "--to results"]);
    let file = bench.file("a-file", "");
    export(&file).refused(&["asv is read from a folder"]);
    let results = bench.path().join("results");
    std::fs::create_dir(&results).unwrap();
    let list = results.join("benchmarks.json");
    std::fs::write(&list, "no list").unwrap();
    export("results")
        .refused(&["--to results: benchmarks.json exists but was not written by tenfold", "another folder"]);
    assert_eq!(std::fs::read_dir(&results).unwrap().count(), 1, "a mistake writes nothing");

    std::fs::write(&list, r#"{"their.own": {"name": "their.own"}, "version": 2}"#).unwrap();
    let exported = export("results").well();
    // A commit is not what was measured where the tree had other changes: asv cannot say so, hence the program does.
    let differed = "differed from the revision when the program was built";
    let is_dirty = bench.run(&["export", "--format", "json"]).well().out.contains(differed);
    assert_eq!(exported.err.contains(differed), is_dirty, "{}", exported.err);
    let list: serde_json::Value = serde_json::from_slice(&std::fs::read(&list).unwrap()).unwrap();
    let names: Vec<&String> = list.as_object().unwrap().keys().collect();
    assert!(names.iter().any(|name| *name == "their.own"), "{names:?}");
    assert!(names.iter().any(|name| name.starts_with("traffic.naive.")), "{names:?}");
}

#[test]
fn lint_names_the_broken_rules_and_so_does_the_report() {
    let bench = measured();
    let json = bench.run(&["lint", "--json"]).ends_with(1).json();
    assert_eq!(json["rules"].as_array().unwrap().len(), 12);
    assert_eq!(json["rules"][4]["verdict"], "broken", "{json}");
    let text = bench.run(&["lint"]).fits().out;
    assert!(text.contains("no interval: 1 round, 6 are needed"), "{text}");
    assert!(bench.run(&["report"]).well().out.contains("`tenfold lint`"));
    assert!(std::fs::read_to_string(&bench.pages()[0]).unwrap().contains("This run breaks"));
}

#[test]
fn results_of_others_are_kept_as_not_checked() {
    let bench = Bench::new();
    let file = bench.file("sleep.json", r#"{"results":[{"command":"sleep <1>","times":[1,1,1,1,1,1]}]}"#);
    let imported = bench.run(&["import", &file]).well().out;
    assert!(imported.contains("1 benchmark, not checked by Tenfold"), "{imported}");
    assert!(bench.run(&["import", &file]).well().out.contains("is already there"));
    let report = bench.run(&["report"]).well().out;
    assert!(report.contains("? sleep <1>: 1.00 s [1.00 s, 1.00 s], not checked by Tenfold"), "{report}");
    let page = std::fs::read_to_string(&bench.pages()[0]).unwrap();
    assert!(page.contains("Times not checked by Tenfold") && page.contains("sleep &lt;1&gt;"));
    let csv = bench.run(&["export", "--format", "csv"]).well().out;
    assert!(csv.lines().nth(1).unwrap().contains(",unchecked,"), "{csv}");
    assert!(bench.run(&["export", "--format", "bencher"]).well().err.contains("sleep <1>"));
    let other = bench.file("other.json", "{}");
    bench.run(&["import", &file, &other]).refused(&["other.json", "hyperfine"]);
    bench.run(&["import", "missing.json"]).refused(&["missing.json", "No such file"]);
}
