//! What came of a launch: how it ended, what the process says of itself, and the judgement of its answer.

use crate::duel::Silence;
use std::time::Duration;
use tenfold_kernel::Judgement;
use tenfold_measure::order::{Reply, Told};
use tenfold_record::{Launch, Outcome};

/// How a launched process ended.
#[derive(Clone, Debug, PartialEq)]
pub enum Ended<R = Reply<Box<Done>>> {
    /// It replied.
    Replied(R),
    /// It ended without a reply: how, and what it said last.
    Crashed(String),
    /// It was stopped at its time limit.
    TimedOut,
    /// The program was told to stop, and stopped it.
    Interrupted,
}

impl<R> Ended<Reply<R>> {
    /// What was done within `limit`, or why nothing was.
    ///
    /// # Errors
    /// It crashed, could not be run or was stopped.
    pub fn done(self, limit: Duration) -> Result<R, Silence> {
        match self {
            Ended::Replied(Reply::Done(done)) => Ok(done),
            Ended::Replied(Reply::Failed { reason }) | Ended::Crashed(reason) => Err(Silence::Gone(reason)),
            Ended::TimedOut => Err(Silence::out_of_time(limit)),
            Ended::Interrupted => Err(Silence::Interrupted),
        }
    }
}

/// A judged, perhaps measured, launch.
#[derive(Clone, Debug, PartialEq)]
pub struct Done {
    /// The judgement of the outputs before and after sampling: the first that failed, or the last. Of a variant of ours that is
    /// of a run which found output and scratch memory poisoned.
    pub judgement: Judgement,
    /// What the process says of itself.
    pub told: Told,
}

impl Done {
    /// The launch as it is stored, ended as `outcome` says. Cell, round, place and start are left for the caller.
    pub fn recorded(self, outcome: Outcome) -> Launch {
        let Done { judgement, told } = self;
        // No time without a passed check: the samples of a wrong launch are not even kept.
        let samples = if outcome == Outcome::Measured { told.samples.into() } else { Default::default() };
        Launch {
            path: told.path,
            startup_seconds: told.startup_seconds,
            input_seconds: told.input_seconds,
            plan_seconds: told.plan_seconds,
            build_seconds: told.build_seconds,
            compile_seconds: told.compile_seconds,
            first_seconds: told.first_seconds,
            sampling_seconds: told.sampling_seconds,
            iterations: told.iterations,
            judgement: Some(judgement),
            pinning: told.pinning,
            throttling: told.throttling,
            huge_page_bytes: told.huge_page_bytes,
            samples,
            ..Launch::ended(outcome)
        }
    }
}
