//! JSON of Tenfold's own: the whole run, and what follows from it.

use crate::{CellResult, Format, FormatError, Holds, Results, Written};
use serde_json::{Value, json};
use std::borrow::Cow;
use std::collections::HashSet;
use tenfold_analysis::findings::Estimate;
use tenfold_record::{CellKey, Measured, Run, Samples};

/// Version of the layout; it rises when a reader of the old one would misread the new one.
const VERSION: u32 = 1;

/// `{"format": "tenfold-run", "version": 1, "run": …, "results": […]}`, as `schemas/tenfold-run-1.json` describes it.
///
/// `run` is what was recorded, raw samples included; `results` is what follows from it, one entry a cell. Times are in
/// seconds. The launches of a cell without a number have their outcome and their judgement, but `null` for every time.
pub const FORMAT: Format = Format {
    name: "json",
    reader: "your own programs: the whole run, versioned",
    holds: Holds::Reasons,
    is_binary: false,
    write,
};

fn write<'r>(results: &'r Results<'_>) -> Result<Written<'r>, FormatError> {
    let document = Document {
        format: "tenfold-run",
        version: VERSION,
        run: recorded(results),
        results: results.cells().iter().map(result).collect(),
    };
    Ok(Written::by(move |to| {
        // Samples by the thousand: indented they would be three times as long.
        serde_json::to_writer(&mut *to, &document).map_err(std::io::Error::from)?;
        Ok(to.write_all(b"\n")?)
    }))
}

/// The document: written as it is walked through, for in memory it would be many times as large.
#[derive(serde::Serialize)]
struct Document<'r> {
    format: &'static str,
    version: u32,
    run: Cow<'r, Run>,
    results: Vec<Value>,
}

/// The run, without the times of cells that have no number.
fn recorded<'r>(results: &'r Results<'_>) -> Cow<'r, Run> {
    let cells = results.cells();
    let withheld: HashSet<CellKey> = cells.iter().filter(|c| c.timed().is_none()).map(|c| c.cell.key).collect();
    let mut run = Cow::Borrowed(results.run);
    if !withheld.is_empty() {
        let run = run.to_mut();
        run.cells.iter_mut().filter(|m| withheld.contains(&m.cell.key)).for_each(withhold);
        run.traces.retain(|trace| !withheld.contains(&trace.cell));
    }
    run
}

/// Takes the times from the launches of a cell: JSON has no NaN, which becomes `null`.
fn withhold(measured: &mut Measured) {
    for launch in &mut measured.launches {
        launch.samples = Samples::default();
        launch.throttling = None;
        for seconds in [
            &mut launch.build_seconds,
            &mut launch.startup_seconds,
            &mut launch.input_seconds,
            &mut launch.plan_seconds,
            &mut launch.compile_seconds,
            &mut launch.first_seconds,
            &mut launch.sampling_seconds,
        ] {
            *seconds = f64::NAN;
        }
    }
}

/// What came of a cell: its number, or why it has none. Times are in seconds.
pub fn result(cell: &CellResult<'_>) -> Value {
    json!({
        "cell": cell.name,
        "key": cell.cell.key,
        "status": cell.status(),
        "reason": cell.reason(),
        "seconds": cell.timed().map(|t| estimate(&t.estimate)),
        "rate": cell.timed().map(|t| json!({ "value": t.rate(), "unit": format!("{}/s", cell.cell.work.symbol) })),
        "samples": cell.timed().map_or(0, |t| t.samples()),
        "disturbed": cell.timed().map_or(0, |t| t.disturbed()),
    })
}

fn estimate(estimate: &Estimate) -> Value {
    json!({
        "median": estimate.value,
        "low": estimate.interval.map(|i| i.low),
        "high": estimate.interval.map(|i| i.high),
        "level": estimate.interval.map(|i| i.level),
        "launches": estimate.n,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::export::bytes;
    use tenfold_analysis::testing::{cell, part, run};

    #[test]
    fn it_holds_the_samples_and_what_follows_from_them() {
        let run = run("?").with(part("traffic").with(cell("naive").takes_each(&[2.0; 6]))).built();
        let json: Value = serde_json::from_slice(&bytes(&FORMAT, &run)).unwrap();
        assert_eq!((&json["format"], &json["version"]), (&json!("tenfold-run"), &json!(1)));
        let seconds = &json["results"][0]["seconds"];
        assert_eq!(
            (seconds["median"].as_f64(), seconds["low"].as_f64(), seconds["launches"].as_u64()),
            (Some(2.0), Some(2.0), Some(6))
        );
        let back: Run = serde_json::from_value(json["run"].clone()).unwrap();
        assert_eq!(back, run);
    }

    #[test]
    fn a_cell_without_a_number_has_no_time_anywhere() {
        let wrong = cell("vectorised").takes_each(&[0.125]).is_wrong("42 is not 43");
        let run = run("?").with(part("traffic").with(wrong)).built();
        let json: Value = serde_json::from_slice(&bytes(&FORMAT, &run)).unwrap();
        assert_eq!(json["results"][0]["reason"], "wrong answer: 42 is not 43");
        assert!(json["results"][0]["seconds"].is_null() && json["results"][0]["rate"].is_null());
        let launch = &json["run"]["cells"][0]["launches"][0];
        assert!(launch["samples"].as_array().unwrap().is_empty() && launch["first_seconds"].is_null());
        assert!(["build_seconds", "plan_seconds", "compile_seconds"].iter().all(|time| launch[time].is_null()));
    }
}
