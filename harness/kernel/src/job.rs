//! A variant made ready on one rank: what the harness runs.

use crate::arrays::{encode, poison};
use crate::erased::JobError;
use crate::variant::Run;
use crate::{Kernel, Part, Path, Rung, Setting, Workers, Workspace, touch};
use std::io::{self, Write};
use std::time::Instant;
use tenfold_comm::Comm;

/// A variant made ready on one rank: input, plan, scratch memory and output are in place.
pub trait Job: Send {
    /// Runs the variant once. For a threaded variant call it inside the rayon pool it shall use; for a distributed one
    /// on every rank.
    fn run(&mut self);
    /// Fills output and scratch memory with what no answer is made of: what is right after the next run was computed by it.
    fn poison(&mut self);
    /// Writes the output of the last run on this rank, for `Judge::variant`.
    ///
    /// # Errors
    /// As `to` has them.
    fn write(&self, to: &mut dyn Write) -> io::Result<()>;
    /// The same in memory.
    fn output(&self) -> Vec<u8> {
        let mut bytes = Vec::new();
        self.write(&mut bytes).expect("a vector takes all");
        bytes
    }
    /// The communicator it was made with.
    fn comm(&self) -> &Comm;
    /// How long it took to make the input, and then the plan, in seconds.
    fn setup_seconds(&self) -> [f64; 2];
    /// The path it takes.
    fn path(&self) -> Path;
}

pub(crate) struct Ready<K: Kernel> {
    run: Run<K>,
    pub(crate) params: K::Params,
    pub(crate) input: K::Input,
    space: Workspace,
    pub(crate) output: K::Output,
    path: Path,
    comm: Comm,
    setup_seconds: [f64; 2],
}

impl<K: Kernel> Ready<K> {
    pub(crate) fn new(name: &str, params: K::Params, path: Option<Path>, comm: Comm) -> Result<Self, JobError> {
        let variant = K::variants().into_iter().find(|v| v.name == name);
        let mutant = K::mutants().into_iter().find(|m| m.name == name);
        let rung = variant.as_ref().map(|v| v.rung).or(mutant.as_ref().map(|m| m.rung));
        let kind = rung.map_or(Workers::One, Rung::workers);
        let part = if kind == Workers::Ranks { Part { rank: comm.rank(), ranks: comm.size() } } else { Part::WHOLE };

        let start = Instant::now();
        let mut input = K::input(&params, part).map_err(JobError::Input)?;
        if kind == Workers::Threads {
            touch::by_their_threads(&mut input);
        }
        let with_input = Instant::now();
        let widest = variant.as_ref().and_then(|v| v.paths().last().copied()).unwrap_or(Path::PORTABLE);
        let path = path.unwrap_or(widest);
        let setting = Setting { params: &params, plan: &(), path, comm: &comm };
        let run: Run<K> = match (variant, mutant) {
            (Some(variant), _) => (variant.prepare)(&setting, &input),
            (None, Some(mutant)) => Box::new(mutant.run),
            (None, None) => return Err(JobError::no_variant::<K>(name)),
        };
        let setup_seconds = [with_input - start, with_input.elapsed()].map(|time| time.as_secs_f64());
        let mut output = K::output(&params, part);
        poison(&mut output);
        if kind == Workers::Threads {
            touch::by_their_threads(&mut output);
        }
        Ok(Ready { run, params, input, space: Workspace::default(), output, path, comm, setup_seconds })
    }

    /// The naive variant in this process, run once.
    pub(crate) fn solved(params: K::Params) -> Result<Self, JobError> {
        let mut job = Ready::new(K::variants()[0].name, params, None, Comm::solo())?;
        job.run();
        Ok(job)
    }
}

impl<K: Kernel> Job for Ready<K> {
    fn run(&mut self) {
        self.space.rewind();
        let setting = Setting { params: &self.params, plan: &(), path: self.path, comm: &self.comm };
        (self.run)(&setting, &self.input, &self.space, &mut self.output);
    }
    fn poison(&mut self) {
        self.space.poison();
        poison(&mut self.output);
    }
    fn write(&self, to: &mut dyn Write) -> io::Result<()> {
        encode(&self.output, to)
    }
    fn comm(&self) -> &Comm {
        &self.comm
    }
    fn setup_seconds(&self) -> [f64; 2] {
        self.setup_seconds
    }
    fn path(&self) -> Path {
        self.path
    }
}
