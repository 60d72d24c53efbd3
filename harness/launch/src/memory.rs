//! How much memory a launch may take: what can be allocated on this machine, and no more than the environment variable
//! `TENFOLD_MEMORY` (bytes) says, where it is set.

/// Bytes that can still be allocated; `None` where neither the system nor `TENFOLD_MEMORY` tells.
///
/// # Errors
/// `TENFOLD_MEMORY` is not an integer.
pub fn available() -> Result<Option<f64>, String> {
    let capped = match std::env::var("TENFOLD_MEMORY") {
        Ok(text) => Some(cap(&text)?),
        Err(_) => None,
    };
    let free = tenfold_machine::memory::available().map(|bytes| bytes as f64);
    Ok(free.into_iter().chain(capped).reduce(f64::min))
}

fn cap(text: &str) -> Result<f64, String> {
    let bytes = text.replace('_', "").parse::<u64>();
    bytes.map(|bytes| bytes as f64).map_err(|_| format!("TENFOLD_MEMORY = {text}: must be an integer, in bytes"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cap_is_in_bytes() {
        assert_eq!(cap("1_000"), Ok(1000.0));
        for wrong in ["", "-1", "1 GiB", "1e9"] {
            assert_eq!(cap(wrong), Err(format!("TENFOLD_MEMORY = {wrong}: must be an integer, in bytes")));
        }
    }
}
