//! The numbers behind it.

use super::Power;
use crate::table::{Table, estimate, number};

impl Power {
    /// What it draws, as CSV with a head.
    pub fn csv(&self) -> String {
        let mut table = Table::new(&["series", "planted", "found", "low", "high", "comparisons"]);
        for series in &self.series {
            for point in &series.points {
                let [found, low, high, n] = estimate(Some(&point.found));
                table.row(&[&series.label, &number(Some(point.planted)), &found, &low, &high, &n]);
            }
        }
        table.finish()
    }
}
