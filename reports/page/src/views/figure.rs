//! Figures in the page. Their titles and captions stay empty: the page has them as text, which grows and wraps as a
//! figure's does not.

use crate::text;
use minijinja::Value;
use serde::Serialize;
use tenfold_analysis::text::file_name;
use tenfold_figures::{self as figures, Size};

/// A figure, what is said of it to who cannot see it, and the numbers behind it.
#[derive(Serialize)]
pub(crate) struct PageFigure {
    name: String,
    /// What a file with the figure is called, without its extension.
    file: String,
    svg: Value,
    /// The same for a phone.
    narrow: Value,
    /// The numbers, column by column: so they pack well, and the page's script makes rows of them.
    columns: Value,
}

impl PageFigure {
    pub(crate) fn new(name: String, file: &[&str], model: &impl figures::Figure) -> PageFigure {
        let file = file_name(file);
        // Escaped here: the page's own formatter is made for sentences and would change the spaces.
        let columns = text::verbatim(&turned(&model.csv()));
        PageFigure {
            name,
            file,
            svg: Value::from_safe_string(model.svg(Size::Page)),
            narrow: Value::from_safe_string(without_description(&model.svg(Size::Narrow))),
            columns: Value::from_safe_string(columns),
        }
    }
}

/// CSV whose columns are the rows of `csv`.
fn turned(csv: &str) -> String {
    let mut reader = csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(csv.as_bytes());
    let rows: Vec<csv::StringRecord> =
        reader.records().map(|row| row.expect("what was written as CSV is read")).collect();
    let mut columns = csv::WriterBuilder::new().flexible(true).from_writer(Vec::new());
    for column in 0..rows.first().map_or(0, csv::StringRecord::len) {
        let fields = rows.iter().map(|row| row.get(column).unwrap_or_default());
        columns.write_record(fields).expect("memory takes what is written");
    }
    let bytes = columns.into_inner().expect("memory is flushed");
    String::from_utf8(bytes).expect("what was written is text")
}

/// A figure without the words that the one beside it has as well.
fn without_description(svg: &str) -> String {
    let cut = svg.split_once("<desc>").and_then(|(before, rest)| Some((before, rest.split_once("</desc>\n")?.1)));
    cut.map_or(svg.to_string(), |(before, after)| format!("{before}{after}"))
}
