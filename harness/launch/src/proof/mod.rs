//! Profilers put to the proof, on a process whose one hot function is known.
//!
//! | question | file |
//! |---|---|
//! | does it take the samples asked for, and where they belong? | `sampled.rs` |
//! | what does it cost? | `overhead.rs` |
//! | can it be started and stopped, whatever the process does? | `cycles.rs` |

mod cycles;
mod overhead;
mod sampled;

pub use cycles::cycles;
pub use overhead::overhead;
pub use sampled::sampled;

use crate::duel::{Opponent, Silence, duelist};
use std::path::PathBuf;
use std::sync::atomic::AtomicBool;
use std::time::Duration;
use tenfold_measure::duel::protocol::{Ask, Busy};
use tenfold_measure::profiling::Tool;
use tenfold_profile::perf::Perf;

/// One run of the known function.
const ONCE: Ask = Ask::Run { warming: 0, timed: 1 };

/// How long a process may live.
const LIMIT: Duration = Duration::from_secs(60);

/// What is put to the proof: a profiler, and the program that is watched (this one).
#[derive(Clone, Debug)]
pub struct Bench<'a> {
    /// This program, which becomes a busy process when called as a duelist.
    pub program: PathBuf,
    /// The profiler.
    pub tool: Tool,
    /// The CPU that is watched; `None` where pinning is not possible.
    pub cpu: Option<usize>,
    /// Set when the program is told to stop.
    pub stop: &'a AtomicBool,
}

impl<'a> Bench<'a> {
    /// Whether the profiler can be used here.
    ///
    /// # Errors
    /// Why not, and what to do.
    pub fn usable(&self) -> Result<(), String> {
        match self.tool {
            Tool::Perf => self.perf().map(drop).map_err(|e| e.to_string()),
            Tool::Pprof => Ok(()),
        }
    }

    fn perf(&self) -> Result<Perf, Silence> {
        Perf::find().map_err(|e| Silence::Gone(e.to_string()))
    }

    /// A busy process, ready to run.
    fn busy(&self, padding: usize, turmoil: bool) -> Result<Opponent<'a>, Silence> {
        let mut opponent = Opponent::start(duelist(&self.program, padding), LIMIT, self.stop)?;
        let cpus = self.cpu.into_iter().filter(|_| !turmoil).collect();
        opponent.done(&Ask::Busy(Busy { cpus, turmoil }))?;
        Ok(opponent)
    }
}
