//! A history in the index: its figure and what the newest run says.

use super::figure::Figure;
use crate::figures;
use crate::findings::{History, Track};
use crate::page::date;
use crate::text::short;
use serde::Serialize;
use tenfold_record::CellMedian;

/// Longest name inside the figure.
const LONGEST: usize = 28;

/// One problem on one machine.
#[derive(Serialize)]
pub(in crate::page) struct HistoryView {
    anchor: String,
    kernel: String,
    problem: String,
    machine: String,
    runs: usize,
    answer: String,
    figure: Figure,
}

impl HistoryView {
    pub(in crate::page) fn of(index: usize, history: &History) -> HistoryView {
        let answer = history.answer();
        let model = figures::History {
            title: String::new(),
            caption: String::new(),
            begun: history.started_ms.iter().map(|started_ms| date::utc(*started_ms)).collect(),
            tracks: history.tracks.iter().map(track).collect(),
            footer: "a line joins runs that follow each other; beside it the newest time, and that over the median of all; an interval beyond its strip is cut off"
                .into(),
        };
        let name = format!("{} from run to run. {answer}", history.kernel);
        HistoryView {
            anchor: format!("history-{}", index + 1),
            kernel: history.kernel.clone(),
            problem: history.problem.clone(),
            machine: history.machine.clone(),
            runs: history.started_ms.len(),
            figure: Figure::new(name, &[&history.kernel, "history"], &model),
            answer,
        }
    }
}

fn track(track: &Track) -> figures::history::Track {
    let newest = |median: &CellMedian| figures::Estimate {
        value: median.seconds,
        interval: Some((median.low, median.high)),
        n: median.launches,
    };
    figures::history::Track {
        label: short(&track.label, LONGEST),
        rung: track.rung,
        seconds: track.nights.iter().map(|night| night.as_ref().map(|median| median.seconds)).collect(),
        newest: track.nights.last().and_then(|night| night.as_ref()).map(newest),
        reference: track.reference(),
    }
}
