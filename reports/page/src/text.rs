//! Text from a run in the places of a page that no template escapes.

use tenfold_analysis::text::visible;

/// `text` escaped for HTML with its every blank kept: for numbers and sources, which are no sentences.
pub(crate) fn verbatim(text: &str) -> String {
    minijinja::HtmlEscape(&visible(text)).to_string()
}

/// A link to the file `name` beside the page: whatever the name holds, it is no other address (RFC 3986, section 2.1).
pub(crate) fn relative_link(name: &str) -> String {
    let plain = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'.' | b'_' | b'~');
    let encoded = name.bytes().map(|b| if plain(b) { char::from(b).to_string() } else { format!("%{b:02X}") });
    encoded.fold("./".to_string(), |link, part| link + &part)
}
