//! The deck for reveal.js: one HTML file that works offline and holds nothing active but reveal.js and a few lines.

mod code;

use super::{Block, Deck, Slide, Theme};
use crate::ReportError;
use crate::page::{policy, style, templates};
use minijinja::Value;
use serde::Serialize;

const TEMPLATES: [(&str, &str); 1] = [("deck.html", include_str!("deck.html"))];

/// reveal.js 6.0.2, of which `vendor/reveal/README.md` says where from; the speaker's window; the deck's few lines.
const SCRIPTS: [&str; 3] =
    [include_str!("../../../vendor/reveal/reveal.js"), include_str!("speaker.js"), include_str!("deck.js")];

/// The deck as HTML.
pub(super) fn html(deck: &Deck) -> Result<String, ReportError> {
    let style =
        [include_str!("../../../vendor/reveal/reveal.css"), &style::inks(), include_str!("deck.css")].join("\n");
    let script = SCRIPTS.join("\n");
    let templates = templates(&TEMPLATES)?;
    Ok(templates.get_template("deck.html")?.render(minijinja::context! {
        title => deck.title,
        theme => if deck.theme == Theme::Dark { "dark" } else { "light" },
        slides => deck.slides.iter().map(SlideView::of).collect::<Vec<_>>(),
        policy => policy::policy(&[&style], &script),
        style => Value::from_safe_string(style),
        script => Value::from_safe_string(script),
    })?)
}

/// A slide as the template is given it.
#[derive(Serialize)]
struct SlideView<'s> {
    kicker: &'s str,
    title: &'s str,
    opening: bool,
    blocks: Vec<BlockView<'s>>,
    evidence: &'s str,
    notes: &'s [String],
}

#[derive(Serialize)]
#[serde(tag = "kind", rename_all = "lowercase")]
enum BlockView<'s> {
    Answer { text: &'s str, late: bool },
    Text { text: &'s str },
    List { items: &'s [String] },
    Facts { facts: &'s [(String, String)], dense: bool },
    Figure { figure: FigureView<'s> },
    Code { lines: Vec<code::Line>, origin: &'s str, beside: Option<FigureView<'s>> },
    Html { html: Value },
}

#[derive(Serialize)]
struct FigureView<'s> {
    alt: &'s str,
    svg: Value,
}

/// From so many facts on, they stand closer.
const DENSE: usize = 8;

impl<'s> SlideView<'s> {
    fn of(slide: &'s Slide) -> SlideView<'s> {
        SlideView {
            kicker: &slide.kicker,
            title: &slide.title,
            opening: slide.opening,
            blocks: slide.blocks.iter().map(BlockView::of).collect(),
            evidence: &slide.evidence,
            notes: &slide.notes,
        }
    }
}

impl<'s> BlockView<'s> {
    fn of(block: &'s Block) -> BlockView<'s> {
        match block {
            Block::Answer { text, late } => BlockView::Answer { text, late: *late },
            Block::Text(text) => BlockView::Text { text },
            Block::List(items) => BlockView::List { items },
            Block::Facts(facts) => BlockView::Facts { facts, dense: facts.len() >= DENSE },
            Block::Figure(figure) => BlockView::Figure { figure: FigureView::of(figure) },
            Block::Code { code, beside } => BlockView::Code {
                lines: code::lines(&code.text),
                origin: &code.origin,
                beside: beside.as_ref().map(FigureView::of),
            },
            Block::Markdown { html, .. } => BlockView::Html { html: Value::from_safe_string(html.clone()) },
        }
    }
}

impl<'s> FigureView<'s> {
    fn of(figure: &'s super::Figure) -> FigureView<'s> {
        FigureView { alt: &figure.alt, svg: Value::from_safe_string(figure.inline.clone()) }
    }
}
