//! Arithmetic ceilings: independent chains of one instruction, as many as hide its latency.
//!
//! Each loop keeps its accumulators in registers and depends on numbers the compiler cannot see, so that nothing can be
//! left out; the accumulators are handed to `black_box` at the end.

#[cfg_attr(target_arch = "x86_64", path = "x86.rs")]
#[cfg_attr(not(target_arch = "x86_64"), path = "portable.rs")]
mod chains;

use super::tries::Try;
use tenfold_kernel::{Path, Resource};

/// Rounds of one try: about a quarter of a millisecond at two instructions a cycle.
const ROUNDS: usize = 100_000;

/// One instruction at one width, in independent chains; or one chain, where its latency is what counts.
#[derive(Clone, Copy, Debug)]
pub(super) struct Instruction {
    /// What it is a ceiling of.
    pub resource: Resource,
    /// Its width: "512 bit".
    pub width: &'static str,
    /// What it is called.
    pub name: &'static str,
    /// Chains that run side by side.
    pub chains: usize,
    /// Amount done by one instruction.
    amount: f64,
    /// The path that has it.
    path: &'static str,
    /// Runs so many rounds of all chains. Needs the features of `path`.
    run: unsafe fn(usize),
}

impl Instruction {
    /// How it is measured.
    pub fn method(&self) -> String {
        match self.chains {
            1 => format!("one chain of {}", self.name),
            n => format!("{n} independent chains of {}", self.name),
        }
    }
}

impl Try for Instruction {
    type State = ();

    fn state(&self, _cores: usize) {}

    fn once(&self, (): &mut ()) -> f64 {
        // SAFETY: only instructions of paths that this machine has are tried (see `all`).
        unsafe { (self.run)(ROUNDS) };
        self.amount * (self.chains * ROUNDS) as f64
    }
}

/// The instructions that this machine has.
pub(super) fn all() -> Vec<Instruction> {
    chains::INSTRUCTIONS.iter().copied().filter(|i| Path::all().iter().any(|path| path.name() == i.path)).collect()
}
