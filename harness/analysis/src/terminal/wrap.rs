//! Lines that fit.

use crate::text::{short, visible};
use textwrap::{Options, WordSeparator, WordSplitter};

/// A hostile name of ten thousand characters is cut: the page has it whole.
const LONGEST_WORD: usize = 240;

/// `text` broken at spaces into lines of at most `width` characters; those after the first are indented. A word longer
/// than a line is broken where the line ends.
pub(super) fn wrapped(text: &str, width: usize, indent: usize) -> Vec<String> {
    let words: Vec<String> = visible(text).split_whitespace().map(|word| short(word, LONGEST_WORD)).collect();
    let hanging = " ".repeat(indent);
    let options = Options::new(width)
        .subsequent_indent(&hanging)
        .word_separator(WordSeparator::AsciiSpace)
        .word_splitter(WordSplitter::NoHyphenation)
        .wrap_algorithm(textwrap::WrapAlgorithm::FirstFit);
    let lines: Vec<String> = textwrap::wrap(&words.join(" "), options).into_iter().map(|line| line.into()).collect();
    if lines.is_empty() { vec![String::new()] } else { lines }
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
