//! The process hears questions on standard input, and answers on standard output.

use super::protocol::{Answer, Ask, MARK};
use crate::voice;
use std::io::stdin;

/// The next question; `None` at the end of the input. What cannot be read is answered as such.
pub(super) fn hear() -> Option<Ask> {
    let mut line = String::new();
    loop {
        line.clear();
        if stdin().read_line(&mut line).ok()? == 0 {
            return None;
        }
        match serde_json::from_str(line.trim()) {
            Ok(ask) => return Some(ask),
            Err(e) => say(&Answer::Failed(format!("'{}' is not a question: {e}", line.trim()))),
        }
    }
}

/// Says an answer.
pub(super) fn say(answer: &Answer) {
    voice::say(&format!("{MARK}{}", serde_json::to_string(answer).expect("an answer serialises to memory")));
}
