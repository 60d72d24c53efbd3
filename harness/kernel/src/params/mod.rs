//! Params: the problem a kernel is asked to solve, by name and value, with defaults and limits.
//!
//! | question | file |
//! |---|---|
//! | what can a value be, what is a file's identity? | `value.rs` |
//! | what is known of a param before it has a value? | this one |
//! | what is refused, and in which words? | `check.rs` |
//! | how does a kernel declare its params? | [`params!`](crate::params!) in `declare.rs` |

mod check;
mod declare;
mod value;

pub use check::{ParamError, fill, parse_value};
#[doc(hidden)]
pub use declare::Field;
pub use value::hex;
pub use value::{FileValue, Value, Values};

use serde::Serialize;
use std::fmt;

/// What is known of one param before it has a value.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct ParamSpec {
    /// Its name in `--set name=value` and in experiment files.
    pub name: &'static str,
    /// What it means, with its unit.
    pub help: &'static str,
    /// What it may be.
    #[serde(flatten)]
    pub limits: Limits,
    /// The value where none is given: the published problem. None for an optional param.
    pub default: Option<Preset>,
}

impl ParamSpec {
    /// The name by which `tenfold exec` is told, among the params, where to save the output. No param has it.
    pub const OUT: &'static str = "out";
}

/// What the value of a param may be.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
#[serde(rename_all = "snake_case", tag = "kind")]
pub enum Limits {
    /// An integer.
    Int {
        /// The least allowed.
        min: i64,
        /// The greatest allowed.
        max: i64,
    },
    /// A real number.
    Real {
        /// The least allowed.
        min: f64,
        /// The greatest allowed.
        max: f64,
    },
    /// One of these.
    Choice {
        /// The choices.
        choices: &'static [&'static str],
    },
    /// A text of at most [`Limits::LONGEST_TEXT`] bytes.
    Text,
    /// A regular file that can be read.
    File {
        /// The most bytes it may have.
        #[serde(skip_serializing_if = "Limits::is_unlimited")]
        most: u64,
    },
}

impl Limits {
    /// A longer text belongs into a file.
    pub const LONGEST_TEXT: usize = 1000;

    fn is_unlimited(most: &u64) -> bool {
        *most == u64::MAX
    }
}

impl fmt::Display for Limits {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Limits::Int { min, max } => write!(f, "an integer from {min} to {max}"),
            Limits::Real { min, max } => write!(f, "a number from {min} to {max}"),
            Limits::Choice { choices } => write!(f, "one of {}", choices.join(", ")),
            Limits::Text => write!(f, "a text of at most {} bytes", Limits::LONGEST_TEXT),
            Limits::File { most: u64::MAX } => f.write_str("a file that can be read"),
            Limits::File { most } => write!(f, "a file of at most {most} bytes that can be read"),
        }
    }
}

/// A default, as it is declared.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
#[serde(untagged)]
pub enum Preset {
    /// An integer.
    Int(i64),
    /// A real number.
    Real(f64),
    /// A text or choice.
    Text(&'static str),
}

impl From<Preset> for Value {
    fn from(preset: Preset) -> Value {
        match preset {
            Preset::Int(i) => Value::Int(i),
            Preset::Real(x) => Value::Real(x),
            Preset::Text(text) => Value::Text(text.to_string()),
        }
    }
}

/// A kernel's typed params. Implemented by [`params!`](crate::params!).
pub trait ParamSet: Clone + PartialEq + fmt::Debug + Send + Sync + 'static {
    /// The params in the order a person would name them.
    const SPECS: &'static [ParamSpec];
    /// The typed params of complete, checked values.
    fn from_values(values: &Values) -> Self;
    /// The inverse of [`ParamSet::from_values`].
    fn values(&self) -> Values;
}
