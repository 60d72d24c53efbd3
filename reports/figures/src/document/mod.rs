//! What every HTML document with figures is made of: templates that escape, and a policy that lets nothing else in.

pub mod policy;

use crate::ReportError;
use minijinja::{Environment, HtmlEscape, UndefinedBehavior, Value};
use tenfold_analysis::text::visible;

/// Templates that escape every string on its way in, and show characters that act as marks.
///
/// # Errors
/// [`ReportError::Template`] where a template is none.
pub fn templates(sources: &[(&'static str, &'static str)]) -> Result<Environment<'static>, ReportError> {
    let mut templates = Environment::new();
    templates.set_trim_blocks(true);
    templates.set_lstrip_blocks(true);
    templates.set_undefined_behavior(UndefinedBehavior::Strict);
    templates.set_formatter(|out, state, value| match value.as_str().filter(|_| !value.is_safe()) {
        Some(text) => minijinja::escape_formatter(out, state, &Value::from(unbroken(&visible(text)))),
        None => minijinja::escape_formatter(out, state, value),
    });
    templates.add_filter("said", |text: &str| Value::from_safe_string(said(text)));
    for (name, source) in sources {
        templates.add_template(name, source)?;
    }
    Ok(templates)
}

/// `text` with spaces that end no line inside "threaded × 2" and "[1.24, 1.45]" and between a number and its unit.
fn unbroken(text: &str) -> String {
    let mut joined = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find(' ') {
        let (before, after) = (&rest[..at], &rest[at + 1..]);
        let next = after.split([' ', ',', '.', ':', ';', ']', ')']).next().unwrap_or_default();
        let of_number = before.ends_with(|c: char| c.is_ascii_digit()) && ["s", "ms", "µs", "ns", "%"].contains(&next);
        let of_interval = before.starts_with('[')
            && before.ends_with(',')
            && after.split(' ').next().is_some_and(|word| word.contains(']'));
        joined.push_str(before);
        joined.push(if of_number || of_interval || next == "×" || before.ends_with('×') && before.len() == 2 {
            '\u{a0}'
        } else {
            ' '
        });
        rest = after;
    }
    joined + rest
}

/// Longer words are broken where they have to be, on a phone.
const LONGEST_WHOLE: usize = 24;

/// A sentence, escaped, in which no line ends at the hyphen of a name like "c-openmp".
fn said(text: &str) -> String {
    let text = unbroken(&visible(text));
    let word = |word: &str| {
        let escaped = HtmlEscape(word);
        let hyphen = word.trim_matches('-').contains('-');
        match hyphen && word.chars().count() <= LONGEST_WHOLE {
            true => format!("<span class=\"whole\">{escaped}</span>"),
            false => escaped.to_string(),
        }
    };
    text.split(' ').map(word).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::{said, unbroken};

    #[test]
    fn names_are_whole_and_nothing_is_markup() {
        assert_eq!(
            said("c-openmp × 2 is <b>fast</b>, 97 % of the ideal – a-name-that-is-longer-than-a-line"),
            "<span class=\"whole\">c-openmp\u{a0}×\u{a0}2</span> is &lt;b&gt;fast&lt;&#x2f;b&gt;, 97\u{a0}% of the ideal – \
             a-name-that-is-longer-than-a-line"
        );
    }

    #[test]
    fn names_and_quantities_are_not_broken() {
        assert_eq!(
            unbroken("threaded × 2: 2.82 s → 256 µs, 69 % of 2 seconds, 1.40× [1.24, 1.45] as [fast, or not]"),
            "threaded\u{a0}×\u{a0}2: 2.82\u{a0}s → 256\u{a0}µs, 69\u{a0}% of 2 seconds, 1.40× [1.24,\u{a0}1.45] as [fast, or not]"
        );
        assert_eq!(unbroken(" no space is lost  "), " no space is lost  ");
    }
}
