//! What the two Markdown formats share: a slide's blocks as Markdown.

use super::{Block, SlideFigure};
use tenfold_analysis::markdown::{escape, fenced};

/// The folder of the figures, beside the Markdown.
pub(super) const FIGURES: &str = "figures";

/// A block as Markdown; empty where it has nothing to show there.
pub(super) fn block(block: &Block) -> String {
    match block {
        Block::Answer { text, .. } => format!("**{}**", escape(text)),
        Block::Text(text) => escape(text),
        Block::List(items) => items.iter().map(|item| format!("- {}", escape(item))).collect::<Vec<_>>().join("\n"),
        Block::Facts(facts) => {
            let rows = facts.iter().map(|(name, value)| format!("| {} | {} |", escape(name), escape(value)));
            format!("| | |\n|---|---|\n{}", rows.collect::<Vec<_>>().join("\n"))
        }
        Block::Table { head, rows } => {
            let line =
                |places: &[String]| format!("| {} |", places.iter().map(|p| escape(p)).collect::<Vec<_>>().join(" | "));
            let rule = format!("|{}", "---|".repeat(head.len()));
            [line(head), rule].into_iter().chain(rows.iter().map(|row| line(row))).collect::<Vec<_>>().join("\n")
        }
        Block::Figure(figure) => image(figure),
        Block::Code { code, .. } => fenced(code.language, &code.text),
        Block::Markdown { text, .. } => text.clone(),
    }
}

/// A link to the figure's file; nothing for one that has none.
fn image(figure: &SlideFigure) -> String {
    match figure.name.as_str() {
        "" => String::new(),
        name => format!("![{}]({FIGURES}/{name}.svg)", escape(&figure.alt)),
    }
}
