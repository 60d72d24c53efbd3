//! The numbers behind a figure, as CSV (RFC 4180): one row for everything that is drawn, in SI units.

mod table;

use super::timeline::Activity;
use super::{
    Class, Distribution, Duel, Gauge, Guess, History, Ladder, Messages, Power, Roofline, Scaling, Size, Timeline,
};
use super::{roofline, scaling};
use table::{Table, estimate, number};

/// A figure and the numbers behind it.
pub(crate) trait Figure {
    /// The figure as SVG for embedding.
    fn svg(&self, size: Size) -> String;
    /// What it draws, as CSV with a head.
    fn csv(&self) -> String;
}

impl Figure for Ladder {
    fn svg(&self, size: Size) -> String {
        Ladder::svg(self, size)
    }

    fn csv(&self) -> String {
        let mut table = Table::new(&[
            "variant",
            "rung",
            "seconds",
            "low",
            "high",
            "launches",
            "factor_to_base",
            "guess_seconds",
            "left_out",
        ]);
        for row in &self.rows {
            let guess = row.guess.as_ref().map(|guess| guess.seconds);
            let [seconds, low, high, n] = estimate(Some(&row.seconds));
            let factor = number(row.factor_to_base.as_ref().map(|factor| factor.value));
            table.row(&[&row.label, row.rung.name(), &seconds, &low, &high, &n, &factor, &number(guess), ""]);
        }
        for out in &self.left_out {
            table.row(&[&out.label, "", "", "", "", "", "", "", &out.reason]);
        }
        table.finish()
    }
}

impl Figure for Scaling {
    fn svg(&self, size: Size) -> String {
        Scaling::svg(self, size)
    }

    fn csv(&self) -> String {
        let value = match self.kind {
            scaling::Kind::Time => "seconds",
            scaling::Kind::Speedup => "speed_up",
            scaling::Kind::Efficiency => "efficiency",
            scaling::Kind::KarpFlatt => "serial_fraction",
        };
        let mut table = Table::new(&["variant", "rung", "workers", value, "low", "high", "launches", "beyond_cores"]);
        for series in &self.series {
            for point in &series.points {
                let [value, low, high, n] = estimate(Some(&point.value));
                let beyond = point.beyond_cores.to_string();
                table.row(&[
                    &series.label,
                    series.rung.name(),
                    &point.workers.to_string(),
                    &value,
                    &low,
                    &high,
                    &n,
                    &beyond,
                ]);
            }
        }
        table.finish()
    }
}

impl Figure for Guess {
    fn svg(&self, size: Size) -> String {
        Guess::svg(self, size)
    }

    fn csv(&self) -> String {
        let mut table = Table::new(&["ratio", "guess", "measured", "low", "high", "launches", "verdict"]);
        for lane in &self.lanes {
            let [measured, low, high, n] = estimate(Some(&lane.measured));
            table.row(&[&lane.label, &number(Some(lane.guess)), &measured, &low, &high, &n, &lane.verdict]);
        }
        table.finish()
    }
}

impl Figure for Class {
    fn svg(&self, size: Size) -> String {
        Class::svg(self, size)
    }

    fn csv(&self) -> String {
        let mut table = Table::new(&["ratio", "guess", "measured", "low", "high", "launches"]);
        for lane in &self.lanes {
            let [measured, low, high, n] = estimate(Some(&lane.measured));
            for guess in &lane.guesses {
                table.row(&[&lane.label, &number(Some(*guess)), &measured, &low, &high, &n]);
            }
        }
        table.finish()
    }
}

impl Figure for Distribution {
    fn svg(&self, size: Size) -> String {
        Distribution::svg(self, size)
    }

    fn csv(&self) -> String {
        let mut table = Table::new(&["launch", "sample", "seconds", "disturbed"]);
        let most = self.most_drawn(Size::Page);
        for launch in &self.launches {
            for index in launch.drawn(most) {
                let sample = launch.samples[index];
                let seconds = number(Some(sample.seconds));
                table.row(&[&launch.label, &index.to_string(), &seconds, &sample.contaminated.to_string()]);
            }
        }
        table.finish()
    }
}

impl Figure for Roofline {
    fn svg(&self, size: Size) -> String {
        Roofline::svg(self, size)
    }

    fn csv(&self) -> String {
        let mut table =
            Table::new(&["what", "name", "operations_per_byte", "per_second", "low", "high", "launches", "share"]);
        for roof in &self.roofs {
            let (what, per_second) = match roof.height {
                roofline::Height::Operations(rate) => ("operations roof", rate),
                roofline::Height::Bytes(rate) => ("bytes roof", rate),
            };
            table.row(&[what, &roof.label, "", &number(Some(per_second)), "", "", "", ""]);
        }
        for point in &self.points {
            let [rate, low, high, n] = estimate(Some(&point.rate));
            let (intensity, share) = (number(Some(point.intensity)), number(point.share));
            table.row(&["variant", &point.label, &intensity, &rate, &low, &high, &n, &share]);
        }
        table.finish()
    }
}

