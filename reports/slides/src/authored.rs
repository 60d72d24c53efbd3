//! An instructor's own text: references resolved, written as Markdown and as HTML that holds nothing active.

use super::deck_file::{DeckError, Problem};
use super::reference::{References, Resolved};
use pulldown_cmark::{CowStr, Event, Options, Parser, Tag, TagEnd, TextMergeWithOffset, html};
use std::ops::Range;
use tenfold_analysis::markdown::escape;
use tenfold_analysis::text::visible;

/// What encloses a name.
pub(super) const OPEN: &str = "{{";
pub(super) const CLOSE: &str = "}}";

/// The first of the letters that stand for what was resolved, one each, while Markdown is read (Unicode's private use).
const MARK: u32 = 0xE000;

/// Private letters there are: more references in one slide than anybody reads.
const MOST: usize = 0xF8FF - 0xE000;

/// Text with its references resolved.
pub(super) struct Written {
    /// As Markdown.
    pub markdown: String,
    /// As HTML.
    pub html: String,
    /// The results it names, in order.
    pub resolved: Vec<Resolved>,
}

/// Writes `text`, whose first line is number `line` of its file.
pub(super) fn write(text: &str, line: usize, references: &References<'_, '_>) -> Result<Written, DeckError> {
    let text: String = visible(text).chars().map(|c| if is_mark(c) { '\u{fffd}' } else { c }).collect();
    let mut marked = text.clone();
    let mut resolved = Vec::new();
    let places = places(&text, line)?;
    for place in &places {
        let name = text[place.start + OPEN.len()..place.end - CLOSE.len()].trim();
        let at = line + text[..place.start].matches('\n').count();
        let fault = |why| DeckError { line: at, problem: Problem::Reference { name: name.to_string(), why } };
        resolved.push(references.resolve(name).map_err(fault)?);
    }
    for (index, place) in places.iter().enumerate().rev() {
        marked.replace_range(place.clone(), &mark(index).to_string());
    }
    let shown = |of: &dyn Fn(&str) -> String| {
        let letters = marked.chars().map(|c| index_of(c).map_or(c.to_string(), |i| of(&resolved[i].text)));
        letters.collect::<String>()
    };
    Ok(Written { markdown: shown(&escape), html: to_html(&marked, &resolved), resolved })
}

/// The references in one line of plain text, resolved in place.
pub(super) fn line(
    text: &str,
    at: usize,
    references: &References<'_, '_>,
) -> Result<(String, Vec<Resolved>), DeckError> {
    let (mut shown, mut resolved, mut rest) = (String::new(), Vec::new(), text);
    while let Some(open) = rest.find(OPEN) {
        let close = rest[open..].find(CLOSE).ok_or(DeckError { line: at, problem: Problem::OpenReference })?;
        let name = rest[open + OPEN.len()..open + close].trim();
        let fault = |why| DeckError { line: at, problem: Problem::Reference { name: name.to_string(), why } };
        let found = references.resolve(name).map_err(fault)?;
        shown += &rest[..open];
        shown += &found.text;
        resolved.push(found);
        rest = &rest[open + close + CLOSE.len()..];
    }
    Ok((shown + rest, resolved))
}

/// Where references stand in the text, outside code; a picture is a mistake.
fn places(text: &str, line: usize) -> Result<Vec<Range<usize>>, DeckError> {
    let mut places = Vec::new();
    let mut in_code = false;
    let line_of = |at: usize| line + text[..at].matches('\n').count();
    for (event, range) in TextMergeWithOffset::new(Parser::new_ext(text, options()).into_offset_iter()) {
        match event {
            Event::Start(Tag::CodeBlock(_)) => in_code = true,
            Event::End(TagEnd::CodeBlock) => in_code = false,
            Event::Start(Tag::Image { dest_url, .. }) => {
                return Err(DeckError { line: line_of(range.start), problem: Problem::Picture(dest_url.to_string()) });
            }
            Event::Text(_) if !in_code => {
                let mut at = range.start;
                while let Some(open) = text[at..range.end].find(OPEN).map(|open| at + open) {
                    let end = text[open..range.end].find(CLOSE).map(|close| open + close + CLOSE.len());
                    let fault = DeckError { line: line_of(open), problem: Problem::OpenReference };
                    let end = end.filter(|end| !text[open..*end].contains('\n')).ok_or(fault)?;
                    places.push(open..end);
                    at = end;
                }
            }
            _ => {}
        }
    }
    places.truncate(MOST);
    Ok(places)
}

