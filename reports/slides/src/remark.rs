//! The deck for remark.js: Markdown as EPCC's courses write it, to be loaded by the course's own page.
//!
//! Slides are separated by `---`, notes follow `???`; the first slide takes the template `titleslide` of EPCC's theme
//! (github.com/EPCCed/remark_theme), which remark.js passes over where the theme is not loaded.

use super::written::block;
use super::{Block, Deck, Slide};
use tenfold_analysis::markdown::escape;

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
    let said = is_said_by_a_figure(slide);
    let blocks = slide.blocks.iter().filter(|b| !(said && matches!(b, Block::Answer { .. })));
    parts.extend(blocks.map(block).filter(|text| !text.is_empty()));
    if !slide.evidence.is_empty() && !said {
        parts.push(format!(".footnote[{}]", escape(&slide.evidence)));
    }
    if !slide.notes.is_empty() {
        parts.push("???".into());
        parts.extend(slide.notes.iter().map(|note| escape(note)));
    }
    parts.join("\n\n") + "\n"
}

/// Whether a figure's file has the answer and the evidence in it: a slide of remark.js has no room for both.
fn is_said_by_a_figure(slide: &Slide) -> bool {
    let answers =
        || slide.blocks.iter().filter_map(|b| if let Block::Answer { text, .. } = b { Some(text) } else { None });
    slide
        .blocks
        .iter()
        .any(|b| matches!(b, Block::Figure(figure) if answers().any(|text| figure.alt.contains(text.as_str()))))
}
