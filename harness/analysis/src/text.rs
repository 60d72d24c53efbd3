//! Text from a run, made safe to show: a run may come from anywhere, and its strings are not ours.

use std::borrow::Cow;

/// `text` without characters that act instead of being seen: control characters (a terminal obeys escape sequences) and
/// marks that turn the direction of what follows (Unicode Bidirectional Algorithm, UAX 9) or break its line. Each becomes `�`.
pub fn visible(text: &str) -> String {
    let acts = |c: char| {
        (c.is_control() && c != '\n' && c != '\t')
            || matches!(c, '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{2028}' | '\u{2029}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}')
    };
    text.chars().map(|c| if acts(c) { '\u{fffd}' } else { c }).collect()
}

/// `text` with a capital letter first.
pub(crate) fn capitalised(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or(String::new(), |first| first.to_uppercase().chain(letters).collect())
}

/// The first `most` characters of `text` in one line; an ellipsis stands for the rest.
pub fn short(text: &str, most: usize) -> String {
    let text = visible(text).replace(['\n', '\t'], " ");
    if text.chars().count() <= most {
        return text;
    }
    let mut cut: String = text.chars().take(most.saturating_sub(1)).collect();
    cut.push('…');
    cut
}

/// A field of a table that no spreadsheet takes for a formula (OWASP, "CSV injection"): one that begins like a formula gets an
/// apostrophe in front, which spreadsheets do not show. Numbers stay as they are.
pub fn no_formula(field: &str) -> Cow<'_, str> {
    let begins = field.starts_with(['=', '+', '-', '@', '\t', '\r']);
    if begins && field.parse::<f64>().is_err() { format!("'{field}").into() } else { field.into() }
}

/// The longest name of a file, without what a system or a program adds to it.
const LONGEST_NAME: usize = 60;

/// A name for a file on any system: the words of `parts`, of letters and digits, with hyphens between them.
pub fn file_name(parts: &[&str]) -> String {
    let words = parts.iter().flat_map(|part| part.split(|c: char| !c.is_ascii_alphanumeric()));
    let words: Vec<&str> = words.filter(|word| !word.is_empty()).collect();
    let name: String = words.join("-").chars().take(LONGEST_NAME).collect();
    if name.is_empty() { "unnamed".into() } else { name }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_name_has_nothing_that_a_system_or_a_shell_minds() {
        assert_eq!(file_name(&["traffic", "threaded × 2 (mpi)", "../samples"]), "traffic-threaded-2-mpi-samples");
        assert_eq!(file_name(&["</script>"]), "script");
        assert_eq!(file_name(&["…"]), "unnamed");
        assert_eq!(file_name(&["x".repeat(99).as_str()]).len(), LONGEST_NAME);
    }

    #[test]
    fn characters_that_act_are_shown_as_one_mark_each() {
        assert_eq!(visible("a\u{1b}[31mb\u{202e}c\0"), "a\u{fffd}[31mb\u{fffd}c\u{fffd}");
        assert_eq!(visible("a\u{61c}b\u{2028}c\u{2029}"), "a\u{fffd}b\u{fffd}c\u{fffd}");
        assert_eq!(visible("naïve × 2\n"), "naïve × 2\n");
    }

    #[test]
    fn a_name_is_no_formula_and_a_number_stays_one() {
        assert_eq!(
            ["=1+2", "@sum", "-x", "-1.5e-3", "+2", ""].map(no_formula),
            ["'=1+2", "'@sum", "'-x", "-1.5e-3", "+2", ""]
        );
    }

    #[test]
    fn long_text_ends_in_an_ellipsis() {
        assert_eq!(short("vectorised", 10), "vectorised");
        assert_eq!(short("vectorised-bits", 10), "vectorise…");
        assert_eq!(short("two\nlines", 20), "two lines");
    }
}
