//! `tenfold run` and `tenfold report`: the store, the page, resuming, and cells that go wrong.

mod common;

use common::{Bench, Ran, ran};
use std::process::Stdio;
use std::time::{Duration, Instant};
use tenfold_record::{Outcome, Run, RunState, Store};
use tenfold_reports::findings::Findings;

/// A small experiment of `rounds` rounds.
fn small(rounds: u32, seconds: f64) -> String {
    format!(
        r#"
question = "Is it faster?"
kernel = "mandelbrot"
params = {{ width = 40, height = 30 }}
variants = ["naive", "vectorised", "threaded", "distributed"]
workers = [1, 2]
rounds = {rounds}
sampling_seconds = {seconds}

[guess]
"vectorised / naive" = 4
"#
    )
}

#[test]
fn a_run_stores_raw_samples_and_writes_a_page() {
    let bench = Bench::new();
    let file = bench.file("small.toml", &small(3, 0.01));
    let ran = bench.run(&["run", &file, "--no-profile", "--seed", "7"]).well();
    assert!(ran.out.lines().all(|line| line.chars().count() <= 80), "wider than 80 columns:\n{}", ran.out);
    assert!(ran.out.contains("report: tenfold-runs"));
    let run = bench.newest();
    assert_eq!((run.state, run.seed, run.cells.len()), (RunState::Finished, 7, 6));
    for cell in &run.cells {
        assert_eq!(cell.missing(), None, "{}", cell.cell);
        assert_eq!(cell.launches.len(), 3);
        for launch in &cell.launches {
            let ranks = if cell.cell.variant == "distributed" { cell.cell.workers } else { 1 };
            let batches = launch.seconds_per_run().len();
            assert_eq!(launch.samples.len(), batches * ranks, "{}: every rank's samples are kept", cell.cell);
            assert!(launch.samples.iter().all(|s| s.seconds > 0.0 && s.start >= 0.0));
            assert!(launch.judgement.as_ref().unwrap().passed());
        }
    }
    // In each round the cells come in another order.
    let order = |round: u32| {
        let mut places: Vec<_> = run.cells.iter().map(|c| (c.launches[round as usize].place, c.cell.key)).collect();
        places.sort();
        places.into_iter().map(|(_, key)| key).collect::<Vec<_>>()
    };
    assert!(order(0) != order(1) || order(1) != order(2));
    let page = std::fs::read_to_string(&bench.pages()[0]).unwrap();
    let index = std::fs::read_to_string(bench.index()).unwrap();
    assert!(index.contains(&format!("href=\"./{}\"", bench.pages()[0].file_name().unwrap().display())), "{index}");
    assert!(page.contains("Is it faster?") && page.contains(&run.id));
}

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
    let mut command = bench.command(&["run", &file, "--no-profile"]);
    let child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    wait_for_launches(&bench, 7);
    let pid = child.id();
    assert!(std::process::Command::new("kill").args(["-INT", &pid.to_string()]).status().unwrap().success());
    let Ran { code, out, err } = ran(child.wait_with_output().unwrap());
    assert_eq!(code, Some(130), "{out}{err}");
    assert!(err.contains("what was measured is kept"), "{err}");
    assert!(out.contains("report: "), "{out}");
    assert_eq!(bench.pages().len(), 1);
}

#[test]
fn a_wrong_cell_is_a_row_with_its_reason_and_the_rest_goes_on() {
    let bench = Bench::new();
    let list = bench.run(&["list", "--json"]).well().json();
    let mutant = list["kernels"][1]["mutants"][0].as_str().unwrap().to_string();
    let file = bench.file("wrong.toml", &small(2, 0.01).replace("\"threaded\"", &format!("\"{mutant}\"")));
    let ran = bench.run(&["run", &file, "--no-profile"]);
    assert_eq!(ran.code, Some(1), "{}{}", ran.out, ran.err);
    let run = bench.newest();
    let wrong = run.cells.iter().find(|c| c.cell.variant == mutant).unwrap();
    assert!(wrong.missing().unwrap().starts_with("wrong answer"), "{:?}", wrong.missing());
    assert!(wrong.launches.iter().all(|l| l.samples.is_empty()), "a wrong answer has no time");
    assert!(run.cells.iter().filter(|c| c.cell.variant != mutant).all(|c| c.missing().is_none()));
    assert!(ran.out.contains("wrong answer"), "{}", ran.out);
}

