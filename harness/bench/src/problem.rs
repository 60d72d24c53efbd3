//! The problem of a benchmark, as text.

use tenfold_kernel::{AnyKernel, Values, parse_value};

/// Reads `name=value name=value`; what is not named has its default.
pub(crate) fn problem(kernel: &dyn AnyKernel, text: &str) -> Result<Values, String> {
    let mut given = Values::new();
    for word in text.split_whitespace() {
        let (name, value) = word.split_once('=').ok_or_else(|| format!("'{word}' is not name=value"))?;
        let value = parse_value(kernel.specs(), name, value).map_err(|e| e.to_string())?;
        given.insert(name.to_string(), value);
    }
    kernel.resolve(&given).map_err(|e| e.to_string())
}
