//! The page of a run, and the index of all runs: self-contained HTML files that work offline.
//!
//! | file | what |
//! |---|---|
//! | `templates/` | the markup; every string is escaped on its way in |
//! | `style.css`, `script.js`, `explain.js` | embedded, and the only ones that the page's policy lets act |
//! | `packed.rs` | what folds hold, packed until they are opened |
//! | `views/` | what the templates are given: formatted strings and finished figures, nothing to compute |

pub(crate) mod comparison;
pub(crate) mod date;
mod index;
pub(crate) mod packed;
pub(crate) mod policy;
pub(crate) mod selftest;
pub(crate) mod style;
pub(crate) mod views;

use crate::findings::Findings;
use crate::{ReportError, text};
use minijinja::{Environment, UndefinedBehavior, Value};

pub use index::{Indexed, index};

const SCRIPT: &str = concat!(include_str!("script.js"), "\n", include_str!("explain.js"));

const TEMPLATES: &[(&str, &str)] = &[
    ("base.html", include_str!("templates/base.html")),
    ("class.html", include_str!("templates/class.html")),
    ("comparison.html", include_str!("templates/comparison.html")),
    ("index.html", include_str!("templates/index.html")),
    ("page.html", include_str!("templates/page.html")),
    ("flame.html", include_str!("templates/flame.html")),
    ("figure.html", include_str!("templates/figure.html")),
    ("history.html", include_str!("templates/history.html")),
    ("guesses.html", include_str!("templates/guesses.html")),
    ("number.html", include_str!("templates/number.html")),
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
    let page = views::Page::of(findings)?;
    Ok(templates.get_template("page.html")?.render(minijinja::context! {
        page,
        policy => policy::policy(&[&style], SCRIPT),
        style => Value::from_safe_string(style),
        script => Value::from_safe_string(SCRIPT.to_string()),
    })?)
}

/// Templates that escape every string on its way in, and show characters that act as marks.
pub(crate) fn templates(sources: &[(&'static str, &'static str)]) -> Result<Environment<'static>, ReportError> {
    let mut templates = Environment::new();
    templates.set_trim_blocks(true);
    templates.set_lstrip_blocks(true);
    templates.set_undefined_behavior(UndefinedBehavior::Strict);
    templates.set_formatter(|out, state, value| match value.as_str().filter(|_| !value.is_safe()) {
        Some(text) => minijinja::escape_formatter(out, state, &Value::from(text::unbroken(&text::visible(text)))),
        None => minijinja::escape_formatter(out, state, value),
    });
    templates.add_filter("packed", |markup: &str| Value::from_safe_string(packed::packed(markup)));
    templates.add_filter("folded", |markup: &str| Value::from_safe_string(packed::folded(markup)));
    for (name, source) in sources {
        templates.add_template(name, source)?;
    }
    Ok(templates)
}