#[test]
fn a_cell_that_hangs_crashes_or_cannot_run_is_a_row_with_its_reason() {
    let bench = Bench::new();
    // An interpreter that hangs at plain Python, crashes at NumPy, and has no Numba.
    let script = "#!/bin/sh\ncase \"$1\" in\n--version) echo Python 3.0.0;;\n-c) echo numpy 1.0;;\n\
                  *) if grep -q numpy \"$(dirname \"$1\")/peer.py\"; then echo boom >&2; exit 3; else sleep 1000; fi;;\nesac\n";
    let python = bench.path().join(bench.file("python", script));
    make_executable(&python);
    let text = small(2, 0.01).replace("[\"naive\"", "[\"python\", \"numpy\", \"numba\", \"naive\"");
    let file = bench.file("broken.toml", &text.replace("rounds = 2", "rounds = 2\nlimit_seconds = 2"));
    let mut command = bench.command(&["run", &file, "--no-profile"]);
    let ran = ran(command.env("TENFOLD_PYTHON", &python).output().unwrap());
    assert_eq!(ran.code, Some(1), "{}{}", ran.out, ran.err);
    let run = bench.newest();
    let reason = |variant: &str| run.cells.iter().find(|c| c.cell.variant == variant).unwrap().missing();
    assert_eq!(reason("python").unwrap(), "stopped at its time limit of 2 s");
    assert_eq!(reason("numpy").unwrap(), "crashed: it ended with status 3: boom");
    assert!(reason("numba").unwrap().contains("numba is not installed"));
    assert_eq!(reason("vectorised"), None);
}

#[test]
fn without_any_tool_the_rest_is_measured_and_the_report_says_what_was_left_out() {
    let bench = Bench::new();
    let text = small(2, 0.01).replace("[\"naive\"", "[\"python\", \"naive\"");
    let file = bench.file("bare.toml", &text);
    let mut command = bench.command(&["run", &file, "--transport", "mpi"]);
    let ran =
        ran(command.env("PATH", "/nonexistent").env("TENFOLD_PYTHON", "/nonexistent/python").output().unwrap()).well();
    let run = bench.newest();
    for cell in &run.cells {
        let expected_missing = matches!(cell.cell.variant.as_str(), "python" | "distributed");
        assert_eq!(cell.missing().is_some(), expected_missing, "{}: {:?}", cell.cell, cell.missing());
    }
    assert!(ran.out.contains("Python"), "{}", ran.out);
}

/// A finished run of `file`, begun again in the same store as if it had been stopped before its first launch.
fn begun_again(bench: &Bench, file: &str, change: impl FnOnce(&mut Run)) -> Run {
    bench.run(&["run", file, "--no-profile"]).well();
    let finished = bench.newest();
    let mut again = finished.clone();
    (again.id, again.started_ms, again.state) =
        (format!("{}-again", again.id), again.started_ms + 1, RunState::Unfinished);
    change(&mut again);
    Store::open(&bench.store()).unwrap().begin(&again).unwrap();
    finished
}

