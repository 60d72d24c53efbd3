//! The numbers behind it.

use super::Guess;
use crate::table::{Table, estimate, number};

impl Guess {
    /// What it draws, as CSV with a head.
    pub fn csv(&self) -> String {
        let mut table = Table::new(&["ratio", "guess", "measured", "low", "high", "launches", "verdict"]);
        for lane in &self.lanes {
            let [measured, low, high, n] = estimate(Some(&lane.measured));
            for guess in &lane.guesses {
                table.row(&[&lane.label, &number(Some(*guess)), &measured, &low, &high, &n, &lane.verdict]);
            }
        }
        table.finish()
    }
}
