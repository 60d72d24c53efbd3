//! Oracles: what knows the right answer and was not written here.

use crate::Kernel;
use serde::{Deserialize, Serialize};

/// Which line of defence a check belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Defence {
    /// A published constant or a closed form.
    Constant,
    /// Element-wise agreement with the naive variant.
    Agreement,
    /// A property that holds at any size: conservation, symmetry, a bound.
    Property,
}

/// The outcome of one check.
#[derive(Clone, Debug, PartialEq)]
pub struct Check {
    /// How far off the answer is, in the measure that `detail` names.
    pub error: f64,
    /// How far off it may be.
    pub tolerance: f64,
    /// What was compared, with both sides: "cars: 5324940, published 5324940".
    pub detail: String,
}

impl Check {
    /// Passed if the error is within the tolerance; written so that NaN fails.
    pub fn passed(&self) -> bool {
        self.error <= self.tolerance
    }

    /// The check that is furthest off: the first that failed with the greatest error, else the one with the greatest error;
    /// none if there are none. NaN counts as furthest.
    pub fn worst(checks: impl IntoIterator<Item = Check>) -> Option<Check> {
        checks.into_iter().reduce(|worst, check| match (worst.passed(), check.passed()) {
            (true, false) => check,
            (false, true) => worst,
            // Written so that a NaN stays.
            _ if check.error > worst.error || check.error.is_nan() => check,
            _ => worst,
        })
    }

    /// A check that two integers are the same.
    pub fn equal(what: &str, got: u64, expected: u64) -> Check {
        Check {
            error: got.abs_diff(expected) as f64,
            tolerance: 0.0,
            detail: format!("{what}: {got}, expected {expected}"),
        }
    }

    /// A check that `got` is within `tolerance` of `expected`.
    pub fn close(what: &str, got: f64, expected: f64, tolerance: f64) -> Check {
        Check {
            error: (got - expected).abs(),
            tolerance,
            detail: format!("{what}: {got:e}, expected {expected:e} ± {tolerance:e}"),
        }
    }
}

/// The greatest of `values`, and 0 at least; NaN if one is NaN.
pub fn greatest(values: impl IntoIterator<Item = f64>) -> f64 {
    values.into_iter().fold(0.0, |most, value| if most.is_nan() || value <= most { most } else { value })
}

/// Declares an [`Oracle`]: the function that checks, from whose name its own is made (`steady_flow` is "steady-flow"), its line
/// of defence and its source.
#[macro_export]
macro_rules! oracle {
    ($check:ident, $defence:ident, $source:expr) => {
        $crate::Oracle {
            name: $crate::dashed!($check),
            source: $source,
            defence: $crate::Defence::$defence,
            check: $check,
        }
    };
}

/// Something that knows the right answer to some problems of a kernel.
pub struct Oracle<K: Kernel> {
    /// Its name, unique within the kernel.
    pub name: &'static str,
    /// Where the knowledge comes from.
    pub source: &'static str,
    /// Its line of defence ([`Defence::Constant`] or [`Defence::Property`]).
    pub defence: Defence,
    /// The check, or `None` where the oracle knows nothing of this problem. The input and the output are whole.
    pub check: fn(&K::Params, &K::Input, &K::Output) -> Option<Check>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nan_fails() {
        let check = Check::close("energy", f64::NAN, 1.0, 1e300);
        assert!(!check.passed());
        assert!(Check::equal("cars", 3, 3).passed());
        assert!(!Check::equal("cars", 3, 4).passed());
    }

    #[test]
    fn the_greatest_of_what_is_nan_is_nan() {
        assert_eq!([greatest([]), greatest([-1.0]), greatest([1.0, 3.0, 2.0])], [0.0, 0.0, 3.0]);
        assert!(greatest([1.0, f64::NAN, 2.0]).is_nan());
    }

    #[test]
    fn the_worst_check_is_kept_also_when_it_is_nan() {
        let nan = Check::close("a", f64::NAN, 0.0, 1.0);
        let fine = Check::equal("b", 1, 1);
        let off = Check::equal("c", 1, 5);
        assert_eq!(Check::worst([fine.clone(), off.clone()]), Some(off.clone()));
        assert_eq!(Check::worst([off.clone(), fine.clone()]), Some(off.clone()));
        assert!(!Check::worst([fine.clone(), nan.clone(), fine]).unwrap().passed());
        assert!(Check::worst([nan, off]).unwrap().error.is_nan());
        assert_eq!(Check::worst([]), None);
    }
}
