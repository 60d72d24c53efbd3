//! A history in the index: its figure and what the newest run says.

use super::figure::PageFigure;
use minijinja::{Value, context};
use tenfold_analysis::findings::History;
use tenfold_analysis::format::counted;
use tenfold_figures as figures;

/// One problem on one machine.
pub(crate) fn history(index: usize, history: &History) -> Value {
    let answer = history.answer();
    let name = format!("{} from run to run. {answer}", history.kernel);
    context! {
        anchor => format!("history-{}", index + 1),
        kernel => history.kernel,
        problem => history.problem,
        machine => history.machine,
        runs => counted(history.started_ms.len(), "run"),
        figure => PageFigure::new(name, &[&history.kernel, "history"], &figures::History::of(history)),
        answer,
    }
}
