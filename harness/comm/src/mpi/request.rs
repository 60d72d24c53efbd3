//! MPI's non-blocking messages: the only calls to MPI that move data, or look for it.

use std::mem::MaybeUninit;

use mpi::ffi;

/// Why MPI refused or gave up.
pub(super) enum Failure {
    /// The message is longer than the buffer.
    Truncated,
    /// MPI's own words.
    Other(String),
}

/// A message that has arrived.
pub(super) struct Arrival {
    pub(super) from: usize,
    pub(super) bytes: usize,
}

/// A message under way.
pub(super) struct Request {
    handle: ffi::MPI_Request,
    receives: bool,
}

// SAFETY: the handle is a number or a pointer that only MPI looks behind, and MPI was initialised for calls from changing
// threads.
unsafe impl Send for Request {}

impl Request {
    /// Begins to send `length` bytes, at most [`i32::MAX`] here as below.
    ///
    /// # Safety
    /// The bytes stay readable and unchanged until [`Request::test`] has told the end, or the process ends.
    pub(super) unsafe fn send(
        comm: ffi::MPI_Comm,
        bytes: *const u8,
        length: usize,
        to: usize,
        tag: i32,
    ) -> Result<Self, Failure> {
        let mut request = MaybeUninit::uninit();
        // SAFETY: the communicator is valid; the caller vouches for the bytes; MPI sets the request if it succeeds.
        unsafe {
            let code = ffi::MPI_Isend(
                bytes.cast(),
                length as i32,
                ffi::RSMPI_UINT8_T,
                to as i32,
                tag,
                comm,
                request.as_mut_ptr(),
            );
            check(code)?;
            Ok(Request { handle: request.assume_init(), receives: false })
        }
    }

    /// Begins to receive up to `length` bytes from a rank, or from any.
    ///
    /// # Safety
    /// Nobody else touches the bytes until [`Request::test`] has told the end, or the process ends.
    pub(super) unsafe fn receive(
        comm: ffi::MPI_Comm,
        bytes: *mut u8,
        length: usize,
        from: Option<usize>,
        tag: i32,
    ) -> Result<Self, Failure> {
        let mut request = MaybeUninit::uninit();
        // SAFETY: as for `send`.
        unsafe {
            let source = from.map_or(ffi::RSMPI_ANY_SOURCE, |from| from as i32);
            let code = ffi::MPI_Irecv(
                bytes.cast(),
                length as i32,
                ffi::RSMPI_UINT8_T,
                source,
                tag,
                comm,
                request.as_mut_ptr(),
            );
            check(code)?;
            Ok(Request { handle: request.assume_init(), receives: true })
        }
    }

    /// Looks whether the message has left or arrived, and lets MPI work.
    pub(super) fn test(&mut self) -> Result<Option<Arrival>, Failure> {
        let (mut done, mut status) = (0, MaybeUninit::<ffi::MPI_Status>::zeroed());
        // SAFETY: the request is valid, or null after its end, which MPI allows. A zeroed status is a valid one: it is a
        // C struct of numbers.
        unsafe {
            check(ffi::MPI_Test(&mut self.handle, &mut done, status.as_mut_ptr()))?;
            match (done, self.receives) {
                (0, _) => Ok(None),
                (_, true) => arrival(status.assume_init()).map(Some),
                // The standard leaves the status of a send undefined.
                (_, false) => Ok(Some(Arrival { from: 0, bytes: 0 })),
            }
        }
    }
}

/// The next message with this tag from this rank, or from any, if it is here.
pub(super) fn probe(comm: ffi::MPI_Comm, from: Option<usize>, tag: i32) -> Result<Option<Arrival>, Failure> {
    let (mut here, mut status) = (0, MaybeUninit::<ffi::MPI_Status>::zeroed());
    // SAFETY: the communicator is valid. A zeroed status is a valid one: it is a C struct of numbers.
    unsafe {
        let source = from.map_or(ffi::RSMPI_ANY_SOURCE, |from| from as i32);
        check(ffi::MPI_Iprobe(source, tag, comm, &mut here, status.as_mut_ptr()))?;
        if here == 0 { Ok(None) } else { arrival(status.assume_init()).map(Some) }
    }
}

fn arrival(status: ffi::MPI_Status) -> Result<Arrival, Failure> {
    let mut bytes = 0;
    // SAFETY: the status is one that MPI has filled in, of a message received or found.
    check(unsafe { ffi::MPI_Get_count(&status, ffi::RSMPI_UINT8_T, &mut bytes) })?;
    Ok(Arrival { from: status.MPI_SOURCE as usize, bytes: bytes as usize })
}

fn check(code: i32) -> Result<(), Failure> {
    if code == ffi::MPI_SUCCESS as i32 {
        return Ok(());
    }
    let mut class = 0;
    let mut text = [0u8; ffi::MPI_MAX_ERROR_STRING as usize];
    let mut length = 0;
    // SAFETY: the buffer has the size that MPI prescribes.
    unsafe {
        ffi::MPI_Error_class(code, &mut class);
        ffi::MPI_Error_string(code, text.as_mut_ptr().cast(), &mut length);
    }
    if class == ffi::MPI_ERR_TRUNCATE as i32 {
        return Err(Failure::Truncated);
    }
    Err(Failure::Other(String::from_utf8_lossy(&text[..length as usize]).into_owned()))
}
