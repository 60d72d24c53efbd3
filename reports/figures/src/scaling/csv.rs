//! The numbers behind it.

use super::{Scaling, ValueAxis};
use crate::table::{Table, estimate};

impl Scaling {
    /// What it draws, as CSV with a head.
    pub fn csv(&self) -> String {
        let value = match self.kind {
            ValueAxis::Time => "seconds",
            ValueAxis::Speedup => "speed_up",
            ValueAxis::Efficiency => "efficiency",
            ValueAxis::KarpFlatt => "serial_fraction",
        };
        let mut table = Table::new(&["variant", "rung", "workers", value, "low", "high", "launches", "beyond_cores"]);
        for series in &self.series {
            for point in &series.points {
                let [value, low, high, n] = estimate(Some(&point.value));
                let beyond = point.beyond_cores.to_string();
                table.row(&[
                    &series.label,
                    series.rung.name(),
                    &point.workers.to_string(),
                    &value,
                    &low,
                    &high,
                    &n,
                    &beyond,
                ]);
            }
        }
        table.finish()
    }
}