#[test]
fn a_time_that_cannot_be_is_a_fault_and_the_run_fails() {
    let bench = Bench::new();
    let file = bench.file("small.toml", &small(3, 0.01));
    let finished = begun_again(&bench, &file, |_| ());
    let planted = bench.newest().id;
    let mut store = Store::open(&bench.store()).unwrap();
    let dead = finished.cells.iter().find(|c| c.cell.variant == "vectorised").unwrap();
    for launch in &dead.launches[..2] {
        let mut launch = launch.clone();
        launch.samples.iter_mut().for_each(|sample| sample.seconds *= 1e-9);
        store.add_launch(&planted, &launch).unwrap();
    }
    let ran = bench.run(&["run", &file, "--no-profile"]);
    assert!(ran.err.contains("resuming"), "{}", ran.err);
    assert_eq!(ran.code, Some(1), "{}{}", ran.out, ran.err);
    assert!(
        ran.out.contains("✗ vectorised: too fast to be true") && ran.out.contains("Likely the work is"),
        "{}",
        ran.out
    );
    let page = std::fs::read_to_string(bench.path().join(format!("tenfold-runs/{planted}.html"))).unwrap();
    assert!(page.contains("Not to be trusted") && page.contains("too fast to be true"));
}

#[test]
fn a_ceiling_taken_in_a_bad_minute_makes_no_faults_of_honest_times() {
    let bench = Bench::new();
    let file = bench.file("small.toml", &small(2, 0.01));
    begun_again(&bench, &file, |run| run.ceilings.iter_mut().for_each(|ceiling| ceiling.per_second *= 1e-6));
    let ran = bench.run(&["run", &file, "--no-profile"]).well();
    assert!(ran.err.contains("resuming"), "{}", ran.err);
    let run = bench.newest();
    assert_eq!(run.state, RunState::Finished);
    let highest = |run: &Run| run.ceilings.iter().map(|c| c.per_second).fold(0.0, f64::max);
    assert!(highest(&run) > 1e9, "the ceilings of the end are there");
    // Without them every cell would be a fault.
    let planted: Vec<_> = run.ceilings.iter().filter(|c| c.per_second < 1e7).cloned().collect();
    assert!(!Findings::of(&Run { ceilings: planted, ..run }).too_fast().is_empty());
}

#[test]
fn mistakes_in_a_file_name_file_line_and_the_nearest_word() {
    let bench = Bench::new();
    let good = small(2, 0.01);
    let cases = [
        ("question = \"Is it faster?\"", "", vec!["bad.toml:1", "'question' is missing"]),
        ("kernel = \"mandelbrot\"", "kernel = \"mandelbrod\"", vec!["bad.toml:3", "did you mean 'mandelbrot'"]),
        ("width = 40", "widht = 40", vec!["bad.toml:4", "did you mean 'width'"]),
        ("width = 40", "width = 0", vec!["bad.toml:4", "out of range", "1 to"]),
        ("width = 40", "width = \"40\"", vec!["bad.toml:4", "'width' needs a number"]),
        ("\"vectorised\"", "\"vectorized\"", vec!["bad.toml:5", "did you mean 'vectorised'"]),
        ("\"vectorised\",", "\"naive\",", vec!["bad.toml:5", "named twice"]),
        ("workers = [1, 2]", "workers = [0]", vec!["bad.toml:6", "1 to 4096"]),
        ("workers = [1, 2]", "workers = [1, 2", vec!["bad.toml:", "not TOML"]),
        ("workers = [1, 2]", "workers = [1, 1]", vec!["bad.toml:6", "1 workers are named twice"]),
        ("rounds = 2", "rounds = 0", vec!["bad.toml:7", "1 to 1000"]),
        ("rounds = 2", "rounds = 1.5", vec!["bad.toml:7", "no whole number", "1 to 1000"]),
        ("\"Is it faster?\"", "\" \"", vec!["bad.toml:2", "the question is empty"]),
        ("rounds = 2", "round = 2", vec!["bad.toml:7", "did you mean 'rounds'"]),
        (
            "\"vectorised / naive\" = 4",
            "\"vectorised / naive\" = 4\n\"vectorised/naive\" = 5",
            vec!["bad.toml:12", "guessed twice"],
        ),
        ("\"vectorised / naive\" = 4", "\"vectorised\" = 4", vec!["bad.toml:11", "variant / base"]),
        ("\"vectorised / naive\" = 4", "\"vectorised / naiv\" = 4", vec!["bad.toml:11", "did you mean 'naive'"]),
        ("\"vectorised / naive\" = 4", "\"vectorised / naive\" = -4", vec!["bad.toml:11", "above 0"]),
    ];
    for (from, to, parts) in cases {
        assert!(good.contains(from), "{from}");
        let file = bench.file("bad.toml", &good.replace(from, to));
        bench.run(&["run", &file]).refused(&parts);
    }
    assert!(!bench.path().join("tenfold-runs").exists(), "nothing is made for a file that is refused");
    bench.run(&["run", "starterr"]).refused(&["did you mean 'starter'"]);
    bench.run(&["run", "nowhere.toml"]).refused(&["nowhere.toml"]);
    bench.run(&["run", "--rounds", "0"]).refused(&["--rounds"]);
    bench.run(&["report"]).refused(&["tenfold-runs/tenfold.sqlite", "tenfold run"]);
}