impl Figure for Duel {
    fn svg(&self, size: Size) -> String {
        Duel::svg(self, size)
    }

    fn csv(&self) -> String {
        let mut table = Table::new(&["launch", "time_of_b_over_a", "low", "high", "launches"]);
        for (launch, ratio) in self.launches.iter().enumerate() {
            table.row(&[&(launch + 1).to_string(), &number(Some(*ratio)), "", "", ""]);
        }
        let [median, low, high, n] = estimate(Some(&self.estimate));
        table.row(&["median", &median, &low, &high, &n]);
        table.finish()
    }
}

impl Figure for Gauge {
    fn svg(&self, size: Size) -> String {
        Gauge::svg(self, size)
    }

    fn csv(&self) -> String {
        let mut table = Table::new(&["row", "share", "low", "high", "n", "in_words"]);
        for row in &self.rows {
            let [share, low, high, n] = estimate(Some(&row.value));
            table.row(&[&row.label, &share, &low, &high, &n, &row.said]);
        }
        table.finish()
    }
}

impl Figure for Power {
    fn svg(&self, size: Size) -> String {
        Power::svg(self, size)
    }

    fn csv(&self) -> String {
        let mut table = Table::new(&["series", "planted", "found", "low", "high", "comparisons"]);
        for series in &self.series {
            for point in &series.points {
                let [found, low, high, n] = estimate(Some(&point.found));
                table.row(&[&series.label, &number(Some(point.planted)), &found, &low, &high, &n]);
            }
        }
        table.finish()
    }
}

impl Figure for Timeline {
    fn svg(&self, size: Size) -> String {
        Timeline::svg(self, size)
    }

    fn csv(&self) -> String {
        let mut table = Table::new(&["rank", "activity", "from_seconds", "to_seconds"]);
        for lane in &self.lanes {
            for span in &lane.spans {
                let activity = match span.activity {
                    Activity::Compute => "compute",
                    Activity::Wait => "wait",
                    Activity::Move => "move",
                    Activity::Call => "call",
                };
                table.row(&[&lane.label, activity, &number(Some(span.from)), &number(Some(span.to))]);
            }
        }
        table.finish()
    }
}

impl Figure for Messages {
    fn svg(&self, size: Size) -> String {
        Messages::svg(self, size)
    }

    fn csv(&self) -> String {
        let mut table = Table::new(&["sender", "receiver", "messages", "bytes"]);
        for (from, to, traffic) in self.sent() {
            let numbers = [from as u64, to as u64, traffic.messages, traffic.bytes].map(|n| n.to_string());
            table.row(&numbers.each_ref().map(String::as_str));
        }
        table.finish()
    }
}

impl Figure for History {
    fn svg(&self, size: Size) -> String {
        History::svg(self, size)
    }

    fn csv(&self) -> String {
        let labels = self.tracks.iter().map(|track| track.label.as_str());
        let mut table = Table::new(&std::iter::once("begun").chain(labels).collect::<Vec<_>>());
        for (night, begun) in self.begun.iter().enumerate() {
            let seconds: Vec<String> = self.tracks.iter().map(|track| number(track.seconds[night])).collect();
            table.row(&std::iter::once(begun.as_str()).chain(seconds.iter().map(String::as_str)).collect::<Vec<_>>());
        }
        table.finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::figures::{Estimate, LeftOut, distribution, ladder};
    use tenfold_record::Rung;

    #[test]
    fn a_ladder_gives_its_rows_and_what_it_leaves_out() {
        let seconds = Estimate { value: 1.5e-3, interval: Some((1.4e-3, 1.75e-3)), n: 6 };
        let row = ladder::Row {
            label: "row, \"the\" first".into(),
            rung: Rung::Naive,
            seconds,
            factor_to_base: None,
            factor_to_previous: None,
            guess: None,
            launches: vec![1.5e-3],
        };
        let left_out = vec![LeftOut { label: "numba".into(), reason: "not installed".into(), fault: false }];
        let csv = Ladder { rows: vec![row], left_out, ..Ladder::default() }.csv();
        let expected = "variant,rung,seconds,low,high,launches,factor_to_base,guess_seconds,left_out\n\
                        \"row, \"\"the\"\" first\",naive,1.50000e-3,1.40000e-3,1.75000e-3,6,,,\n\
                        numba,,,,,,,,not installed\n";
        assert_eq!(csv, expected);
    }

    #[test]
    fn a_distribution_gives_the_samples_that_are_drawn() {
        let sample = |seconds, contaminated| distribution::Sample { seconds, contaminated };
        let samples = vec![sample(0.25, false), sample(f64::NAN, true)];
        let launch = distribution::Launch { label: "1".into(), samples, quartiles: None };
        let figure = Distribution {
            title: String::new(),
            caption: String::new(),
            rung: Rung::Naive,
            launches: vec![launch],
            median: None,
            footer: String::new(),
        };
        assert_eq!(figure.csv(), "launch,sample,seconds,disturbed\n1,0,2.50000e-1,false\n1,1,,true\n");
    }
}
