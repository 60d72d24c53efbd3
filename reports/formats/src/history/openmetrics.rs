//! OpenMetrics text, for Prometheus (`promtool tsdb create-blocks-from openmetrics`).

use super::{HistoryFormat, name};
use crate::exposition::{END, Family, Point, gauge, labels};
use std::collections::BTreeMap;
use tenfold_history::{History, Line, Outcome, Series};

/// A gauge a series with a point a night, at the time it began: the ratio to the first reference, its interval, its launches, its
/// instructions; a 1 with status and reason where there is no number; and of the night itself where, what against what, its
/// sentinels, and why it is void where it is.
///
/// Labels that change from night to night would begin a metric each time: only what describes the night has them.
pub const FORMAT: HistoryFormat = HistoryFormat {
    name: "openmetrics",
    reader: "Prometheus, and anything that reads its text format",
    write: |history| Ok(write(history).into_bytes()),
};

const NIGHT: Family =
    Family { name: "tenfold_night", kind: "info", unit: "", help: "What a night measured, and where." };
const TIME: Family =
    gauge("tenfold_night_time_ratio", "ratio", "Time of the revision over that of the first reference.");
const LOW: Family = gauge("tenfold_night_time_low_ratio", "ratio", "Lower end of the interval of the ratio of times.");
const HIGH: Family =
    gauge("tenfold_night_time_high_ratio", "ratio", "Upper end of the interval of the ratio of times.");
const INSTRUCTIONS: Family = gauge(
    "tenfold_night_instructions_ratio",
    "ratio",
    "Instructions of the revision over those of the first reference.",
);
const LAUNCHES: Family = gauge("tenfold_night_launches", "", "Launches (processes) of either side behind the ratio.");
const WITHOUT_NUMBER: Family = gauge("tenfold_night_without_number", "", "1 for each series without a valid time.");
const SENTINELS: Family =
    gauge("tenfold_night_sentinels", "", "Comparisons of the reference with itself, which should find nothing.");
const ALARMS: Family = gauge("tenfold_night_sentinel_alarms", "", "Sentinels that found a difference: false alarms.");

fn write(history: &History) -> String {
    let mut text = String::new();
    let nights = &history.nights;
    NIGHT.write(
        &mut text,
        in_order(nights.iter().map(|night| {
            let (depth, void) = (night.revision.depth.to_string(), night.void.as_deref().unwrap_or_default());
            let about = [
                ("night", night.id.as_str()),
                ("revision", &night.revision.hash),
                ("depth", &depth),
                ("reference", &night.reference.hash),
                ("machine", &night.machine.name),
                ("void", void),
            ];
            Point { labels: labels(&about), value: 1.0, at_ms: night.started_ms }
        })),
    );
    let lines = history.lines();
    let mut ratios =
        |family: &Family, points: fn(&Line) -> &[tenfold_history::Point], log: fn(&tenfold_history::Point) -> f64| {
            let of_line = |line: &Line| -> Vec<Point> {
                let labels = of_series(&line.series, &[]);
                let point = |point: &tenfold_history::Point| Point {
                    labels: labels.clone(),
                    value: log(point).exp(),
                    at_ms: nights[point.night].started_ms,
                };
                points(line).iter().map(point).collect()
            };
            family.write(&mut text, in_order(lines.iter().flat_map(of_line)));
        };
    ratios(&TIME, |line| &line.points, |point| point.log_ratio);
    ratios(&LOW, |line| &line.points, |point| point.interval[0]);
    ratios(&HIGH, |line| &line.points, |point| point.interval[1]);
    ratios(&INSTRUCTIONS, |line| &line.instructions, |point| point.log_ratio);
    let (mut launches, mut without) = (Vec::new(), Vec::new());
    for night in nights.iter().filter(|night| night.void.is_none()) {
        let point = |labels: String, value: f64| Point { labels, value, at_ms: night.started_ms };
        for observation in &night.observations {
            let mut reason = |status: &str, why: &str| {
                without.push(point(of_series(&observation.series, &[("status", status), ("reason", why)]), 1.0));
            };
            match &observation.outcome {
                Outcome::Measured(measured) => {
                    launches.push(point(of_series(&observation.series, &[]), measured.n as f64));
                }
                Outcome::Wrong(why) => reason("wrong", why),
                Outcome::Failed(why) => reason("failed", why),
            }
        }
        for (what, why) in &night.left_out {
            without.push(point(labels(&[("series", what), ("status", "missing"), ("reason", why)]), 1.0));
        }
    }
    LAUNCHES.write(&mut text, in_order(launches));
    WITHOUT_NUMBER.write(&mut text, in_order(without));
    let mut counts = |family: &Family, count: fn(&tenfold_history::Night) -> usize| {
        let points = nights.iter().map(|night| Point {
            labels: String::new(),
            value: count(night) as f64,
            at_ms: night.started_ms,
        });
        family.write(&mut text, in_order(points));
    };
    counts(&SENTINELS, |night| night.sentinels.len());
    counts(&ALARMS, |night| night.sentinels.iter().filter(|sentinel| sentinel.alarmed).count());
    text.push_str(END);
    text
}

