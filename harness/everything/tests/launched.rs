//! Processes of the kernel, launched and judged as Tenfold launches and judges them.

use everything::Everything;
use std::fs;
use std::path::Path;
use std::sync::atomic::AtomicBool;
use std::time::Duration;
use tenfold_duel::{Source, Start, Trouble};
use tenfold_kernel::*;
use tenfold_launch::duel::{Pair, Program};
use tenfold_launch::mpirun;
use tenfold_launch::{Done, Ended, Launcher};
use tenfold_measure::duel::protocol::Prepare;
use tenfold_measure::order::{Order, Reply};
use tenfold_measure::sampling::Protocol;
use tenfold_record::{Side, Transport};

static GO_ON: AtomicBool = AtomicBool::new(false);

fn launcher() -> Launcher<'static> {
    Launcher::new(env!("CARGO_BIN_EXE_everything").into(), &GO_ON)
}

/// The complete params with these values, as a person writes them.
fn params(given: &[(&str, &str)]) -> Result<Values, ParamError> {
    let kernel = erase::<Everything>();
    let value = |&(name, text): &(&str, &str)| Ok((name.to_string(), parse_value(kernel.specs(), name, text)?));
    kernel.resolve(&given.iter().map(value).collect::<Result<_, _>>()?)
}

/// A launch of a variant, mutant or peer that samples for a moment.
fn launch(launcher: &Launcher, variant: &str, params: &Values, workers: usize, transport: Transport) -> Ended {
    let kernel = erase::<Everything>();
    let rung = kernel.rung(variant).unwrap_or(Rung::External);
    let order = Order {
        transport: Some(transport),
        protocol: Some(Protocol::lasting(0.01, workers)),
        ..Order::of(kernel.name(), variant, rung, params.clone(), workers)
    };
    launcher.launch(&*kernel, &order, Duration::from_secs(100))
}

fn done(ended: Ended) -> Box<Done> {
    match ended {
        Ended::Replied(Reply::Done(done)) => done,
        other => panic!("{other:?}"),
    }
}

/// The transports there are. That MPI is not among them is said.
fn transports() -> Vec<Transport> {
    match mpirun::mpi() {
        Ok(_) => vec![Transport::Local, Transport::Mpi],
        Err(why) => {
            eprintln!("not tested over MPI: {why}");
            vec![Transport::Local]
        }
    }
}

/// The worker counts of a rung, each over each transport.
fn ways(rung: Rung) -> Vec<(usize, Transport)> {
    match rung.workers() {
        Workers::One => vec![(1, Transport::Local)],
        Workers::Threads => vec![(1, Transport::Local), (2, Transport::Local)],
        Workers::Ranks => transports().into_iter().flat_map(|t| [1, 2, 3, 4, 6].map(|ranks| (ranks, t))).collect(),
    }
}

#[test]
fn every_variant_is_right_over_both_transports() {
    let (launcher, params) = (launcher(), params(&[("n", "37")]).unwrap());
    for variant in erase::<Everything>().variants() {
        for (workers, transport) in ways(variant.rung) {
            let done = done(launch(&launcher, variant.name, &params, workers, transport));
            let which = format!("{} on {workers} over {transport:?}", variant.name);
            assert!(done.judgement.passed(), "{which}: {:?}", done.judgement.fault());
            assert!(!done.told.samples.is_empty(), "{which} was not measured");
            assert!(done.told.plan_seconds > 0.0, "{which} has made its plan in no time");
        }
    }
}

#[test]
fn every_mutant_is_refused_over_both_transports() {
    let (launcher, params, kernel) = (launcher(), params(&[("n", "37")]).unwrap(), erase::<Everything>());
    for mutant in kernel.mutants() {
        // Of one rank there is no other to take a row from.
        let ways = ways(kernel.rung(mutant).unwrap()).into_iter();
        for (workers, transport) in ways.filter(|&(workers, _)| mutant != "row-of-another-rank" || workers > 1) {
            let done = done(launch(&launcher, mutant, &params, workers, transport));
            let fault = done.judgement.fault();
            assert!(fault.is_some(), "{mutant} on {workers} over {transport:?} is believed");
        }
    }
}

/// What it leaves undone from its second run on is found in the run that is judged.
#[test]
fn an_old_output_is_not_believed() {
    let done = done(launch(&launcher(), "a-tenth-after-the-first-run", &params(&[]).unwrap(), 1, Transport::Local));
    let fault = done.judgement.fault().unwrap();
    assert_eq!(fault, "agreement: c: 3687 of 4096 elements were not written by the run that is judged");
}

/// Nor in a comparison.
#[test]
fn an_old_output_is_not_believed_of_a_side() {
    let side = |variant: &str| Program {
        builds: vec![env!("CARGO_BIN_EXE_everything").into()],
        prepare: Prepare::of("everything", variant, Values::new(), 1),
    };
    let launched = |b: &str| {
        let mut pair = Pair::new([side("naive"), side(b)], Duration::from_secs(100), &GO_ON);
        pair.launch(Start { first: Side::A, padding: [0; 2], builds: [0; 2] })
    };
    assert_eq!(launched("vectorised"), Ok(()));
    let reason = "agreement: c: 3687 of 4096 elements were not written by the run that is judged".to_string();
    assert_eq!(launched("a-tenth-after-the-first-run"), Err(Trouble::Wrong { side: Side::B, reason }));
}

