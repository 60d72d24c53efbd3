//! Figures: each answers one question, and is a pure function from a plain model to an SVG.
//!
//! Each has a folder: `model.rs` holds what is shown, numbers and words as `tenfold-analysis` found them; `draw.rs` draws it,
//! `csv.rs` gives the numbers behind it. Nothing here finds anything. The same model gives the same bytes. `svg` makes a figure for embedding: it follows the colours and the fonts of the page around
//! it through [`css`], which the page holds once. [`standalone`] makes the same figure a file of its own.
//!
//! Drawing is by plotters' SVG backend through a small canvas, which adds what plotters lacks: colours that follow the
//! theme, a description of every mark for the pointer, and tenths of a pixel.

mod canvas;
pub mod climb;
pub mod distribution;
pub mod document;
mod error;
mod estimate;
mod figure;
pub mod flamegraph;
pub mod gauge;
pub mod guess;
pub mod history;
mod labels;
pub mod ladder;
mod layout;
pub mod lettering;
pub mod marker;
pub mod messages;
mod pen;
mod plot;
pub mod problem;
pub mod roofline;
mod scale;
pub mod scaling;
pub mod selftest;
mod table;
#[cfg(test)]
mod tests;
mod theme;
pub mod timeline;

pub use climb::Climb;
pub use distribution::Distribution;
pub use error::ReportError;
pub use figure::Figure;
pub use flamegraph::flamegraph;
pub use gauge::Gauge;
pub use guess::Guess;
pub use history::History;
pub use ladder::Ladder;
pub use messages::Messages;
pub use problem::Problem;
pub use roofline::Roofline;
pub use scaling::Scaling;
pub use theme::{css, inks, standalone};
pub use timeline::Timeline;

/// Longest name inside a figure; what stands around it has the whole.
const LONGEST_NAME: usize = 28;

/// What a figure is for; the same code draws all.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Size<'a> {
    /// In the page, which has title and answer as its own text: 720 px wide, text at least 13 px, as high as its content.
    Page,
    /// In the page on a phone: 336 px wide, text at least 12 px. What has no room stands in the page's table.
    Narrow,
    /// A file for a hundred people, with its words: 1600 × 800, text at least 28 px, strokes at least 3 px. Higher only if
    /// the rows do not fit.
    Slide(Words<'a>),
    /// On a slide whose title, answer and evidence are text of the slide: the same letters, 1600 × 560.
    Band,
}

/// The words of a figure that stands alone.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Words<'a> {
    /// The question: `How much is each rung worth?`
    pub title: &'a str,
    /// The answer, computed by the caller.
    pub caption: &'a str,
    /// Where the numbers come from: problem, launches, interval, run, machine.
    pub footer: &'a str,
}

/// Something that belongs in the figure and is not drawn, and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LeftOut {
    /// What is missing.
    pub label: String,
    /// Why: `not installed`, `wrong answer: 3 cells differ`.
    pub reason: String,
    /// Whether it is a fault (a wrong answer, a crash), shown in red, and not merely absent.
    pub fault: bool,
}
