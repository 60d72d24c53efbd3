//! What is written is read by the programs it is written for. Each test says so and passes where its program is missing; in
//! CI it fails, where `scripts/test` installs the program.

mod asv;
mod viewers;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use tempfile::TempDir;
use tenfold_analysis::testing::{REVISION, example, hostile};
use tenfold_formats::{FORMATS, Format, HISTORY_FORMATS, Results, Written};
use tenfold_history::testing::{hostile as hostile_night, night};
use tenfold_history::{History, Night};
use tenfold_record::Run;

/// Writes a run in a format to `place`: a file, or a folder, to which it is added.
fn export(run: &Run, format: &Format, place: &Path) {
    match (format.write)(&Results::of(run)).unwrap_or_else(|e| panic!("{}: {e}", format.name)) {
        Written::File(write) => write(&mut std::fs::File::create(place).unwrap()).unwrap(),
        Written::Folder(entries) => {
            for entry in entries {
                let file = place.join(&entry.path);
                std::fs::create_dir_all(file.parent().unwrap()).unwrap();
                let there = std::fs::read(&file).ok();
                std::fs::write(&file, entry.over(there.as_deref()).unwrap()).unwrap();
            }
        }
    }
}

/// The files of a run in a format, in memory.
fn written(format: &Format, run: &Run) -> Vec<Vec<u8>> {
    match (format.write)(&Results::of(run)).unwrap() {
        Written::File(write) => {
            let mut bytes = Vec::new();
            write(&mut bytes).unwrap();
            vec![bytes]
        }
        Written::Folder(entries) => entries.iter().map(|entry| entry.over(None).unwrap()).collect(),
    }
}

/// A folder with a run in every format, each in a file or a folder of the format's name.
fn exported(run: &Run) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    for format in FORMATS {
        export(run, format, &folder.path().join(format.name));
    }
    let schemas = folder.path().join("schemas");
    std::fs::create_dir(&schemas).unwrap();
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    for schema in ["schemas/tenfold-run-1.json", "tests/schemas/bmf.json", "tests/schemas/speedscope.json"] {
        let schema = here.join(schema);
        std::fs::copy(&schema, schemas.join(schema.file_name().unwrap())).unwrap();
    }
    folder
}

fn python() -> PathBuf {
    std::env::var_os("TENFOLD_PYTHON").map_or_else(|| "python3".into(), PathBuf::from)
}

/// What a reader of `readers.py` says of a run; `None` where it is not installed.
fn read_by(reader: &str, run: &Run) -> Option<BTreeMap<String, usize>> {
    read_in(&exported(run), reader)
}

/// What a reader of `readers.py` says of a folder; `None` where it is not installed.
fn read_in(folder: &TempDir, reader: &str) -> Option<BTreeMap<String, usize>> {
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/consumers/readers.py");
    let output = Command::new(python()).arg(script).arg(folder.path()).arg(reader).output();
    let output = output.ok().filter(|o| o.status.code() != Some(77));
    let said = well(&output.or_else(|| missing(reader))?);
    Some(said.lines().filter_map(|l| Some((l.split_once(' ')?.0.into(), l.split_once(' ')?.1.parse().ok()?))).collect())
}

/// Nothing, where a reader is not installed; in CI it has to be.
fn missing<T>(reader: &str) -> Option<T> {
    assert!(std::env::var_os("CI").is_none(), "{reader} is missing: pip install -r scripts/python-readers.txt");
    println!("skipped: {reader} is not installed (pip install -r scripts/python-readers.txt)");
    None
}

/// The standard output of a command that ended well.
#[track_caller]
fn well(output: &Output) -> String {
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8_lossy(&output.stdout).into_owned()
}

/// The output of a program that `scripts/test` does not install; `None` where it is missing.
fn optional(command: &mut Command) -> Option<Output> {
    let output = command.output().ok();
    if output.is_none() {
        println!("skipped: {} is not installed", command.get_program().display());
    }
    output
}

/// How many cells of a run have a number, and how many have none.
fn numbers(run: &Run) -> (usize, usize) {
    let known = Results::of(run).known().len();
    (known, run.cells.len() - known)
}

/// Rows of a table of samples: all samples of the cells with a number, and one for each other cell.
fn rows(run: &Run) -> usize {
    let results = Results::of(run);
    let of = |c: &tenfold_formats::CellResult<'_>| c.launches().iter().map(|l| l.samples.len()).sum::<usize>().max(1);
    results.cells().iter().map(of).sum()
}

#[test]
fn pandas_and_polars_open_the_tables() {
    for reader in ["pandas", "polars"] {
        for run in [example(), hostile()] {
            let Some(said) = read_by(reader, &run) else { return };
            assert_eq!(said["rows"], rows(&run), "{reader}");
            let without = said["wrong"] + said["too-fast"] + said["missing"];
            assert_eq!(without, numbers(&run).1, "{reader}");
        }
    }
}

#[test]
fn openmetrics_parses_by_its_reference_parser() {
    for run in [example(), hostile()] {
        let Some(said) = read_by("prometheus_client", &run) else { return };
        assert_eq!((said["times"], said["without"]), numbers(&run));
    }
}

