//! Self-tests built by hand.

use tenfold_record::{
    Agreement, Called, CycleTest, Fact, Fingerprint, InstructionTest, Opinion, OverheadTest, Planted, ProfilerTest,
    Rung, SampledHot, SelfTest, Simulated, Sitting, TestedCell, Trial, Value,
};

/// The slowdowns and how many comparisons of each a cell has, alone; half as many beside a load.
const PLANTED: [(f64, usize); 4] = [(0.0, 720), (0.01, 60), (0.02, 60), (0.05, 60)];

/// A whole self-test: every kind of cell, both loads, every part. No number in it was measured.
pub fn selftest() -> SelfTest {
    let cell = |name: &str, rung, workers| TestedCell {
        name: name.into(),
        rung,
        params: [("n".to_string(), Value::Int(500))].into(),
        workers,
    };
    let cells = vec![
        cell("traffic naive", Rung::Naive, 1),
        cell("heat threaded × 2", Rung::Threaded, 2),
        cell("traffic distributed × 2", Rung::Distributed, 2),
    ];
    SelfTest {
        sittings: vec![Sitting { started_ms: 1_795_000_000_000, seed: 42, minutes: 60.0 }],
        fingerprint: Fingerprint {
            machine: "2-core example machine".into(),
            cores: 2,
            cache_bytes: 1 << 20,
            facts: vec![Fact { group: "cpu".into(), name: "model".into(), value: "example".into() }],
        },
        trials: (0..cells.len()).flat_map(trials).collect(),
        layouts: (0..cells.len()).flat_map(between_builds).collect(),
        cells,
        profilers: vec![profiler("pprof", 250.0), profiler("perf cpu-clock", 990.0)],
        agreements: vec![
            agreement("criterion 0.8.2", "traffic naive", Rung::Naive, 1.004),
            agreement("criterion 0.8.2", "heat threaded × 2", Rung::Threaded, 0.97),
            agreement("hyperfine 1.15.0", "command traffic naive", Rung::Naive, 1.01),
        ],
        instructions: vec![InstructionTest {
            cell: "traffic naive".into(),
            counts: vec![1_234_567; 40],
            planted: 1.0 / 199.0,
            more: vec![1_240_771; 5],
        }],
        nightly: nightly(),
        missing: vec![("heat naive".into(), "Failed { side: B, reason: \"it was killed\" }".into())],
    }
}

/// As [`selftest`], with strings that attack wherever a self-test has one, and with numbers that are none.
pub fn hostile_selftest(attack: &str) -> SelfTest {
    let mut test = selftest();
    test.fingerprint.machine = attack.into();
    test.fingerprint.facts.push(Fact { group: attack.into(), name: attack.into(), value: attack.into() });
    test.cells.iter_mut().for_each(|cell| cell.name = attack.into());
    test.profilers.iter_mut().for_each(|profiler| profiler.tool = attack.into());
    test.profilers[0].cycles =
        Some(CycleTest { cycles: 1, refused: vec![attack.into()], crashes: vec![attack.into()] });
    test.agreements[0].with = attack.into();
    test.agreements[0].work = attack.into();
    test.agreements[1].ours = vec![f64::NAN, f64::INFINITY];
    test.instructions[0].cell = attack.into();
    test.nightly[0].noise = attack.into();
    test.nightly[1].judge = attack.into();
    test.missing.push((attack.into(), attack.into()));
    for (index, trial) in test.trials.iter_mut().enumerate() {
        trial.opinions.push(Opinion { judge: attack.into(), verdict: Called::Faster, time_ratio: f64::NAN });
        if index % 7 == 0 {
            trial.interval = Some((f64::NAN, f64::INFINITY));
        }
    }
    test
}

/// What four builds do to the log of the time of a cell, by its place: their standard deviation is 0.001 for the first cell.
fn effect(cell: usize, build: usize) -> f64 {
    [0.001_5, 0.000_5, -0.000_5, -0.001_5][build] * (3.0f64 / 5.0).sqrt() * (1.0 + cell as f64)
}

/// Duels between two builds and two others; one in 170 is a false alarm, one in fifty of what was planted is not found.
fn between_builds(cell: usize) -> Vec<Trial> {
    let one = |index: usize, planted: f64| {
        let builds: Vec<[usize; 2]> = (0..12).map(|i| [(i + index) % 2, 2 + (i / 2) % 2]).collect();
        let verdict = match planted {
            0.0 if index % 170 == 3 => Called::Faster,
            0.0 => Called::NoDifference,
            _ if index.is_multiple_of(50) => Called::NoDifference,
            _ => Called::Slower,
        };
        Trial {
            verdict,
            detectable: (verdict == Called::NoDifference).then_some(0.018),
            logs: builds.iter().map(|&[a, b]| effect(cell, a) - effect(cell, b)).collect(),
            builds,
            opinions: Vec::new(),
            ..trial(cell, false, planted, index)
        }
    };
    (0..170).map(|i| one(i, 0.0)).chain((0..50).map(|i| one(i, 0.02))).collect()
}