/// The HTML of marked text. Raw HTML is shown as the text it is, and a link leads to the web or nowhere.
fn to_html(marked: &str, resolved: &[Resolved]) -> String {
    let put = |text: CowStr<'_>| -> String {
        text.chars().map(|c| index_of(c).map_or(c.to_string(), |i| visible(&resolved[i].text))).collect()
    };
    let events = Parser::new_ext(marked, options()).map(|event| match event {
        Event::Text(text) => Event::Text(put(text).into()),
        Event::Html(text) | Event::InlineHtml(text) => Event::Text(put(text).into()),
        Event::Start(Tag::Link { link_type, dest_url, title, id }) => {
            let dest_url = if is_web(&dest_url) { dest_url } else { "#".into() };
            Event::Start(Tag::Link { link_type, dest_url, title, id })
        }
        other => other,
    });
    let mut out = String::new();
    html::push_html(&mut out, events);
    out
}

/// What an own text may use beside plain Markdown.
pub(super) fn options() -> Options {
    Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH
}

fn is_web(url: &str) -> bool {
    ["https://", "http://", "mailto:"].iter().any(|scheme| url.to_ascii_lowercase().starts_with(scheme))
}

fn mark(index: usize) -> char {
    char::from_u32(MARK + index as u32).expect("fewer than private letters")
}

fn is_mark(letter: char) -> bool {
    index_of(letter).is_some()
}

fn index_of(letter: char) -> Option<usize> {
    let index = (letter as u32).checked_sub(MARK)? as usize;
    (index <= MOST).then_some(index)
}

#[cfg(test)]
mod tests {
    use super::*;
    use tenfold_analysis::findings::Findings;
    use tenfold_analysis::testing::{cell, part, run};

    fn written(text: &str) -> Result<Written, DeckError> {
        let part =
            part("traffic").with(cell("naive").takes_each(&[8.0; 6])).with(cell("vectorised").takes_each(&[1.0; 6]));
        let run = run("<b>Is it?</b>").with(part).built();
        write(text, 10, &References { findings: &Findings::of(&run) })
    }

    #[test]
    fn references_stand_in_text_and_not_in_code() {
        let found = written("It is **{{ traffic.vectorised/naive }}** and\n\n- `{{ this }}`\n\n```\n{{ that }}\n```\n")
            .unwrap();
        assert_eq!(
            found.html,
            "<p>It is <strong>8.00×</strong> and</p>\n<ul>\n<li><code>{{ this }}</code></li>\n</ul>\n<pre><code>{{ that \
             }}\n</code></pre>\n"
        );
        assert!(found.markdown.starts_with("It is **8.00×** and\n"));
        assert_eq!(found.resolved.len(), 1);
    }

    #[test]
    fn what_a_run_says_is_never_obeyed() {
        let found = written("{{ run.question }}").unwrap();
        assert_eq!(found.html, "<p>&lt;b&gt;Is it?&lt;/b&gt;</p>\n");
        assert_eq!(found.markdown, "&#60;b&#62;Is it&#63;&#60;/b&#62;");
    }

    #[test]
    fn nothing_active_passes() {
        let found =
            written("a <b onclick=x>c</b> [a](javascript:x) <img src=x onerror=y>\n\n<script>x()</script>\n").unwrap();
        assert!(
            !found.html.contains("<script")
                && !found.html.contains("<img")
                && !found.html.contains("<b ")
                && !found.html.contains("javascript:")
        );
        // A line that begins with markup is one run of it, links and all.
        assert!(
            written("a [b](https://c.d) [e](data:x)")
                .unwrap()
                .html
                .contains("<a href=\"https://c.d\">b</a> <a href=\"#\">")
        );
    }

    #[test]
    fn mistakes_name_their_line() {
        let fault = |text: &str| written(text).err().unwrap();
        assert_eq!(fault("a\n\nb {{ traffic.naive").line, 12);
        assert_eq!(fault("a {{ traffic.naive\n}}").problem, Problem::OpenReference);
        assert_eq!(fault("a\nb ![c](d.png)"), DeckError { line: 11, problem: Problem::Picture("d.png".into()) });
        assert!(matches!(fault("{{ trafic.naive }}").problem, Problem::Reference { .. }));
    }
}
