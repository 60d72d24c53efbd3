//! Figures: each answers one question, and is a pure function from a plain model to an SVG.
//!
//! Each has a folder: `model.rs` holds what is shown, numbers and words as `tenfold-analysis` found them; `draw.rs` draws it,
//! `csv.rs` gives the numbers behind it. Nothing here finds anything. The same model gives the same bytes. `svg` makes a figure for embedding: it follows the colours and the fonts of the page around
//! it through [`css`], which the page holds once. [`standalone`] makes the same figure a file of its own.
//!
//! Drawing is by plotters' SVG backend through a small canvas, which adds what plotters lacks: colours that follow the
//! theme, a description of every mark for the pointer, and tenths of a pixel.

mod canvas;
pub mod class;
pub mod climb;
pub mod distribution;
pub mod document;
pub mod duel;
mod error;
mod figure;
pub mod flamegraph;
pub mod gauge;
pub mod guess;
pub mod history;
pub mod ladder;
mod layout;
pub mod lettering;
pub mod marker;
pub mod messages;
mod pen;
mod plot;
pub mod power;
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

pub use class::Class;
pub use climb::Climb;
pub use distribution::Distribution;
pub use duel::Duel;
pub use error::ReportError;
pub use figure::Figure;
pub use flamegraph::flamegraph;
pub use gauge::Gauge;
pub use guess::Guess;
pub use history::History;
pub use ladder::Ladder;
pub use messages::Messages;
pub use power::Power;
pub use problem::Problem;
pub use roofline::Roofline;
pub use scaling::Scaling;
pub use theme::{css, inks, standalone};
pub use timeline::Timeline;

use tenfold_analysis::format;

/// Longest name inside a figure; what stands around it has the whole.
const LONGEST_NAME: usize = 28;

/// What a figure is for; the same code draws both.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Size {
    /// In the page: 720 px wide, text at least 13 px, as high as its content.
    Page,
    /// In the page on a phone: 336 px wide, text at least 12 px. What has no room stands in the page's table.
    Narrow,
    /// For a hundred people: 1600 × 800, text at least 28 px, strokes at least 3 px. Higher only if the rows do not fit.
    Slide,
    /// On a slide whose title, answer and evidence are text of the slide: the same letters, 1600 × 560.
    Band,
}

/// A median with its interval over launches.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Estimate {
    /// The median, in the unit of the figure.
    pub value: f64,
    /// Lower and upper end of the interval; none where there are too few launches for one.
    pub interval: Option<(f64, f64)>,
    /// Number of launches behind it.
    pub n: usize,
}

impl Estimate {
    /// Whether value and interval are finite and in order; only such are drawn.
    pub fn is_sound(&self) -> bool {
        let (low, high) = self.ends();
        low.is_finite() && low <= self.value && self.value <= high && high.is_finite()
    }

    /// Whether it can stand on a logarithmic axis: sound, and its interval above zero.
    pub fn is_positive(&self) -> bool {
        self.is_sound() && self.low() > 0.0
    }

    /// Lower end of the interval; the value itself where there is none.
    fn low(&self) -> f64 {
        self.ends().0
    }

    /// Upper end of the interval; the value itself where there is none.
    fn high(&self) -> f64 {
        self.ends().1
    }

    fn ends(&self) -> (f64, f64) {
        self.interval.unwrap_or((self.value, self.value))
    }

    /// The estimate in words: `1.20 ms [1.18, 1.23], n = 12`.
    fn in_seconds(&self) -> String {
        match self.interval {
            Some((low, high)) => {
                format!("{}, n = {}", format::seconds_interval(self.value, low, high), self.n)
            }
            None => self.in_words(format::seconds),
        }
    }

    /// The estimate in words: `413× [402, 421], n = 12`.
    fn as_ratio(&self) -> String {
        match self.interval {
            Some((low, high)) => format!("{}, n = {}", format::ratio_interval(self.value, low, high), self.n),
            None => self.in_words(format::ratio),
        }
    }

    /// The estimate in words, every number as `write` writes it: `82 % [79 %, 84 %], n = 12`.
    fn in_words(&self, write: impl Fn(f64) -> String) -> String {
        let interval = match self.interval {
            Some((low, high)) => format!(" [{}, {}]", write(low), write(high)),
            None => ", no interval".into(),
        };
        format!("{}{interval}, n = {}", write(self.value), self.n)
    }
}

impl From<&tenfold_stats::Estimate> for Estimate {
    fn from(estimate: &tenfold_stats::Estimate) -> Estimate {
        let interval = estimate.interval.map(|i| (i.low, i.high));
        Estimate { value: estimate.value, interval, n: estimate.n }
    }
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
