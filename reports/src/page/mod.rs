//! The page: one self-contained HTML file that works offline.
//!
//! | file | what |
//! |---|---|
//! | `templates/` | the markup; every string is escaped on its way in |
//! | `style.css`, `script.js` | embedded, and the only ones that the page's policy lets act |
//! | `views/` | what the templates are given: formatted strings and finished figures, nothing to compute |

pub(crate) mod comparison;
mod date;
mod policy;
mod style;
mod views;

use crate::findings::Findings;
use crate::{ReportError, text};
use minijinja::{Environment, UndefinedBehavior, Value};
use tenfold_record::Run;

const SCRIPT: &str = include_str!("script.js");

const TEMPLATES: [(&str, &str); 9] = [
    ("comparison.html", include_str!("templates/comparison.html")),
    ("page.html", include_str!("templates/page.html")),
    ("guesses.html", include_str!("templates/guesses.html")),
    ("number.html", include_str!("templates/number.html")),
    ("part.html", include_str!("templates/part.html")),
    ("scaling.html", include_str!("templates/scaling.html")),
    ("profile.html", include_str!("templates/profile.html")),
    ("missing.html", include_str!("templates/missing.html")),
    ("method.html", include_str!("templates/method.html")),
];

/// A run as one self-contained HTML page. The same run gives the same bytes.
///
/// # Errors
/// [`ReportError`] where a figure cannot be drawn; a run with nothing measured is no error, but a page that says so.
pub fn html(run: &Run) -> Result<String, ReportError> {
    let style = style::style();
    let page = views::Page::of(&Findings::of(run))?;
    Ok(environment()?.get_template("page.html")?.render(minijinja::context! {
        page,
        policy => policy::policy(&style, SCRIPT),
        style => Value::from_safe_string(style),
        script => Value::from_safe_string(SCRIPT.to_string()),
    })?)
}

/// The templates; every string is escaped on its way in.
fn environment() -> Result<Environment<'static>, ReportError> {
    let mut templates = Environment::new();
    templates.set_trim_blocks(true);
    templates.set_lstrip_blocks(true);
    templates.set_undefined_behavior(UndefinedBehavior::Strict);
    templates.set_formatter(|out, state, value| match value.as_str().filter(|_| !value.is_safe()) {
        Some(text) => minijinja::escape_formatter(out, state, &Value::from(text::unbroken(&text::visible(text)))),
        None => minijinja::escape_formatter(out, state, value),
    });
    for (name, source) in TEMPLATES {
        templates.add_template(name, source)?;
    }
    Ok(templates)
}
