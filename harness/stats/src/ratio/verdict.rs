//! From an interval of a log ratio to a word.

use crate::error::{StatsError, within};
use crate::estimate::{Interval, LEVEL, check_level};
use crate::normal::normal_quantile;

/// The chance, at least, with which a difference called detectable is found.
pub const DETECTION_POWER: f64 = 0.9;

/// The power aimed at in the formula. It takes the interval's width for known, but few rounds give it
/// poorly: aiming at 0.9 found 0.80 of 20 rounds and 0.88 of 200 in simulation, aiming at 0.98 finds
/// 0.90 or more of both (`tests/coverage.rs`).
const POWER_AIMED_AT: f64 = 0.98;

/// How an interval is drawn and when an alarm is raised.
///
/// The two are apart on purpose: a reader expects a 95 % interval, but an alarm raised whenever it
/// excludes 1 would be false in one comparison out of twenty.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Decision {
    /// Level of the interval shown.
    pub level: f64,
    /// Greatest rate of false alarms, both directions together; a verdict other than "no difference"
    /// needs a p-value at most this.
    pub alarm_rate: f64,
}

impl Default for Decision {
    /// A 95 % interval and one false alarm in a hundred comparisons.
    fn default() -> Self {
        Self { level: LEVEL, alarm_rate: 0.01 }
    }
}

impl Decision {
    /// Refuses levels and alarm rates that no method here can serve.
    pub(super) fn check(&self) -> Result<(), StatsError> {
        check_level(self.level)?;
        within("alarm rate", self.alarm_rate, 0.000_001, 0.5)
    }
}

/// What a comparison says.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Verdict {
    /// `new` takes less time.
    Faster,
    /// `new` takes more time.
    Slower,
    /// No difference was found.
    NoDifference {
        /// Relative difference (0.01 is 1 %) that would have been found with the probability
        /// [`DETECTION_POWER`]; infinite where the units are too few to find any.
        detectable: f64,
    },
}

/// The verdict of an interval of log(base / new) at the deciding level; `None`: too few units.
pub(super) fn verdict(deciding: Option<Interval>) -> Verdict {
    match deciding {
        None => Verdict::NoDifference { detectable: f64::INFINITY },
        Some(i) if i.low > 0.0 => Verdict::Faster,
        Some(i) if i.high < 0.0 => Verdict::Slower,
        Some(i) => Verdict::NoDifference { detectable: detectable(i) },
    }
}

/// The relative difference an interval of log ratios of this width finds.
///
/// With h half its width and σ the error of the estimate, h = z₁σ for the interval's own normal
/// deviate z₁; a shift of (z₁ + z₂)σ = h(1 + z₂/z₁) is found with the power whose deviate is z₂
/// (J. Cohen, *Statistical Power Analysis*, 2nd ed. 1988, §2). Only the translation from one
/// probability to another leans on the normal law; the width itself does not.
pub(super) fn detectable(deciding: Interval) -> f64 {
    let half = deciding.width() / 2.0;
    let z1 = normal_quantile((1.0 + deciding.level) / 2.0);
    let z2 = normal_quantile(POWER_AIMED_AT);
    (half * (1.0 + z2 / z1)).exp_m1()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(low: f64, high: f64) -> Verdict {
        verdict(Some(Interval { low, high, level: 0.99 }))
    }

    #[test]
    fn the_side_of_zero_decides() {
        assert_eq!(at(0.01, 0.02), Verdict::Faster);
        assert_eq!(at(-0.02, -0.01), Verdict::Slower);
        assert!(matches!(at(0.0, 0.02), Verdict::NoDifference { .. }));
        assert!(matches!(at(-0.01, 0.0), Verdict::NoDifference { .. }));
    }

    #[test]
    fn no_difference_states_what_would_have_been_found() {
        // z(0.995) = 2.57583, z(0.98) = 2.05375: half a width of 0.01 finds 0.01 × 1.79732.
        let Verdict::NoDifference { detectable } = at(-0.01, 0.01) else { panic!() };
        assert!((detectable - 0.017_973_2f64.exp_m1()).abs() <= 1e-7, "{detectable}");
        assert_eq!(verdict(None), Verdict::NoDifference { detectable: f64::INFINITY });
    }

    #[test]
    fn odd_alarm_rates_are_refused() {
        for alarm_rate in [0.0, 0.6, f64::NAN] {
            assert!(Decision { alarm_rate, ..Decision::default() }.check().is_err());
        }
    }
}
