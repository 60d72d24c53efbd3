//! What can be wrong with numbers handed to a statistic.

use thiserror::Error;

/// Why a statistic was refused.
#[derive(Debug, Clone, PartialEq, Error)]
pub enum StatsError {
    /// The method needs more data than there are.
    #[error("{what}: needs at least {needed}, got {present}; measure more")]
    TooFew {
        /// What is counted, such as "values for a median".
        what: &'static str,
        /// The smallest number with which the method works.
        needed: usize,
        /// The number handed in.
        present: usize,
    },
    /// A value is NaN or infinite.
    #[error("{what}: value {index} is {value}; only finite numbers are allowed")]
    NotFinite {
        /// What the values are.
        what: &'static str,
        /// Position in the slice, from 0.
        index: usize,
        /// The offending value.
        value: f64,
    },
    /// A time, rate or count is zero or negative where only positive numbers make sense.
    #[error("{what}: value {index} is {value}; it must be greater than zero")]
    NotPositive {
        /// What the values are.
        what: &'static str,
        /// Position in the slice, from 0.
        index: usize,
        /// The offending value.
        value: f64,
    },
    /// A parameter lies outside its range.
    #[error("{what} is {value}; it must be from {low} to {high}")]
    OutOfRange {
        /// Name of the parameter.
        what: &'static str,
        /// The offending value.
        value: f64,
        /// Least allowed value.
        low: f64,
        /// Greatest allowed value.
        high: f64,
    },
    /// Two slices that belong together element by element differ in length.
    #[error("{what}: {left} on one side, {right} on the other; they must pair up")]
    Unpaired {
        /// What the slices hold.
        what: &'static str,
        /// Length of the first.
        left: usize,
        /// Length of the second.
        right: usize,
    },
    /// The points do not determine the parameters of a model.
    #[error("{what}: the points do not determine the model (no unique least-squares solution)")]
    Undetermined {
        /// Name of the model.
        what: &'static str,
    },
}

/// Refuses NaN and infinities, and fewer than `needed` values.
pub(crate) fn finite(what: &'static str, values: &[f64], needed: usize) -> Result<(), StatsError> {
    if values.len() < needed {
        return Err(StatsError::TooFew { what, needed, present: values.len() });
    }
    match values.iter().position(|v| !v.is_finite()) {
        Some(index) => Err(StatsError::NotFinite { what, index, value: values[index] }),
        None => Ok(()),
    }
}

/// As [`finite`], and refuses zero and negative values.
pub(crate) fn positive(what: &'static str, values: &[f64], needed: usize) -> Result<(), StatsError> {
    finite(what, values, needed)?;
    match values.iter().position(|&v| v <= 0.0) {
        Some(index) => Err(StatsError::NotPositive { what, index, value: values[index] }),
        None => Ok(()),
    }
}

/// Refuses a parameter outside `low..=high` (NaN included).
pub(crate) fn within(what: &'static str, value: f64, low: f64, high: f64) -> Result<(), StatsError> {
    if (low..=high).contains(&value) { Ok(()) } else { Err(StatsError::OutOfRange { what, value, low, high }) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_mistake_has_one_clear_message() {
        let few = finite("values for a median", &[], 1).unwrap_err();
        assert_eq!(few.to_string(), "values for a median: needs at least 1, got 0; measure more");
        let nan = finite("times", &[1.0, f64::NAN], 1).unwrap_err();
        assert_eq!(nan.to_string(), "times: value 1 is NaN; only finite numbers are allowed");
        let zero = positive("times", &[1.0, 2.0, 0.0], 1).unwrap_err();
        assert_eq!(zero.to_string(), "times: value 2 is 0; it must be greater than zero");
        let level = within("level", f64::NAN, 0.5, 0.999).unwrap_err();
        assert_eq!(level.to_string(), "level is NaN; it must be from 0.5 to 0.999");
    }
}
