//! The numbers behind it.

use super::Duel;
use crate::table::{Table, estimate, number};

impl Duel {
    /// What it draws, as CSV with a head.
    pub fn csv(&self) -> String {
        let mut table = Table::new(&["launch", "time_of_b_over_a", "low", "high", "launches"]);
        for (launch, ratio) in self.launches.iter().enumerate() {
            table.row(&[&(launch + 1).to_string(), &number(Some(*ratio)), "", "", ""]);
        }
        let [median, low, high, n] = estimate(Some(&self.estimate));
        table.row(&["median", &median, &low, &high, &n]);
        table.finish()
    }
}
