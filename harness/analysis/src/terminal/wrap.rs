//! Lines that fit.

use crate::text::visible;

/// `text` broken at spaces into lines of at most `width` characters; those after the first are indented. A word longer
/// than a line is broken where the line ends.
pub(super) fn wrapped(text: &str, width: usize, indent: usize) -> Vec<String> {
    let mut lines = vec![String::new()];
    let mut used = 0;
    // A hostile name of ten thousand characters is cut, for the page has it whole.
    for word in visible(text).split_whitespace().flat_map(|word| pieces(word, width - indent)) {
        let length = word.chars().count();
        let line = lines.len() - 1;
        if used > 0 && used + 1 + length > width {
            lines.push(format!("{}{word}", " ".repeat(indent)));
            used = indent + length;
        } else {
            let space = if lines[line].trim().is_empty() { "" } else { " " };
            lines[line] = format!("{}{space}{word}", lines[line]);
            used += space.len() + length;
        }
    }
    lines
}

/// A word in pieces that fit; of a monstrous one only the beginning.
fn pieces(word: &str, most: usize) -> Vec<String> {
    const LONGEST_WORD: usize = 240;
    let word = crate::text::short(word, LONGEST_WORD);
    let letters: Vec<char> = word.chars().collect();
    letters.chunks(most).map(|piece| piece.iter().collect()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_break_at_spaces_and_hang() {
        assert_eq!(wrapped("one two three four", 9, 2), ["one two", "  three", "  four"]);
        assert_eq!(wrapped("", 9, 2), [""]);
    }

    #[test]
    fn a_word_longer_than_a_line_is_broken() {
        assert_eq!(wrapped("ab abcdefghijk", 6, 2), ["ab", "  abcd", "  efgh", "  ijk"]);
    }
}
