//! The deck for remark.js: Markdown as EPCC's courses write it, to be loaded by the course's own page.
//!
//! Slides are separated by `---`, notes follow `???`; the first slide takes the template `titleslide` of EPCC's theme
//! (github.com/EPCCed/remark_theme), which remark.js passes over where the theme is not loaded.

use super::markdown::escape;
use super::written::block;
use super::{Deck, Slide};

/// The deck as Markdown.
pub(super) fn markdown(deck: &Deck) -> String {
    deck.slides.iter().map(slide).collect::<Vec<_>>().join("\n---\n\n")
}

fn slide(slide: &Slide) -> String {
    let mut parts = Vec::new();
    if slide.opening {
        // A property is recognised at the very beginning of a slide only.
        parts.push("template: titleslide".to_string());
    }
    if !slide.title.is_empty() {
        parts.push(format!("# {}", escape(&slide.title)));
    }
    parts.extend(slide.blocks.iter().map(block).filter(|text| !text.is_empty()));
    if !slide.evidence.is_empty() {
        parts.push(format!(".footnote[{}]", escape(&slide.evidence)));
    }
    if !slide.notes.is_empty() {
        parts.push("???".into());
        parts.extend(slide.notes.iter().map(|note| escape(note)));
    }
    parts.join("\n\n") + "\n"
}
