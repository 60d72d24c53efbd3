//! A cell built by hand.

use tenfold_record::{
    Cell, CellKey, Demand, Launch, Measured, Outcome, Part, Resource, Rung, Sample, Scaling, Transport, Value,
    WorkDone, Workers,
};

/// Batches in each launch.
const BATCHES: u32 = 9;

/// A cell of `variant` with no launch yet. Its rung is told by the name; a name of no rung is an external.
pub fn cell(variant: &str) -> CellBuilder {
    let rung = Rung::of(variant).unwrap_or(Rung::External);
    let work = WorkDone {
        amount: 1e8,
        unit: "cell updates".into(),
        symbol: "cell".into(),
        flops: 0.0,
        compulsory_bytes: 2e6,
        streamed_bytes: None,
        demands: Vec::new(),
    };
    CellBuilder {
        variant: variant.into(),
        workers: 1,
        peer_workers: None,
        rung,
        transport: (rung.workers() == Workers::Ranks).then_some(Transport::Local),
        work,
        left_out: None,
        launches: Vec::new(),
        disturbed: 0,
        folded: None,
        source: None,
        traced: None,
    }
}

/// Builds a [`Measured`] cell.
#[derive(Clone, Debug)]
pub struct CellBuilder {
    pub(super) variant: String,
    pub(super) workers: usize,
    peer_workers: Option<Workers>,
    rung: Rung,
    transport: Option<Transport>,
    work: WorkDone,
    left_out: Option<String>,
    launches: Vec<(Outcome, f64)>,
    disturbed: u32,
    folded: Option<String>,
    pub(super) source: Option<String>,
    pub(super) traced: Option<String>,
}

impl CellBuilder {
    /// With so many workers.
    pub fn on(mut self, workers: usize) -> Self {
        self.workers = workers;
        self
    }

    /// An external with so many workers of this kind.
    pub fn on_its_own(mut self, workers: usize, kind: Workers) -> Self {
        (self.workers, self.peer_workers) = (workers, Some(kind));
        self
    }

    /// Its ranks are processes under `mpirun`.
    pub fn over_mpi(mut self) -> Self {
        self.transport = Some(Transport::Mpi);
        self
    }

    /// Eight launches around `seconds`, which is their median exactly; the launches differ by 3 %.
    pub fn takes(self, seconds: f64) -> Self {
        let mut offsets = [0.004, -0.011, 0.0, 0.013, -0.004, 0.019, 0.0, -0.007];
        // Cells differ in which round was slow, else their ratios would not scatter.
        offsets.rotate_left((self.variant.len() * 3 + self.workers) % 8);
        self.takes_each(&offsets.map(|offset| seconds * (1.0 + offset)))
    }

    /// One launch for each of the times, which is its median exactly.
    pub fn takes_each(mut self, seconds: &[f64]) -> Self {
        self.launches.extend(seconds.iter().map(|s| (Outcome::Measured, *s)));
        self
    }

    /// One launch that ended otherwise.
    pub fn ends(mut self, outcome: Outcome) -> Self {
        self.launches.push((outcome, f64::NAN));
        self
    }

    /// Launches that another program timed and nobody here checked.
    pub fn timed_elsewhere(mut self, by: &str, seconds: &[f64]) -> Self {
        self.launches.extend(seconds.iter().map(|s| (Outcome::Unchecked { by: by.into() }, *s)));
        self
    }

    /// One launch with a wrong answer.
    pub fn is_wrong(self, reason: &str) -> Self {
        self.ends(Outcome::Wrong { reason: reason.into() })
    }

    /// Not in the run at all.
    pub fn is_left_out(mut self, reason: &str) -> Self {
        self.left_out = Some(reason.into());
        self
    }

    /// So many samples of each launch lost time to something else.
    pub fn disturbed(mut self, samples: u32) -> Self {
        self.disturbed = samples;
        self
    }

    /// Needs so much of a resource.
    pub fn needing(mut self, resource: Resource, amount: f64, formula: &str) -> Self {
        self.work.demands.push(Demand { resource, amount, formula: formula.into() });
        self
    }

