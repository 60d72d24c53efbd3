//! From what a variant's workers are to threads or ranks: the one place that starts them.

use crate::Workers;
use std::sync::{Mutex, PoisonError};
use tenfold_comm::{Comm, CommError, local};

/// Why workers did not do what they were started for.
#[derive(Debug, thiserror::Error)]
pub enum WorkersError<E> {
    /// One of them could not.
    #[error("{0}")]
    Worker(E),
    /// Ranks failed to exchange messages.
    #[error(transparent)]
    Comm(#[from] CommError),
    /// The threads could not be started.
    #[error("cannot start {0} threads: {1}")]
    Threads(usize, rayon::ThreadPoolBuildError),
}

/// Calls `body` on every one of `count` in-process ranks, or once within a pool of `count` threads, or where there is one
/// worker on this thread; returns what it returns, in rank order. Every worker calls `begin` with its number first.
///
/// # Errors
/// The first of `body`: what a rank says that cannot go on, where all that the others know is that it has gone. Otherwise that
/// of the ranks or threads.
pub fn on_workers<R: Send, E: Send>(
    kind: Workers,
    count: usize,
    begin: impl Fn(usize) + Send + Sync + 'static,
    body: impl Fn(Comm) -> Result<R, E> + Sync,
) -> Result<Vec<R>, WorkersError<E>> {
    match kind {
        Workers::One => {
            begin(0);
            body(Comm::solo()).map(|one| vec![one]).map_err(WorkersError::Worker)
        }
        Workers::Threads => {
            let pool = rayon::ThreadPoolBuilder::new().num_threads(count).thread_name(|i| format!("worker {i}"));
            let pool = pool.start_handler(begin).build().map_err(|e| WorkersError::Threads(count, e))?;
            pool.install(|| body(Comm::solo())).map(|one| vec![one]).map_err(WorkersError::Worker)
        }
        Workers::Ranks => {
            let failed = Mutex::new(None);
            let parts = local::run(count, |comm| {
                begin(comm.rank());
                let keep = |e| {
                    failed.lock().unwrap_or_else(PoisonError::into_inner).get_or_insert(e);
                };
                body(comm).map_err(keep).ok()
            });
            match failed.into_inner().unwrap_or_else(PoisonError::into_inner) {
                Some(error) => Err(WorkersError::Worker(error)),
                None => Ok(parts?.into_iter().flatten().collect()),
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::Arc;

    #[test]
    fn each_worker_begins_and_each_rank_returns() {
        for (kind, count, returned) in [(Workers::One, 1, 1), (Workers::Threads, 3, 1), (Workers::Ranks, 3, 3)] {
            let begun = Arc::new(Mutex::new(Vec::new()));
            let noted = begun.clone();
            let begin = move |worker| noted.lock().unwrap().push(worker);
            let parts = on_workers(kind, count, begin, |comm| {
                // Until all threads of the pool have begun.
                if kind == Workers::Threads {
                    rayon::broadcast(|_| ());
                }
                Ok::<_, String>(comm.rank())
            });
            assert_eq!(parts.unwrap(), (0..returned).collect::<Vec<_>>());
            let mut begun = begun.lock().unwrap().clone();
            begun.sort_unstable();
            assert_eq!(begun, (0..count).collect::<Vec<_>>(), "{kind:?}");
        }
    }

    #[test]
    fn what_a_rank_says_counts_and_not_that_it_has_gone() {
        let told = on_workers(
            Workers::Ranks,
            3,
            |_| (),
            |comm| match comm.rank() {
                1 => Err("no input"),
                _ => {
                    comm.barrier();
                    Ok(())
                }
            },
        );
        assert_eq!(told.unwrap_err().to_string(), "no input");
    }
}
