//! Ranks in this process: each a thread that shares nothing but messages.

mod inbox;
mod pending;
mod transport;
mod world;

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::thread;

use crate::group::Group;
use crate::{Comm, CommError, error};
use transport::LocalTransport;
use world::World;

/// Messages up to this many bytes are copied on sending and leave at once; longer ones are copied once only, straight
/// from the sender's memory to the receiver's, for which the sender waits.
///
/// It is a little below the smallest limit among common MPI transports (Open MPI 4's shared memory, `btl_vader_eager_limit`: 4096
/// less its header), so that a program which counts on longer sends not to wait is caught here, by an exact message, and not on
/// the cluster.
const EAGER_LIMIT: usize = 4000;

/// Runs `body` once for each of `size` ranks, every one on a thread of its own, and returns the results in rank order.
///
/// # Errors
/// The first [`CommError`]: a deadlock, a rank that waits for one that has finished, a panic, messages of the wrong
/// length or that nobody received. It ends all ranks, each at its next call; no rank that waits hangs.
pub fn run<R: Send>(size: usize, body: impl Fn(Comm) -> R + Sync) -> Result<Vec<R>, CommError> {
    run_with(size, EAGER_LIMIT, body)
}

/// [`run`] with another limit between the two ways a message can travel; tests hold one against the other.
pub(crate) fn run_with<R: Send>(
    size: usize,
    eager_limit: usize,
    body: impl Fn(Comm) -> R + Sync,
) -> Result<Vec<R>, CommError> {
    if size == 0 {
        return Err(CommError::Transport("a group needs at least 1 rank, not 0".into()));
    }
    let world = Arc::new(World::new(size, eager_limit, size <= tenfold_machine::cores()));
    let rank_body = |rank: usize| {
        let comm = rank_of(&world, rank);
        match catch_unwind(AssertUnwindSafe(|| body(comm))) {
            Ok(result) => {
                world.finish(rank);
                Some(result)
            }
            Err(payload) => {
                world.fail(error::from_payload(rank, payload));
                None
            }
        }
    };
    let results = thread::scope(|scope| {
        let mut ranks = Vec::with_capacity(size);
        for rank in 0..size {
            let rank_body = &rank_body;
            match thread::Builder::new().name(format!("rank {rank}")).spawn_scoped(scope, move || rank_body(rank)) {
                Ok(thread) => ranks.push(thread),
                Err(error) => {
                    world.fail(CommError::Transport(format!("cannot start a thread for rank {rank}: {error}")));
                    break;
                }
            }
        }
        ranks.into_iter().map(|thread| thread.join().ok().flatten()).collect::<Option<Vec<R>>>()
    });
    world.verdict()?;
    results.ok_or_else(|| CommError::Transport("a rank ended without a result".into()))
}

/// A group of one.
pub(crate) fn solo() -> Comm {
    rank_of(&Arc::new(World::new(1, EAGER_LIMIT, true)), 0)
}

fn rank_of(world: &Arc<World>, rank: usize) -> Comm {
    let group = Group::whole(rank, world.size());
    Comm::new(Box::new(LocalTransport::new(world.clone(), group.clone())), group)
}

#[cfg(test)]
mod tests {
    use super::run_with;
    use crate::conformance::CHECKS;

    /// Lent memory against its safe twin: a copy of every message.
    #[test]
    fn messages_arrive_alike_whether_they_are_copied_or_lent() {
        for eager_limit in [usize::MAX, 4096, 64] {
            for check in CHECKS {
                let result = run_with(3, eager_limit, |comm| (check.run)(&comm));
                assert!(result.is_ok(), "{} with limit {eager_limit}: {}", check.name, result.unwrap_err());
            }
        }
    }
}
