//! The dashboard of a history: tonight's verdict, what changed, and every series and night on demand.
//!
//! | question | file |
//! |---|---|
//! | what is said first? | `verdict.rs` |
//! | which changes are there, and how does each stand? | `change.rs`, `standing.rs` |
//! | what came of each series? | `series.rs`, `table.rs` |
//! | does parallel efficiency erode? | `scaling.rs` |
//! | how often do the sentinels raise false alarms? | `sentinels.rs` |
//! | what does the page's script draw from? | `data.rs` |
//! | how are ratios said? | `words.rs` |
//! | what acts in the page? | `dashboard.js` (tables), `views.js` (what opens from them), `chart.js` (what is drawn) |
//!
//! Without JavaScript the page has the verdict, the changes and the table of series; charts and drill-downs are drawn by the
//! script from data that the page holds packed.

mod change;
mod data;
mod scaling;
mod sentinels;
mod series;
mod standing;
mod table;
mod verdict;
mod words;

use super::{TEMPLATES, packed, style, templates};
use change::Known;
use minijinja::Value;
use tenfold_figures::ReportError;
use tenfold_figures::document::policy;
use tenfold_history::changes::Change;
use tenfold_history::{Bisected, History};

const SCRIPT: &str = concat!(
    include_str!("../script.js"),
    "\n",
    include_str!("chart.js"),
    "\n",
    include_str!("views.js"),
    "\n",
    include_str!("dashboard.js")
);

/// A differential flamegraph beside the page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Flame {
    /// The change that it explains, as an index into the changes.
    pub change: usize,
    /// The file, relative to the page.
    pub file: String,
}

/// A history with its `changes`, and what bisections found of them, as one self-contained HTML page. The same history gives the same
/// bytes.
///
/// # Errors
/// [`ReportError`] where the page cannot be laid out.
pub fn html(
    history: &History,
    changes: &[Change],
    bisected: &[Bisected],
    flames: &[Flame],
) -> Result<String, ReportError> {
    let followed = series::followed(history, changes);
    let standings = standing::standings(changes);
    let known = Known { history, changes, bisected, standings: &standings, followed: &followed, flames };
    let pairs = scaling::pairs(&followed);
    let data = data::json(&known, &pairs);
    let last = history.nights.last();
    let style = format!("{}{}", style::style(), include_str!("dashboard.css"));
    Ok(templates(TEMPLATES)?.get_template("dashboard.html")?.render(minijinja::context! {
        verdict => verdict::verdict(&known),
        days => table::days(&history.nights),
        last => last.map(|night| minijinja::context! {
            date => tenfold_analysis::date::utc(night.started_ms),
            revision => night.revision.short(),
            subject => night.revision.subject,
            reference => night.reference.short(),
            machine => night.machine.name,
            length => table::minutes(night.seconds),
        }),
        sections => change::sections(&known),
        rows => table::rows(&known),
        nights => table::newest(&known),
        night_count => history.nights.len(),
        scaling => (!pairs.is_empty()).then(|| scaling::answer(&pairs)),
        pairs,
        sentinels_answer => sentinels::answer(history),
        sentinels => sentinels::rows(history),
        data => Value::from_safe_string(packed::deflated(&data)),
        policy => policy::policy(&[&style], SCRIPT),
        style => Value::from_safe_string(style),
        script => Value::from_safe_string(SCRIPT.to_string()),
    })?)
}
