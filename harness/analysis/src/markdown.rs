//! Strings that are not ours inside Markdown: every letter that Markdown, remark.js, MyST, a notebook or GitHub would obey becomes
//! a character reference, which all of them show and none obeys.

use crate::text::visible;

/// `text` in one line, as it is read.
pub fn escape(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    // Whether there was nothing yet but what makes a list, a rule or a heading at the beginning of a line.
    let mut beginning = true;
    let text = visible(text);
    for (at, letter) in text.char_indices() {
        match letter {
            '\n' | '\t' => safe.push(' '),
            // Emphasis, code, links, tables, HTML, mathematics, remark's and MyST's own syntax.
            '&' | '<' | '>' | '[' | ']' | '{' | '}' | '`' | '*' | '_' | '#' | '|' | '\\' | '~' | '$' | '!' | '?' => {
                safe.push_str(&format!("&#{};", letter as u32));
            }
            // A word joiner: GitHub would call a person so named, escaped or not.
            '@' => safe.push_str("@\u{2060}"),
            '-' | '+' | '=' | ':' if beginning => safe.push_str(&format!("&#{};", letter as u32)),
            // "1. " numbers a list, "1.5" does not.
            '.' | ')' if beginning && !text[at + 1..].starts_with(|c: char| c.is_ascii_digit()) => {
                safe.push_str(&format!("&#{};", letter as u32));
            }
            letter => safe.push(letter),
        }
        beginning &= matches!(letter, '-' | '+' | '=' | ':' | '.' | ')' | ' ' | '0'..='9');
    }
    safe
}

/// A fenced block that `text` cannot leave.
pub fn fenced(language: &str, text: &str) -> String {
    let text = visible(text);
    let longest = text.lines().map(|line| line.chars().take_while(|c| *c == '`').count()).max().unwrap_or(0);
    let fence = "`".repeat(3.max(longest + 1));
    // A line of `---` would end a slide of remark.js even inside a fence.
    let lines: Vec<String> = text.lines().map(|l| if is_rule(l) { format!(" {l}") } else { l.to_string() }).collect();
    format!("{fence}{language}\n{}\n{fence}", lines.join("\n"))
}

fn is_rule(line: &str) -> bool {
    matches!(line.trim_end(), "---" | "--" | "???")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_is_obeyed() {
        assert_eq!(escape("<b>a_b*</b>"), "&#60;b&#62;a&#95;b&#42;&#60;/b&#62;");
        assert_eq!(escape("{{ x }}"), "&#123;&#123; x &#125;&#125;");
        assert_eq!(escape("@ada"), "@\u{2060}ada");
        assert_eq!(escape("---"), "&#45;&#45;&#45;");
        assert_eq!(escape("1. one - two"), "1&#46; one - two");
        assert_eq!(escape("a\n\n# b"), "a  &#35; b");
        assert_eq!(escape("it is 3.10 ms [3.08, 3.2]"), "it is 3.10 ms &#91;3.08, 3.2&#93;");
        assert_eq!(escape("a\u{202e}b"), "a\u{fffd}b");
    }

    #[test]
    fn a_fence_is_longer_than_those_inside() {
        assert_eq!(fenced("rust", "a\n````\nb"), "`````rust\na\n````\nb\n`````");
        assert_eq!(fenced("rust", "a\n---\nb"), "```rust\na\n ---\nb\n```");
    }
}
