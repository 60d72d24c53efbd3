//! Runs built by hand, for tests and for looking at pages without measuring.
//!
//! ```
//! use tenfold_analysis::testing::{cell, part, run};
//! let run = run("Is it fast?")
//!     .with(part("traffic").with(cell("naive").takes(2.0)).with(cell("threaded").on(2).takes(1.0)))
//!     .built();
//! assert_eq!(run.cells.len(), 2);
//! ```

mod cell;
mod comparison;
mod example;
mod large;
mod selftest;
pub(crate) mod watched;

pub use cell::{CellBuilder, cell};
pub use comparison::{comparison, duel};
pub use example::{ATTACK, REVISION, example, hostile};
pub use large::{everyday, large};
pub use selftest::{empty_selftest, hostile_selftest, selftest};

use tenfold_record::{
    Ballot, Ceiling, CellKey, Experiment, Fact, Fingerprint, Guess, Instructions, Part, Reach, Resource, Run, RunState,
    Scaling, Source, Transport, Value,
};

/// A run of `question` with nothing in it yet: finished, on 2 cores.
pub fn run(question: &str) -> RunBuilder {
    RunBuilder(Run {
        id: "2026-11-20-example-7f3a".into(),
        started_ms: 1_795_000_000_000,
        state: RunState::Finished,
        seed: 42,
        experiment: Experiment {
            name: "example".into(),
            question: question.into(),
            parts: Vec::new(),
            rounds: 8,
            sampling_seconds: 0.5,
            limit_seconds: 300.0,
            source: "question = \"…\"\n".into(),
        },
        fingerprint: Fingerprint {
            machine: "2-core example machine".into(),
            cores: 2,
            cache_bytes: 1 << 20,
            facts: Vec::new(),
        },
        ceilings: Vec::new(),
        cells: Vec::new(),
        profiles: Vec::new(),
        traces: Vec::new(),
        sources: Vec::new(),
        ballots: Vec::new(),
        instructions: Vec::new(),
    })
}

/// A part of `kernel` without cells: strong scaling, base "naive".
pub fn part(kernel: &str) -> PartBuilder {
    let part = Part {
        kernel: kernel.into(),
        summary: format!("the {kernel} problem"),
        params: [("n".to_string(), Value::Int(1_000_000)), ("steps".to_string(), Value::Int(100))].into(),
        variants: Vec::new(),
        externals: Vec::new(),
        workers: vec![1],
        transports: vec![Transport::Local],
        scaling: Scaling::Strong,
        base: "naive".into(),
        guesses: Vec::new(),
        targets: Vec::new(),
    };
    PartBuilder { part, cells: Vec::new() }
}

/// Builds a [`Run`].
#[derive(Clone, Debug)]
pub struct RunBuilder(Run);

impl RunBuilder {
    /// Adds a part with its cells.
    pub fn with(mut self, part: PartBuilder) -> Self {
        let index = self.0.experiment.parts.len();
        for cell in part.cells {
            let key = CellKey(self.0.cells.len() as u32);
            let (source, traced) = (cell.source.clone(), cell.traced.clone());
            let (measured, folded) = cell.built(&part.part, index, key);
            let file = watched::file(&measured.cell);
            self.0.profiles.extend(folded.map(|folded| watched::profile(key, folded, &file)));
            self.0.traces.extend(traced.map(|call| watched::trace(key, measured.cell.workers, &call)));
            self.0.sources.extend(source.map(|text| Source {
                kernel: measured.cell.kernel.clone(),
                variant: Some(measured.cell.variant.clone()),
                file,
                text,
            }));
            self.0.cells.push(measured);
        }
        self.0.experiment.parts.push(part.part);
        self
    }

    /// A file of `kernel` beside its variants' own, in which those of its variants named `used_by` spend time. Comes after
    /// its part.
    pub fn beside(mut self, kernel: &str, name: &str, text: &str, used_by: &[&str]) -> Self {
        let file = format!("kernels/{kernel}/src/{name}");
        for profile in &mut self.0.profiles {
            let cell = self.0.cells.iter().map(|m| &m.cell).find(|cell| cell.key == profile.cell);
            if cell.is_some_and(|cell| cell.kernel == kernel && used_by.contains(&cell.variant.as_str())) {
                watched::calls(profile, &file);
            }
        }
        self.0.sources.push(Source { kernel: kernel.into(), variant: None, file, text: text.into() });
        self
    }

