//! The store gives back what was put in, one launch at a time.

mod common;

use common::{cell, launch, run};
use std::path::Path;
use tenfold_record::{
    Ballot, Calls, Cast, Ceiling, CellKey, CellMedian, Gist, Guess, HotLine, InCall, Instructions, KernelLine, Launch,
    Part, PollState, Profile, RankTrace, Reach, Resource, Run, RunState, Store, StoreError, Trace, Traffic,
};
use tenfold_stats::messages::End;

#[test]
fn a_run_comes_back_as_it_was() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("deep/tenfold.sqlite");
    let mut expected = run("r1", 1);
    let profile = Profile {
        cell: CellKey(1),
        tool: "pprof".into(),
        requested_hz: 997.0,
        realised_hz: 250.0,
        samples: 2,
        overhead: None,
        folded: "main;".repeat(10_000) + "hot 2",
        lines: vec![HotLine { file: "a.rs".into(), line: 3, samples: 2 }],
        kernel_lines: vec![KernelLine {
            file: "kernels/a/src/naive.rs".into(),
            line: 3,
            samples: 2,
            innermost: Some(1),
        }],
        hot_loop: Err("pprof records no instruction addresses".into()),
    };
    let message = End {
        call: 0,
        sends: false,
        peer: 0,
        channel: 32_768,
        bytes: 0,
        computed: 0.125,
        begun: 0.125,
        waited: Some((0.125, 0.375)),
    };
    let rank = RankTrace {
        seconds: 0.5,
        calls: vec![Calls { name: "barrier".into(), count: 1, seconds: 0.25 }],
        spans: vec![InCall { call: 0, from: 0.125, to: 0.375 }],
        cut: false,
        sent: vec![Traffic { messages: 1, bytes: 0 }],
        started: Some(0.0),
        messages: Ok(vec![message]),
    };
    let trace = Trace { cell: CellKey(1), ranks: vec![rank], declared: None };
    let instructions = Instructions {
        kernel: "traffic".into(),
        variant: "naive".into(),
        params: Default::default(),
        work: 2.0,
        counted: Err("valgrind is missing".into()),
    };
    {
        // The same sources in another run are kept once.
        let mut store = Store::create(&path).unwrap();
        store.begin(&run("r0", 0)).unwrap();
        store.begin(&expected).unwrap();
        store.add_launch("r1", &launch(1, 0)).unwrap();
        store.add_launch("r1", &launch(0, 1)).unwrap();
        store.add_profile("r1", &profile).unwrap();
        store.add_trace("r1", &trace).unwrap();
        store.add_instructions("r1", &instructions).unwrap();
        store.finish("r1").unwrap();
    }
    expected.cells[1].launches.push(launch(1, 0));
    expected.cells[0].launches.push(launch(0, 1));
    expected.profiles.push(profile);
    expected.traces.push(trace);
    expected.instructions.push(instructions);
    expected.state = RunState::Finished;
    let store = Store::open(&path).unwrap();
    assert_eq!(store.load("r1").unwrap(), expected);
    assert_eq!(store.done("r1", false).unwrap(), [(CellKey(1), 0), (CellKey(0), 1)].into());
}

#[test]
fn a_launch_is_there_once_and_whole_or_not_at_all() {
    let folder = tempfile::tempdir().unwrap();
    let mut store = Store::create(&folder.path().join("tenfold.sqlite")).unwrap();
    store.begin(&run("r1", 1)).unwrap();
    store.add_launch("r1", &launch(0, 0)).unwrap();
    assert!(matches!(store.add_launch("r1", &launch(0, 0)), Err(StoreError::Failed { .. })));
    // Two samples of one rank in one batch: the second is refused, and with it the launch.
    let first = launch(0, 1).samples.to_vec()[0];
    let broken = Launch { samples: vec![first, first].into(), ..launch(0, 1) };
    let refused = store.add_launch("r1", &broken).unwrap_err();
    assert_eq!(refused.to_string(), "this cannot be saved: batch 0 of rank 0 is there twice");
    assert_eq!(store.load("r1").unwrap().cells[0].launches, [launch(0, 0)]);
}

