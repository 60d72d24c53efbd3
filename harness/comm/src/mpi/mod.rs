//! Ranks that `mpirun` starts, over Open MPI or MPICH.
//!
//! Only MPI's point-to-point messages are used; the collective calls are those of every transport, so an answer has the
//! same bits on MPI as on threads.
//!
//! MPI says little when a rank is lost, and waits for ever. Here no wait is longer than a limit (the environment
//! variable `TENFOLD_COMM_TIMEOUT`, in seconds, 120 if unset); a failure of any kind is one line on standard error that
//! names the rank and the call, and then the end of the whole job.

mod last_words;
mod limit;
mod request;
mod to_self;
mod transport;

use std::sync::{Arc, Mutex};
use std::time::Duration;
use std::{process, thread};

use mpi::environment::Universe;
use mpi::raw::AsRaw;
use mpi::topology::SimpleCommunicator;
use mpi::traits::Communicator;
use mpi::{Threading, ffi};

use crate::link::Link;
use crate::trace::Trace;
use crate::transport::{Channel, Transport};
use crate::{Call, Comm, CommError, Kind, collective};
use to_self::ToSelf;
use transport::MpiTransport;

/// The time for `mpirun` to end a job that one rank has aborted, before the next rank does so too.
const TURN: Duration = Duration::from_millis(100);
const LONGEST_TURN: Duration = Duration::from_secs(3);

/// This process as one rank of an MPI job. When dropped it takes leave of the others (`MPI_Finalize`), for which it
/// waits for them; dropped by a panic it ends the job.
pub struct World {
    shared: Arc<Shared>,
    _universe: Universe,
}

impl World {
    /// Joins the job. Without `mpirun` that is a job of one rank.
    ///
    /// # Errors
    /// If MPI has been initialised before (it can be only once in a process), if the library cannot be called from
    /// changing threads, or if `TENFOLD_COMM_TIMEOUT` is not a number of seconds.
    pub fn init() -> Result<World, CommError> {
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
        let world = universe.world();
        report_errors();
        last_words::prepare(world.rank() as usize, &signals);
        let shared = Shared {
            rank: world.rank() as usize,
            size: world.size() as usize,
            tagged: Group::duplicate(&world),
            collective: Group::duplicate(&world),
            seconds,
            inside: Mutex::new(Inside { open: true, to_self: ToSelf::default() }),
        };
        Ok(World { shared: Arc::new(shared), _universe: universe })
    }

    /// This rank's handle. It must not be used after the world has been dropped.
    pub fn comm(&self) -> Comm {
        Comm::new(Box::new(MpiTransport::new(self.shared.clone())))
    }
}

impl Drop for World {
    fn drop(&mut self) {
        if std::thread::panicking() {
            // To finalise would be to wait for ranks that wait for this one.
            let rank = self.shared.rank;
            abort(rank, &CommError::Panicked { rank, message: "its message stands above".into() });
        }
        // A rank that waits inside `MPI_Finalize` cannot say so, and Open MPI 4's mpirun often hangs or crashes if another
        // aborts meanwhile. So the ranks meet here first, as in any call, and finalise only when all have come.
        let leave = Call::new(Kind::Finalise);
        let transport = MpiTransport::new(self.shared.clone());
        transport.finish(leave);
        let trace = Trace::new(self.shared.size);
        let link = Link { transport: &transport, trace: &trace, call: leave, channel: Channel::Collective(leave.kind) };
        if let Err(error) = collective::barrier(link) {
            transport.fail(error);
        }
        self.shared.inside.lock().unwrap_or_else(|poisoned| poisoned.into_inner()).open = false;
        last_words::not_needed();
    }
}

/// What the handles of one rank have in common.
struct Shared {
    rank: usize,
    size: usize,
    /// For messages with a tag of the user's.
    tagged: Group,
    /// For the messages of collective calls, so that no receive takes one for the other.
    collective: Group,
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
}

/// A communicator of all ranks that reports errors instead of ending the process. MPI frees it when it finalises.
struct Group(ffi::MPI_Comm);

// SAFETY: the handle is a number or a pointer that only MPI looks behind, MPI was initialised for calls from changing
// threads, and `Shared::inside` allows one at a time.
unsafe impl Send for Group {}
// SAFETY: as above; nothing can be changed through a shared handle but by calls to MPI.
unsafe impl Sync for Group {}

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

impl Group {
    fn duplicate(world: &SimpleCommunicator) -> Self {
        let copy = world.duplicate();
        let raw = copy.as_raw();
        // Freeing it is a collective call, which no destructor should make: it is left to `MPI_Finalize`.
        std::mem::forget(copy);
        // SAFETY: the communicator is valid, and so is this predefined handler.
        unsafe { ffi::MPI_Comm_set_errhandler(raw, ffi::RSMPI_ERRORS_RETURN) };
        Group(raw)
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
