//! What a run that goes well leaves behind.

use super::small;
use crate::common::{Bench, without_mpi};
use tenfold_record::RunState;

#[test]
fn a_run_stores_raw_samples_and_writes_a_page() {
    let bench = Bench::new();
    let file = bench.file("small.toml", &small(3, 0.01));
    let ran = bench.run(&["run", &file, "--no-profile", "--seed", "7"]).well().fits();
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
fn distributed_cells_run_under_mpi_where_it_is() {
    let bench = Bench::new();
    let doctor = bench.run(&["doctor", "--json"]).well().json();
    let mpi = doctor["tools"].as_array().unwrap().iter().find(|t| t["name"] == "mpirun").unwrap();
    if let Some(why) = mpi["state"]["Err"].as_str() {
        return without_mpi(why);
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

#[test]
fn a_target_that_is_missed_fails_the_run_and_one_that_is_met_does_not() {
    let bench = Bench::new();
    // What a variant reaches of its own limit has a verdict beside whatever else runs: it is ranked against nothing.
    let with = |target: &str| small(12, 0.005) + "\n[target]\n\"naive / limit\" = " + target;
    let met = bench.file("met.toml", &with("1e-6"));
    let ran = bench.run(&["run", &met, "--no-profile"]).well();
    assert!(ran.out.contains("Targets: 1 of 1 met."), "{}", ran.out);
    let missed = bench.file("missed.toml", &with("1"));
    let ran = bench.run(&["run", &missed, "--no-profile"]).ends_with(1);
    assert!(ran.out.contains("Targets: 0 of 1 met, 1 missed."), "{}", ran.out);
    assert!(ran.out.contains("✗ mandelbrot: naive reaches 100 % of its limit; measured"), "{}", ran.out);
    let page = std::fs::read_to_string(bench.pages().pop().unwrap()).unwrap();
    assert!(page.contains("<h2 id=\"targets\">"), "the page tells it too");
}
