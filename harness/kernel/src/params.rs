//! Params: the problem a kernel is asked to solve, by name and value, with defaults and limits.

use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::fmt;

/// The value of one param.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Value {
    /// A whole number.
    Int(i64),
    /// A real number.
    Real(f64),
}

impl Value {
    /// The value as a real number.
    pub fn as_f64(self) -> f64 {
        match self {
            Value::Int(i) => i as f64,
            Value::Real(x) => x,
        }
    }
}

impl fmt::Display for Value {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Value::Int(i) => write!(f, "{i}"),
            Value::Real(x) => write!(f, "{x}"),
        }
    }
}

/// Params by name. Ordered by name, so that the same params always read the same.
pub type Values = BTreeMap<String, Value>;

/// What is known of one param before it has a value.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct ParamSpec {
    /// Its name in `--set name=value` and in experiment files.
    pub name: &'static str,
    /// What it means, with its unit.
    pub help: &'static str,
    /// The value where none is given: the published problem.
    pub default: Value,
    /// The least value allowed. Its kind (whole or real) is the kind of the param.
    pub min: Value,
    /// The greatest value allowed.
    pub max: Value,
}

/// Why params are refused. The message names the param, the value and what is allowed.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum ParamError {
    /// There is no param of this name.
    #[error("there is no param '{name}' (allowed: {allowed})")]
    Unknown {
        /// The name given.
        name: String,
        /// The names there are.
        allowed: String,
    },
    /// The text is no number of the right kind.
    #[error("{name} = {given}: a {kind} number is needed, from {min} to {max}")]
    NotANumber {
        /// The param.
        name: &'static str,
        /// The text given.
        given: String,
        /// "whole" or "real".
        kind: &'static str,
        /// The least value allowed.
        min: Value,
        /// The greatest value allowed.
        max: Value,
    },
    /// The number lies outside the limits.
    #[error("{name} = {given} is out of range: {min} to {max} is allowed")]
    OutOfRange {
        /// The param.
        name: &'static str,
        /// The number given.
        given: Value,
        /// The least value allowed.
        min: Value,
        /// The greatest value allowed.
        max: Value,
    },
    /// Each value is allowed but not together.
    #[error("{0}")]
    Together(String),
}

/// A kernel's typed params. Implemented by [`params!`](crate::params!).
pub trait ParamSet: Clone + PartialEq + fmt::Debug + Send + Sync + 'static {
    /// The params in the order a person would name them.
    const SPECS: &'static [ParamSpec];
    /// The typed params of complete, range-checked values.
    fn from_values(values: &Values) -> Self;
    /// The inverse of [`ParamSet::from_values`].
    fn values(&self) -> Values;
}

/// Checks one value against its spec, turning a whole number into a real one where the param is real.
fn admit(spec: &ParamSpec, value: Value) -> Result<Value, ParamError> {
    let kind = if matches!(spec.default, Value::Int(_)) { "whole" } else { "real" };
    let value = match (spec.default, value) {
        (Value::Real(_), v) => Value::Real(v.as_f64()),
        (Value::Int(_), Value::Real(x)) => {
            return Err(ParamError::NotANumber {
                name: spec.name,
                given: x.to_string(),
                kind,
                min: spec.min,
                max: spec.max,
            });
        }
        (Value::Int(_), v) => v,
    };
    // Written so that NaN is out of range.
    let inside = value.as_f64() >= spec.min.as_f64() && value.as_f64() <= spec.max.as_f64();
    if inside {
        Ok(value)
    } else {
        Err(ParamError::OutOfRange { name: spec.name, given: value, min: spec.min, max: spec.max })
    }
}

/// Completes `given` with defaults and checks every value against its limits.
pub fn fill(specs: &[ParamSpec], given: &Values) -> Result<Values, ParamError> {
    if let Some(name) = given.keys().find(|name| specs.iter().all(|s| s.name != name.as_str())) {
        return Err(unknown(specs, name));
    }
    specs
        .iter()
        .map(|spec| {
            let value = given.get(spec.name).copied().unwrap_or(spec.default);
            Ok((spec.name.to_string(), admit(spec, value)?))
        })
        .collect()
}

