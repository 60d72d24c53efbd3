//! Tables of numbers as CSV, and how a number is written in them.

use tenfold_analysis::text::no_formula;
use tenfold_stats::Estimate;

/// Value, lower end, upper end and number of launches; empty where there is none.
pub(crate) fn estimate(estimate: Option<&Estimate>) -> [String; 4] {
    let interval = estimate.and_then(|e| e.interval);
    [
        number(estimate.map(|e| e.value)),
        number(interval.map(|i| i.low)),
        number(interval.map(|i| i.high)),
        estimate.map_or(String::new(), |e| e.n.to_string()),
    ]
}

/// Six significant digits: more than any timing has.
pub(crate) fn number(value: Option<f64>) -> String {
    value.filter(|value| value.is_finite()).map_or(String::new(), |value| format!("{value:.5e}"))
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
        let fields = fields.iter().map(|field| no_formula(field).into_owned());
        self.0.write_record(fields.map(String::into_bytes)).expect("a row as long as its head is written to memory");
    }

    pub fn finish(self) -> String {
        let bytes = self.0.into_inner().expect("memory is flushed");
        String::from_utf8(bytes).expect("what was written is text")
    }
}
