//! Histories made up for tests and to look at: what is planted is known.

use tenfold_history::changes::{Change, Quantity};
use tenfold_history::{
    Accepted, Commit, History, Instructions, Machine, Measured, Night, Observation, Outcome, Sentinel, Series,
};

/// A subject that would be markup, if it could.
pub const ATTACK: &str = "</script><img src=x onerror=alert(1)> \u{202e}{{ 7*7 }} & \"é\"";

const KERNELS: [&str; 12] = [
    "traffic",
    "mandelbrot",
    "heat",
    "cfd",
    "montecarlo",
    "nbody",
    "matmul",
    "cholesky",
    "fft",
    "dns",
    "cg",
    "wordcount",
];
const VARIANTS: [(&str, usize); 10] = [
    ("naive", 1),
    ("vectorised", 1),
    ("threaded", 1),
    ("threaded", 2),
    ("threaded", 4),
    ("distributed", 1),
    ("distributed", 2),
    ("distributed", 4),
    ("python", 1),
    ("numba", 1),
];
const DAY: i64 = 86_400_000;
const REFERENCE: u64 = 90;

/// A history and its changes.
pub struct Planted {
    pub history: History,
    pub changes: Vec<Change>,
}

impl Planted {
    pub fn html(&self) -> String {
        tenfold_page::dashboard::html(&self.history, &self.changes, &[], &[]).unwrap()
    }
}

/// Numbers between −1 and 1 that are the same each time (Knuth's MMIX generator).
struct Noise(u64);

impl Noise {
    fn uniform(&mut self) -> f64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 11) as f64 / (1u64 << 52) as f64 - 1.0
    }

    /// Nearly normal with this standard deviation: of three uniform numbers the sum has variance 1.
    fn normal(&mut self, deviation: f64) -> f64 {
        deviation * (self.uniform() + self.uniform() + self.uniform())
    }
}

/// A series.
pub fn series(group: &str, name: &str, workers: usize) -> Series {
    Series { group: group.into(), name: name.into(), problem: "n=5000 steps=10".into(), workers }
}

/// A commit.
pub fn commit(depth: u64) -> Commit {
    let subjects = [
        "Traffic: the ring is split once for each worker",
        "A stop that comes while a launch ends is told",
        "Params may be files, and count by their content",
        "Heat: both halves of a row in one pass",
    ];
    let hash = depth.wrapping_mul(0x9E37_79B9_7F4A_7C15);
    Commit {
        hash: format!("{hash:016x}{depth:024x}"),
        depth,
        time: depth as i64 * DAY / 1000,
        subject: subjects[depth as usize % 4].into(),
    }
}

/// What was measured of a ratio with this standard error.
pub fn measured(log_ratio: f64, error: f64, instructions: Option<f64>) -> Measured {
    let counted = |more: f64| Instructions { reference: 1_000_000, revision: (1e6 * more).round() as u64 };
    let interval = [log_ratio - 2.0 * error, log_ratio + 2.0 * error];
    Measured { log_ratio, error, interval, n: 12, seconds: 1.2e-3, instructions: instructions.map(counted) }
}

/// A night that measured nothing yet.
pub fn night(index: usize) -> Night {
    let revision = commit(100 + 2 * index as u64);
    let started_ms = 1_735_700_000_000 + index as i64 * DAY;
    Night {
        id: format!("night-{index:04}-{}", revision.short()),
        started_ms,
        seconds: 745.0,
        revision,
        reference: commit(REFERENCE),
        machine: Machine { key: "a".into(), name: "2-core AMD EPYC, avx2".into() },
        void: None,
        accepted: Vec::new(),
        sentinels: Vec::new(),
        observations: Vec::new(),
        left_out: Vec::new(),
    }
}

