//! Runs a variant once, in this process.

use crate::{AnyKernel, JobError, Rung, Values};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};
use tenfold_comm::{Comm, CommError, local};

/// What one run left behind.
pub struct Once {
    /// The outputs of all ranks, in rank order (one for a serial or threaded variant).
    pub outputs: Vec<Vec<u8>>,
    /// The slowest rank's time. One unrepeated run: an indication, never a result.
    pub time: Duration,
}

/// Why a variant did not run.
#[derive(Debug, thiserror::Error)]
pub enum OnceError {
    /// It could not be made ready.
    #[error(transparent)]
    Job(#[from] JobError),
    /// Its ranks failed.
    #[error(transparent)]
    Comm(#[from] CommError),
    /// The threads could not be started.
    #[error("cannot start {0} threads: {1}")]
    Threads(usize, rayon::ThreadPoolBuildError),
}

/// Runs `variant` once on `workers` threads or in-process ranks. A serial variant takes one worker whatever is asked.
pub fn once(kernel: &dyn AnyKernel, variant: &str, params: &Values, workers: usize) -> Result<Once, OnceError> {
    let rung = kernel.variants().iter().find(|v| v.name == variant).map_or(Rung::Naive, |v| v.rung);
    let parts = if rung == Rung::Distributed {
        let failed = Arc::new(Mutex::new(None));
        let parts = local::run(workers, |comm| {
            on_this_rank(kernel, variant, params, comm).map_err(|e| failed.lock().unwrap().replace(e)).ok()
        })?;
        if let Some(error) = failed.lock().unwrap().take() {
            return Err(error.into());
        }
        parts.into_iter().flatten().collect()
    } else {
        let threads = if rung == Rung::Threaded { workers } else { 1 };
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build();
        let pool = pool.map_err(|e| OnceError::Threads(threads, e))?;
        vec![pool.install(|| on_this_rank(kernel, variant, params, Comm::solo()))?]
    };
    let time = parts.iter().map(|(_, t)| *t).max().unwrap_or_default();
    Ok(Once { outputs: parts.into_iter().map(|(output, _)| output).collect(), time })
}

fn on_this_rank(
    kernel: &dyn AnyKernel,
    variant: &str,
    params: &Values,
    comm: Comm,
) -> Result<(Vec<u8>, Duration), JobError> {
    let mut job = kernel.job(variant, params, comm)?;
    job.comm().barrier();
    let start = Instant::now();
    job.run();
    let time = start.elapsed();
    Ok((job.output(), time))
}
