//! Tables of numbers as CSV, and how a number is written in them.

use crate::Estimate;
use std::borrow::Cow;

/// Value, lower end, upper end and number of launches; empty where there is none.
pub(crate) fn estimate(estimate: Option<&Estimate>) -> [String; 4] {
    let interval = estimate.and_then(|e| e.interval);
    [
        number(estimate.map(|e| e.value)),
        number(interval.map(|(low, _)| low)),
        number(interval.map(|(_, high)| high)),
        estimate.map_or(String::new(), |e| e.n.to_string()),
    ]
}

/// Six significant digits: more than any timing has.
pub(crate) fn number(value: Option<f64>) -> String {
    value.filter(|value| value.is_finite()).map_or(String::new(), |value| format!("{value:.5e}"))
}

/// A field that no spreadsheet takes for a formula (OWASP, "CSV injection"): names come from outside. Numbers stay as they are.
fn harmless(field: &str) -> Cow<'_, str> {
    let begins = field.starts_with(['=', '+', '-', '@', '\t', '\r']);
    if begins && field.parse::<f64>().is_err() { format!("'{field}").into() } else { field.into() }
}

/// A table that grows by rows.
pub(crate) struct Table(csv::Writer<Vec<u8>>);

impl Table {
    pub fn new(head: &[&str]) -> Table {
        let mut table = Table(csv::Writer::from_writer(Vec::new()));
        table.row(head);
        table
    }

    pub fn row(&mut self, fields: &[&str]) {
        let harmless: Vec<Cow<'_, str>> = fields.iter().map(|field| harmless(field)).collect();
        self.0
            .write_record(harmless.iter().map(|field| field.as_ref()))
            .expect("a row as long as its head is written to memory");
    }

    pub fn finish(self) -> String {
        let bytes = self.0.into_inner().expect("memory is flushed");
        String::from_utf8(bytes).expect("what was written is text")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_no_formula_and_a_number_stays_one() {
        let mut table = Table::new(&["variant", "seconds"]);
        table.row(&["=1+2", "-1.5e-3"]);
        table.row(&["@sum", "+2"]);
        table.row(&["-x", ""]);
        assert_eq!(table.finish(), "variant,seconds\n'=1+2,-1.5e-3\n'@sum,+2\n'-x,\n");
    }
}
