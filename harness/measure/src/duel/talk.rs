//! The process hears questions on standard input, and answers on standard output.

use super::protocol::{Answer, Ask, MARK};
use std::io::{Write, stdin, stdout};

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
            Err(e) => say(&Answer::Failed(format!("'{}' is no question: {e}", line.trim()))),
        }
    }
}

/// Says an answer.
pub(super) fn say(answer: &Answer) {
    say_line(&format!("{MARK}{}", serde_json::to_string(answer).expect("an answer serialises to memory")));
}

/// Says a line.
pub(super) fn say_line(line: &str) {
    // A parent that has gone ends the input as well, and this process with it.
    let mut out = stdout().lock();
    let _ = writeln!(out, "{line}").and_then(|()| out.flush());
}