/// Nothing but noise of 0.4 %: `kernels` kernels of `variants` variants.
pub fn quiet(kernels: usize, variants: usize, nights: usize) -> Planted {
    let mut noise = Noise(7);
    let mut all: Vec<Night> = (0..nights).map(night).collect();
    for (index, night) in all.iter_mut().enumerate() {
        for (k, kernel) in KERNELS.iter().enumerate().take(kernels) {
            for (v, (variant, workers)) in VARIANTS.iter().enumerate().take(variants) {
                let error = [0.002, 0.004, 0.008, 0.003][(k + v) % 4];
                let level = 0.001 * ((3 * k + 5 * v) % 7) as f64 - 0.003;
                // As in life, no night is quite as sure as another, and counts differ by a few in a million.
                let told = error * (1.0 + 0.3 * noise.uniform());
                let mut measured = measured(level + noise.normal(error), told, Some(1.0 + 5e-6 * noise.uniform()));
                measured.n = 12 + (index * k + v) % 5;
                measured.interval[1] += 0.2 * told * noise.uniform();
                let outcome = Outcome::Measured(measured);
                night.observations.push(Observation { series: series(kernel, variant, *workers), outcome });
            }
        }
        for kernel in [KERNELS[0], KERNELS[1]] {
            let measured = measured(noise.normal(0.003), 0.003, None);
            night.sentinels.push(Sentinel { series: series(kernel, "naive", 1), measured, alarmed: false });
        }
    }
    Planted { history: History { nights: all, reference: Some(commit(REFERENCE).hash) }, changes: Vec::new() }
}

impl Planted {
    /// Makes a series slower (or faster) in some nights, in time and instructions, and says that it was found two nights on.
    pub fn step(mut self, of: &Series, nights: std::ops::Range<usize>, log_size: f64) -> Planted {
        for index in nights.clone() {
            for observation in self.history.nights[index].observations.iter_mut().filter(|o| o.series == *of) {
                let Outcome::Measured(measured) = &mut observation.outcome else { continue };
                measured.log_ratio += log_size;
                measured.interval = measured.interval.map(|end| end + log_size);
                if let Some(counted) = &mut measured.instructions {
                    counted.revision = (counted.revision as f64 * (log_size / 2.0).exp()).round() as u64;
                }
            }
        }
        let last = self.history.nights.len() - 1;
        let mut found = |first: usize, log_size: f64| {
            let interval = [log_size - 0.007, log_size + 0.007];
            self.changes.push(Change {
                series: of.clone(),
                kind: Quantity::Time,
                before: first - 1,
                first,
                called: (first + 2).min(last),
                log_size,
                interval,
                none: 2e-5,
                accepted: None,
            });
        };
        found(nights.start, log_size);
        if nights.end <= last {
            found(nights.end, -log_size);
        }
        self
    }

    /// Voids a night.
    pub fn void(mut self, index: usize, reason: &str) -> Planted {
        self.history.nights[index].void = Some(reason.into());
        self
    }

    /// Makes what came of a series in a night something else.
    pub fn outcome(mut self, of: &Series, index: usize, outcome: Outcome) -> Planted {
        for observation in self.history.nights[index].observations.iter_mut().filter(|o| o.series == *of) {
            observation.outcome = outcome.clone();
        }
        self
    }
}

/// Everything that a history may hold, in `nights` nights.
pub fn eventful(kernels: usize, variants: usize, nights: usize) -> Planted {
    let at = |share: f64| (share * nights as f64) as usize;
    let mut planted = quiet(kernels, variants, nights)
        .step(&series("traffic", "threaded", 2), at(0.93)..nights, 0.031)
        .step(&series("mandelbrot", "vectorised", 1), at(0.4)..at(0.6), 0.1)
        .step(&series("mandelbrot", "naive", 1), at(0.3)..nights, 0.05)
        .step(&series("traffic", "vectorised", 1), at(0.5)..nights, -0.07)
        .void(at(0.2), "the sentinel traffic naive raised an alarm")
        .void(nights - 4, "all 9 findings point one way")
        .outcome(
            &series("mandelbrot", "threaded", 2),
            nights - 1,
            Outcome::Wrong(format!("element 3 of 400: {ATTACK}")),
        )
        .outcome(&series("traffic", "naive", 1), nights - 2, Outcome::Failed("the revision does not build".into()));
    let accepting = Accepted { commit: commit(100 + 2 * at(0.3) as u64).hash, reason: "bounds are checked now".into() };
    planted.changes[3].accepted = Some(accepting.clone());
    planted.history.nights[at(0.3)].accepted.push(accepting);
    for night in &mut planted.history.nights[at(0.7)..] {
        night.machine = Machine { key: "b".into(), name: "4-core Xeon, avx512".into() };
    }
    planted.history.nights[at(0.2)].sentinels[0].alarmed = true;
    let last = &mut planted.history.nights[nights - 1];
    last.left_out.push(("fft distributed".into(), "mpirun is not installed".into()));
    planted.history.nights[at(0.93)].revision.subject = ATTACK.into();
    planted
}
