//! CSV (RFC 4180): one row a sample, for spreadsheets and data frames.

use crate::samples::{COLUMNS, Value, named, rows};
use crate::{Format, FormatError, Results};
use std::borrow::Cow;

/// One row for every sample of every rank, and one for every cell without a number; see [`COLUMNS`].
pub struct Csv;

impl Format for Csv {
    fn name(&self) -> &'static str {
        "csv"
    }

    fn reader(&self) -> &'static str {
        "spreadsheets, pandas, R: a row for each sample"
    }

    fn write(&self, results: &Results<'_>) -> Result<Vec<u8>, FormatError> {
        let failed = |e: csv::Error| FormatError::Failed { format: "csv", cause: e.to_string() };
        let mut writer = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(Vec::new());
        writer.write_record(COLUMNS.iter().map(|c| c.name)).map_err(failed)?;
        for cell in named(results) {
            for row in rows(results.run, &cell) {
                let fields = COLUMNS.iter().map(|column| field(column.of(&row)));
                writer.write_record(fields.map(|f| f.into_owned().into_bytes())).map_err(failed)?;
            }
        }
        writer.into_inner().map_err(|e| failed(e.into_error().into()))
    }
}

/// A value as text. Numbers are written so that they read back as the same number; what is no number is empty.
fn field(value: Value<'_>) -> Cow<'_, str> {
    match value {
        Value::Text(text) => harmless(text),
        Value::Whole(i) => i.to_string().into(),
        Value::Real(x) if x.is_finite() => format!("{x:?}").into(),
        Value::Real(_) | Value::Nothing => "".into(),
    }
}

/// Text that no spreadsheet takes for a formula: one that begins like a formula gets an apostrophe in front, which
/// spreadsheets do not show (OWASP, "CSV Injection").
fn harmless(text: &str) -> Cow<'_, str> {
    match text.starts_with(['=', '+', '-', '@', '\t', '\r']) {
        true => format!("'{text}").into(),
        false => text.into(),
    }
}
