//! The numbers behind it.

use super::Timeline;
use crate::table::{Table, number};
use tenfold_analysis::findings::ranks::Activity;

impl Timeline {
    /// What it draws, as CSV with a head.
    pub fn csv(&self) -> String {
        let mut table = Table::new(&["rank", "activity", "from_seconds", "to_seconds"]);
        for lane in &self.lanes {
            for span in &lane.spans {
                let activity = match span.activity {
                    Activity::Compute => "compute",
                    Activity::Wait => "wait",
                    Activity::Itself => "call itself",
                    Activity::Call => "call",
                };
                table.row(&[&lane.label, activity, &number(Some(span.from)), &number(Some(span.to))]);
            }
        }
        table.finish()
    }
}
