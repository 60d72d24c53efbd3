//! Runs a variant in this process and takes its answer, without measuring.

use crate::{AnyKernel, Job, JobError, Path, Rung, Values, Workers, WorkersError, on_workers};

/// The outputs of all ranks of `variant` on `workers` threads or in-process ranks, in rank order (one for a serial or
/// threaded variant). It is run twice, poisoned between the two, so that the output is of a run that found memory in use. A
/// serial variant takes one worker whatever is asked. Without a `path` it takes its widest.
pub fn outputs(
    kernel: &dyn AnyKernel,
    variant: &str,
    params: &Values,
    workers: usize,
    path: Option<Path>,
) -> Result<Vec<Vec<u8>>, WorkersError<JobError>> {
    with_jobs(kernel, variant, params, workers, path, |mut job| {
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
pub fn with_jobs<R: Send>(
    kernel: &dyn AnyKernel,
    variant: &str,
    params: &Values,
    workers: usize,
    path: Option<Path>,
    body: impl Fn(Box<dyn Job>) -> R + Sync,
) -> Result<Vec<R>, WorkersError<JobError>> {
    let kind = kernel.rung(variant).map_or(Workers::One, Rung::workers);
    on_workers(kind, workers, |_| (), |comm| kernel.job(variant, params, path, comm).map(&body))
}

/// The pattern of the name of [`counted_run`], wherever it lies.
pub const COUNTED: &str = "*counted_run*";

/// Runs `job` once; Callgrind counts while this function, found by its name, runs.
#[inline(never)]
pub fn counted_run(job: &mut dyn Job) {
    job.run();
    // Keeps the call above from becoming a jump, after which this function would no longer be running.
    std::hint::black_box(());
}