/// Points by metric, and of each in the order of time, which that of commits need not be. A metric has one point at a time: of
/// nights that began in the same millisecond, that of the later commit.
fn in_order(points: impl IntoIterator<Item = Point>) -> impl Iterator<Item = Point> {
    let points: BTreeMap<(String, i64), f64> =
        points.into_iter().map(|point| ((point.labels, point.at_ms), point.value)).collect();
    points.into_iter().map(|((labels, at_ms), value)| Point { labels, value, at_ms })
}

/// The labels of a series, and some more.
fn of_series(series: &Series, more: &[(&str, &str)]) -> String {
    let (name, workers) = (name(series), series.workers.to_string());
    let own = [
        ("series", name.as_str()),
        ("group", &series.group),
        ("name", &series.name),
        ("problem", &series.problem),
        ("workers", &workers),
    ];
    labels(&[&own, more].concat())
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;
    use tenfold_history::testing::{hostile, measured, night, observed, series};
    use tenfold_history::{Instructions, Measured, Night, Observation, Sentinel};

    fn history(nights: Vec<Night>) -> History {
        History { nights, reference: None }
    }

    #[test]
    fn a_night_has_a_point_of_each_series_and_says_what_it_measured() {
        let counts = Some(Instructions { reference: 10, revision: 20 });
        let exact = Measured { interval: [0.0, 0.0], instructions: counts, ..measured(0.0) };
        let first = Night {
            started_ms: 1500,
            observations: vec![Observation { series: series("flow", "naive"), outcome: Outcome::Measured(exact) }],
            sentinels: vec![Sentinel { series: series("flow", "naive"), measured: exact, alarmed: true }],
            ..night(2)
        };
        let outcome = Outcome::Wrong("42 is not 43".to_string());
        let second = Night {
            // Measured before the other, and still of a later commit.
            started_ms: 1000,
            observations: vec![Observation { outcome, ..observed(series("flow", "naive"), 0.0) }],
            left_out: vec![("flow mpi".to_string(), "no mpirun".to_string())],
            ..night(3)
        };
        let own = "series=\"flow/naive/n=8\",group=\"flow\",name=\"naive\",problem=\"n=8\",workers=\"1\"";
        let [one, two, three] = [1, 2, 3].map(|depth| night(depth).revision.hash);
        let expected = format!(
            "# TYPE tenfold_night info\n\
             # HELP tenfold_night What a night measured, and where.\n\
             tenfold_night_info{{night=\"night-2\",revision=\"{two}\",depth=\"2\",reference=\"{one}\",machine=\"amd\",void=\"\"}} 1 1.5\n\
             tenfold_night_info{{night=\"night-3\",revision=\"{three}\",depth=\"3\",reference=\"{one}\",machine=\"amd\",void=\"\"}} 1 1\n\
             # TYPE tenfold_night_time_ratio gauge\n\
             # UNIT tenfold_night_time_ratio ratio\n\
             # HELP tenfold_night_time_ratio Time of the revision over that of the first reference.\n\
             tenfold_night_time_ratio{{{own}}} 1 1.5\n\
             # TYPE tenfold_night_time_low_ratio gauge\n\
             # UNIT tenfold_night_time_low_ratio ratio\n\
             # HELP tenfold_night_time_low_ratio Lower end of the interval of the ratio of times.\n\
             tenfold_night_time_low_ratio{{{own}}} 1 1.5\n\
             # TYPE tenfold_night_time_high_ratio gauge\n\
             # UNIT tenfold_night_time_high_ratio ratio\n\
             # HELP tenfold_night_time_high_ratio Upper end of the interval of the ratio of times.\n\
             tenfold_night_time_high_ratio{{{own}}} 1 1.5\n\
             # TYPE tenfold_night_instructions_ratio gauge\n\
             # UNIT tenfold_night_instructions_ratio ratio\n\
             # HELP tenfold_night_instructions_ratio Instructions of the revision over those of the first reference.\n\
             tenfold_night_instructions_ratio{{{own}}} 2 1.5\n\
             # TYPE tenfold_night_launches gauge\n\
             # HELP tenfold_night_launches Launches (processes) of either side behind the ratio.\n\
             tenfold_night_launches{{{own}}} 8 1.5\n\
             # TYPE tenfold_night_without_number gauge\n\
             # HELP tenfold_night_without_number 1 for each series without a valid time.\n\
             tenfold_night_without_number{{series=\"flow mpi\",status=\"missing\",reason=\"no mpirun\"}} 1 1\n\
             tenfold_night_without_number{{{own},status=\"wrong\",reason=\"42 is not 43\"}} 1 1\n\
             # TYPE tenfold_night_sentinels gauge\n\
             # HELP tenfold_night_sentinels Comparisons of the reference with itself, which should find nothing.\n\
             tenfold_night_sentinels{{}} 0 1\n\
             tenfold_night_sentinels{{}} 1 1.5\n\
             # TYPE tenfold_night_sentinel_alarms gauge\n\
             # HELP tenfold_night_sentinel_alarms Sentinels that found a difference: false alarms.\n\
             tenfold_night_sentinel_alarms{{}} 0 1\n\
             tenfold_night_sentinel_alarms{{}} 1 1.5\n\
             # EOF\n"
        );
        assert_eq!(write(&history(vec![first, second])), expected);
    }

    #[test]
    fn points_stand_by_metric_and_time_and_a_metric_has_one_at_a_time() {
        // The commits' order is not that of the nights, and two began at once.
        let times = [5, 3, 9, 9, 1];
        let nights = (2..).zip(times).map(|(depth, started_ms)| Night { started_ms, ..night(depth) }).collect();
        let text = write(&history(nights));
        let (mut metrics, mut last) = (BTreeSet::new(), (String::new(), 0.0));
        let points = text.lines().filter(|line| line.starts_with("tenfold_night_time_ratio"));
        for point in points {
            let (metric, at) = (point.split_once("} ").unwrap().0, point.rsplit_once(' ').unwrap().1.parse().unwrap());
            match metric == last.0 {
                true => assert!(at > last.1, "{text}"),
                false => assert!(metrics.insert(metric.to_string()), "{text}"),
            }
            last = (metric.to_string(), at);
        }
        assert_eq!(metrics.len(), 2);
        assert_eq!(text.matches("tenfold_night_time_ratio{").count(), 2 * 4);
    }

    #[test]
    fn a_void_night_says_why_and_has_no_numbers() {
        let void = Night { void: Some("a \"sentinel\"".to_string()), ..night(2) };
        let text = write(&history(vec![void]));
        assert!(text.contains("void=\"a \\\"sentinel\\\"\"} 1 172800\n"), "{text}");
        assert!(!text.contains("_ratio"), "{text}");
        assert_eq!(write(&History::default()), END);
    }

    #[test]
    fn every_line_of_hostile_names_is_one_point() {
        let text = write(&history(vec![hostile()]));
        assert!(text.lines().all(|line| line.starts_with("# ") || line.starts_with("tenfold_night")), "{text}");
    }
}
