//! Output that nobody reads, or that finds no room: nothing measured is lost, and nothing panics.

use crate::common::{Bench, ran, small};
use std::fs::File;
use std::io::pipe;
use std::process::Stdio;
use tenfold_record::RunState;

/// The end of a pipe that nobody reads.
fn closed() -> Stdio {
    let (reader, writer) = pipe().unwrap();
    drop(reader);
    writer.into()
}

#[test]
fn a_reader_that_has_seen_enough_is_no_failure() {
    let bench = Bench::new();
    for args in [&["list"][..], &["doctor"], &["exec", "traffic", "naive", "--set", "n=100", "--json"]] {
        let output = bench.command(args).stdout(closed()).stderr(Stdio::piped()).spawn().unwrap();
        let ran = ran(output.wait_with_output().unwrap());
        assert_eq!((ran.code, ran.err.as_str()), (Some(0), ""), "{args:?}");
    }
}

#[test]
fn a_full_device_is_told_once_and_is_a_failure() {
    let bench = Bench::new();
    for args in [&["list"][..], &["exec", "traffic", "naive", "--set", "n=100"]] {
        let full = File::options().write(true).open("/dev/full").unwrap();
        let output = bench.command(args).stdout(full).stderr(Stdio::piped()).spawn().unwrap();
        let ran = ran(output.wait_with_output().unwrap()).ends_with(3);
        assert!(ran.err.starts_with("tenfold: cannot write to standard output: "), "{}", ran.err);
        assert_eq!(ran.err.lines().count(), 1, "{}", ran.err);
    }
}

#[test]
fn a_folder_that_cannot_be_used_is_named_with_its_flag() {
    let bench = Bench::new();
    bench.file("taken", "");
    bench.run(&["run", "starter", "--out", "taken"]).refused(&["--out taken", "name a writable folder"]);
    bench.file("odd/tenfold.sqlite", "no database, only text that is long enough to be read as one");
    for args in [&["run", "starter", "--out", "odd"][..], &["report", "--out", "odd"], &["lint", "--out", "odd"]] {
        bench.run(args).refused(&["--out odd"]);
    }
}

#[test]
fn a_terminal_that_goes_away_costs_a_run_nothing() {
    let bench = Bench::with_experiment(&small("\"naive\""));
    let args = ["run", "small.toml", "--no-profile"];
    let mut run = bench.command(&args).stdout(closed()).stderr(closed()).spawn().unwrap();
    assert_eq!(run.wait().unwrap().code(), Some(0));
    assert_eq!(bench.newest().state, RunState::Finished);
    assert!(bench.pages().len() == 1 && bench.index().exists());
}
