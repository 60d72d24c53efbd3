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

    /// A check that two whole numbers are the same.
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
}
