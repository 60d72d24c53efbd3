//! The deck as a text: plain Markdown for Sphinx (MyST) and Jupyter courses, a section for each slide.

use super::written::block;
use super::{Deck, Slide};
use tenfold_analysis::markdown::escape;

/// The deck as Markdown.
pub(super) fn markdown(deck: &Deck) -> String {
    let mut parts = vec![format!("# {}", escape(&deck.title))];
    let mut kicker = "";
    for slide in &deck.slides {
        // A chapter opens where the kernel changes; what belongs to no kernel stands a level higher again.
        if slide.kicker != kicker && !slide.kicker.is_empty() {
            parts.push(format!("## {}", escape(&slide.kicker)));
        }
        kicker = &slide.kicker;
        parts.extend(section(slide));
    }
    parts.join("\n\n") + "\n"
}

fn section(slide: &Slide) -> Vec<String> {
    let mut parts = Vec::new();
    if !slide.opening && !slide.title.is_empty() {
        let level = if slide.kicker.is_empty() { "##" } else { "###" };
        parts.push(format!("{level} {}", escape(&slide.title)));
    }
    parts.extend(slide.blocks.iter().map(block).filter(|text| !text.is_empty()));
    if !slide.evidence.is_empty() {
        parts.push(format!("*{}*", escape(&slide.evidence)));
    }
    parts
}
