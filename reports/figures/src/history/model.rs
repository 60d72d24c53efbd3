//! A history, as a model.

use crate::{Estimate, LONGEST_NAME};
use tenfold_analysis::text::short;
use tenfold_analysis::{date, findings};
use tenfold_record::{CellMedian, Rung};

/// What a history shows.
#[derive(Clone, Debug, PartialEq)]
pub struct History {
    /// The question: `Did it get slower or faster?`
    pub title: String,
    /// The answer, computed by the caller.
    pub caption: String,
    /// When each run began, the oldest first.
    pub begun: Vec<String>,
    /// The variants.
    pub tracks: Vec<Track>,
    /// Where the numbers come from.
    pub footer: String,
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
            title: String::new(),
            caption: String::new(),
            begun: history.started_ms.iter().map(|started_ms| date::utc(*started_ms)).collect(),
            tracks: history.tracks.iter().map(Track::of).collect(),
            footer: "a line joins runs that follow each other; beside it the newest time, and that over the median of all; an interval beyond its strip is cut off"
                .into(),
        }
    }
}

impl Track {
    fn of(track: &findings::Track) -> Track {
        let newest = |median: &CellMedian| Estimate {
            value: median.seconds,
            interval: Some((median.low, median.high)),
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