fn trials(cell: usize) -> Vec<Trial> {
    let mut trials = Vec::new();
    for loaded in [false, true] {
        for (planted, count) in PLANTED {
            let count = if loaded { count / 2 } else { count };
            trials.extend((0..count).map(|index| trial(cell, loaded, planted, index)));
        }
    }
    trials
}

/// The `index`-th of its kind: one in 180 is a false alarm, one in twenty is outside its interval.
fn trial(cell: usize, loaded: bool, planted: f64, index: usize) -> Trial {
    let truth = 1.0 + planted;
    // Errors from −0.2 to 0.2 points.
    let off = ((index * 7) % 41) as f64 / 10_000.0 - 0.002;
    let missed = if loaded { 6 } else { 30 };
    let verdict = match planted {
        0.0 if index % 360 == 7 => Called::Slower,
        0.0 if index % 360 == 187 => Called::Faster,
        0.0 => Called::NoDifference,
        p if p < 0.02 && index.is_multiple_of(missed) => Called::NoDifference,
        _ => Called::Slower,
    };
    let half = if index.is_multiple_of(20) { off.abs() / 2.0 } else { 0.003 };
    let time_ratio = truth * (1.0 + off);
    let opinion = |judge: &str, verdict| Opinion { judge: judge.into(), verdict, time_ratio };
    let criterion = if planted >= 0.02 || index.is_multiple_of(5) { Called::Slower } else { Called::NoDifference };
    let tango = if planted > 0.0 || index.is_multiple_of(50) { Called::Slower } else { Called::NoDifference };
    Trial {
        cell,
        loaded,
        planted,
        given: if planted > 0.0 || (index / 20).is_multiple_of(4) { 3.0 } else { 1.0 },
        truth,
        time_ratio,
        interval: Some((time_ratio - half, time_ratio + half)),
        p_value: if verdict == Called::NoDifference { 0.5 } else { 0.001 },
        verdict,
        detectable: None,
        builds: Vec::new(),
        logs: vec![-time_ratio.ln(); 12],
        turns: 300,
        disturbed: 20,
        seconds: 3.0,
        opinions: vec![opinion("criterion", criterion), opinion("tango", tango)],
    }
}

fn profiler(tool: &str, realised_hz: f64) -> ProfilerTest {
    let sampled =
        |hz: f64| SampledHot { requested_hz: hz, realised_hz: hz.min(realised_hz), samples: 2000, hot: 1998, lost: 0 };
    let launches: Vec<f64> = (0..12).map(|i| 1.004 + f64::from(i - 6) / 3000.0).collect();
    ProfilerTest {
        tool: tool.into(),
        sampled: vec![sampled(99.0), sampled(997.0)],
        overhead: Some(OverheadTest { hz: 99, time_ratio: 1.004, interval: Some((1.003, 1.0055)), launches }),
        cycles: Some(CycleTest { cycles: 1000, refused: Vec::new(), crashes: Vec::new() }),
    }
}

fn agreement(with: &str, work: &str, rung: Rung, ratio: f64) -> Agreement {
    let theirs: Vec<f64> = (0..12).map(|i| 1e-3 + f64::from(i) * 1e-6).collect();
    let ours = theirs.iter().enumerate().map(|(i, t)| t * (ratio + (i as f64 - 6.0) * 1e-3)).collect();
    Agreement { with: with.into(), work: work.into(), rung, ours, theirs }
}

/// Nights simulated for two detectors: three false alarms in a thousand, and one in ten.
fn nightly() -> Vec<Simulated> {
    let of = |noise: &str, planted, judge: &str, called: Vec<Option<usize>>| Simulated {
        noise: noise.into(),
        planted,
        judge: judge.into(),
        called,
    };
    let every = |n: usize, one_in: usize, at| (0..n).map(|i| i.is_multiple_of(one_in).then_some(at)).collect();
    let steps = |n: usize| (0..n).map(|i| (i % 20 != 0).then_some(if i % 3 == 0 { 3 } else { 2 })).collect();
    vec![
        of("Gaussian", Planted::Nothing, "tenfold", every(3000, 334, 17)),
        of("Gaussian", Planted::Nothing, "otava 0.8.0", every(200, 10, 17)),
        of("Gaussian", Planted::NothingLater, "tenfold", every(3000, 334, 17)),
        of("Gaussian", Planted::Step, "tenfold", steps(1000)),
        of("spiky", Planted::Step, "tenfold", steps(1000)),
        of("Gaussian", Planted::Spike, "tenfold", vec![None; 1000]),
        of("Gaussian", Planted::Creep, "tenfold", vec![Some(8); 1000]),
        of("probes with errors of 0.5 to 0.8 %", Planted::Commit, "tenfold", vec![Some(8); 1000]),
    ]
}

/// A self-test in which nothing was tested.
pub fn empty_selftest() -> SelfTest {
    let SelfTest { sittings, fingerprint, .. } = selftest();
    SelfTest {
        sittings,
        fingerprint,
        cells: Vec::new(),
        trials: Vec::new(),
        layouts: Vec::new(),
        profilers: Vec::new(),
        agreements: Vec::new(),
        instructions: Vec::new(),
        nightly: Vec::new(),
        missing: Vec::new(),
    }
}
