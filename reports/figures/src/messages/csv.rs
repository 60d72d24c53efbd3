//! The numbers behind it.

use super::Messages;
use crate::table::Table;

impl Messages {
    /// What it draws, as CSV with a head.
    pub fn csv(&self) -> String {
        let mut table = Table::new(&["sender", "receiver", "messages", "bytes"]);
        for (from, to, traffic) in self.sent() {
            let numbers = [from as u64, to as u64, traffic.messages, traffic.bytes].map(|n| n.to_string());
            table.row(&numbers.each_ref().map(String::as_str));
        }
        table.finish()
    }
}
