//! Lines as wide as the terminal: a name, and a text that hangs beside it.

use crate::console::columns;
use textwrap::{Options, fill};

/// Columns of a table, which does not grow with the terminal.
pub const COLUMNS: usize = 80;

/// `name` in a column of `width` behind `indent` spaces, then `text`, wrapped beside it. A name that is too long for its
/// column pushes the text aside.
pub fn entry(indent: usize, width: usize, name: &str, text: &str) -> String {
    let first = format!("{:indent$}{name:<width$} ", "");
    let hanging = " ".repeat(indent + width + 1);
    fill(text, Options::new(columns()).initial_indent(&first).subsequent_indent(&hanging))
}

/// "1 minute", "0.5 minutes".
pub fn minutes(n: f64) -> String {
    format!("{n} minute{}", if n == 1.0 { "" } else { "s" })
}

/// "1 min 20 s"
pub fn span(seconds: f64) -> String {
    match seconds as u64 {
        s @ 0..60 => format!("{s} s"),
        s => format!("{} min {:02} s", s / 60, s % 60),
    }
}

/// A text of several lines.
pub fn paragraph(text: &str) -> String {
    fill(text, columns())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_text_hangs_beside_its_name() {
        let text = "one two three ".repeat(10);
        let entry = entry(2, 10, "naive", &text);
        assert!(entry.lines().count() > 1 && entry.lines().all(|line| line.len() <= COLUMNS));
        assert!(
            entry.lines().skip(1).all(|line| line.starts_with("             o") || line.starts_with("             t"))
        );
        assert!(entry.starts_with("  naive      one two"));
    }
}
