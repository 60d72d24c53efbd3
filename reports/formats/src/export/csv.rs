//! CSV (RFC 4180): one row a sample, for spreadsheets and data frames.

use crate::samples::{COLUMNS, Value, named, rows};
use crate::{Format, FormatError, Holds, Results, Written};
use std::borrow::Cow;
use std::fmt::Write as _;
use tenfold_analysis::text::no_formula;

/// One row for every sample of every rank, and one for every cell without a number; see [`COLUMNS`].
pub const FORMAT: Format = Format {
    name: "csv",
    reader: "spreadsheets, data frames: a row for each sample",
    holds: Holds::Reasons,
    is_binary: false,
    write,
};

fn write<'r>(results: &'r Results<'_>) -> Result<Written<'r>, FormatError> {
    Ok(Written::by(move |to| {
        let mut writer = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(to);
        writer.write_record(COLUMNS.iter().map(|c| c.name)).map_err(std::io::Error::from)?;
        let mut number = String::new();
        for cell in named(results) {
            for row in rows(results.run, &cell) {
                for column in COLUMNS {
                    number.clear();
                    writer.write_field(field(column.of(&row), &mut number).as_bytes()).map_err(std::io::Error::from)?;
                }
                writer.write_record(None::<&[u8]>).map_err(std::io::Error::from)?;
            }
        }
        Ok(writer.flush()?)
    }))
}

/// A value as text; that of a number is put into `number`, as it is, so that it reads back as the same number. What is no number
/// is empty.
fn field<'a>(value: Value<'a>, number: &'a mut String) -> Cow<'a, str> {
    let written = match value.finite() {
        Value::Text(text) => return no_formula(text),
        Value::Whole(i) => write!(number, "{i}"),
        Value::Real(x) => write!(number, "{x:?}"),
        Value::Nothing => Ok(()),
    };
    written.expect("a string takes all");
    number.as_str().into()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::export::bytes;
    use tenfold_analysis::testing::{cell, hostile, part, run};

    fn lines(run: &tenfold_record::Run) -> Vec<csv::StringRecord> {
        let bytes = bytes(&FORMAT, run);
        csv::ReaderBuilder::new().has_headers(false).from_reader(&bytes[..]).records().map(|r| r.unwrap()).collect()
    }

    #[test]
    fn a_sample_is_a_row_with_units_in_the_names() {
        let mut run = run("?").with(part("traffic").with(cell("naive").takes_each(&[2.0]))).built();
        let launch = &mut run.cells[0].launches[0];
        (launch.build_seconds, launch.plan_seconds, launch.compile_seconds) = (0.5, 0.25, 0.75);
        let lines = lines(&run);
        assert_eq!(lines.len(), 1 + 9);
        let value = |name: &str| lines[1].get(lines[0].iter().position(|c| c == name).unwrap()).unwrap();
        assert_eq!((value("iterations"), value("status"), value("transport")), ("4", "measured", ""));
        let (batch, each): (f64, f64) = (value("batch_s").parse().unwrap(), value("run_s").parse().unwrap());
        assert_eq!(batch, 4.0 * each);
        let before = ["build_s", "startup_s", "input_s", "plan_s", "compile_s", "first_s"].map(value);
        assert_eq!(before, ["0.5", "0.02", "0.11", "0.25", "0.75", "2.8"]);
    }

    #[test]
    fn a_cell_without_a_number_is_a_row_with_its_reason_and_no_time() {
        let wrong = cell("vectorised").takes_each(&[0.001]).is_wrong("42 is not 43");
        let lines = lines(&run("?").with(part("traffic").with(wrong)).built());
        assert_eq!(lines.len(), 2);
        let path = lines[0].iter().position(|c| c == "path").unwrap();
        assert_eq!(lines[1].get(path - 1), Some("wrong answer: 42 is not 43"));
        assert!(lines[1].iter().skip(path).all(str::is_empty));
    }

    #[test]
    fn a_name_is_no_end_of_a_row() {
        let width = lines(&hostile()).iter().map(|l| l.len()).collect::<std::collections::BTreeSet<_>>();
        assert_eq!(width.into_iter().collect::<Vec<_>>(), [COLUMNS.len()]);
    }
}
