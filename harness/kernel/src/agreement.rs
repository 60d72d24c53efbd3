//! How closely an output has to agree with the reference answer.

use crate::{Check, Kernel};
use serde::Serialize;

/// How closely the output of a variant or peer agrees with the reference answer, which is the naive variant's.
pub enum Agreement<K: Kernel> {
    /// Every bit the same, but for the sign of a zero: Valgrind's negated multiply-add gives it another one.
    Bitwise,
    /// No element of a float array further away than a bound that follows from the problem; integers equal.
    Bounded {
        /// The bound for the array of this name.
        bound: fn(&K::Params, &K::Input, array: &str) -> f64,
        /// How it is derived: "2 n ε Σ|a||b|: a sum of n products in any order".
        derivation: &'static str,
    },
    /// The same distribution: a test that is wrong about a right answer in `false_alarms` of cases.
    Statistical {
        /// The test: reference first. NaN, infinity and a wrong shape have been refused before.
        test: fn(&K::Params, &K::Output, &K::Output) -> Check,
        /// Its rate of false alarms.
        false_alarms: f64,
        /// Its name and source.
        derivation: &'static str,
    },
}

// By hand: deriving would ask that `K` itself be `Copy`.
impl<K: Kernel> Clone for Agreement<K> {
    fn clone(&self) -> Self {
        *self
    }
}
impl<K: Kernel> Copy for Agreement<K> {}

impl<K: Kernel> Agreement<K> {
    pub(crate) fn described(&self) -> Described {
        match *self {
            Agreement::Bitwise => Described::Bitwise,
            Agreement::Bounded { derivation, .. } => Described::Bounded { derivation },
            Agreement::Statistical { false_alarms, derivation, .. } => {
                Described::Statistical { false_alarms, derivation }
            }
        }
    }
}

/// An [`Agreement`] as it is listed.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
#[serde(rename_all = "snake_case", tag = "kind")]
pub enum Described {
    /// Every bit the same.
    Bitwise,
    /// Within a bound.
    Bounded {
        /// How it is derived.
        derivation: &'static str,
    },
    /// By a test.
    Statistical {
        /// Its rate of false alarms.
        false_alarms: f64,
        /// Its name and source.
        derivation: &'static str,
    },
}