/// Reads the value of the param `name` from text, as in `--set name=value`. Underscores may group digits.
pub fn parse_value(specs: &[ParamSpec], name: &str, text: &str) -> Result<Value, ParamError> {
    let spec = specs.iter().find(|s| s.name == name).ok_or_else(|| unknown(specs, name))?;
    let plain = text.replace('_', "");
    let (kind, value) = match spec.default {
        Value::Int(_) => ("whole", plain.parse().ok().map(Value::Int)),
        Value::Real(_) => ("real", plain.parse().ok().map(Value::Real)),
    };
    let value = value.ok_or_else(|| ParamError::NotANumber {
        name: spec.name,
        given: text.to_string(),
        kind,
        min: spec.min,
        max: spec.max,
    })?;
    admit(spec, value)
}

fn unknown(specs: &[ParamSpec], name: &str) -> ParamError {
    let allowed = specs.iter().map(|s| s.name).collect::<Vec<_>>().join(", ");
    ParamError::Unknown { name: name.to_string(), allowed }
}

/// Declares a kernel's params: a struct with public fields, and its [`ParamSet`].
///
/// Fields are `usize`, `u32`, `u64` or `f64`. Each line gives the field, its type, the default, the limits and the help.
///
/// ```
/// tenfold_kernel::params! {
///     /// The ring.
///     pub struct Params {
///         n: usize = 1024, 1..=1_000_000, "cells on the ring";
///         density: f64 = 0.5, 0.0..=1.0, "share of cells that hold a car";
///     }
/// }
/// use tenfold_kernel::ParamSet;
/// let p = Params::from_values(&tenfold_kernel::fill(Params::SPECS, &Default::default()).unwrap());
/// assert_eq!(p.n, 1024);
/// ```
#[macro_export]
macro_rules! params {
    ($(#[$doc:meta])* pub struct $name:ident {
        $($field:ident : $type:tt = $default:expr, $min:literal ..= $max:expr, $help:literal;)+
    }) => {
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq)]
        pub struct $name {
            $(#[doc = $help] pub $field: $type,)+
        }

        impl Default for $name {
            fn default() -> Self {
                $name { $($field: $default,)+ }
            }
        }

        impl $crate::ParamSet for $name {
            const SPECS: &'static [$crate::ParamSpec] = &[$(
                $crate::ParamSpec {
                    name: stringify!($field),
                    help: $help,
                    default: $crate::params!(@value $type, $default),
                    min: $crate::params!(@value $type, $min),
                    max: $crate::params!(@value $type, $max),
                },
            )+];

            fn from_values(values: &$crate::Values) -> Self {
                $name { $($field: $crate::params!(@read $type, values[stringify!($field)]),)+ }
            }

            fn values(&self) -> $crate::Values {
                [$((stringify!($field).to_string(), $crate::params!(@value $type, self.$field)),)+].into()
            }
        }
    };
    (@value f64, $x:expr) => { $crate::Value::Real($x) };
    (@value $type:tt, $x:expr) => { $crate::Value::Int($x as i64) };
    (@read f64, $v:expr) => { $v.as_f64() };
    (@read $type:tt, $v:expr) => {
        match $v { $crate::Value::Int(i) => i as $type, $crate::Value::Real(x) => x as $type }
    };
}

#[cfg(test)]
mod tests {
    use super::*;

    crate::params! {
        /// A ring.
        pub struct Ring {
            n: usize = 8, 1..=100, "cells";
            density: f64 = 0.5, 0.0..=1.0, "share of cars";
        }
    }

    #[test]
    fn defaults_fill_what_is_not_given() {
        let given = [("n".to_string(), Value::Int(7))].into();
        let ring = Ring::from_values(&fill(Ring::SPECS, &given).unwrap());
        assert_eq!(ring, Ring { n: 7, density: 0.5 });
        assert_eq!(Ring::from_values(&ring.values()), ring);
    }

    #[test]
    fn every_refusal_names_the_param_the_value_and_the_limits() {
        let cases = [
            ("m", "1", "there is no param 'm' (allowed: n, density)"),
            ("n", "many", "n = many: a whole number is needed, from 1 to 100"),
            ("n", "1.5", "n = 1.5: a whole number is needed, from 1 to 100"),
            ("n", "0", "n = 0 is out of range: 1 to 100 is allowed"),
            ("n", "1_000", "n = 1000 is out of range: 1 to 100 is allowed"),
            ("density", "NaN", "density = NaN is out of range: 0 to 1 is allowed"),
        ];
        for (name, text, message) in cases {
            assert_eq!(parse_value(Ring::SPECS, name, text).unwrap_err().to_string(), message);
        }
        assert_eq!(parse_value(Ring::SPECS, "density", "1"), Ok(Value::Real(1.0)));
    }
}
