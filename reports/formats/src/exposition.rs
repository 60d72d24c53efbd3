//! OpenMetrics text: families of metrics, their points, their labels.
//!
//! The specification (<https://prometheus.io/docs/specs/om/open_metrics_spec/>) wants all points of a metric in one place, in the
//! order of time.

use std::fmt::Write;

/// The last line.
pub const END: &str = "# EOF\n";

/// What a family of metrics is.
pub struct Family {
    /// Ends in its unit, where it has one.
    pub name: &'static str,
    /// "gauge" or "info".
    pub kind: &'static str,
    /// The unit; may be empty.
    pub unit: &'static str,
    /// What it says, for people.
    pub help: &'static str,
}

/// A family of gauges.
pub const fn gauge(name: &'static str, unit: &'static str, help: &'static str) -> Family {
    Family { name, kind: "gauge", unit, help }
}

/// A point of a metric.
pub struct Point {
    /// The labels that tell its metric from others of the family.
    pub labels: String,
    /// The value.
    pub value: f64,
    /// When, in milliseconds of Unix time.
    pub at_ms: i64,
}

impl Family {
    /// Writes the family with its points, if it has any.
    pub fn write(&self, text: &mut String, points: impl IntoIterator<Item = Point>) {
        let mut points = points.into_iter().peekable();
        if points.peek().is_none() {
            return;
        }
        let Family { name, kind, unit, help } = self;
        let mut line = |args: std::fmt::Arguments<'_>| text.write_fmt(args).expect("memory takes what is written");
        line(format_args!("# TYPE {name} {kind}\n"));
        if !unit.is_empty() {
            line(format_args!("# UNIT {name} {unit}\n"));
        }
        line(format_args!("# HELP {name} {help}\n"));
        let suffix = if *kind == "info" { "_info" } else { "" };
        for Point { labels, value, at_ms } in points {
            line(format_args!("{name}{suffix}{{{labels}}} {value} {}\n", at_ms as f64 / 1000.0));
        }
    }
}

/// `name="value",…`, escaped as the specification says: backslash, quote and line break.
pub fn labels(pairs: &[(&str, &str)]) -> String {
    let label = |(name, value): &(&str, &str)| {
        format!("{name}=\"{}\"", value.replace('\\', "\\\\").replace('"', "\\\"").replace('\n', "\\n"))
    };
    pairs.iter().map(label).collect::<Vec<_>>().join(",")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_label_cannot_be_left() {
        assert_eq!(labels(&[("a", "x\"} 1\n\\")]), r#"a="x\"} 1\n\\""#);
    }
}
