//! The index: all runs of a store, each with a link to its page, and how the same cells did from run to run.

use super::views::history::history;
use super::{SCRIPT, TEMPLATES, style, templates};
use crate::text;
use minijinja::{Value, context};
use tenfold_analysis::date;
use tenfold_analysis::findings::{Night, histories};
use tenfold_analysis::format::counted;
use tenfold_analysis::text::short;
use tenfold_figures::ReportError;
use tenfold_figures::document::policy;
use tenfold_record::{Gist, RunState, Summary};

/// A run of the index.
#[derive(Clone, Debug)]
pub struct Indexed {
    /// The run.
    pub run: Summary,
    /// The file of its own page, relative to the index, where there is one.
    pub page: Option<String>,
    /// What it found ([`gist`](tenfold_analysis::gist)); empty of a run that has not finished.
    pub gist: Gist,
}

/// Answers that a row has room for, and the longest of them.
const MOST_ANSWERS: usize = 4;
const LONGEST_ANSWER: usize = 160;

/// All `runs`, in their order, as one HTML page. The same runs give the same bytes.
///
/// # Errors
/// [`ReportError`] where the page cannot be put together.
pub fn index(runs: Vec<Indexed>) -> Result<String, ReportError> {
    let entries: Vec<Value> = runs.iter().map(entry).collect();
    let night = |indexed: Indexed| Night {
        started_ms: indexed.run.started_ms,
        machine: indexed.run.machine,
        medians: indexed.gist.medians,
    };
    let histories = histories(runs.into_iter().map(night).collect());
    let histories: Vec<Value> = histories.iter().enumerate().map(|(i, h)| history(i, h)).collect();
    let style = style::style();
    Ok(templates(TEMPLATES)?.get_template("index.html")?.render(context! {
        count => counted(entries.len(), "run"),
        entries,
        histories,
        policy => policy::policy(&[&style], SCRIPT),
        style => Value::from_safe_string(style),
        script => Value::from_safe_string(SCRIPT.to_string()),
    })?)
}

fn entry(Indexed { run, page, gist }: &Indexed) -> Value {
    let answers = gist.answers.iter().take(MOST_ANSWERS).map(|answer| short(answer, LONGEST_ANSWER));
    context! {
        question => run.experiment.question,
        id => run.id,
        experiment => run.experiment.name,
        date => date::utc(run.started_ms),
        machine => run.machine,
        launches => run.launches,
        unfinished => run.state != RunState::Finished,
        answers => answers.collect::<Vec<_>>(),
        warning => gist.warning.as_deref().map(|warning| short(warning, LONGEST_ANSWER)),
        page => page.as_ref().map(|file| Value::from_safe_string(text::relative_link(file))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use tenfold_analysis::findings::Findings;
    use tenfold_analysis::testing::{self, cell, part};
    use tenfold_record::Run;

    fn indexed(run: Run, page: Option<&str>) -> Indexed {
        let gist = tenfold_analysis::gist(&Findings::of(&run));
        let Run { id, started_ms, state, experiment, fingerprint, .. } = run;
        let run = Summary { id, started_ms, state, experiment, machine: fingerprint.machine, launches: 12 };
        Indexed { run, page: page.map(str::to_string), gist }
    }

    #[test]
    fn a_run_with_a_page_is_linked_and_one_without_says_how_to_get_it() {
        let run = || testing::run("Is it <fast>?").built();
        let page = index(vec![indexed(run(), Some("2026-11-20-example-7f3a.html"))]).unwrap();
        assert!(page.contains("<a href=\"./2026-11-20-example-7f3a.html\"><bdi>Is it &lt;fast&gt;?</bdi></a>"));
        let page = index(vec![indexed(run(), None)]).unwrap();
        assert!(page.contains("<code>tenfold report 2026-11-20-example-7f3a</code>"));
        assert!(!page.contains("from run to run"), "one run is no history");
    }

    #[test]
    fn a_file_with_a_hostile_name_stays_a_file_beside_the_index() {
        let page = index(vec![indexed(testing::run("?").built(), Some("javascript:\"x y.html"))]).unwrap();
        assert!(page.contains("<a href=\"./javascript%3A%22x%20y.html\">"), "{page}");
    }

    /// A night on which `kernels` kernels were measured in eight variants each.
    fn night(index: usize, kernels: usize) -> Indexed {
        let variants = ["python", "numba", "naive", "vectorised-bytes", "vectorised", "threaded", "distributed"];
        let run = (0..kernels).fold(testing::run("How fast is it today?"), |run, kernel| {
            let seconds =
                |rank: usize| 10f64.powi(-(rank as i32)) * (1.0 + 0.01 * ((index * 7 + rank * 3) % 11) as f64);
            let part = variants.iter().enumerate().fold(part(&format!("kernel-{kernel}")), |part, (rank, variant)| {
                part.with(cell(variant).takes(seconds(rank)))
            });
            run.with(part)
        });
        let mut run = run.built();
        run.started_ms += index as i64 * 86_400_000;
        run.id = format!("night-{index}");
        indexed(run, None)
    }

    #[test]
    fn a_hundred_nights_of_twelve_kernels_take_less_than_three_megabytes_and_the_same_ones_again() {
        // Eleven nights differ; to analyse the others would find the same again.
        let different: Vec<Indexed> = (0..11).map(|index| night(index, 12)).collect();
        let again = |index: usize| {
            let Indexed { mut run, page, gist } = different[index % 11].clone();
            (run.id, run.started_ms) = (format!("night-{index}"), index as i64 * 86_400_000);
            Indexed { run, page, gist }
        };
        let nights: Vec<Indexed> = (0..100).rev().map(again).collect();
        let page = index(nights.clone()).unwrap();
        assert_eq!(page.matches("<h3 id=\"history-").count(), 12);
        assert!(page.len() < 3_000_000, "{} bytes", page.len());
        assert!(index(nights).unwrap() == page);
    }
}
