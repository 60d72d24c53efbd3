//! A run as large as a cluster's: 720 cells and 20 rounds, some three and a half million samples. It takes little room, and is
//! written in little memory: in the formats that hold every sample, and in the largest of those that hold what was found.

#[allow(dead_code, reason = "the rest is for tests of other questions")]
#[path = "cli/common/mod.rs"]
mod common;

use common::Bench;
use rand::{Rng, SeedableRng};
use rand_pcg::Pcg64;
use std::io::Read;
use std::process::Stdio;
use tenfold_record::{
    Cell, CellKey, Experiment, Fingerprint, Judgement, Launch, Measured, Outcome, Part, Run, Rung, Sample, Store,
    WorkDone,
};

const PARTS: usize = 6;
const VARIANTS: usize = 12;
const WORKERS: usize = 10;
const ROUNDS: u32 = 20;
const BATCHES: u32 = 250;

/// What a store of this run may take, and what writing it in a format may, in bytes.
const MOST_STORED: u64 = 40_000_000;
const MOST_MEMORY: u64 = 200_000_000;

#[test]
fn a_large_run_takes_little_room_and_little_memory() {
    let bench = Bench::new();
    std::fs::create_dir(bench.path().join("tenfold-runs")).unwrap();
    let run = run();
    let cells = run.cells.len();
    let mut store = Store::create(&bench.store()).unwrap();
    store.begin(&run).unwrap();
    let mut noise = Pcg64::seed_from_u64(7);
    for round in 0..ROUNDS {
        for measured in &run.cells {
            store.add_launch(&run.id, &launch(&measured.cell, round, &mut noise)).unwrap();
        }
    }
    store.finish(&run.id).unwrap();
    drop(store);
    let stored = std::fs::metadata(bench.store()).unwrap().len();
    println!("store: {:.1} MB", stored as f64 / 1e6);
    assert!(stored <= MOST_STORED, "{stored} bytes");

    for format in ["csv", "json", "parquet", "google-benchmark"] {
        let mut child = bench.command(&["export", "--format", format]).stdout(Stdio::piped()).spawn().unwrap();
        let (mut out, mut buffer) = (child.stdout.take().unwrap(), vec![0; 1 << 16]);
        let (mut bytes, mut lines) = (0, 0);
        loop {
            let n = out.read(&mut buffer).unwrap();
            if n == 0 {
                break;
            }
            bytes += n;
            lines += buffer[..n].iter().filter(|byte| **byte == b'\n').count();
        }
        assert!(child.wait().unwrap().success());
        let peak = largest_child();
        println!(
            "{format}: {:.1} MB written, at most {:.1} MB of memory so far",
            bytes as f64 / 1e6,
            peak as f64 / 1e6
        );
        assert!(peak <= MOST_MEMORY, "{format}: {peak} bytes");
        let samples = cells * ROUNDS as usize * BATCHES as usize;
        match format {
            "csv" => assert_eq!(lines, 1 + samples),
            "json" => assert!(bytes > 80 * samples, "{bytes}"),
            _ => (),
        }
    }
}

/// The most memory that a process has had which this one has started, in bytes.
fn largest_child() -> u64 {
    // SAFETY: all-zero is a value of `rusage`, and getrusage writes one.
    let usage = unsafe {
        let mut usage: libc::rusage = std::mem::zeroed();
        assert_eq!(libc::getrusage(libc::RUSAGE_CHILDREN, &mut usage), 0);
        usage
    };
    // Linux counts KiB, macOS bytes.
    usage.ru_maxrss as u64 * if cfg!(target_os = "linux") { 1024 } else { 1 }
}

