//! A history, as a model.

use crate::LONGEST_NAME;
use tenfold_analysis::date;
use tenfold_analysis::findings::{self, LEVEL};
use tenfold_analysis::text::short;
use tenfold_record::{CellMedian, Rung};
use tenfold_stats::{Estimate, Interval};

/// What a history shows.
#[derive(Clone, Debug, PartialEq)]
pub struct History {
    /// When each run began, the oldest first.
    pub begun: Vec<String>,
    /// The variants.
    pub tracks: Vec<Track>,
}

/// One variant.
#[derive(Clone, Debug, PartialEq)]
pub struct Track {
    /// Its name.
    pub label: String,
    /// Its rung, which gives colour and marker.
    pub rung: Rung,
    /// Seconds per run, for each run of the history; as long as [`History::begun`].
    pub seconds: Vec<Option<f64>>,
    /// The newest of them with its interval.
    pub newest: Option<Estimate>,
    /// What the strip's times are drawn over, in seconds.
    pub reference: f64,
}

impl History {
    /// One problem on one machine, from run to run.
    pub fn of(history: &findings::History) -> History {
        History {
            begun: history.started_ms.iter().map(|started_ms| date::utc(*started_ms)).collect(),
            tracks: history.tracks.iter().map(Track::of).collect(),
        }
    }
}

impl Track {
    fn of(track: &findings::Track) -> Track {
        let newest = |median: &CellMedian| Estimate {
            value: median.seconds,
            interval: Some(Interval { low: median.low, high: median.high, level: LEVEL }),
            n: median.launches,
        };
        Track {
            label: short(&track.label, LONGEST_NAME),
            rung: track.rung,
            seconds: track.nights.iter().map(|night| night.as_ref().map(|median| median.seconds)).collect(),
            newest: track.nights.last().and_then(|night| night.as_ref()).map(newest),
            reference: track.reference(),
        }
    }
}
