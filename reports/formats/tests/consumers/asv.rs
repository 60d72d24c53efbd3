//! asv makes its pages from a folder of exported runs: every number of ours is in its graphs, at its commit.

use crate::{export, missing, python, well};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Command;
use tenfold_analysis::testing::{example, hostile};
use tenfold_formats::{Results, find};
use tenfold_record::Run;

/// The configuration of a project that asv follows.
const CONFIGURATION: &str = r#"{ "version": 1, "project": "tenfold", "repo": ".", "branches": ["main"], "dvcs": "git",
    "results_dir": "results", "html_dir": "html" }"#;

fn git(folder: &Path, args: &[&str]) -> String {
    let identity = ["-c", "user.name=t", "-c", "user.email=t@example.org"];
    well(&Command::new("git").current_dir(folder).args(identity).args(args).output().unwrap()).trim().to_string()
}

/// A commit in the repository `folder`.
fn commit(folder: &Path) -> String {
    git(folder, &["commit", "-q", "--allow-empty", "-m", "a change"]);
    git(folder, &["rev-parse", "HEAD"])
}

/// `run`, as if it had been measured at `commit`.
fn at(mut run: Run, commit: &str) -> Run {
    let revision = run.fingerprint.facts.iter_mut().find(|fact| fact.name == "revision").unwrap();
    revision.value = commit.into();
    run
}

/// The pages that asv makes of these runs; `None` where it is not installed.
fn published(folder: &Path, runs: &[Run]) -> Option<PathBuf> {
    let installed = Command::new(python()).args(["-c", "import asv"]).output();
    if !installed.is_ok_and(|output| output.status.success()) {
        return missing("asv");
    }
    for run in runs {
        export(run, find("asv").unwrap(), &folder.join("results"));
    }
    std::fs::write(folder.join("asv.conf.json"), CONFIGURATION).unwrap();
    let mut asv = Command::new(python());
    let output = asv.args(["-m", "asv", "publish", "--no-pull"]).current_dir(folder).output().unwrap();
    let said = well(&output) + &String::from_utf8_lossy(&output.stderr);
    assert!(!said.contains("Couldn't find") && !said.contains("Skipping"), "{said}");
    Some(folder.join("html"))
}

fn json_of(file: &Path) -> Value {
    serde_json::from_slice(&std::fs::read(file).unwrap_or_else(|e| panic!("{}: {e}", file.display()))).unwrap()
}

/// Every graph of the pages but the summaries, by the name of its benchmark.
fn graphs(html: &Path) -> BTreeMap<String, Value> {
    let (mut found, mut folders) = (BTreeMap::new(), vec![html.join("graphs")]);
    while let Some(folder) = folders.pop() {
        for path in std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()) {
            match path.is_dir() {
                true if path.ends_with("graphs/summary") => {}
                true => folders.push(path),
                false => {
                    let name = path.file_stem().unwrap().to_str().unwrap().to_string();
                    let graph = json_of(&path);
                    assert!(name == "summary" || found.insert(name, graph).is_none(), "{}: two graphs", path.display());
                }
            }
        }
    }
    found
}

#[test]
fn asv_publishes_every_number_at_its_commit() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    git(folder, &["init", "-q", "-b", "main"]);
    let first = at(example(), &commit(folder));
    // The second run has one of the two kernels only: the other's benchmarks stay.
    let mut second = at(example(), &commit(folder));
    second.experiment.parts.truncate(1);
    second.cells.retain(|measured| measured.cell.part == 0);
    let runs = [first, second];
    let Some(html) = published(folder, &runs) else { return };

    assert!(html.join("index.html").is_file());
    let index = json_of(&html.join("index.json"));
    let cells = runs[0].cells.len();
    let names: BTreeMap<&str, &str> = index["benchmarks"]
        .as_object()
        .unwrap()
        .iter()
        .map(|(name, about)| (about["pretty_name"].as_str().unwrap(), name.as_str()))
        .collect();
    assert_eq!(names.len(), cells);
    let machines: Vec<&String> = index["machines"].as_object().unwrap().keys().collect();
    assert_eq!(machines, ["2-core-example-machine"]);

    let graphs = graphs(&html);
    assert_eq!(graphs.len(), cells);
    for cell in Results::of(&runs[0]).cells() {
        let seconds = cell.times().map(|times| times.estimate.value);
        let commits = if cell.cell.part == 0 { 2 } else { 1 };
        let points = seconds.map_or(json!([]), |seconds| (0..commits).map(|commit| json!([commit, seconds])).collect());
        assert_eq!(graphs[names[cell.name.as_str()]], points, "{}", cell.name);
    }
}

#[test]
fn asv_publishes_a_hostile_run() {
    let folder = tempfile::tempdir().unwrap();
    git(folder.path(), &["init", "-q", "-b", "main"]);
    let run = at(hostile(), &commit(folder.path()));
    let Some(html) = published(folder.path(), std::slice::from_ref(&run)) else { return };
    assert_eq!(graphs(&html).len(), run.cells.len());
}
