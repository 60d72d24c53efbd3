//! Text from a run, made safe to show: a run may come from anywhere, and its strings are not ours.

/// `text` without characters that act instead of being seen: control characters (a terminal obeys escape sequences) and
/// marks that turn the direction of what follows (Unicode Bidirectional Algorithm, UAX 9). Each becomes `�`.
pub fn visible(text: &str) -> String {
    let acts = |c: char| {
        (c.is_control() && c != '\n' && c != '\t')
            || matches!(c, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}')
    };
    text.chars().map(|c| if acts(c) { '\u{fffd}' } else { c }).collect()
}

/// `text` escaped for HTML with its every blank kept: for numbers and sources, which are no sentences.
pub(crate) fn verbatim(text: &str) -> String {
    minijinja::HtmlEscape(&visible(text)).to_string()
}

/// `text` with spaces that end no line inside "threaded × 2" and between a number and its unit.
pub(crate) fn unbroken(text: &str) -> String {
    let mut joined = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find(' ') {
        let (before, after) = (&rest[..at], &rest[at + 1..]);
        let next = after.split([' ', ',', '.', ':', ';', ']', ')']).next().unwrap_or_default();
        let of_number = before.ends_with(|c: char| c.is_ascii_digit()) && ["s", "ms", "µs", "ns", "%"].contains(&next);
        joined.push_str(before);
        joined.push(if of_number || next == "×" || before.ends_with('×') && before.len() == 2 {
            '\u{a0}'
        } else {
            ' '
        });
        rest = after;
    }
    joined + rest
}

/// The first `most` characters of `text` in one line; an ellipsis stands for the rest.
pub(crate) fn short(text: &str, most: usize) -> String {
    let text = visible(text).replace(['\n', '\t'], " ");
    if text.chars().count() <= most {
        return text;
    }
    let mut cut: String = text.chars().take(most.saturating_sub(1)).collect();
    cut.push('…');
    cut
}

/// `text` as part of a file's name on any system: letters, digits and hyphens, at most 60 of them.
pub(crate) fn file_name(text: &str) -> String {
    let words = text.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| !word.is_empty());
    words.collect::<Vec<_>>().join("-").chars().take(60).collect()
}

/// A link to the file `name` beside the page: whatever the name holds, it is no other address (RFC 3986, section 2.1).
pub(crate) fn relative_link(name: &str) -> String {
    let plain = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'.' | b'_' | b'~');
    let encoded = name.bytes().map(|b| if plain(b) { char::from(b).to_string() } else { format!("%{b:02X}") });
    encoded.fold("./".to_string(), |link, part| link + &part)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn characters_that_act_are_shown_as_one_mark_each() {
        assert_eq!(visible("a\u{1b}[31mb\u{202e}c\0"), "a\u{fffd}[31mb\u{fffd}c\u{fffd}");
        assert_eq!(visible("naïve × 2\n"), "naïve × 2\n");
    }

    #[test]
    fn names_and_quantities_are_not_broken() {
        assert_eq!(
            unbroken("threaded × 2: 2.82 s → 256 µs, 69 % of 2 seconds"),
            "threaded\u{a0}×\u{a0}2: 2.82\u{a0}s → 256\u{a0}µs, 69\u{a0}% of 2 seconds"
        );
        assert_eq!(unbroken(" no space is lost  "), " no space is lost  ");
    }

    #[test]
    fn long_text_ends_in_an_ellipsis() {
        assert_eq!(short("vectorised", 10), "vectorised");
        assert_eq!(short("vectorised-bits", 10), "vectorise…");
        assert_eq!(short("two\nlines", 20), "two lines");
    }

    #[test]
    fn a_file_name_has_nothing_that_a_system_or_a_shell_minds() {
        assert_eq!(file_name("traffic-threaded × 2 (mpi)-../samples"), "traffic-threaded-2-mpi-samples");
        assert_eq!(file_name("</script>"), "script");
    }
}
