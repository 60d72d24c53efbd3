//! What the tests of the store put into it.

#![allow(dead_code)] // Each test file uses a part.

use tenfold_record::{
    Cell, CellKey, Experiment, Launch, Measured, Outcome, Run, Rung, Sample, Source, Throttling, WorkDone,
};

/// A cell of a plan.
pub fn cell(key: u32) -> Cell {
    Cell {
        key: CellKey(key),
        part: 0,
        kernel: "traffic".into(),
        variant: "naive".into(),
        rung: Rung::Naive,
        params: Default::default(),
        workers: 1,
        peer_workers: None,
        transport: None,
        work: WorkDone { amount: 1.0, unit: "cells".into(), symbol: "cell".into(), ..WorkDone::default() },
        left_out: None,
    }
}

/// A run of two cells that has not been measured yet.
pub fn run(id: &str, started_ms: i64) -> Run {
    Run {
        id: id.into(),
        started_ms,
        seed: u64::MAX,
        experiment: Experiment {
            name: "x".into(),
            question: "'; DROP TABLE runs; --".into(),
            rounds: 2,
            ..Experiment::default()
        },
        cells: vec![Measured { cell: cell(0), launches: Vec::new() }, Measured { cell: cell(1), launches: Vec::new() }],
        sources: vec![Source {
            kernel: "traffic".into(),
            variant: Some("naive".into()),
            file: "kernels/traffic/src/naive.rs".into(),
            text: "/// A run of two cells that has not been measured yet.
pub fn run() {}\n"
                .repeat(40),
        }],
        ..Run::default()
    }
}

/// A launch that was measured.
pub fn launch(cell: u32, round: u32) -> Launch {
    let sample = |rank, index| Sample { rank, index, start: 0.25, seconds: 0.1, steal: 0.01, switches: 3 };
    Launch {
        cell: CellKey(cell),
        round,
        place: 0,
        started_ms: 5,
        outcome: Outcome::Measured,
        path: "avx2".into(),
        build_seconds: 0.5,
        startup_seconds: 0.1,
        input_seconds: 0.2,
        plan_seconds: 0.6,
        compile_seconds: 0.7,
        first_seconds: 0.3,
        sampling_seconds: 0.4,
        iterations: 7,
        judgement: None,
        pinning: "cpu 1".into(),
        foreign_cpus: Some(0.25),
        throttling: Some(Throttling { periods: 10, throttled: 3, seconds: 0.125 }),
        huge_page_bytes: Some(2 << 20),
        samples: vec![sample(0, 0), sample(1, 0), sample(0, 1), sample(1, 1)].into(),
    }
}
