//! How much evidence is needed.
//!
//! All numbers were set by simulation: of series of 100 nights without a change, normal, with Student's t of 3 degrees, with
//! spikes, or autocorrelated, at most 1 % may raise an alarm, and a step of three standard deviations has to be found as early as
//! that allows. The tests and `tenfold selftest --only nightly` count both again.

/// A change is called where the probability that it is none is at most this.
pub const MOST_NONE: f64 = 0.01;

/// Decades needed of two nights, of three, and so on; the last of all longer windows too. Short ones need least, for a change is to
/// be found soon.
const NEEDED: [f64; 5] = [2.3, 2.7, 2.6, 3.2, 3.6];

/// What the noise is like takes nights to learn: until so many, more evidence is needed, up to so many decades more.
const LEARNT: f64 = 120.0;
const UNLEARNT: f64 = 3.0;

/// The decades of evidence at which a change of the last `window` nights is called, after `before` nights without one.
pub(super) fn decades(window: usize, before: usize) -> f64 {
    let unlearnt = (1.0 - (before + window) as f64 / LEARNT).max(0.0);
    NEEDED[window.saturating_sub(2).min(NEEDED.len() - 1)] + UNLEARNT * unlearnt * unlearnt
}

/// The probability that there is no change, where the evidence exceeds what is needed by so many decades.
pub(super) fn none(beyond: f64) -> f64 {
    1.0 / (1.0 + (1.0 / MOST_NONE - 1.0) * 10f64.powf(beyond))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_least_evidence_leaves_one_per_cent_and_each_decade_more_a_tenth() {
        assert!((none(0.0) - MOST_NONE).abs() < 1e-15);
        assert!((none(1.0) / none(2.0) - 10.0).abs() < 0.02);
        assert_eq!(none(400.0), 0.0);
        assert_eq!(none(f64::NEG_INFINITY), 1.0);
    }

    #[test]
    fn little_history_needs_more_evidence() {
        assert!(decades(2, 8) > decades(2, 30) && decades(2, 30) > decades(2, 110));
        assert_eq!((decades(2, 118), decades(2, 1000)), (NEEDED[0], NEEDED[0]));
    }

    #[test]
    fn every_window_has_its_number() {
        assert_eq!((decades(3, 120), decades(6, 120), decades(12, 120)), (NEEDED[1], NEEDED[4], NEEDED[4]));
    }
}
