//! Figures in the page. Their titles and captions stay empty: the page has them as text, which grows and wraps as a
//! figure's does not.

use crate::text;
use minijinja::Value;
use serde::Serialize;
use tenfold_figures::{self as figures, Size};

/// A figure, what is said of it to who cannot see it, and the numbers behind it.
#[derive(Serialize)]
pub(crate) struct Figure {
    name: String,
    /// What a file with the figure is called, without its extension.
    file: String,
    svg: Value,
    /// The same for a phone.
    narrow: Value,
    csv: Value,
}

impl Figure {
    pub(crate) fn new(name: String, file: &[&str], model: &impl figures::Figure) -> Figure {
        let file = text::file_name(&file.join("-"));
        // Escaped here: the page's own formatter is made for sentences and would change the spaces.
        let csv = text::verbatim(&model.csv());
        Figure {
            name,
            file,
            svg: Value::from_safe_string(model.svg(Size::Page)),
            narrow: Value::from_safe_string(without_description(&model.svg(Size::Narrow))),
            csv: Value::from_safe_string(csv),
        }
    }
}

/// A figure without the words that the one beside it has as well.
fn without_description(svg: &str) -> String {
    let cut = svg.split_once("<desc>").and_then(|(before, rest)| Some((before, rest.split_once("</desc>\n")?.1)));
    cut.map_or(svg.to_string(), |(before, after)| format!("{before}{after}"))
}
