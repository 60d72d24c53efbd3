//! What a page holds packed, until a reader asks for it: deflated (RFC 1950), and in base 64 since a page is text.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use flate2::read::ZlibDecoder;
use flate2::write::ZlibEncoder;
use std::io::{Read, Write};

/// What stands before and behind what is packed.
const ENDS: (&str, &str) = ("<template class=\"packed\">", "</template>");

/// What stands in a fold until it is unpacked; the page's script hides it where it can unpack.
const NEEDED: &str = "<p class=\"needed muted\">Compressed to keep the page small: this part needs JavaScript.</p>";

/// Text, deflated and in base 64.
pub(super) fn deflated(text: &str) -> String {
    let mut encoder = ZlibEncoder::new(Vec::new(), flate2::Compression::default());
    let deflated = encoder.write_all(text.as_bytes()).and_then(|()| encoder.finish());
    STANDARD.encode(deflated.expect("memory takes what is written"))
}

/// Markup, packed.
pub(super) fn packed(markup: &str) -> String {
    format!("{}{}{}", ENDS.0, deflated(markup), ENDS.1)
}

/// The content of a fold, packed, and what is said in its place.
pub(super) fn folded(markup: &str) -> String {
    packed(markup) + NEEDED
}

/// A page as it is once everything in it is unpacked.
///
/// # Panics
/// It is no page of this crate.
pub fn unpacked(page: &str) -> String {
    let mut pieces = page.split(ENDS.0);
    let mut whole = pieces.next().unwrap_or_default().to_string();
    for piece in pieces {
        let (content, after) = piece.split_once(ENDS.1).expect("a template has an end");
        let deflated = STANDARD.decode(content).expect("what is packed is in base 64");
        ZlibDecoder::new(&*deflated).read_to_string(&mut whole).expect("what is packed is deflated text");
        whole += after.strip_prefix(NEEDED).unwrap_or(after);
    }
    whole
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_packed_is_small_harmless_and_comes_back() {
        let markup = "<tr><td>é</td></tr>\n".repeat(1000) + "</template><script>";
        let page = format!("a{}b{}c", folded(&markup), packed(""));
        assert!(page.len() < 1000 && !page.contains("<script"), "{page}");
        assert_eq!(unpacked(&page), format!("a{markup}bc"));
    }
}
