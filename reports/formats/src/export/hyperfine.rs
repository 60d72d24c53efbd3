//! hyperfine's JSON (`--export-json`), as its scripts read it.

use super::document;
use crate::{Format, FormatError, Holds, Known, Results, Written};
use serde_json::{Map, Value, json};

/// Each launch is a run, whose time is the median of its samples in seconds. Unlike hyperfine's own it leaves out the
/// start of the process. `user` and `system` are `null`: Tenfold does not measure them.
pub const FORMAT: Format = Format {
    name: "hyperfine",
    reader: "hyperfine's scripts (plots, statistics)",
    holds: Holds::Numbers,
    is_binary: false,
    write,
};

fn write<'r>(results: &'r Results<'_>) -> Result<Written<'r>, FormatError> {
    let results: Vec<Value> = results.known().iter().map(result).collect();
    Ok(document(&json!({ "results": results })))
}

fn result(known: &Known<'_>) -> Value {
    let times: Vec<f64> = known.times.launches.iter().map(|l| l.median).collect();
    let parameters = known.cell.params.iter().map(|(name, value)| (name.clone(), Value::from(value.to_string())));
    let workers = [("workers".to_string(), Value::from(known.cell.workers.to_string()))];
    json!({
        "command": known.name,
        "mean": mean(&times),
        "stddev": deviation(&times),
        "median": known.times.estimate.value,
        "user": null,
        "system": null,
        "min": times.iter().copied().fold(f64::INFINITY, f64::min),
        "max": times.iter().copied().fold(f64::NEG_INFINITY, f64::max),
        "exit_codes": vec![0; times.len()],
        "times": times,
        "parameters": parameters.chain(workers).collect::<Map<_, _>>(),
    })
}

/// The arithmetic mean: times are costs, which add up.
fn mean(times: &[f64]) -> f64 {
    times.iter().sum::<f64>() / times.len() as f64
}

/// The standard deviation of a sample (n − 1); `None` for one time, as hyperfine has it.
fn deviation(times: &[f64]) -> Option<f64> {
    let mean = mean(times);
    let squares: f64 = times.iter().map(|t| (t - mean).powi(2)).sum();
    (times.len() > 1).then(|| (squares / (times.len() - 1) as f64).sqrt())
}