#[test]
fn runs_are_listed_newest_first_and_an_unknown_one_is_named() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("tenfold.sqlite");
    let mut store = Store::create(&path).unwrap();
    store.begin(&run("old", 1)).unwrap();
    store.begin(&run("new", 2)).unwrap();
    assert_eq!(store.runs().unwrap().iter().map(|r| r.id.as_str()).collect::<Vec<_>>(), ["new", "old"]);
    let message = store.load("none").unwrap_err().to_string();
    assert!(message.contains("no run 'none'") && message.contains("new, old"), "{message}");
    assert!(matches!(Store::open(Path::new("/nonexistent/x.sqlite")), Err(StoreError::Open { .. })));
}

#[test]
fn ceilings_of_the_end_stand_behind_those_of_the_start() {
    let folder = tempfile::tempdir().unwrap();
    let mut store = Store::create(&folder.path().join("store.sqlite")).unwrap();
    let ceiling = |per_second, measured_ms| Ceiling {
        median: Some(0.9 * per_second),
        method: "loads".into(),
        measured_ms: Some(measured_ms),
        ..Ceiling::of(Resource::MemoryBytes, "read", Reach::OneCore, per_second)
    };
    let begun = Run { ceilings: vec![ceiling(1e10, 1)], ..run("a", 1) };
    store.begin(&begun).unwrap();
    store.add_ceilings("a", &[ceiling(2e10, 2)]).unwrap();
    assert_eq!(store.load("a").unwrap().ceilings, [ceiling(1e10, 1), ceiling(2e10, 2)]);
    assert!(store.add_ceilings("no such run", &[ceiling(2e10, 2)]).is_err());
}

#[test]
fn a_ceiling_of_an_older_run_is_read() {
    let old = r#"{"resource":"memory_bytes","reach":"all_cores","per_second":1e10,"method":"sum"}"#;
    let ceiling: Ceiling = serde_json::from_str(old).unwrap();
    assert_eq!((ceiling.median, ceiling.measured_ms, ceiling.name.as_str()), (None, None, ""));
}

/// An experiment that asks for one ratio, as it stands in a run.
fn asking(run: &mut Run, base: &str) {
    run.experiment.parts = vec![Part {
        kernel: "traffic".into(),
        variants: vec!["naive".into(), "vectorised".into()],
        base: base.into(),
        guesses: vec![Guess { subject: "vectorised".into(), base: base.into(), factor: 8.0 }],
        ..Part::default()
    }];
}

fn ballot(name: &str, factor: f64) -> Ballot {
    Ballot { name: Some(name.into()), factors: vec![Some(factor)] }
}

#[test]
fn a_run_takes_in_what_was_guessed_before_it_and_nothing_after() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("tenfold.sqlite");
    // Two processes: one that collects guesses, one that measures.
    let (mut room, mut runner) = (Store::create(&path).unwrap(), Store::create(&path).unwrap());
    let mut first = run("r1", 10);
    asking(&mut first, "naive");
    let poll = room.open_poll(&first.experiment, 1).unwrap();
    assert_eq!(room.open_poll(&first.experiment, 2).unwrap(), poll, "the same questions are the same poll");
    assert_eq!(room.cast(poll, "a", &ballot("Ada", 4.0), 3).unwrap(), Cast::New);
    assert_eq!(room.cast(poll, "b", &ballot("</script>\u{202e}", 1e9), 4).unwrap(), Cast::New);
    assert_eq!(room.cast(poll, "a", &ballot("Ada", 5.0), 5).unwrap(), Cast::Changed);
    assert_eq!(room.poll_state(poll).unwrap(), PollState { ballots: 2, open: true });

    assert_eq!(runner.close_polls(&first.experiment, 6).unwrap(), 2);
    assert_eq!(room.cast(poll, "a", &ballot("Ada", 413.0), 7).unwrap(), Cast::Closed);
    assert_eq!(room.cast(poll, "c", &ballot("late", 413.0), 7).unwrap(), Cast::Closed);
    runner.begin(&first).unwrap();
    let expected = vec![ballot("Ada", 5.0), ballot("</script>\u{202e}", 1e9)];
    assert_eq!(runner.load("r1").unwrap().ballots, expected);
    assert_eq!(room.ballot(poll, "a").unwrap(), Some(ballot("Ada", 5.0)), "a person sees what they guessed");

    let mut second = run("r2", 20);
    asking(&mut second, "naive");
    assert_eq!(runner.close_polls(&second.experiment, 19).unwrap(), 0, "a guess counts for one run");
    runner.begin(&second).unwrap();
    assert_eq!(runner.load("r2").unwrap().ballots, []);
}

