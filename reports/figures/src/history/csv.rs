//! The numbers behind it.

use super::History;
use crate::table::{Table, number};

impl History {
    /// What it draws, as CSV with a head.
    pub fn csv(&self) -> String {
        let labels = self.tracks.iter().map(|track| track.label.as_str());
        let mut table = Table::new(&std::iter::once("begun").chain(labels).collect::<Vec<_>>());
        for (night, begun) in self.begun.iter().enumerate() {
            let seconds: Vec<String> = self.tracks.iter().map(|track| number(track.seconds[night])).collect();
            table.row(&std::iter::once(begun.as_str()).chain(seconds.iter().map(String::as_str)).collect::<Vec<_>>());
        }
        table.finish()
    }
}
