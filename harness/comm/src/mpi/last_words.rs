//! What a rank says when it ends in the middle of a job.
//!
//! If one process of a job dies, `mpirun` ends the others. What it prints names a process and a signal, but not what
//! the others were doing. So a rank that waits leaves a note of its call, and a signal's handler prints the note. Open MPI
//! ends a job with SIGTERM. MPICH ends it with SIGKILL, which leaves no time for words; told not to
//! (`mpirun -disable-auto-cleanup`), it sends SIGUSR1 to the others. A rank that calls `exit` itself says so.

use std::io::Write;
use std::sync::atomic::{AtomicBool, AtomicU8, AtomicUsize, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use crate::{CommError, Wait};

/// How long a launcher has to fetch a rank's line.
const TO_FETCH: Duration = Duration::from_secs(1);

/// The note: bytes and length. Atomics, as a handler may run between any two instructions, and takes no lock.
static NOTE: [AtomicU8; 256] = [const { AtomicU8::new(0) }; 256];
static LENGTH: AtomicUsize = AtomicUsize::new(0);

/// Whether this process is part of a job that it has not left properly.
static IN_JOB: AtomicBool = AtomicBool::new(false);
static RANK: AtomicUsize = AtomicUsize::new(0);

/// The signals that tell of the end of the job.
const SIGNALS: [libc::c_int; 2] = [libc::SIGTERM, libc::SIGUSR1];

/// Which of the signals the program leaves to us. To be asked before MPI is initialised: MPICH has a handler of its own,
/// which only counts.
pub(super) fn free_signals() -> Vec<libc::c_int> {
    let is_free = |&signal: &libc::c_int| {
        // SAFETY: without a new action the call only fills in the old one, a C struct of numbers for which zeros are valid.
        unsafe {
            let mut action = std::mem::zeroed::<libc::sigaction>();
            libc::sigaction(signal, std::ptr::null(), &mut action) == 0 && action.sa_sigaction == libc::SIG_DFL
        }
    };
    SIGNALS.into_iter().filter(is_free).collect()
}

/// Installs the handlers for these signals and for the end of the process.
pub(super) fn prepare(rank: usize, signals: &[libc::c_int]) {
    RANK.store(rank, Ordering::Relaxed);
    IN_JOB.store(true, Ordering::Relaxed);
    // SAFETY: both handlers are functions that live as long as the program; `on_terminate` does only what a signal
    // handler may: load atomics, write, set a signal's default, raise it.
    unsafe {
        libc::atexit(on_exit);
        let handler = on_terminate as extern "C" fn(libc::c_int);
        for &signal in signals {
            libc::signal(signal, handler as libc::sighandler_t);
        }
    }
}

/// The job ends in order, or has been told why not.
pub(super) fn not_needed() {
    IN_JOB.store(false, Ordering::Relaxed);
    forget();
}

/// Says on standard error why this rank ends the job, and waits until the launcher has fetched the line: MPICH's ends
/// without a look at what is still in its pipes.
pub(super) fn say(error: &CommError) {
    // Standard error may be closed; the job ends all the same.
    let _ = std::io::stderr().write_all(format!("tenfold: {error}\n").as_bytes());
    let late = Instant::now() + TO_FETCH;
    while unread(libc::STDERR_FILENO) > 0 && Instant::now() < late {
        thread::sleep(Duration::from_millis(1));
    }
}

/// The bytes in a pipe that its reader has not fetched; 0 for anything else than a pipe.
fn unread(file: libc::c_int) -> libc::c_int {
    let mut bytes = 0;
    // SAFETY: a `stat` is a C struct of numbers for which zeros are valid; both calls fill in what they are given, and
    // fail on a file that is closed.
    unsafe {
        let mut about = std::mem::zeroed::<libc::stat>();
        let is_pipe = libc::fstat(file, &mut about) == 0 && about.st_mode & libc::S_IFMT == libc::S_IFIFO;
        match is_pipe && libc::ioctl(file, libc::FIONREAD, &mut bytes) == 0 {
            true => bytes,
            false => 0,
        }
    }
}

/// Notes what this rank waits for.
pub(super) fn note(wait: Wait) {
    let text = format!("tenfold: {wait} when the launcher ends the job; has another rank died?\n");
    let length = text.len().min(NOTE.len());
    for (place, byte) in NOTE.iter().zip(text.bytes()) {
        place.store(byte, Ordering::Relaxed);
    }
    LENGTH.store(length, Ordering::Release);
}

/// The wait is over.
pub(super) fn forget() {
    LENGTH.store(0, Ordering::Relaxed);
}

extern "C" fn on_terminate(signal: libc::c_int) {
    let mut text = [0u8; NOTE.len()];
    let length = LENGTH.load(Ordering::Acquire).min(NOTE.len());
    for (byte, place) in text.iter_mut().zip(&NOTE) {
        *byte = place.load(Ordering::Relaxed);
    }
    // SAFETY: these three may be called in a signal handler (POSIX.1-2017, 2.4.3), and the buffer has `length` bytes.
    unsafe {
        libc::write(libc::STDERR_FILENO, text.as_ptr().cast(), length);
        libc::signal(signal, libc::SIG_DFL);
        libc::raise(signal);
    }
}

extern "C" fn on_exit() {
    if IN_JOB.swap(false, Ordering::Relaxed) {
        let rank = RANK.load(Ordering::Relaxed);
        eprintln!("tenfold: rank {rank} exits in the middle of the job, without telling the other ranks");
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Read;
    use std::os::fd::AsRawFd;

    #[test]
    fn a_pipe_tells_what_was_not_fetched() {
        let (mut reader, mut writer) = std::io::pipe().unwrap();
        writer.write_all(b"seven b").unwrap();
        assert_eq!(unread(writer.as_raw_fd()), 7);
        reader.read_exact(&mut [0; 7]).unwrap();
        assert_eq!(unread(writer.as_raw_fd()), 0);
        let file = std::fs::File::open("/dev/null").unwrap();
        assert_eq!((unread(file.as_raw_fd()), unread(-1)), (0, 0));
    }
}
