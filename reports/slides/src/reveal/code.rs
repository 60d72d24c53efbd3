//! Lines of a program on half a slide: they hang by their indentation where they are too long, and the last ones make
//! way for a word about how many they are.

use serde::Serialize;
use tenfold_analysis::format::counted;

/// Letters in a line, and lines, of half a slide.
const COLUMNS: usize = 50;
const ROWS: usize = 14;

/// Columns of an indentation in the source, and on a slide.
const INDENT: usize = 4;
const SHOWN_INDENT: usize = 2;

/// Deepest indentation that the style sheet knows.
const DEEPEST: usize = 8;

/// A line without its indentation.
#[derive(Debug, PartialEq, Eq, Serialize)]
pub(super) struct Line {
    /// Levels of indentation.
    pub level: usize,
    /// The rest.
    pub text: String,
}

/// The lines of `text` that have room.
pub(super) fn lines(text: &str) -> Vec<Line> {
    let all: Vec<Line> = text.lines().map(Line::of).collect();
    let rows = |lines: &[Line]| lines.iter().map(Line::rows).sum::<usize>();
    if rows(&all) <= ROWS {
        return all;
    }
    let kept = (0..all.len()).rev().find(|&kept| rows(&all[..kept]) < ROWS).unwrap_or(0);
    let left = all.len() - kept;
    let mut lines = all;
    lines.truncate(kept);
    lines.push(Line { level: 0, text: format!("… {}", counted(left, "more line")) });
    lines
}

impl Line {
    fn of(line: &str) -> Line {
        let text = line.trim_start_matches(' ');
        Line { level: ((line.len() - text.len()) / INDENT).min(DEEPEST), text: text.to_string() }
    }

    /// Rows that it takes when it hangs.
    fn rows(&self) -> usize {
        let first = COLUMNS - self.level * SHOWN_INDENT;
        // What hangs is indented twice as deep as a level.
        let rest = first - 2 * SHOWN_INDENT;
        1 + self.text.chars().count().saturating_sub(first).div_ceil(rest)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn indentation_is_taken_off() {
        assert_eq!(
            lines("for i in 0..n {\n        step(i);\n}"),
            [(0, "for i in 0..n {"), (2, "step(i);"), (0, "}")].map(|(level, text)| Line { level, text: text.into() })
        );
    }

    #[test]
    fn what_has_no_room_is_counted() {
        let twenty = "x\n".repeat(20);
        let shown = lines(&twenty);
        assert_eq!((shown.len(), shown[13].text.as_str()), (14, "… 7 more lines"));
        assert_eq!(lines(&"x\n".repeat(14)).len(), 14);
        let long = format!("{}\n", "x".repeat(50 + 46 + 1)).repeat(6);
        assert_eq!(lines(&long).len(), 5, "four of three rows, and the word");
        assert_eq!(lines(&"y".repeat(10_000))[0].text, "… 1 more line");
    }
}
