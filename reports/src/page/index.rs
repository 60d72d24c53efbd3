//! The index: all runs of a store, each with a link to its page.

use super::{SCRIPT, TEMPLATES, date, policy, style, templates};
use crate::{ReportError, text};
use minijinja::Value;
use serde::Serialize;
use tenfold_record::{RunState, Summary};

/// A row of the index, as its template is given it.
#[derive(Serialize)]
struct Entry {
    question: String,
    id: String,
    experiment: String,
    date: String,
    machine: String,
    launches: u64,
    unfinished: bool,
    page: Option<Value>,
}

/// All `runs`, in their order, as one HTML page. `page` names the file of a run's own page, relative to the index, where
/// there is one. The same runs give the same bytes.
///
/// # Errors
/// [`ReportError`] where the page cannot be put together.
pub fn index(runs: &[Summary], page: impl Fn(&Summary) -> Option<String>) -> Result<String, ReportError> {
    let entries: Vec<Entry> = runs.iter().map(|run| Entry::of(run, page(run))).collect();
    let style = style::style();
    Ok(templates(&TEMPLATES)?.get_template("index.html")?.render(minijinja::context! {
        entries,
        policy => policy::policy(&[&style], SCRIPT),
        style => Value::from_safe_string(style),
        script => Value::from_safe_string(SCRIPT.to_string()),
    })?)
}

impl Entry {
    fn of(run: &Summary, page: Option<String>) -> Entry {
        Entry {
            question: run.experiment.question.clone(),
            id: run.id.clone(),
            experiment: run.experiment.name.clone(),
            date: date::utc(run.started_ms),
            machine: run.machine.clone(),
            launches: run.launches,
            unfinished: run.state != RunState::Finished,
            page: page.map(|file| Value::from_safe_string(text::relative_link(&file))),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing;

    fn summary(question: &str) -> Summary {
        let run = testing::run(question).built();
        Summary {
            id: run.id,
            started_ms: run.started_ms,
            state: run.state,
            experiment: run.experiment,
            machine: run.fingerprint.machine,
            launches: 12,
        }
    }

    #[test]
    fn a_run_with_a_page_is_linked_and_one_without_says_how_to_get_it() {
        let page = index(&[summary("Is it <fast>?")], |run| Some(format!("{}.html", run.id))).unwrap();
        assert!(page.contains("<a href=\"./2026-11-20-example-7f3a.html\"><bdi>Is it &lt;fast&gt;?</bdi></a>"));
        let page = index(&[summary("?")], |_| None).unwrap();
        assert!(page.contains("<code>tenfold report 2026-11-20-example-7f3a</code>"));
    }

    #[test]
    fn a_file_with_a_hostile_name_stays_a_file_beside_the_index() {
        let page = index(&[summary("?")], |_| Some("javascript:\"x y.html".into())).unwrap();
        assert!(page.contains("<a href=\"./javascript%3A%22x%20y.html\">"), "{page}");
    }
}
