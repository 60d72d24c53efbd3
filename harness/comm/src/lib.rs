//! Messages between ranks: threads of one process, or MPI.
//!
//! A *rank* is one of `size` workers that share nothing but messages. A kernel is written once against
//! [`Comm`], the handle of one rank, and runs over either transport:
//!
//! - [`local::run`] makes every rank a thread of this process. It needs nothing installed, and it knows exactly
//!   when no rank can go on: a deadlock or a dead rank is an error that names each rank and its call. So is a message
//!   received as another type than it was sent, and a collective call out of step. A rank that only looks, again and again
//!   (`test`, `try_recv_any`), counts as working: no deadlock is found in which one takes part.
//! - `mpi::World` (feature `mpi`) joins the ranks that `mpirun` started.
//!
//! The collective calls are the same algorithms over both ([`Comm::allreduce`] adds in the same order), so an answer
//! that depends on rounding has the same bits on threads and on MPI.
//!
//! [`Comm::split`] makes groups of ranks, such as the rows and columns of a grid, each with a [`Comm`] of its own.
//! [`sent_by`] says what each rank sends in a collective call, [`Comm::sent`] what was sent.
//!
//! ```
//! use tenfold_comm::{local, Op};
//!
//! let sums = local::run(3, |comm| {
//!     let mut sum = [comm.rank() as u64 + 1];
//!     comm.allreduce(&mut sum, Op::Sum);
//!     sum[0]
//! })?;
//! assert_eq!(sums, [6, 6, 6]);
//! # Ok::<(), tenfold_comm::CommError>(())
//! ```
//!
//! # When a message fails
//! A kernel cannot repair a lost message, so no call returns a `Result`. The rank unwinds with a [`CommError`] as the
//! payload; `local::run` returns it, and [`catch`] does so for [`Comm::solo`]. Under MPI the rank writes the error to
//! standard error and aborts the job.

mod block;
mod call;
mod collective;
mod comm;
pub mod conformance;
mod error;
mod grid;
mod group;
mod link;
pub mod local;
#[cfg(feature = "mpi")]
pub mod mpi;
mod number;
mod pending;
mod room;
mod scratch;
pub mod sent_by;
mod trace;
mod transport;
mod watch;

pub use block::{block, counts};
pub use call::{Call, Kind, MAX_TAG, Tag};
pub use comm::Comm;
pub use error::{CommError, Wait, catch};
pub use grid::{Direction, Grid};
pub use number::{Number, Op};
pub use pending::{Receiving, Sending};
pub use trace::{Sent, Spent, Traffic};
pub use watch::{End, Span, Watched};
