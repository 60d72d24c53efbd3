//! github-action-benchmark's `customSmallerIsBetter`.

use super::{NANOSECONDS, document};
use crate::{Format, FormatError, Holds, Known, Results, Written};
use serde_json::{Value, json};
use tenfold_analysis::format::counted;

/// One entry a cell: the median over launches in nanoseconds, with its interval as the range.
pub const FORMAT: Format = Format {
    name: "github-action-benchmark",
    reader: "github-action-benchmark (customSmallerIsBetter)",
    holds: Holds::Numbers,
    is_binary: false,
    write,
};

fn write<'r>(results: &'r Results<'_>) -> Result<Written<'r>, FormatError> {
    let run = results.run;
    let about = format!("run {} on {}", run.id, run.fingerprint.machine);
    Ok(document(&results.known().iter().map(|known| entry(known, &about)).collect()))
}

fn entry(known: &Known<'_>, about: &str) -> Value {
    let estimate = &known.times.estimate;
    let (launches, samples) = (counted(estimate.n, "launch"), counted(known.times.samples(), "sample"));
    let mut entry = json!({
        "name": known.name,
        "unit": "ns",
        "value": estimate.value * NANOSECONDS,
        "extra": format!("median of {launches} ({samples})\n{about}"),
    });
    if let Some(i) = estimate.interval {
        let (low, high) = (i.low * NANOSECONDS, i.high * NANOSECONDS);
        entry["range"] = format!("{low} to {high}, {} %", 100.0 * i.level).into();
    }
    entry
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::export::bytes;
    use tenfold_analysis::testing::{cell, part, run};

    #[test]
    fn times_are_in_nanoseconds_and_one_launch_has_no_range() {
        let part = part("traffic").with(cell("naive").takes_each(&[2.0; 6])).with(cell("numpy").takes_each(&[3.0]));
        let run = run("?").with(part.with(cell("vectorised").is_wrong("no"))).built();
        let json: Value = serde_json::from_slice(&bytes(&FORMAT, &run)).unwrap();
        assert_eq!(json.as_array().unwrap().len(), 2);
        assert_eq!(
            (json[0]["value"].as_f64(), json[0]["range"].as_str()),
            (Some(2e9), Some("2000000000 to 2000000000, 95 %"))
        );
        assert!(json[1].get("range").is_none());
    }
}