#[test]
fn an_unknown_run_or_a_foreign_file_is_named() {
    let bench = Bench::new();
    let file = bench.file("small.toml", &small(1, 0.001));
    bench.run(&["run", &file, "--no-profile"]).well();
    let id = bench.newest().id;
    bench.run(&["report", "nosuchrun"]).refused(&["no run 'nosuchrun'", &id]);
    bench.run(&["report", &id]).well();
    bench.file("tenfold.sqlite", "this is no database, it only has its name");
    let foreign = bench.run(&["report", "--out", "."]);
    assert!(foreign.code != Some(0) && foreign.err.contains("tenfold.sqlite"), "{}", foreign.err);
    // An --out that cannot be a folder.
    let taken = bench.run(&["run", &file, "--out", "small.toml"]);
    assert!(taken.code != Some(0) && taken.err.contains("small.toml"), "{}", taken.err);
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

#[test]
fn distributed_cells_run_under_mpi_where_it_is() {
    let bench = Bench::new();
    let doctor = bench.run(&["doctor", "--json"]).well().json();
    let mpi = doctor["tools"].as_array().unwrap().iter().find(|t| t["name"] == "mpirun").unwrap();
    if let Some(why) = mpi["state"]["Err"].as_str() {
        assert!(!cfg!(feature = "mpi") || std::env::var_os("CI").is_none(), "built with MPI: {why}");
        eprintln!("not tested: {why}");
        return;
    }
    for workers in ["1", "2", "3", "7"] {
        let args =
            ["exec", "traffic", "distributed", "--transport", "mpi", "--workers", workers, "--set", "n=1024", "--json"];
        let answer = bench.run(&args).well().json();
        assert_eq!((answer["answer"]["moves"].as_u64(), answer["transport"].as_str()), (Some(484), Some("mpi")));
    }
    let file = bench.file("small.toml", &small(2, 0.01));
    bench.run(&["run", &file, "--transport", "mpi", "--no-profile"]).well();
    let run = bench.newest();
    let two = run.cells.iter().find(|c| c.cell.variant == "distributed" && c.cell.workers == 2).unwrap();
    assert!(two.launches.iter().all(|l| l.samples.iter().any(|s| s.rank == 1)), "both ranks' samples are kept");
}

/// Waits until the store holds this many launches.
fn wait_for_launches(bench: &Bench, wanted: usize) -> usize {
    let patience = Instant::now() + Duration::from_secs(120);
    while Instant::now() < patience {
        if bench.store().exists()
            && let Ok(store) = Store::open(&bench.store())
            && let Some(newest) = store.runs().unwrap_or_default().first()
            && let Ok(run) = store.load(&newest.id)
        {
            let done = run.cells.iter().flat_map(|c| &c.launches).filter(|l| l.outcome == Outcome::Measured).count();
            if done >= wanted {
                return done;
            }
        }
        std::thread::sleep(Duration::from_millis(50));
    }
    panic!("{wanted} launches did not come about");
}

fn make_executable(path: &std::path::Path) {
    use std::os::unix::fs::PermissionsExt;
    std::fs::set_permissions(path, std::fs::Permissions::from_mode(0o755)).unwrap();
}
