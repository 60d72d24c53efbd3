//! A result file of airspeed velocity (asv), version 2 of its layout.

use super::document;
use crate::{Format, FormatError, Holds, Results};
use serde_json::{Map, Value, json};

/// Version of asv's layout of results.
const API_VERSION: u32 = 2;

/// The columns written of each benchmark: asv reads by name and does without the others.
const COLUMNS: [&str; 5] = ["result", "params", "version", "started_at", "samples"];

/// One benchmark a cell: the median over launches in seconds, with the launches' medians as its samples. A cell without a
/// number has `null`, which is asv's word for a failed benchmark.
///
/// asv looks for it as `results/MACHINE/COMMIT-tenfold.json`, with the machine's and the commit's name as in the file.
pub struct Asv;

impl Format for Asv {
    fn name(&self) -> &'static str {
        "asv"
    }

    fn reader(&self) -> &'static str {
        "asv: results/MACHINE/COMMIT-tenfold.json"
    }

    fn holds(&self) -> Holds {
        Holds::Numbers
    }

    fn write(&self, results: &Results<'_>) -> Result<Vec<u8>, FormatError> {
        let run = results.run;
        let print = &run.fingerprint;
        let fact = |group: &str, name: &str| print.get(group, name).unwrap_or_default();
        let row = |times: Option<&tenfold_reports::findings::Times<'_>>| {
            let samples = times.map(|t| [t.launches.iter().map(|l| l.median).collect::<Vec<f64>>()]);
            // asv reads a column from left to right: result, params, version, started_at, samples.
            json!([[times.map(|t| t.estimate.value)], [], null, run.started_ms, samples])
        };
        let rows: Map<String, Value> =
            results.cells().iter().map(|c| (c.name.replace('/', "."), row(c.times()))).collect();
        document(
            self,
            &json!({
                "commit_hash": fact("source", "revision"),
                "env_name": "tenfold",
                "date": run.started_ms,
                "params": {
                    "machine": print.machine,
                    "os": fact("system", "system"),
                    "cpu": fact("processor", "model"),
                    "num_cpu": print.cores.to_string(),
                    "ram": fact("memory", "memory"),
                },
                "python": "",
                "requirements": {},
                "env_vars": {},
                "result_columns": COLUMNS,
                "results": rows,
                "durations": {},
                "version": API_VERSION,
            }),
        )
    }
}
