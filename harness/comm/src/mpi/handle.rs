//! MPI's communicators, and what MPI says of its tags.

use mpi::ffi;
use mpi::raw::AsRaw;
use mpi::topology::SimpleCommunicator;
use mpi::traits::Communicator;

/// A communicator that reports errors instead of ending the process.
///
/// It carries the messages of the user's tags and those of collective calls, which have tags beyond.
#[derive(Clone, Copy)]
pub(super) struct Handle(pub(super) ffi::MPI_Comm);

// SAFETY: the handle is a number or a pointer that only MPI looks behind, MPI was initialised for calls from changing
// threads, and `Shared::inside` allows one at a time.
unsafe impl Send for Handle {}

impl Handle {
    /// A copy for our messages alone, left to `MPI_Finalize` to free.
    pub(super) fn duplicate(world: &SimpleCommunicator) -> Self {
        let copy = world.duplicate();
        let raw = copy.as_raw();
        std::mem::forget(copy);
        Handle::reporting(raw)
    }

    /// The communicator of those ranks that give the same colour, numbered by `place`. All ranks of this one call it.
    pub(super) fn split(self, colour: usize, place: usize) -> Self {
        // SAFETY: the communicator is valid; MPI sets the new one, or reports an error, which leaves the null handle.
        unsafe {
            let mut part = ffi::RSMPI_COMM_NULL;
            ffi::MPI_Comm_split(self.0, colour as i32, place as i32, &mut part);
            Handle::reporting(part)
        }
    }

    /// Frees the communicator; messages under way take their course.
    ///
    /// The standard calls this collective but expects it to be local (MPI 4.1, section 7.4.3), as it is in Open MPI and
    /// MPICH; so ranks may drop their communicators in any order.
    ///
    /// # Safety
    /// MPI must not have been finalised, and nobody may use the handle any more.
    pub(super) unsafe fn free(mut self) {
        // SAFETY: vouched for by the caller.
        unsafe { ffi::MPI_Comm_free(&mut self.0) };
    }

    fn reporting(raw: ffi::MPI_Comm) -> Self {
        // SAFETY: the predefined handler is valid; a null communicator is an error that MPI reports.
        unsafe { ffi::MPI_Comm_set_errhandler(raw, ffi::RSMPI_ERRORS_RETURN) };
        Handle(raw)
    }
}

/// The largest tag that the library accepts, -1 if it does not say.
pub(super) fn largest_tag() -> i64 {
    let (mut value, mut known) = (std::ptr::null_mut::<std::ffi::c_int>(), 0);
    // SAFETY: MPI is initialised. For this attribute MPI sets a pointer to an `int` of its own (MPI 4.1, section 9.1.2).
    unsafe {
        let place = (&raw mut value).cast();
        ffi::MPI_Comm_get_attr(ffi::RSMPI_COMM_WORLD, ffi::MPI_TAG_UB as i32, place, &mut known);
        if known == 0 || value.is_null() { -1 } else { i64::from(*value) }
    }
}
