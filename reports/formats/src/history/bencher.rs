//! Bencher Metric Format (<https://bencher.dev/bmf.json>), which holds the results of one commit.

use super::{HistoryFormat, name};
use crate::FormatError;
use crate::export::{NANOSECONDS, fitting};
use crate::written::pretty;
use serde_json::{Map, Value, json};
use sha2::{Digest, Sha256};
use std::collections::HashMap;
use tenfold_history::{History, Measured, Outcome, Point, Series};

/// The newest night that is not void. `time-ratio` is what to set a threshold on: the time over that of the first reference, which
/// another machine does not move. `latency` is the revision's time in nanoseconds on the machine of that night, and
/// `instructions` what one run took.
pub const FORMAT: HistoryFormat = HistoryFormat {
    name: "bencher",
    reader: "Bencher (`bencher run --adapter json`): the newest night that is not void",
    write,
};

fn write(history: &History) -> Result<Vec<u8>, FormatError> {
    let Some(newest) = history.nights.iter().rposition(|night| night.void.is_none()) else {
        return Err(FormatError::NoNight { format: FORMAT.name });
    };
    let lines = history.lines();
    let of_newest = |points: &[Point]| points.iter().find(|point| point.night == newest).cloned();
    let ratios: HashMap<&Series, Point> =
        lines.iter().filter_map(|line| Some((&line.series, of_newest(&line.points)?))).collect();
    let mut benchmarks = Map::new();
    for observation in &history.nights[newest].observations {
        let Outcome::Measured(measured) = &observation.outcome else { continue };
        let name = name(&observation.series);
        let digest = || format!("{:x}", Sha256::digest(&name));
        let mut key = fitting(name.clone(), digest);
        if benchmarks.contains_key(&key) {
            // Group `a/b` with `c` and group `a` with `b/c` are two series.
            let Series { group, name: own, problem, workers, .. } = &observation.series;
            let own = format!("{:x}", Sha256::digest(format!("{group}\0{own}\0{problem}\0{workers}")));
            key = fitting(format!("{name}/{own}"), || own.clone());
        }
        benchmarks.insert(key, measures(measured, &ratios[&observation.series]));
    }
    Ok(pretty(&benchmarks.into()))
}

fn measures(measured: &Measured, ratio: &Point) -> Value {
    let seconds = |log_ratio: f64| measured.seconds * log_ratio.exp() * NANOSECONDS;
    let metric = |value: f64, [low, high]: [f64; 2]| json!({ "value": value, "lower_value": low, "upper_value": high });
    let mut measures = json!({
        "latency": metric(seconds(measured.log_ratio), measured.interval.map(seconds)),
        "time-ratio": metric(ratio.log_ratio.exp(), ratio.interval.map(f64::exp)),
    });
    if let Some(counts) = measured.instructions {
        measures["instructions"] = json!({ "value": counts.revision });
    }
    measures
}

#[cfg(test)]
mod tests {
    use super::*;
    use tenfold_history::testing::{hostile, night};
    use tenfold_history::{Instructions, Night, Observation};

    fn written(nights: Vec<Night>) -> Value {
        serde_json::from_slice(&write(&History { nights, reference: None }).unwrap()).unwrap()
    }

    #[test]
    fn the_newest_night_that_is_not_void_is_written() {
        let mut newest = night(3);
        let exact = Measured {
            log_ratio: 2_f64.ln(),
            error: 0.1,
            interval: [0.0, 4_f64.ln()],
            n: 8,
            seconds: 0.25,
            instructions: Some(Instructions { reference: 10, revision: 20 }),
        };
        newest.observations[0].outcome = Outcome::Measured(exact);
        newest.observations[1].outcome = Outcome::Wrong("42 is not 43".to_string());
        let void = Night { void: Some("noisy".to_string()), ..night(4) };
        let metric =
            |values: [f64; 3]| json!({ "value": values[0], "lower_value": values[1], "upper_value": values[2] });
        let expected = json!({ "flow/naive/n=8": {
            "latency": metric([0.5e9, 0.25e9, 1e9]),
            "time-ratio": metric([2.0, 1.0, 4.0]),
            "instructions": { "value": 20 },
        }});
        assert_eq!(written(vec![night(2), newest, void]), expected);
    }

    #[test]
    fn long_names_are_cut_and_stay_apart() {
        let long = |end: &str| {
            let series =
                Series { problem: format!("{}{end}", "é".repeat(2000)), ..hostile().observations[0].series.clone() };
            Observation { series, ..night(2).observations[0].clone() }
        };
        let written = written(vec![Night { observations: vec![long("a"), long("b")], ..night(2) }]);
        let names: Vec<usize> = written.as_object().unwrap().keys().map(|name| name.len()).collect();
        assert!(names.len() == 2 && names.iter().all(|bytes| (1022..=1024).contains(bytes)), "{names:?}");
    }

    #[test]
    fn a_history_of_void_nights_has_nothing_to_write() {
        let void = Night { void: Some("noisy".to_string()), ..night(4) };
        let fault = write(&History { nights: vec![void], reference: None }).unwrap_err().to_string();
        assert_eq!(fault, "bencher holds one night, but this history has none that is valid (not void)");
    }
}
