//! A run goes on where it may, and nothing that two sessions measured is paired.

mod common;

use common::{launch, run};
use std::path::Path;
use tenfold_record::{CellKey, Fact, Fingerprint, Launch, Outcome, PLACE, Run, Store};

/// A fingerprint of a boot of a machine.
fn taken(machine: &str, boot: &str) -> Fingerprint {
    let (group, machine_id, boot_id) = PLACE;
    let fact =
        |group: &str, name: &str, value: &str| Fact { group: group.into(), name: name.into(), value: value.into() };
    let facts = vec![
        fact("source", "program digest", "d1"),
        fact("compiler", "compiler", "rustc 1.89"),
        fact(group, machine_id, machine),
        fact(group, boot_id, boot),
        fact("protocol", "seed", "7"),
    ];
    Fingerprint { machine: format!("machine {machine}"), facts, ..Fingerprint::default() }
}

fn begun(path: &Path) -> (Store, Run) {
    let mut store = Store::create(path).unwrap();
    let begun = Run { fingerprint: taken("m1", "b1"), ..run("r", 1) };
    store.begin(&begun).unwrap();
    (store, begun)
}

/// Cells and rounds of the launches that count, each with its place: which attempt it is.
fn counted(store: &Store) -> Vec<(u32, u32, u32)> {
    let run = store.load("r").unwrap();
    let mut all: Vec<(u32, u32, u32)> =
        run.cells.iter().flat_map(|c| &c.launches).map(|l| (l.round, l.cell.0, l.place)).collect();
    all.sort();
    all
}

/// A launch whose place tells the attempt apart.
fn placed(cell: u32, round: u32, place: u32) -> Launch {
    Launch { place, ..launch(cell, round) }
}

#[test]
fn after_a_restart_a_round_that_was_half_done_is_done_again_whole() {
    let folder = tempfile::tempdir().unwrap();
    let (mut store, _) = begun(&folder.path().join("x.sqlite"));
    for (cell, round) in [(0, 0), (1, 0), (1, 1)] {
        store.add_launch("r", &placed(cell, round, 0)).unwrap();
    }
    // The same boot: the same session, and what was begun goes on.
    store.resume("r", &taken("m1", "b1"), 2).unwrap();
    assert_eq!(store.done("r", false).unwrap(), [(CellKey(0), 0), (CellKey(1), 0), (CellKey(1), 1)].into());
    assert_eq!(store.contents("r").unwrap().sessions.len(), 1);

    store.resume("r", &taken("m1", "b2"), 3).unwrap();
    assert_eq!(store.done("r", false).unwrap(), [(CellKey(0), 0), (CellKey(1), 0)].into(), "round 1 is half done");
    assert_eq!(counted(&store), [(0, 0, 0), (0, 1, 0), (1, 1, 0)], "until it is done again, the half is shown");
    store.add_launch("r", &placed(0, 1, 1)).unwrap();
    assert_eq!(counted(&store), [(0, 0, 0), (0, 1, 0), (1, 0, 1)], "halves of two sessions are never mixed");
    assert!(store.done("r", false).unwrap().contains(&(CellKey(0), 1)), "in one session nothing is done twice");
    store.add_launch("r", &placed(1, 1, 1)).unwrap();
    assert_eq!(counted(&store), [(0, 0, 0), (0, 1, 0), (1, 0, 1), (1, 1, 1)]);

    let contents = store.contents("r").unwrap();
    assert_eq!((contents.launches, contents.superseded), (4, 1), "nothing that was measured is lost");
    let boots: Vec<Option<&str>> = contents.sessions.iter().map(|s| s.boot_id.as_deref()).collect();
    assert_eq!(boots, [Some("b1"), Some("b2")]);
    assert_eq!(contents.sessions.iter().map(|s| s.launches).collect::<Vec<_>>(), [3, 2]);
    let print = store.load("r").unwrap().fingerprint;
    assert_eq!(print.get("system", "boot id"), Some("b2"), "the fingerprint was taken anew");
    let said = print.get("protocol", "sessions").unwrap();
    assert!(said.starts_with("2, the machine was restarted between them (rounds: 1 and 1)"), "{said}");
    let plan = Run { id: "plan".into(), fingerprint: taken("m1", "b3"), ..run("r", 1) };
    assert!(store.load("r").unwrap().goes_on_as(&plan), "what is told of sessions is of no cell");
}

