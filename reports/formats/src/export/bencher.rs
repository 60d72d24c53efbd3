//! Bencher Metric Format (<https://bencher.dev/bmf.json>).

use super::{NANOSECONDS, document};
use crate::{Format, FormatError, Holds, Known, Results, Written};
use serde_json::{Map, Value, json};
use tenfold_analysis::findings::Estimate;

/// Bencher takes no longer name of a benchmark, in bytes.
const LONGEST_NAME: usize = 1024;

/// Bencher's two built-in measures of each cell, with their intervals: `latency`, the median over launches in
/// nanoseconds, and `throughput`, runs per second.
pub const FORMAT: Format = Format {
    name: "bencher",
    reader: "Bencher (`bencher run --adapter json`)",
    holds: Holds::Numbers,
    is_binary: false,
    write,
};

fn write<'r>(results: &'r Results<'_>) -> Result<Written<'r>, FormatError> {
    let benchmarks: Map<String, Value> = results.known().iter().map(|known| (name(known), measures(known))).collect();
    Ok(document(&benchmarks.into()))
}

/// A name that Bencher takes; the end of one that is too long is `own`, so that it stays its own.
pub(crate) fn fitting(name: String, own: impl FnOnce() -> String) -> String {
    if name.len() <= LONGEST_NAME {
        return name;
    }
    let end = format!("… {}", own());
    let kept = (0..=LONGEST_NAME - end.len()).rev().find(|&at| name.is_char_boundary(at)).unwrap_or(0);
    format!("{}{end}", &name[..kept])
}

fn name(known: &Known<'_>) -> String {
    fitting(known.name.clone(), || format!("cell {}", known.cell.key.0))
}

fn measures(known: &Known<'_>) -> Value {
    let seconds = known.times.estimate;
    json!({
        "latency": metric(seconds.map_monotone(|s| s * NANOSECONDS)),
        "throughput": metric(seconds.map_monotone(|s| 1.0 / s)),
    })
}

fn metric(estimate: Estimate) -> Value {
    match estimate.interval {
        Some(i) => json!({ "value": estimate.value, "lower_value": i.low, "upper_value": i.high }),
        None => json!({ "value": estimate.value }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::export::bytes;
    use tenfold_analysis::testing::{cell, hostile, part, run};

    fn written(run: &tenfold_record::Run) -> Value {
        serde_json::from_slice(&bytes(&FORMAT, run)).unwrap()
    }

    #[test]
    fn latency_is_in_nanoseconds_and_throughput_its_inverse() {
        let run =
            run("?").with(part("traffic").with(cell("naive").takes_each(&[1.0, 2.0, 2.0, 2.0, 2.0, 4.0]))).built();
        let json = written(&run);
        let cell = &json["traffic/naive/n=1000000,steps=100"];
        assert_eq!((cell["latency"]["value"].as_f64(), cell["throughput"]["value"].as_f64()), (Some(2e9), Some(0.5)));
        let (low, high) = (&cell["throughput"]["lower_value"], &cell["throughput"]["upper_value"]);
        assert!(low.as_f64() < high.as_f64(), "{low} {high}");
    }

    #[test]
    fn long_names_are_cut_and_stay_apart() {
        let run = hostile();
        let json = written(&run);
        let names: Vec<&String> = json.as_object().unwrap().keys().collect();
        let timed = Results::of(&run).cells().iter().filter(|cell| cell.times().is_some()).count();
        assert_eq!(names.len(), timed);
        assert!(timed >= 2);
        assert!(names.iter().all(|n| n.len() <= LONGEST_NAME));
    }
}
