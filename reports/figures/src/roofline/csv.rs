//! The numbers behind it.

use super::{Height, Roofline};
use crate::table::{Table, estimate, number};

impl Roofline {
    /// What it draws, as CSV with a head.
    pub fn csv(&self) -> String {
        let mut table =
            Table::new(&["what", "name", "operations_per_byte", "per_second", "low", "high", "launches", "share"]);
        for roof in &self.roofs {
            let (what, per_second) = match roof.height {
                Height::Operations(rate) => ("operations roof", rate),
                Height::Bytes(rate) => ("bytes roof", rate),
            };
            table.row(&[what, &roof.label, "", &number(Some(per_second)), "", "", "", ""]);
        }
        for point in &self.points {
            let [rate, low, high, n] = estimate(Some(&point.rate));
            let (intensity, share) = (number(Some(point.intensity)), number(point.share));
            table.row(&["variant", &point.label, &intensity, &rate, &low, &high, &n, &share]);
        }
        table.finish()
    }
}
