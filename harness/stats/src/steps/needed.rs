//! How much evidence is needed.
//!
//! The deviates were set by simulation, so that of series of 100 nights without a change at most 1 % raise an alarm, whichever of four
//! noises they have, after many nights as well as in the first, and a step of three standard deviations is found as early as that
//! allows. The tests and `tenfold selftest --only nightly` count both again.

/// A change is called where it is at most so doubtful, as [`Step::none`](super::Step::none) has it.
pub const MOST_NONE: f64 = 0.01;

/// Standard deviations needed of two nights, of three, and so on; the last of all longer windows too. Short ones need least, for a
/// change is to be found soon.
const NEEDED: [f64; 5] = [3.9, 4.23, 4.33, 4.83, 4.93];

/// After fewer nights than `MANY` more is needed, in proportion to one over the nights. Windows of `LONG` nights and more are what
/// noise with a memory imitates, and how alike neighbours are is little known then: most is needed of them, unless they are off by
/// `LARGE` standard deviations, which no memory does.
const MANY: f64 = 150.0;
const FEWER: f64 = 5.0;
const FEWER_LONG: f64 = 22.0;
const LONG: usize = 4;
const LARGE: f64 = 5.0;

/// How far the last nights lie off the ones before.
#[derive(Clone, Copy, Debug)]
pub(super) struct Evidence {
    /// How many of the last nights.
    pub window: usize,
    /// In standard deviations.
    pub deviations: f64,
    /// How many nights before them.
    pub nights: usize,
    /// The mean of the last nights, in standard deviations of those before.
    pub size: f64,
}

impl Evidence {
    /// The standard deviations that are needed.
    fn needed(&self) -> f64 {
        let fewer = ((self.nights as f64).recip() - MANY.recip()).max(0.0);
        let more = match self.window {
            ..LONG => FEWER,
            _ if self.size < LARGE => FEWER_LONG,
            _ => 0.0,
        };
        NEEDED[self.window.saturating_sub(2).min(NEEDED.len() - 1)] + more * fewer
    }

    /// How doubtful the change is: `MOST_NONE` at what is needed, and less as the logarithm of the normal density is.
    pub fn none(&self) -> f64 {
        let needed = self.needed();
        let beyond = 0.5 * (self.deviations * self.deviations - needed * needed);
        1.0 / (1.0 + (1.0 / MOST_NONE - 1.0) * beyond.exp())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn evidence(deviations: f64, window: usize, nights: usize) -> Evidence {
        Evidence { window, deviations, nights, size: 3.0 }
    }

    fn none(deviations: f64, window: usize, nights: usize) -> f64 {
        evidence(deviations, window, nights).none()
    }

    #[test]
    fn the_least_evidence_leaves_one_per_cent_and_more_leaves_less() {
        assert!((none(NEEDED[0], 2, 150) - MOST_NONE).abs() < 1e-15);
        // Half of (n + 0.5)² − n² is 0.5 n + 0.125.
        let odds = 99.0 * f64::exp(0.5 * NEEDED[0] + 0.125);
        assert!((none(NEEDED[0] + 0.5, 2, 150) - 1.0 / (1.0 + odds)).abs() < 1e-12);
        assert_eq!(none(400.0, 2, 150), 0.0);
        assert!(none(0.0, 2, 150) > 0.9);
    }

    #[test]
    fn every_window_has_its_number() {
        for (window, needed) in [(2, NEEDED[0]), (3, NEEDED[1]), (6, NEEDED[4]), (12, NEEDED[4])] {
            assert!((none(needed, window, 200) - MOST_NONE).abs() < 1e-15);
        }
    }

    #[test]
    fn after_few_nights_more_is_needed_and_most_of_long_windows_that_are_little_off() {
        // 1/25 − 1/150 is 1/30.
        assert!((evidence(0.0, 4, 25).needed() - NEEDED[2] - 22.0 / 30.0).abs() < 1e-12);
        assert!((evidence(0.0, 3, 25).needed() - NEEDED[1] - 5.0 / 30.0).abs() < 1e-12);
        let large = Evidence { size: 5.0, ..evidence(0.0, 4, 25) };
        assert_eq!((large.needed(), evidence(0.0, 4, 150).needed()), (NEEDED[2], NEEDED[2]));
    }
}
