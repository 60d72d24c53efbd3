//! A neighbour: keeps every core busy half of the time, in bursts of irregular length.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};
use tenfold_machine::cores;

/// Bursts and pauses are of these lengths in turn, in milliseconds: primes, so that no rhythm fits the blocks'.
const BURSTS_MS: [u64; 6] = [2, 11, 3, 17, 5, 7];

/// The neighbour; it leaves when this is dropped.
pub struct Neighbour {
    leave: Arc<AtomicBool>,
    threads: Vec<JoinHandle<()>>,
}

impl Neighbour {
    /// One thread a core.
    pub fn start() -> Neighbour {
        let leave = Arc::new(AtomicBool::new(false));
        let threads = (0..cores())
            .map(|offset| {
                let leave = leave.clone();
                std::thread::spawn(move || disturb(&leave, offset))
            })
            .collect();
        Neighbour { leave, threads }
    }
}

fn disturb(leave: &AtomicBool, offset: usize) {
    for ms in BURSTS_MS.iter().cycle().skip(offset) {
        let begun = Instant::now();
        while begun.elapsed() < Duration::from_millis(*ms) {
            std::hint::spin_loop();
        }
        std::thread::sleep(Duration::from_millis(*ms));
        if leave.load(Ordering::Relaxed) {
            return;
        }
    }
}

impl Drop for Neighbour {
    fn drop(&mut self) {
        self.leave.store(true, Ordering::Relaxed);
        self.threads.drain(..).for_each(|thread| drop(thread.join()));
    }
}