fn run() -> Run {
    let part = |kernel: usize| Part {
        kernel: format!("kernel{kernel}"),
        variants: (0..VARIANTS).map(|v| format!("variant{v}")).collect(),
        workers: (1..=WORKERS).collect(),
        base: "variant0".into(),
        ..Part::default()
    };
    let cell = |key: usize| {
        let (part, rest) = (key / (VARIANTS * WORKERS), key % (VARIANTS * WORKERS));
        Cell {
            key: CellKey(key as u32),
            part,
            kernel: format!("kernel{part}"),
            variant: format!("variant{}", rest / WORKERS),
            rung: Rung::Threaded,
            params: Default::default(),
            workers: rest % WORKERS + 1,
            peer_workers: None,
            transport: None,
            work: WorkDone {
                amount: 1e6,
                unit: "cell updates".into(),
                symbol: "cell".into(),
                flops: 1e6,
                compulsory_bytes: 1e6,
                ..WorkDone::default()
            },
            left_out: None,
        }
    };
    let cells = (0..PARTS * VARIANTS * WORKERS).map(|key| Measured { cell: cell(key), launches: Vec::new() });
    Run {
        id: "large".into(),
        started_ms: 1,
        seed: 7,
        experiment: Experiment {
            name: "large".into(),
            question: "How large can it be?".into(),
            parts: (0..PARTS).map(part).collect(),
            rounds: ROUNDS,
            sampling_seconds: 0.25,
            ..Experiment::default()
        },
        fingerprint: Fingerprint { cores: WORKERS, ..Fingerprint::default() },
        cells: cells.collect(),
        ..Run::default()
    }
}

/// A launch as one is measured: times from a clock that counts nanoseconds and is read in seconds since the machine was
/// started, and a judgement by several oracles.
fn launch(cell: &Cell, round: u32, noise: &mut Pcg64) -> Launch {
    const UPTIME: f64 = 123_456.0;
    let at = |nanoseconds: u64| UPTIME + nanoseconds as f64 * 1e-9;
    let begin = noise.random_range(0..1_000_000_000_u64);
    let mut now = begin;
    let mut sample = |index: u32| {
        let start = now;
        // Two in a hundred slower on the whole, and one batch in 50 disturbed.
        let disturbed = noise.random_range(0..50) == 0;
        let mut more = |most: u64| noise.random_range(0..most);
        let length = 1_000_000 + 997 * u64::from(cell.key.0) + more(20_000) + u64::from(disturbed) * more(300_000);
        now += length + 400 + more(200);
        Sample {
            rank: 0,
            index,
            start: at(start) - at(begin),
            seconds: at(start + length) - at(start),
            steal: if disturbed { 1e-4 * length as f64 / 12_345_678.0 } else { 0.0 },
            switches: u32::from(disturbed),
        }
    };
    let samples = (0..BATCHES).map(&mut sample).collect();
    let oracle = |name: &str| {
        serde_json::json!({
            "name": name, "source": "definition: each row once, each count at most max_iter", "defence": "property",
            "passed": true, "error": 1e-17 * f64::from(noise.random_range(0..1000_u32)), "tolerance": 1e-12,
            "detail": format!("rows out of order ({name}) and counts above 80: 0, expected 0"),
        })
    };
    let oracles: Vec<_> = ["agreement", "inside", "first-test", "every-point", "mirror"].map(oracle).into();
    let digest: String = (0..8).map(|_| format!("{:08x}", noise.random::<u32>())).collect();
    let judgement =
        serde_json::json!({ "answer": { "tests": 27360, "sum": 26160 }, "oracles": oracles, "digest": digest });
    Launch {
        cell: cell.key,
        round,
        started_ms: 1_795_875_796_070 + i64::from(round),
        path: "avx512".into(),
        startup_seconds: 1e-9 * f64::from(noise.random_range(0..100_000_000_u32)),
        input_seconds: 1e-9 * f64::from(noise.random_range(0..100_000_000_u32)),
        first_seconds: 1e-9 * f64::from(noise.random_range(0..100_000_000_u32)),
        sampling_seconds: at(now) - at(begin),
        iterations: 170,
        judgement: Some(serde_json::from_value::<Judgement>(judgement).unwrap()),
        pinning: "cpus 1, 0".into(),
        foreign_cpus: Some(0.01),
        samples,
        ..Launch::ended(Outcome::Measured)
    }
}
