//! The clock all samples are read from.

use rustix::time::{ClockId, clock_gettime};
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

/// Seconds on the system's monotonic clock. On one machine all processes read the same clock, so the starts of ranks can
/// be compared; between machines they cannot.
pub fn now() -> f64 {
    let time = clock_gettime(ClockId::Monotonic);
    time.tv_sec as f64 + time.tv_nsec as f64 * 1e-9
}

/// Milliseconds of Unix time.
pub fn unix_ms() -> i64 {
    SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |d| d.as_millis() as i64)
}

/// A seed for who names none: the low bits of the clock are as good as any, and the seed is recorded.
pub fn seed() -> u64 {
    SystemTime::now().duration_since(UNIX_EPOCH).map_or(1, |d| d.as_nanos() as u64 & 0xffff_ffff)
}

/// What reading the clock costs and how finely it counts.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Precision {
    /// The least step seen between two different readings.
    pub step: Duration,
    /// Time of one reading.
    pub cost: Duration,
}

/// Measures the clock: the least of many differences, and the mean cost of a reading in the best of many batches.
pub fn precision() -> Precision {
    const READINGS: u32 = 1000;
    let (mut step, mut cost) = (Duration::MAX, Duration::MAX);
    for _ in 0..20 {
        let begin = Instant::now();
        let mut last = begin;
        for _ in 0..READINGS {
            let next = Instant::now();
            if next > last {
                step = step.min(next - last);
            }
            last = next;
        }
        cost = cost.min((last - begin) / READINGS);
    }
    Precision { step, cost }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_clock_goes_forward() {
        let (a, b) = (now(), now());
        assert!(b >= a);
        assert!(precision().step > Duration::ZERO);
    }
}
