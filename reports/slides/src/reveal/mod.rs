//! The deck for reveal.js: one HTML file that works offline and holds nothing active but reveal.js and a few lines.

pub(super) mod code;

use super::{Block, Deck, Place, Slide, Theme};
use minijinja::Value;
use serde::Serialize;
use std::collections::BTreeSet;
use tenfold_figures::ReportError;
use tenfold_figures::document::{policy, templates};

const TEMPLATES: [(&str, &str); 1] = [("deck.html", include_str!("deck.html"))];

/// reveal.js 6.0.2, of which `vendor/reveal/README.md` says where from; what makes room; the speaker's window; the deck's few
/// lines.
const SCRIPTS: [&str; 4] = [
    include_str!("../../vendor/reveal/reveal.js"),
    include_str!("fit.js"),
    include_str!("speaker.js"),
    include_str!("deck.js"),
];

/// The deck as HTML.
pub(super) fn html(deck: &Deck) -> Result<String, ReportError> {
    let reveal = include_str!("../../vendor/reveal/reveal.css");
    let style = [reveal, &tenfold_figures::inks(), include_str!("deck.css"), &least_heights(deck)].join("\n");
    let script = SCRIPTS.join("\n");
    let templates = templates(&TEMPLATES)?;
    Ok(templates.get_template("deck.html")?.render(minijinja::context! {
        title => deck.title,
        theme => if deck.theme == Theme::Dark { "dark" } else { "light" },
        stacks => stacks(&deck.slides),
        policy => policy::policy(&[&style], &script),
        style => Value::from_safe_string(style),
        script => Value::from_safe_string(script),
    })?)
}

/// The slides from left to right; those of the appendix stand below the one before them.
fn stacks(slides: &[Slide]) -> Vec<Vec<SlideView<'_>>> {
    let below = |_: &Slide, slide: &Slide| slide.place == Place::Appendix;
    slides.chunk_by(below).map(|stack| stack.iter().map(SlideView::of).collect()).collect()
}

/// The rules that keep figures from becoming too small to read, one for each height.
fn least_heights(deck: &Deck) -> String {
    let blocks = deck.slides.iter().flat_map(|slide| &slide.blocks);
    let least = blocks.filter_map(|block| match block {
        Block::Figure(figure) => Some(FigureView::of(figure).least),
        _ => None,
    });
    let rule = |least: u32| format!(".reveal .body > .least-{least} {{ min-height: {least}px; }}\n");
    least.collect::<BTreeSet<u32>>().into_iter().map(rule).collect()
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
    Table { head: &'s [String], rows: &'s [Vec<String>] },
    Figure { figure: FigureView<'s> },
    Code { lines: Vec<code::Line>, origin: &'s str, beside: Option<FigureView<'s>> },
    Html { html: Value },
}

#[derive(Serialize)]
struct FigureView<'s> {
    alt: &'s str,
    svg: Value,
    /// The least height at which it can be read, in whole pixels.
    least: u32,
}

/// From so many facts on, they stand closer.
const DENSE: usize = 8;

/// Whether facts stand closer.
fn is_dense(facts: &[(String, String)]) -> bool {
    facts.len() >= DENSE
}

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
            Block::Facts(facts) => BlockView::Facts { facts, dense: is_dense(facts) },
            Block::Table { head, rows } => BlockView::Table { head, rows },
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
    fn of(figure: &'s super::SlideFigure) -> FigureView<'s> {
        FigureView {
            alt: &figure.alt,
            svg: Value::from_safe_string(figure.inline.clone()),
            least: figure.least_height().ceil() as u32,
        }
    }
}
