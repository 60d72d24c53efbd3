//! The pages of a run, of a comparison, of a self-test, of a history of nights and of all runs: self-contained HTML files that work offline.
//!
//! | file | what |
//! |---|---|
//! | `templates/` | the markup; every string is escaped on its way in |
//! | `style.css`, `script.js`, `explain.js` | embedded, and the only ones that the page's policy lets act |
//! | `comparison.rs`, `selftest.rs`, `index.rs` | the pages beside that of a run |
//! | `dashboard/` | the page of a history of nights |
//! | `packed.rs` | what folds hold, packed until they are opened |
//! | `poll/` | the pages on which a room guesses before a run |
//! | `views/` | what the templates are given: formatted strings and finished figures, nothing to compute |

pub mod comparison;
pub mod dashboard;
mod index;
pub mod packed;
pub mod poll;
pub mod selftest;
mod style;
mod text;
mod views;

use minijinja::{Environment, Value};
use tenfold_analysis::findings::Findings;
use tenfold_figures::ReportError;
use tenfold_figures::document::{self, policy};

pub use index::{Indexed, index};

const SCRIPT: &str = concat!(include_str!("script.js"), "\n", include_str!("explain.js"));

const TEMPLATES: &[(&str, &str)] = &[
    ("base.html", include_str!("templates/base.html")),
    ("class.html", include_str!("templates/class.html")),
    ("comparison.html", include_str!("templates/comparison.html")),
    ("dashboard.html", include_str!("templates/dashboard.html")),
    ("index.html", include_str!("templates/index.html")),
    ("page.html", include_str!("templates/page.html")),
    ("flame.html", include_str!("templates/flame.html")),
    ("figure.html", include_str!("templates/figure.html")),
    ("history.html", include_str!("templates/history.html")),
    ("guesses.html", include_str!("templates/guesses.html")),
    ("scores.html", include_str!("templates/scores.html")),
    ("targets.html", include_str!("templates/targets.html")),
    ("night_changes.html", include_str!("templates/night_changes.html")),
    ("number.html", include_str!("templates/number.html")),
    ("overview.html", include_str!("templates/overview.html")),
    ("part.html", include_str!("templates/part.html")),
    ("roofline.html", include_str!("templates/roofline.html")),
    ("scaling.html", include_str!("templates/scaling.html")),
    ("selftest.html", include_str!("templates/selftest.html")),
    ("change.html", include_str!("templates/change.html")),
    ("profile.html", include_str!("templates/profile.html")),
    ("assembly.html", include_str!("templates/assembly.html")),
    ("source.html", include_str!("templates/source.html")),
    ("ranks.html", include_str!("templates/ranks.html")),
    ("rules.html", include_str!("templates/rules.html")),
    ("unchecked.html", include_str!("templates/unchecked.html")),
    ("missing.html", include_str!("templates/missing.html")),
    ("method.html", include_str!("templates/method.html")),
];

/// What was found of a run as one self-contained HTML page. The same run gives the same bytes.
///
/// # Errors
/// [`ReportError`] where a figure cannot be drawn; a run with nothing measured is no error, but a page that says so.
pub fn html(findings: &Findings<'_>) -> Result<String, ReportError> {
    let templates = templates(TEMPLATES)?;
    let style = style::style();
    let page = views::page(findings, &templates)?;
    Ok(templates.get_template("page.html")?.render(minijinja::context! {
        page,
        policy => policy::policy(&[&style], SCRIPT),
        style => Value::from_safe_string(style),
        script => Value::from_safe_string(SCRIPT.to_string()),
    })?)
}

/// Templates of this crate: those of any document, and what packs a part of a page.
fn templates(sources: &[(&'static str, &'static str)]) -> Result<Environment<'static>, ReportError> {
    let mut templates = document::templates(sources)?;
    templates.add_filter("packed", |markup: &str| Value::from_safe_string(packed::packed(markup)));
    templates.add_filter("folded", |markup: &str| Value::from_safe_string(packed::folded(markup)));
    Ok(templates)
}