    /// Reads and writes so many bytes at the least.
    pub fn touching(mut self, bytes: f64) -> Self {
        self.work.compulsory_bytes = bytes;
        self
    }

    /// Moves so many bytes to and from memory.
    pub fn streaming(mut self, bytes: f64) -> Self {
        self.work.streamed_bytes = Some(bytes);
        self
    }

    /// Has this profile, as folded stacks.
    pub fn profiled(mut self, folded: &str) -> Self {
        self.folded = Some(folded.into());
        self
    }

    /// Is this text.
    pub fn written(mut self, source: &str) -> Self {
        self.source = Some(source.into());
        self
    }

    /// Its ranks were watched: each passes something on to the next in four calls of this name, the last rank computes
    /// longest.
    pub fn traced(mut self, call: &str) -> Self {
        self.traced = Some(call.into());
        self
    }

    pub(super) fn built(self, part: &Part, index: usize, key: CellKey) -> (Measured, Option<String>) {
        let mut params = part.params.clone();
        let mut work = self.work.clone();
        if part.scaling == Scaling::Weak {
            params.entry("n".into()).and_modify(|n| *n = Value::Int(n.as_f64() as i64 * self.workers as i64));
            work.amount *= self.workers as f64;
            work.demands.iter_mut().for_each(|d| d.amount *= self.workers as f64);
        }
        let cell = Cell {
            key,
            part: index,
            kernel: part.kernel.clone(),
            variant: self.variant.clone(),
            rung: self.rung,
            params,
            workers: self.workers,
            peer_workers: self.peer_workers,
            transport: self.transport,
            work,
            left_out: self.left_out.clone(),
        };
        let launches = self.launches.iter().enumerate();
        let launches = launches.map(|(round, (outcome, seconds))| self.launch(key, round as u32, outcome, *seconds));
        (Measured { cell, launches: launches.collect() }, self.folded.clone())
    }

    fn launch(&self, cell: CellKey, round: u32, outcome: &Outcome, seconds: f64) -> Launch {
        let measured = matches!(outcome, Outcome::Measured | Outcome::Unchecked { .. });
        Launch {
            cell,
            round,
            place: 0,
            started_ms: 1_795_000_000_000 + i64::from(round) * 1000,
            outcome: outcome.clone(),
            path: if self.rung == Rung::External { "CPython 3.11.7, numpy 2.4.6, numba 0.68.1" } else { "avx512" }
                .into(),
            build_seconds: 0.0,
            startup_seconds: 0.02,
            input_seconds: 0.11,
            plan_seconds: 0.0,
            compile_seconds: 0.0,
            first_seconds: seconds * 1.4,
            iterations: 4,
            judgement: None,
            sampling_seconds: seconds * 4.0 * f64::from(BATCHES),
            pinning: "0".into(),
            foreign_cpus: Some(0.02 * f64::from(round)),
            throttling: None,
            huge_page_bytes: Some(4 << 20),
            samples: if measured { self.samples(seconds).into() } else { Default::default() },
        }
    }

    /// Batches scattered by up to 4 % around `seconds`, which is their median exactly; skewed upwards as times are.
    fn samples(&self, seconds: f64) -> Vec<Sample> {
        // Every rank has its part of a batch, and here all take the same time.
        let ranks = if self.rung.workers() == Workers::Ranks { self.workers as u32 } else { 1 };
        let batch = |(index, rank): (u32, u32)| {
            let offset = f64::from((index * 7) % BATCHES) - 4.0;
            let share = if offset > 0.0 { 0.01 * offset } else { 0.004 * offset };
            let disturbed = index < self.disturbed;
            Sample {
                rank,
                index,
                start: f64::from(index) * seconds * 4.0,
                seconds: seconds * (1.0 + share) * 4.0,
                steal: if disturbed { 0.01 } else { 0.0 },
                switches: u32::from(disturbed),
            }
        };
        (0..BATCHES).flat_map(|index| (0..ranks).map(move |rank| (index, rank))).map(batch).collect()
    }
}
