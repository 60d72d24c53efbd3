//! Ranks that `mpirun` starts, over Open MPI or MPICH.
//!
//! Only MPI's point-to-point messages are used, and `MPI_Comm_dup` and `MPI_Comm_split`; the collective calls are those of every transport, so
//! an answer has the same bits on MPI as on threads.
//!
//! MPI says little when a rank is lost, and waits for ever. Here no wait for a message is longer than a limit (the environment
//! variable `TENFOLD_COMM_TIMEOUT`, in seconds, 120 if unset); a failure of any kind is one line on standard error that
//! names the rank and the call, and then the end of the whole job.

mod handle;
mod last_words;
mod limit;
mod pieces;
mod request;
mod started;
mod to_self;
mod transport;

use std::sync::{Arc, Mutex};
use std::time::Duration;
use std::{process, thread};

use handle::Handle;
use mpi::environment::Universe;
use mpi::traits::Communicator;
use mpi::{Threading, ffi};

use crate::group::Group;
use crate::link::Link;
use crate::scratch::Scratch;
use crate::trace::Trace;
use crate::transport::Transport;
use crate::{Call, Comm, CommError, Kind, MAX_TAG, collective};
use request::Request;
use to_self::ToSelf;
use transport::MpiTransport;

/// The time for `mpirun` to end a job that one rank has aborted, before the next rank does so too.
const TURN: Duration = Duration::from_millis(100);
const LONGEST_TURN: Duration = Duration::from_secs(3);

/// The longest message that MPI is given in one piece; its counts end at 2^31 - 1.
const LONGEST_PIECE: usize = 1 << 30;

/// This process as one rank of an MPI job. When dropped it takes leave of the others (`MPI_Finalize`), for which it
/// waits for them; dropped by a panic it ends the job.
pub struct World {
    shared: Arc<Shared>,
    group: Arc<Group>,
    handle: Handle,
    _universe: Universe,
}

impl World {
    /// Joins the job. Without `mpirun` that is a job of one rank.
    ///
    /// # Errors
    /// If MPI has been initialised before (it can be only once in a process), if the library cannot be called from
    /// changing threads or has too few tags, or if `TENFOLD_COMM_TIMEOUT` is not a number of seconds.
    pub fn init() -> Result<World, CommError> {
        World::init_with_pieces(LONGEST_PIECE)
    }

    /// [`World::init`] with another length from which messages are cut in pieces, for tests.
    #[doc(hidden)]
    pub fn init_with_pieces(longest_piece: usize) -> Result<World, CommError> {
        let seconds = limit::from_environment()?;
        let signals = last_words::free_signals();
        // Serialised: a `Comm` may move to another thread. `Shared::inside` keeps two threads out of MPI at once.
        let (universe, threading) = mpi::initialize_with_threading(Threading::Serialized).ok_or_else(|| {
            CommError::Transport("MPI has been initialised before; a process can join a job only once".into())
        })?;
        if threading < Threading::Serialized {
            let message = format!("this MPI library offers the thread level {threading:?} only; Serialized is needed");
            return Err(CommError::Transport(message));
        }
        let (needed, offered) = (MAX_TAG + Kind::ALL.len() as u32, handle::largest_tag());
        if offered < i64::from(needed) {
            let message = format!("the largest tag of this MPI library is {offered} (MPI_TAG_UB); {needed} is needed");
            return Err(CommError::Transport(message));
        }
        let world = universe.world();
        report_errors();
        let group = Group::whole(world.rank() as usize, world.size() as usize);
        last_words::prepare(group.rank, &signals);
        let inside = Mutex::new(Inside { open: true, to_self: ToSelf::default(), requests: Vec::new() });
        let shared = Shared { rank: group.rank, longest_piece, seconds, inside };
        Ok(World { shared: Arc::new(shared), group, handle: Handle::duplicate(&world), _universe: universe })
    }

    /// This rank's handle. It must not be used after the world has been dropped.
    pub fn comm(&self) -> Comm {
        Comm::new(Box::new(self.transport()), self.group.clone())
    }
}

impl World {
    fn transport(&self) -> MpiTransport {
        MpiTransport::new(self.shared.clone(), self.group.clone(), self.handle)
    }
}

impl Drop for World {
    fn drop(&mut self) {
        if std::thread::panicking() {
            // To finalise would be to wait for ranks that wait for this one.
            let rank = self.shared.rank;
            abort(rank, &CommError::Panicked { rank, message: "see its message above".into() });
        }
        // A rank that waits inside `MPI_Finalize` cannot say so, and Open MPI 4's mpirun often hangs or crashes if another
        // aborts meanwhile. So the ranks meet here first, as in any call, and finalise only when all have come.
        let leave = Call::new(Kind::Finalise);
        let transport = self.transport();
        transport.finish(&leave);
        let (trace, scratch) = (Trace::new(self.group.size()), Scratch::default());
        let (transport, group) = (&transport, &*self.group);
        let link = Link { transport, trace: &trace, scratch: &scratch, group, call: &leave };
        if let Err(error) = collective::barrier(link) {
            transport.fail(error);
        }
        self.shared.inside.lock().unwrap_or_else(|poisoned| poisoned.into_inner()).open = false;
        last_words::not_needed();
    }
}

/// What the communicators of one rank have in common.
struct Shared {
    /// In the world.
    rank: usize,
    longest_piece: usize,
    /// The longest wait.
    seconds: f64,
    /// Held during each call: MPI allows one thread at a time.
    inside: Mutex<Inside>,
}

/// What only the thread that calls MPI touches.
struct Inside {
    /// Whether MPI may still be called.
    open: bool,
    to_self: ToSelf,
    /// Those of one call, kept for their memory.
    requests: Vec<Request>,
}

/// Makes MPI return the errors that belong to no communicator in particular, which it raises on one of these two (MPI
/// 4.1, section 9.3; MPICH takes those of a request for such), instead of ending the process.
fn report_errors() {
    // SAFETY: both communicators exist from the start to the end of MPI, and so does the predefined handler.
    unsafe {
        for comm in [ffi::RSMPI_COMM_WORLD, ffi::RSMPI_COMM_SELF] {
            ffi::MPI_Comm_set_errhandler(comm, ffi::RSMPI_ERRORS_RETURN);
        }
    }
}

/// Ends the job: this rank's line on standard error, then `MPI_Abort`.
fn abort(rank: usize, error: &CommError) -> ! {
    last_words::not_needed();
    last_words::say(error);
    // Often all ranks fail at once, and Open MPI 4's mpirun may hang or crash if two abort at the same time. So each
    // leaves time for the ranks below it to end the job, which ends this process too.
    thread::sleep((TURN * rank as u32).min(LONGEST_TURN));
    // SAFETY: MPI is initialised and not finalised wherever a transport exists and is open.
    unsafe { ffi::MPI_Abort(ffi::RSMPI_COMM_WORLD, 1) };
    process::abort()
}