#[test]
fn guesses_wait_for_a_run_of_their_own_questions() {
    let folder = tempfile::tempdir().unwrap();
    let mut store = Store::create(&folder.path().join("tenfold.sqlite")).unwrap();
    let (mut asked, mut other) = (run("r1", 10), run("r2", 20));
    asking(&mut asked, "naive");
    asking(&mut other, "vectorised");
    let poll = store.open_poll(&asked.experiment, 1).unwrap();
    store.cast(poll, "a", &ballot("Ada", 4.0), 2).unwrap();
    store.begin(&other).unwrap();
    assert_eq!(store.load("r2").unwrap().ballots, []);
    assert!(store.poll_state(poll).unwrap().open);
    // A run that was stopped between closing and beginning leaves them for the next one.
    assert_eq!(store.close_polls(&asked.experiment, 3).unwrap(), 1);
    assert_eq!(store.close_polls(&asked.experiment, 4).unwrap(), 1);
    store.begin(&asked).unwrap();
    assert_eq!(store.load("r1").unwrap().ballots.len(), 1);
    // An experiment that asks nothing takes nothing in.
    store.begin(&run("r3", 30)).unwrap();
    assert_eq!(store.load("r3").unwrap().ballots, []);
}

#[test]
fn a_poll_is_bounded() {
    let folder = tempfile::tempdir().unwrap();
    let mut store = Store::create(&folder.path().join("tenfold.sqlite")).unwrap();
    let mut asked = run("r1", 10);
    asking(&mut asked, "naive");
    let poll = store.open_poll(&asked.experiment, 1).unwrap();
    let mut kept = 0;
    while store.cast(poll, &format!("{kept}"), &ballot("x", 2.0), 2).unwrap() == Cast::New {
        kept += 1;
    }
    assert_eq!(kept, 2000);
    assert_eq!(store.cast(poll, "1999", &ballot("x", 3.0), 3).unwrap(), Cast::Changed, "who is in may change");
    assert_eq!(store.cast(poll, "2000", &ballot("x", 3.0), 3).unwrap(), Cast::Full);
}

#[test]
fn a_gist_holds_until_there_is_another_launch_or_another_program() {
    let folder = tempfile::tempdir().unwrap();
    let mut store = Store::create(&folder.path().join("x.sqlite")).unwrap();
    store.begin(&run("a", 1)).unwrap();
    store.add_launch("a", &launch(0, 0)).unwrap();
    assert_eq!(store.gist("a", "1").unwrap(), None);
    let median = CellMedian { cell: cell(0), seconds: 0.1, low: 0.09, high: 0.12, launches: 6 };
    let found = Gist { answers: vec!["It is.".into()], warning: Some("Rule 9.".into()), medians: vec![median] };
    store.keep_gist("a", "1", &found).unwrap();
    assert_eq!(store.gist("a", "1").unwrap().unwrap(), found);
    assert_eq!(store.gist("a", "2").unwrap(), None, "another program may find something else");
    store.add_launch("a", &launch(0, 1)).unwrap();
    assert_eq!(store.gist("a", "1").unwrap(), None, "there is a launch that it did not see");
    store.keep_gist("a", "1", &Gist::default()).unwrap();
    assert_eq!(store.gist("a", "1").unwrap(), Some(Gist::default()));
}
