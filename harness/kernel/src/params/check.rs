//! Completes params and refuses what is not allowed.

use super::{FileValue, Limits, ParamSpec, Value, Values};
use std::path::Path;

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
    /// The value is not what the param may be.
    #[error("{name} = {given}: must be {allowed}")]
    Refused {
        /// The param.
        name: &'static str,
        /// The value given.
        given: String,
        /// What it may be.
        allowed: String,
    },
    /// Each value is allowed but not together.
    #[error("{0}")]
    Together(String),
}

/// Completes `given` with defaults and checks every value against its limits. Files are read once, to know them by their
/// content.
///
/// # Errors
/// An unknown name, or a value that is not allowed.
pub fn fill(specs: &[ParamSpec], given: &Values) -> Result<Values, ParamError> {
    if let Some(name) = given.keys().find(|name| specs.iter().all(|s| s.name != name.as_str())) {
        return Err(unknown(specs, name));
    }
    let value = |spec: &ParamSpec| given.get(spec.name).cloned().or(spec.default.map(Value::from));
    let values = specs.iter().filter_map(|spec| Some((spec, value(spec)?)));
    values.map(|(spec, value)| Ok((spec.name.to_string(), admit(spec, value)?))).collect()
}

/// Reads the value of the param `name` from text, as in `--set name=value`. Underscores may group digits.
///
/// # Errors
/// An unknown name, or a value that is not allowed.
pub fn parse_value(specs: &[ParamSpec], name: &str, text: &str) -> Result<Value, ParamError> {
    let spec = specs.iter().find(|s| s.name == name).ok_or_else(|| unknown(specs, name))?;
    let plain = text.replace('_', "");
    let value = match spec.limits {
        Limits::Int { .. } => plain.parse().map(Value::Int).ok(),
        Limits::Real { .. } => plain.parse().map(Value::Real).ok(),
        Limits::Choice { .. } | Limits::Text | Limits::File { .. } => Some(Value::Text(text.to_string())),
    };
    admit(spec, value.ok_or_else(|| refused(spec, text))?)
}

/// Checks one value against its limits. An integer becomes a real number, and a text a file, where the param is one.
fn admit(spec: &ParamSpec, value: Value) -> Result<Value, ParamError> {
    // Written so that NaN is out of range.
    let admitted = match (spec.limits, &value) {
        (Limits::Int { min, max }, Value::Int(i)) => (min <= *i && *i <= max).then(|| value.clone()),
        (Limits::Real { min, max }, Value::Int(_) | Value::Real(_)) => {
            let x = value.as_f64();
            (min <= x && x <= max).then_some(Value::Real(x))
        }
        (Limits::Choice { choices }, Value::Text(text)) => choices.contains(&text.as_str()).then(|| value.clone()),
        (Limits::Text, Value::Text(text)) => (text.len() <= Limits::LONGEST_TEXT).then(|| value.clone()),
        (Limits::File { most }, Value::Text(path)) => return file(spec, Path::new(path), most),
        (Limits::File { .. }, Value::File(file)) => Some(Value::File(FileValue { param: spec.name, ..file.clone() })),
        _ => None,
    };
    admitted.ok_or_else(|| refused(spec, value))
}

fn file(spec: &ParamSpec, path: &Path, most: u64) -> Result<Value, ParamError> {
    let named = |file| Value::File(FileValue { param: spec.name, ..file });
    FileValue::within(path, most).map(named).map_err(|e| ParamError::Refused {
        name: spec.name,
        given: path.display().to_string(),
        allowed: format!("{}: {e}", spec.limits),
    })
}

fn refused(spec: &ParamSpec, given: impl ToString) -> ParamError {
    ParamError::Refused { name: spec.name, given: given.to_string(), allowed: spec.limits.to_string() }
}

fn unknown(specs: &[ParamSpec], name: &str) -> ParamError {
    let allowed = specs.iter().map(|s| s.name).collect::<Vec<_>>().join(", ");
    ParamError::Unknown { name: name.to_string(), allowed }
}