#[test]
fn a_history_parses_by_its_readers() {
    // Commits arrive in any order, and the newest one has the awkward names.
    let late = Night { started_ms: 5, ..night(4) };
    let history = History { nights: vec![night(2), night(3), late, hostile_night()], reference: None };
    let folder = exported(&example());
    for format in HISTORY_FORMATS {
        let place = folder.path().join(format!("history.{}", format.name));
        std::fs::write(place, (format.write)(&history).unwrap()).unwrap();
    }
    let Some(said) = read_in(&folder, "nights") else { return };
    let expected = [
        ("points", 4),
        ("points_time_ratio", 2 * 3 + 1),
        // Wrong, failed, left out.
        ("points_without_number", 3),
        ("points_sentinels", 4),
        ("benchmarks", 1),
    ];
    assert_eq!(said, expected.map(|(name, count)| (name.to_string(), count)).into());
}

#[test]
fn documents_fit_their_schemas() {
    for run in [example(), hostile()] {
        let Some(said) = read_by("jsonschema", &run) else { return };
        assert_eq!(said["valid"], 3);
    }
}

#[test]
fn compare_py_compares_every_cell() {
    let script = Path::new("/usr/share/benchmark/compare.py");
    if !script.exists() {
        println!("skipped: Google Benchmark's compare.py is not installed (Debian: libbenchmark-tools)");
        return;
    }
    let run = example();
    let folder = exported(&run);
    let file = folder.path().join("google-benchmark");
    let output = Command::new(python()).arg(script).args(["--no-color", "benchmarks"]).arg(&file).arg(&file).output();
    let Some(output) = output.ok().filter(|o| !String::from_utf8_lossy(&o.stderr).contains("ModuleNotFoundError"))
    else {
        println!("skipped: compare.py needs numpy and scipy");
        return;
    };
    let said = well(&output);
    for known in Results::of(&run).known() {
        let lines = said.lines().filter(|l| l.split_whitespace().next() == Some(known.name.as_str()));
        assert_eq!(lines.count(), known.times.launches.len(), "{}", known.name);
    }
    assert!(said.contains("U Test, Repetitions: 8 vs 8"), "{said}");
}

#[test]
fn go_tool_pprof_finds_the_hot_function_and_the_cells() {
    let folder = exported(&example());
    let pprof = |args: &[&str]| {
        let mut command = Command::new("go");
        optional(command.args(["tool", "pprof"]).args(args).arg(folder.path().join("pprof")))
    };
    let Some(top) = pprof(&["-sample_index=samples", "-top"]) else { return };
    let top = well(&top);
    // Three profiles of the same stacks.
    assert!(top.contains("4440") && top.contains("traffic::naive::step"), "{top}");
    let tags = well(&pprof(&["-tags"]).unwrap());
    assert!(tags.contains("traffic/naive/n=1000000,steps=100"), "{tags}");
}

#[test]
fn promtool_keeps_the_points() {
    let run = example();
    let folder = exported(&run);
    let mut command = Command::new("promtool");
    command.args(["tsdb", "create-blocks-from", "openmetrics"]).args(["openmetrics", "blocks"]);
    if let Some(output) = optional(command.current_dir(folder.path())) {
        well(&output);
        assert!(folder.path().join("blocks").read_dir().unwrap().next().is_some());
    }
}

#[test]
fn every_format_holds_hostile_names_and_gives_the_same_bytes_twice() {
    for run in [example(), hostile()] {
        for format in FORMATS {
            assert!(written(format, &run) == written(format, &run), "{}", format.name);
        }
    }
}

#[test]
fn no_format_shows_a_time_of_a_cell_that_has_no_number() {
    // Times that occur nowhere else: 0.1234567 s a run, 4 runs a batch.
    let odd = ["1234567", "4938268"];
    let cell = tenfold_analysis::testing::cell;
    let part = tenfold_analysis::testing::part("traffic")
        .with(cell("naive").takes(1.0).profiled("main;naive 3\n"))
        .with(cell("vectorised").takes_each(&[0.1234567]).is_wrong("42 is not 43"));
    let run = tenfold_analysis::testing::run("?").with(part).known("source", "revision", REVISION).built();
    for format in FORMATS.iter().filter(|f| !f.is_binary) {
        for text in written(format, &run).into_iter().map(|bytes| String::from_utf8(bytes).unwrap()) {
            assert!(odd.iter().all(|time| !text.contains(time)), "{}", format.name);
        }
    }
}

#[test]
fn what_is_written_for_hyperfine_is_read_back_launch_by_launch() {
    let run = example();
    let folder = exported(&run);
    let back = tenfold_formats::import(&folder.path().join("hyperfine")).unwrap();
    let results = Results::of(&run);
    for (known, read) in results.known().iter().zip(&back.cells) {
        let written: Vec<f64> = known.times.launches.iter().map(|l| l.median).collect();
        let read: Vec<f64> = read.launches.iter().flat_map(|l| &l.samples).map(|s| s.seconds).collect();
        assert_eq!(written, read, "{}", known.name);
    }
    assert_eq!(back.cells.len(), results.known().len());
}
