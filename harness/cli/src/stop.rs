//! Stopping on Ctrl-C or a polite kill.

use std::sync::OnceLock;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

static STOP: AtomicBool = AtomicBool::new(false);

/// When a stop was first asked for.
static FIRST: OnceLock<Instant> = OnceLock::new();

/// Signals this close together are one wish: `timeout` sends its own to the program and to its group.
const ONE_WISH: Duration = Duration::from_millis(300);

/// From now on Ctrl-C (and SIGTERM) asks to stop after the launch in flight is put away; a second one ends at once.
pub fn listen() -> &'static AtomicBool {
    // Fails only if it was called before, and then the handler stands already.
    let _ = ctrlc::set_handler(|| {
        let again = STOP.swap(true, Ordering::Relaxed);
        if again && FIRST.get_or_init(Instant::now).elapsed() > ONE_WISH {
            std::process::exit(i32::from(crate::fault::INTERRUPTED));
        }
        FIRST.get_or_init(Instant::now);
    });
    &STOP
}

/// Whether a stop was asked for.
pub fn asked() -> bool {
    STOP.load(Ordering::Relaxed)
}
