//! Runs a variant in this process and takes its answer, without measuring.

use crate::{AnyKernel, Job, JobError, Path, Rung, Values, Workers};
use std::sync::Mutex;
use tenfold_comm::{Comm, CommError, local};

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

/// The outputs of all ranks of `variant` on `workers` threads or in-process ranks, in rank order (one for a serial or
/// threaded variant). It is run twice, poisoned between the two, so that the output is of a run that found memory in use. A
/// serial variant takes one worker whatever is asked. Without a `path` it takes its widest.
pub fn outputs(
    kernel: &dyn AnyKernel,
    variant: &str,
    params: &Values,
    workers: usize,
    path: Option<Path>,
) -> Result<Vec<Vec<u8>>, OnceError> {
    on_workers(kernel, variant, params, workers, path, |mut job| {
        job.run();
        answer(&mut *job);
        job.output()
    })
}

/// Poisons `job` and runs it once more: what its output holds then, that run has computed.
pub fn answer(job: &mut dyn Job) {
    job.poison();
    // Nobody's next run may begin while somebody still poisons what others look at.
    job.comm().barrier();
    job.run();
}

/// Makes `variant` ready on every one of `workers`, as [`outputs`] does, and returns what `body` makes of each rank's job.
///
/// # Errors
/// As for [`outputs`].
pub fn on_workers<R: Send>(
    kernel: &dyn AnyKernel,
    variant: &str,
    params: &Values,
    workers: usize,
    path: Option<Path>,
    body: impl Fn(Box<dyn Job>) -> R + Sync,
) -> Result<Vec<R>, OnceError> {
    let rung = kernel.rung(variant).unwrap_or(Rung::Naive);
    let here = |comm: Comm| kernel.job(variant, params, path, comm).map(&body);
    if rung.workers() != Workers::Ranks {
        let threads = if rung.workers() == Workers::Threads { workers } else { 1 };
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build();
        let pool = pool.map_err(|e| OnceError::Threads(threads, e))?;
        return Ok(vec![pool.install(|| here(Comm::solo()))?]);
    }
    let failed = Mutex::new(None);
    let parts = local::run(workers, |comm| here(comm).map_err(|e| failed.lock().unwrap().replace(e)).ok());
    if let Some(error) = failed.lock().unwrap().take() {
        return Err(error.into());
    }
    Ok(parts?.into_iter().flatten().collect())
}
