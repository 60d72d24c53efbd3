//! A history in the index: its figure and what the newest run says.

use super::figure::Figure;
use serde::Serialize;
use tenfold_analysis::findings::History;
use tenfold_figures as figures;

/// One problem on one machine.
#[derive(Serialize)]
pub(crate) struct HistoryView {
    anchor: String,
    kernel: String,
    problem: String,
    machine: String,
    runs: usize,
    answer: String,
    figure: Figure,
}

impl HistoryView {
    pub(crate) fn of(index: usize, history: &History) -> HistoryView {
        let answer = history.answer();
        let name = format!("{} from run to run. {answer}", history.kernel);
        HistoryView {
            anchor: format!("history-{}", index + 1),
            kernel: history.kernel.clone(),
            problem: history.problem.clone(),
            machine: history.machine.clone(),
            runs: history.started_ms.len(),
            figure: Figure::new(name, &[&history.kernel, "history"], &figures::History::of(history)),
            answer,
        }
    }
}