#[test]
fn a_run_goes_on_with_the_same_cells_on_the_same_machine_alone() {
    let folder = tempfile::tempdir().unwrap();
    let (_, before) = begun(&folder.path().join("x.sqlite"));
    let plan = |change: &dyn Fn(&mut Run)| {
        let mut plan = before.clone();
        plan.id = "plan".into();
        change(&mut plan);
        before.goes_on_as(&plan)
    };
    let elsewhere = |run: &mut Run, name: &str, value: &str| {
        run.fingerprint.facts.iter_mut().filter(|f| f.name == name).for_each(|f| f.value = value.into());
    };
    assert!(plan(&|_| ()));
    assert!(plan(&|run| elsewhere(run, PLACE.2, "b2")), "after a restart");
    assert!(plan(&|run| elsewhere(run, "seed", "8")), "in another order");
    assert!(plan(&|run| run.cells.reverse()), "cells are known by content, not by place");
    assert!(!plan(&|run| elsewhere(run, PLACE.1, "m2")), "on another machine, whatever its name");
    assert!(!plan(&|run| run.fingerprint.facts.retain(|f| f.name != PLACE.1)), "on who knows which machine");
    assert!(!plan(&|run| elsewhere(run, "program digest", "d2")), "by another program");
    assert!(!plan(&|run| elsewhere(run, "compiler", "rustc 1.90")));
    assert!(!plan(&|run| run.sources[0].text.push(' ')), "of another source");
    assert!(!plan(&|run| run.cells[0].cell.workers = 2));
    assert!(!plan(&|run| run.cells[0].cell.left_out = Some("no memory".into())));
    assert!(!plan(&|run| drop(run.cells.pop())));
    assert!(!plan(&|run| run.experiment.question.push('?')));
}

#[test]
fn the_identity_of_a_cell_is_the_same_in_every_run_and_another_for_another_content() {
    let first = run("a", 1);
    let identity = first.identity_of(&first.cells[0].cell);
    assert_eq!(identity, first.identity_of(&first.cells[1].cell), "the key is not in it");
    let mut other = run("b", 2);
    other.cells[0].cell.variant = "vectorised".into();
    assert_ne!(identity, other.identity_of(&other.cells[0].cell));
    let folder = tempfile::tempdir().unwrap();
    let mut store = Store::create(&folder.path().join("x.sqlite")).unwrap();
    store.begin(&first).unwrap();
    assert_eq!(store.contents("a").unwrap().cells, [identity.clone(), identity]);
}

#[test]
fn what_crashed_can_be_tried_again_and_what_succeeded_cannot() {
    let folder = tempfile::tempdir().unwrap();
    let (mut store, _) = begun(&folder.path().join("x.sqlite"));
    let crashed = |cell, round| Launch {
        samples: Default::default(),
        outcome: Outcome::Crashed { reason: "killed".into() },
        ..placed(cell, round, 0)
    };
    store.add_launch("r", &placed(0, 0, 0)).unwrap();
    store.add_launch("r", &crashed(1, 0)).unwrap();
    assert_eq!(store.done("r", false).unwrap().len(), 2, "unasked nothing is tried again");
    assert_eq!(store.done("r", true).unwrap(), [(CellKey(0), 0)].into());
    store.add_launch("r", &placed(1, 0, 1)).unwrap();
    assert_eq!(counted(&store), [(0, 0, 0), (0, 1, 1)], "the newest attempt counts");
    assert_eq!(store.done("r", true).unwrap().len(), 2);
    assert!(store.load("r").unwrap().fingerprint.get("protocol", "tried again").unwrap().starts_with("1 launch that"));
    assert!(store.add_launch("r", &placed(1, 0, 2)).is_err(), "a success is there once");

    // In another session one launch cannot be tried again alone: its round is done again.
    store.add_launch("r", &placed(0, 1, 0)).unwrap();
    store.add_launch("r", &crashed(1, 1)).unwrap();
    store.resume("r", &taken("m1", "b2"), 2).unwrap();
    assert_eq!(store.done("r", false).unwrap().len(), 4);
    assert_eq!(store.done("r", true).unwrap(), [(CellKey(0), 0), (CellKey(1), 0)].into());
    store.add_launch("r", &placed(0, 1, 1)).unwrap();
    assert_eq!(counted(&store)[2..], [(1, 0, 0), (1, 1, 0)], "a whole round counts until there is another whole one");
    // Stopped here, it goes on where it was.
    assert!(store.done("r", true).unwrap().contains(&(CellKey(0), 1)), "in one session nothing is done twice");
    let plan = Run { id: "plan".into(), fingerprint: taken("m1", "b2"), ..run("r", 1) };
    assert!(store.load("r").unwrap().goes_on_as(&plan), "what is told of retries is of no cell");
}