    /// Stopped before its last round.
    pub fn unfinished(mut self) -> Self {
        self.0.state = RunState::Unfinished;
        self
    }

    /// On a machine of so many cores.
    pub fn on_cores(mut self, cores: usize) -> Self {
        self.0.fingerprint.cores = cores;
        self
    }

    /// One core can have so much of a resource per second.
    pub fn one_core_can(mut self, resource: Resource, per_second: f64) -> Self {
        self.0.ceilings.push(ceiling(resource, Reach::OneCore, per_second));
        self
    }

    /// All cores together can have so much of a resource per second.
    pub fn all_cores_can(mut self, resource: Resource, per_second: f64) -> Self {
        self.0.ceilings.push(ceiling(resource, Reach::AllCores, per_second));
        self
    }

    /// A run of `variant` took so many instructions for so much work, or they were not counted.
    pub fn counting(mut self, kernel: &str, variant: &str, work: f64, counted: Result<u64, String>) -> Self {
        self.0.instructions.push(Instructions {
            kernel: kernel.into(),
            variant: variant.into(),
            params: [("n".to_string(), Value::Int(10_000))].into(),
            work,
            counted,
        });
        self
    }

    /// Something known of the machine.
    pub fn known(mut self, group: &str, name: &str, value: &str) -> Self {
        self.0.fingerprint.facts.push(Fact { group: group.into(), name: name.into(), value: value.into() });
        self
    }

    /// Somebody guessed before the run: a ratio for each guess of the parts, in their order.
    pub fn guessed(mut self, name: Option<&str>, factors: &[Option<f64>]) -> Self {
        self.0.ballots.push(Ballot { name: name.map(String::from), factors: factors.to_vec() });
        self
    }

    /// The run.
    pub fn built(self) -> Run {
        self.0
    }
}

/// Builds a [`Part`] and its cells.
#[derive(Clone, Debug)]
pub struct PartBuilder {
    part: Part,
    cells: Vec<CellBuilder>,
}

impl PartBuilder {
    /// Adds a cell.
    pub fn with(mut self, cell: CellBuilder) -> Self {
        if !self.part.variants.contains(&cell.variant) {
            self.part.variants.push(cell.variant.clone());
        }
        if !self.part.workers.contains(&cell.workers) {
            self.part.workers.push(cell.workers);
        }
        self.cells.push(cell);
        self
    }

    /// Names the base of the speed-ups.
    pub fn over(mut self, base: &str) -> Self {
        self.part.base = base.into();
        self
    }

    /// The same work for each worker.
    pub fn weak(mut self) -> Self {
        self.part.scaling = Scaling::Weak;
        self
    }

    /// What the kernel is about.
    pub fn about(mut self, summary: &str) -> Self {
        self.part.summary = summary.into();
        self
    }

    /// A guess made before the run.
    pub fn guessing(mut self, subject: &str, base: &str, factor: f64) -> Self {
        self.part.guesses.push(Guess { subject: subject.into(), base: base.into(), factor });
        self
    }
}

fn ceiling(resource: Resource, reach: Reach, per_second: f64) -> Ceiling {
    // Two cores, each with caches of its own but the last.
    let copies = if reach == Reach::AllCores { 2 } else { 1 };
    let capacity = match resource {
        Resource::L1Bytes => Some((copies * 32) << 10),
        Resource::L2Bytes => Some((copies * 256) << 10),
        Resource::L3Bytes => Some(1 << 20),
        _ => None,
    };
    Ceiling {
        resource,
        name: String::new(),
        reach,
        per_second,
        median: Some(per_second * 0.97),
        stream_per_second: None,
        capacity,
        method: "a loop of the resource's own instructions".into(),
        measured_ms: Some(1_795_000_000_000),
    }
}
