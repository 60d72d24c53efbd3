//! How many lines a text takes.

use tenfold_figures::lettering;

/// Width of a letter of a fixed width, as a share of the font size: DejaVu Sans Mono, the widest that the deck's stack
/// commonly ends in.
const FIXED: f64 = 0.602;

/// Letters with their widths, as shares of the font size.
#[derive(Clone, Debug, Default)]
pub(super) struct Letters(Vec<(char, f64)>);

/// How a text is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Face {
    /// As most of it.
    Regular,
    /// Bold.
    Bold,
    /// Every letter as wide as another.
    Fixed,
}

impl Letters {
    /// The letters of `text`.
    pub(super) fn of(text: &str, face: Face) -> Letters {
        let mut letters = Letters::default();
        letters.push(text, face);
        letters
    }

    /// Adds the letters of `text`.
    pub(super) fn push(&mut self, text: &str, face: Face) {
        self.0.extend(text.chars().map(|letter| {
            let width = match face {
                Face::Fixed => FIXED,
                _ => lettering::advance(letter, face == Face::Bold),
            };
            (letter, width)
        }));
    }

    /// Whether there are none.
    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Width of the longest line without breaks of its own, as a multiple of the font size.
    pub(super) fn width(&self) -> f64 {
        let lines = self.0.split(|(letter, _)| *letter == '\n');
        lines.map(|line| line.iter().map(|(_, width)| width).sum()).fold(0.0, f64::max)
    }

    /// Lines that they take in a room so many font sizes wide. They break at blanks, and a word wider than the room anywhere,
    /// as `overflow-wrap: anywhere` has it.
    pub(super) fn lines(&self, room: f64) -> usize {
        self.0.split(|(letter, _)| *letter == '\n').map(|line| wrapped(line, room)).sum()
    }
}

fn wrapped(line: &[(char, f64)], room: f64) -> usize {
    let (mut lines, mut at) = (1, 0.0);
    for word in line.split_inclusive(|(letter, _)| *letter == ' ') {
        let (letters, blank) = match word.split_last() {
            Some(((' ', blank), letters)) => (letters, *blank),
            _ => (word, 0.0),
        };
        if at > 0.0 && at + letters.iter().map(|(_, width)| width).sum::<f64>() > room {
            (lines, at) = (lines + 1, 0.0);
        }
        for (_, width) in letters {
            if at > 0.0 && at + width > room {
                (lines, at) = (lines + 1, 0.0);
            }
            at += width;
        }
        // A blank at the end of a line needs no room.
        at += blank;
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_break_at_blanks_and_long_words_anywhere() {
        // A digit is 0.636 wide, a blank 0.318.
        let lines = |text: &str, room: f64| Letters::of(text, Face::Regular).lines(room);
        assert_eq!(lines("", 1.0), 1);
        assert_eq!(lines("11 11 11", 1.3), 3);
        assert_eq!(lines("11 11 11", 2.9), 2);
        assert_eq!(lines("11 11 11", 4.5), 1);
        assert_eq!(lines("11 111111", 1.3), 4, "a long word begins on a line of its own");
        assert_eq!(lines("1\n\n1", 9.0), 3);
        assert_eq!(lines("11", 0.1), 2, "a letter is on some line, however narrow");
    }

    #[test]
    fn bold_is_wider_and_fixed_widths_are_fixed() {
        let width = |face| Letters::of("iii\ni", face).width();
        assert!(width(Face::Bold) > width(Face::Regular));
        assert!((width(Face::Fixed) - 3.0 * FIXED).abs() < 1e-12);
    }
}
