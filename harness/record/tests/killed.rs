//! A writer that is killed at any moment loses nothing that it had finished, and nothing is there twice.
//!
//! `scripts/kill` does this a thousand times.

mod common;

use common::{launch, run};
use std::collections::HashSet;
use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Duration;
use tenfold_record::{Experiment, Run, RunState, Store};

const ROUNDS: u32 = 200;

/// What is killed: writes the launches that are missing, and says of each that it is written.
#[test]
#[ignore = "is started by the test below"]
fn writer() {
    let path = std::env::var("TENFOLD_TEST_STORE").expect("the store is named");
    let mut store = Store::create(Path::new(&path)).unwrap();
    let first = run("r", 1);
    if store.runs().unwrap().is_empty() {
        store
            .begin(&Run { experiment: Experiment { rounds: ROUNDS, ..first.experiment.clone() }, ..first.clone() })
            .unwrap();
    }
    store.resume("r", &first.fingerprint, 2).unwrap();
    let done = store.done("r", false).unwrap();
    for round in 0..ROUNDS {
        for cell in [0, 1] {
            let next = launch(cell, round);
            if !done.contains(&(next.cell, round)) {
                store.add_launch("r", &next).unwrap();
                println!("\nwritten {cell} {round}");
                std::io::stdout().flush().unwrap();
            }
        }
    }
    store.finish("r").unwrap();
}

fn start(path: &Path) -> std::process::Child {
    Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "writer", "--ignored", "--nocapture"])
        .env("TENFOLD_TEST_STORE", path)
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap()
}

/// Launches in the store that count, by cell and round.
fn kept(path: &Path) -> HashSet<(u32, u32)> {
    if !path.exists() {
        return HashSet::new();
    }
    let store = Store::open(path).unwrap();
    if store.runs().unwrap().is_empty() {
        return HashSet::new();
    }
    assert_eq!(store.contents("r").unwrap().superseded, 0, "something is there twice");
    store.done("r", false).unwrap().into_iter().map(|(cell, round)| (cell.0, round)).collect()
}

/// Kills writers of one store at random moments until they have written everything, or so many were killed.
fn killed(random: &mut u64, kills: &mut u64) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("x.sqlite");
    let (mut acknowledged, mut there) = (HashSet::new(), HashSet::new());
    while *kills > 0 && there.len() < 2 * ROUNDS as usize {
        *kills -= 1;
        *random ^= *random << 13;
        *random ^= *random >> 7;
        *random ^= *random << 17;
        let mut child = start(&path);
        std::thread::sleep(Duration::from_micros(*random % 30_000));
        child.kill().unwrap();
        child.wait().unwrap();
        for line in BufReader::new(child.stdout.take().unwrap()).lines().map_while(Result::ok) {
            // The last line may have been cut off by the kill.
            let mut words = line.split(' ');
            if let (Some("written"), Some(Ok(cell)), Some(Ok(round))) =
                (words.next(), words.next().map(str::parse), words.next().map(str::parse::<u32>))
            {
                acknowledged.insert((cell, round));
            }
        }
        there = kept(&path);
        assert!(acknowledged.is_subset(&there), "lost: {:?}", acknowledged.difference(&there).collect::<Vec<_>>());
    }
    start(&path).wait_with_output().unwrap();
    assert_eq!(kept(&path).len(), 2 * ROUNDS as usize);
    let done = Store::open(&path).unwrap().load("r").unwrap();
    assert_eq!(done.state, RunState::Finished);
    for (cell, measured) in (0..).zip(&done.cells) {
        assert!((0..ROUNDS).map(|round| launch(cell, round)).eq(measured.launches.iter().cloned()));
    }
}

#[test]
fn nothing_finished_is_lost_and_nothing_is_there_twice() {
    let mut kills: u64 = std::env::var("TENFOLD_KILLS").map_or(40, |n| n.parse().unwrap());
    let mut random = 0x9e37_79b9_7f4a_7c15_u64;
    while kills > 0 {
        killed(&mut random, &mut kills);
    }
}
