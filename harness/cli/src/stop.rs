//! Stopping on Ctrl-C or a polite kill.

use std::sync::atomic::{AtomicBool, Ordering};

static STOP: AtomicBool = AtomicBool::new(false);

/// From now on Ctrl-C (and SIGTERM) asks to stop after the launch in flight is put away; a second one ends at once.
pub fn listen() -> &'static AtomicBool {
    // Fails only if it was called before, and then the handler stands already.
    let _ = ctrlc::set_handler(|| {
        if STOP.swap(true, Ordering::Relaxed) {
            std::process::exit(i32::from(crate::fault::INTERRUPTED));
        }
    });
    &STOP
}

/// Whether a stop was asked for.
pub fn asked() -> bool {
    STOP.load(Ordering::Relaxed)
}
