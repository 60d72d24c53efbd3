//! Whether a slide has room for what is on it, before any browser shows it.
//!
//! An estimate by the sizes of `reveal/deck.css` on 1920 × 1080 pixels, with own text as small as the deck writes it, 24
//! pixels (18 pt, the least that a last row can read). Letters are as wide as in the widest font that a page commonly
//! gets, so that what has room here has room with the others too. A test in the browser holds both together.

mod letters;
mod text;

use super::{Block, Figure, Slide, reveal};
use letters::{Face, Letters};
use text::spaced;

/// Size of own text, in pixels, where it is as small as it gets.
const TEXT: f64 = 24.0;

/// Width and height of a slide between its margins, in pixels.
const WIDTH: f64 = 1760.0;
const HEIGHT: f64 = 1080.0 - 52.0 - 44.0;

/// Distance between the parts of a slide, in pixels.
const GAP: f64 = 18.0;

/// Height of a line of own text, in pixels.
const LINE: f64 = TEXT * 1.35;

/// An own slide with more on it than it has room for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TooFull {
    /// The line of the deck file on which it begins, counted from 1.
    pub line: usize,
    /// How many lines of text it has too many, about, written as small as the deck writes them.
    pub lines: usize,
    /// Whether a figure is among what takes room.
    pub has_figure: bool,
}

impl TooFull {
    /// Whether `slide`, which begins on this line of a deck file, is too full.
    pub(super) fn of(slide: &Slide, line: usize) -> Option<TooFull> {
        let excess = height(slide) - HEIGHT;
        let has_figure = slide.blocks.iter().any(|block| matches!(block, Block::Figure(_)));
        (excess > 0.0).then(|| TooFull { line, lines: (excess / LINE).ceil() as usize, has_figure })
    }
}

/// Height of all that is on a slide, in pixels.
fn height(slide: &Slide) -> f64 {
    let title = match slide.opening {
        true => Font { size: 96.0, line: 1.15, face: Face::Bold }.height(&slide.title, 1600.0) + 32.0,
        false => Font { size: 60.0, line: 1.15, face: Face::Bold }.height(&slide.title, WIDTH) + 14.0,
    };
    let blocks: Vec<f64> = slide.blocks.iter().map(of_block).collect();
    let said = [
        (&slide.kicker, Font { size: 30.0, line: 1.2, face: Face::Regular }, WIDTH, 0.0),
        (&slide.evidence, Font { size: 25.0, line: 1.25, face: Face::Regular }, WIDTH - 150.0, 12.0),
    ];
    let said = said.into_iter().filter(|(text, ..)| !text.is_empty());
    title + spaced(&blocks, GAP) + said.map(|(text, font, room, above)| font.height(text, room) + above).sum::<f64>()
}

/// Height of a part of a slide, in pixels; of a figure the least at which it can be read.
fn of_block(block: &Block) -> f64 {
    let regular = |size: f64, line: f64| Font { size, line, face: Face::Regular };
    match block {
        Block::Answer { text, .. } => regular(38.0, 1.3).height(text, 1700.0),
        Block::Text(text) => regular(34.0, 1.35).height(text, WIDTH),
        Block::List(items) => {
            let items: Vec<f64> = items.iter().map(|item| regular(38.0, 1.3).height(item, WIDTH - 42.0)).collect();
            spaced(&items, GAP)
        }
        Block::Facts(facts) => {
            let (size, under, gap) = if reveal::is_dense(facts) { (28.0, 9.0, 8.0) } else { (36.0, 14.0, 14.0) };
            let of = |(name, said): &(String, String)| {
                let font = regular(size, 1.3);
                font.height(name, 360.0).max(font.height(said, WIDTH - 392.0)) + under
            };
            spaced(&facts.iter().map(of).collect::<Vec<_>>(), gap)
        }
        Block::Figure(figure) => figure.least_height(),
        Block::Code { code, beside } => {
            let lines = reveal::code::rows(&code.text) as f64 * TEXT * 1.32 + 36.0;
            let origin = 6.0 + regular(TEXT, 1.35).height(&code.origin, WIDTH / 2.0);
            (lines + origin).max(beside.as_ref().map_or(0.0, Figure::height))
        }
        Block::Markdown { text, .. } => text::height(text),
    }
}

/// How a text is written.
struct Font {
    /// In pixels.
    size: f64,
    /// Height of a line, as a multiple of the size.
    line: f64,
    face: Face,
}

impl Font {
    /// Height in pixels of `text` in a room so many pixels wide; an empty one has none.
    fn height(&self, text: &str, room: f64) -> f64 {
        match Letters::of(text, self.face) {
            letters if letters.is_empty() => 0.0,
            letters => letters.lines(room / self.size) as f64 * self.line * self.size,
        }
    }
}
