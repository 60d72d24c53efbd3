//! The numbers behind it.

use super::Gauge;
use crate::table::{Table, estimate, number};

impl Gauge {
    /// What it draws, as CSV with a head.
    pub fn csv(&self) -> String {
        let mut table = Table::new(&["row", "what", "share", "low", "high", "n", "in_words"]);
        for row in &self.rows {
            let [share, low, high, n] = estimate(Some(&row.value));
            table.row(&[&row.label, "value", &share, &low, &high, &n, &row.said]);
            for dot in row.drawn_dots() {
                table.row(&[&row.label, "dot", &number(Some(dot)), "", "", "", ""]);
            }
        }
        table.finish()
    }
}