#[test]
fn a_peer_in_c_computes_on_two_threads() {
    let launcher = launcher();
    if let Some(why) = launcher.no_peer(&*erase::<Everything>(), "openmp") {
        eprintln!("no peer in C: {why}");
        return;
    }
    for n in ["1", "37", "64"] {
        let done = done(launch(&launcher, "openmp", &params(&[("n", n)]).unwrap(), 2, Transport::Local));
        assert!(done.judgement.passed(), "{:?}", done.judgement.fault());
        assert!(done.told.path.ends_with("OpenMP, threads: 2"), "{}", done.told.path);
    }
}

/// A matrix that is saved as NumPy saves it.
#[derive(Clone)]
struct Matrix {
    entries: Vec<f64>,
    rows: usize,
}
arrays!(Matrix { entries: |of| vec![of.rows, of.entries.len() / of.rows] });

fn saved(at: &Path, rows: usize, columns: usize, entry: impl Fn(f64, f64) -> f64) -> String {
    let index = (0..rows).flat_map(|i| (0..columns).map(move |j| (i as f64, j as f64)));
    let matrix = Matrix { entries: index.map(|(i, j)| entry(i, j)).collect(), rows };
    Npy::save(&matrix, at).unwrap();
    at.display().to_string()
}

/// Σ (i + k)(k − j) = Σk² + (i − j) Σk − n i j: integers, so that no variant rounds.
#[test]
fn files_go_in_and_their_product_comes_out() {
    let (folder, kernel) = (tempfile::tempdir().unwrap(), erase::<Everything>());
    let at = |name: &str| folder.path().join(name);
    let n = 23.0;
    let (a, b) = (saved(&at("a.npy"), 23, 23, |i, j| i + j), saved(&at("b.npy"), 23, 23, |i, j| i - j));
    let params = params(&[("a", &a), ("b", &b)]).unwrap();
    assert_eq!(params["n"], Value::Int(23), "the file says it");

    let right = |i: f64, j: f64| n * (n - 1.0) * (2.0 * n - 1.0) / 6.0 + (i - j) * n * (n - 1.0) / 2.0 - n * i * j;
    saved(&at("right.npy"), 23, 23, right);
    let (launcher, judge) = (launcher(), defence::judge(&*kernel, &params));
    for variant in kernel.variants() {
        for (workers, transport) in ways(variant.rung) {
            let done = done(launch(&launcher, variant.name, &params, workers, transport));
            assert!(done.judgement.passed(), "{}: {:?}", variant.name, done.judgement.fault());
            let outputs = outputs(&*kernel, variant.name, &params, workers, None).unwrap();
            assert_eq!(judge.save(outputs.clone(), &at("c.npy")), Ok(vec![at("c.npy")]));
            assert!(fs::read(at("c.npy")).unwrap() == fs::read(at("right.npy")).unwrap(), "{}", variant.name);
        }
    }
}

#[test]
fn a_file_is_a_problem_by_its_content() {
    let folder = tempfile::tempdir().unwrap();
    let file = |name: &str, entry: fn(f64, f64) -> f64| saved(&folder.path().join(name), 4, 4, entry);
    let of = |file: &str| params(&[("a", file)]).unwrap();
    let (one, same, other) = (file("one.npy", |i, _| i), file("same.npy", |i, _| i), file("other.npy", |_, j| j));
    assert_eq!(of(&one), of(&same));
    assert_ne!(of(&one), of(&other));
}

#[test]
fn a_problem_that_is_none_is_refused_with_what_is_wrong() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name);
    let (square, oblong) = (saved(&at("square.npy"), 4, 4, |i, _| i), saved(&at("oblong.npy"), 2, 3, |i, _| i));
    fs::write(at("text.npy"), "1 2 3").unwrap();
    let text = at("text.npy").display().to_string();
    for (given, refusal) in [
        (&[("class", "B")][..], "class = B: must be one of S, W".to_string()),
        (&[("n", "0")], "n = 0: must be an integer from 1 to 65536".to_string()),
        (&[("a", &oblong)], format!("a = {oblong}: has shape [2, 3]; it must have shape [2, 2]")),
        (&[("a", &square), ("n", "5")], format!("a = {square}: has shape [4, 4]; it must have shape [5, 5]")),
        (&[("b", &text)], format!("b = {text}: not a NumPy .npy file")),
    ] {
        let found = params(given).unwrap_err().to_string();
        assert!(found.starts_with(&refusal), "{found}");
    }
}

#[test]
fn a_problem_that_does_not_fit_is_told_the_largest_that_would() {
    let kernel = erase::<Everything>();
    let large = params(&[("n", "65536")]).unwrap();
    let gibibyte = (1_u64 << 30) as f64;
    assert_eq!(kernel.memory(&large, 1), 192.0 * gibibyte);
    assert_eq!(kernel.largest(&large, &|p| kernel.memory(p, 1) <= gibibyte), Some(("n", 4729)));
    assert!(kernel.memory(&params(&[("n", "4729")]).unwrap(), 1) <= gibibyte);
    assert!(kernel.memory(&params(&[("n", "4730")]).unwrap(), 1) > gibibyte);
    // The size that a class stands for is as much a size.
    let class = params(&[("class", "W")]).unwrap();
    assert_eq!(kernel.largest(&class, &|p| kernel.memory(p, 1) <= 48e4), Some(("n", 100)));
}
