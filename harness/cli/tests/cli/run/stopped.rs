//! A run that is stopped loses at most the launch in flight, and goes on where it was.

use super::small;
use crate::common::{Bench, Ran, interrupted, started, until};
use std::process::Stdio;
use std::time::Duration;
use tenfold_record::{Launch, Outcome, Run, RunState, Store};

#[test]
fn a_killed_run_loses_at_most_the_launch_in_flight_and_is_resumed() {
    let bench = Bench::new();
    let file = bench.file("small.toml", &small(4, 0.1));
    let args = ["run", file.as_str(), "--no-profile"];
    let mut child = bench.command(&args).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
    let before = wait_for_launches(&bench, 5);
    child.kill().unwrap();
    child.wait().unwrap();
    let killed = bench.newest();
    let kept: usize = killed.cells.iter().map(|c| c.launches.len()).sum();
    assert!(kept >= before && killed.state == RunState::Unfinished);

    // Again and again, at any moment: what was there stays there.
    let kills: u32 = std::env::var("TENFOLD_KILLS").map_or(20, |n| n.parse().unwrap());
    let mut kept = launches(&killed);
    for kill in 0..kills {
        let mut child = bench.command(&args).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
        std::thread::sleep(Duration::from_millis(u64::from(kill.wrapping_mul(7919) % 1200)));
        child.kill().unwrap();
        child.wait().unwrap();
        let now = launches(&bench.newest());
        assert!(kept.iter().all(|launch| now.contains(launch)), "kill {kill} has lost a launch");
        kept = now;
    }

    let again = bench.run(&args).well();
    assert!(again.err.contains("resuming"), "{}", again.err);
    let resumed = bench.newest();
    assert_eq!((resumed.id, resumed.state), (killed.id.clone(), RunState::Finished));
    assert!(resumed.cells.iter().all(|c| c.launches.len() == 4));
    // What was there before is there unchanged.
    for (old, new) in killed.cells.iter().zip(&resumed.cells) {
        for launch in &old.launches {
            assert!(new.launches.contains(launch));
        }
    }
    // A finished run is not resumed but begun anew.
    bench.run(&["run", &file, "--quick"]).well();
    assert_eq!(Store::open(&bench.store()).unwrap().runs().unwrap().len(), 2);
}

#[test]
fn ctrl_c_keeps_what_there_is_and_shows_it() {
    let bench = Bench::new();
    let file = bench.file("small.toml", &small(50, 0.2));
    let child = started(&mut bench.command(&["run", &file, "--no-profile"]));
    wait_for_launches(&bench, 7);
    let Ran { out, err, .. } = interrupted(child).ends_with(130);
    assert!(err.contains("what was measured is kept"), "{err}");
    assert!(out.contains("report: "), "{out}");
    assert_eq!(bench.pages().len(), 1);
}

#[test]
fn two_runs_at_once_would_disturb_each_other() {
    let bench = Bench::new();
    let file = bench.file("small.toml", &small(50, 0.2));
    let mut child = bench.command(&["run", &file]).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
    wait_for_launches(&bench, 1);
    bench.run(&["run", &file]).refused(&["another `tenfold run`"]);
    child.kill().unwrap();
    child.wait().unwrap();
}

/// All launches of a run.
fn launches(run: &Run) -> Vec<Launch> {
    run.cells.iter().flat_map(|measured| measured.launches.clone()).collect()
}

/// Waits until the store holds this many launches, and says how many there are.
fn wait_for_launches(bench: &Bench, wanted: usize) -> usize {
    let measured = || -> Option<usize> {
        let store = Store::open(&bench.store()).ok()?;
        let run = store.load(&store.runs().ok()?.first()?.id).ok()?;
        Some(launches(&run).iter().filter(|launch| launch.outcome == Outcome::Measured).count())
    };
    let mut done = 0;
    until("launches", || {
        done = measured().unwrap_or(0);
        done >= wanted
    });
    done
}
