//! Google Benchmark's JSON, as its `tools/compare.py` reads it.

use super::{NANOSECONDS, document};
use crate::{Format, FormatError, Holds, Known, Results, Written};
use serde_json::{Map, Value, json};

/// Each launch is a repetition, whose `real_time` is the median of its samples in nanoseconds, so that `compare.py`'s
/// U test compares launches.
///
/// `cpu_time` is 0: Tenfold does not measure it, and `compare.py` leaves out what has none. Cells without a number are
/// listed with their reasons in the context, since `compare.py` wants a time of every benchmark, a failed one included.
pub const FORMAT: Format = Format {
    name: "google-benchmark",
    reader: "Google Benchmark's compare.py",
    holds: Holds::Reasons,
    is_binary: false,
    write,
};

fn write<'r>(results: &'r Results<'_>) -> Result<Written<'r>, FormatError> {
    let run = results.run;
    let left_out = results.cells().into_iter().filter(|c| c.times().is_none());
    let left_out: Map<String, Value> = left_out.map(|c| (c.name.clone(), c.reason().into())).collect();
    let known = results.known();
    let benchmarks: Vec<Value> = known.iter().enumerate().flat_map(|(i, known)| repetitions(i, known)).collect();
    Ok(document(&json!({
        "context": {
            "date": super::rfc3339(run.started_ms),
            "executable": "tenfold",
            "num_cpus": run.fingerprint.cores,
            "caches": [],
            "tenfold_run": run.id,
            "tenfold_machine": run.fingerprint.machine,
            "tenfold_cpu_time": "not measured, written as 0",
            "tenfold_without_a_number": left_out,
        },
        "benchmarks": benchmarks,
    })))
}

fn repetitions(family: usize, known: &Known<'_>) -> Vec<Value> {
    let launches = &known.times.launches;
    let repetition = |(index, launch): (usize, &tenfold_analysis::findings::LaunchTimes)| {
        json!({
            "name": known.name,
            "family_index": family,
            "per_family_instance_index": 0,
            "run_name": known.name,
            "run_type": "iteration",
            "repetitions": launches.len(),
            "repetition_index": index,
            "threads": known.cell.workers,
            "iterations": launch.batches.len(),
            "real_time": launch.median * NANOSECONDS,
            "cpu_time": 0.0,
            "time_unit": "ns",
        })
    };
    launches.iter().enumerate().map(repetition).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::export::bytes;
    use tenfold_analysis::testing::{cell, part, run};

    #[test]
    fn a_launch_is_a_repetition_in_nanoseconds() {
        let part = part("traffic").with(cell("naive").takes_each(&[2.0, 3.0])).with(cell("vectorised").is_wrong("no"));
        let run = run("?").with(part).built();
        let json: Value = serde_json::from_slice(&bytes(&FORMAT, &run)).unwrap();
        let times: Vec<f64> =
            json["benchmarks"].as_array().unwrap().iter().map(|b| b["real_time"].as_f64().unwrap()).collect();
        assert_eq!(times, [2e9, 3e9]);
        let left_out = &json["context"]["tenfold_without_a_number"];
        assert_eq!(left_out["traffic/vectorised/n=1000000,steps=100"], "wrong answer: no");
    }
}
