//! The roofline (Williams, Waterman and Patterson 2009): what limits it?
//!
//! Operations per byte against operations per second, both logarithmic. A slanted roof for each level of the memory
//! hierarchy, a flat one for each kind of arithmetic, each labelled with its measured value.

mod drawing;

use super::sheet::Sheet;
use super::{Estimate, LeftOut, Size};
use super::{lettering, plot};
use crate::format;
use tenfold_record::Rung;

/// What a roofline shows.
#[derive(Clone, Debug, PartialEq)]
pub struct Roofline {
    /// The question: `What limits it?`
    pub title: String,
    /// The answer, computed by the caller.
    pub caption: String,
    /// What is counted: `flop`, `op`.
    pub unit: String,
    /// The measured ceilings.
    pub roofs: Vec<Roof>,
    /// The variants.
    pub points: Vec<Point>,
    /// Variants that are not drawn, with the reason.
    pub left_out: Vec<LeftOut>,
    /// Where the numbers come from.
    pub footer: String,
}

/// A measured ceiling.
#[derive(Clone, Debug, PartialEq)]
pub struct Roof {
    /// What it is: `L2`, `memory`, `multiply–add, AVX-512`.
    pub label: String,
    /// How much of it there is.
    pub height: Height,
}

/// How much of a resource there is.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Height {
    /// Bytes per second of a level of the memory hierarchy: a slanted roof.
    Bytes(f64),
    /// Operations per second of a kind of arithmetic: a flat roof.
    Operations(f64),
}

/// One variant.
#[derive(Clone, Debug, PartialEq)]
pub struct Point {
    /// Its name.
    pub label: String,
    /// Its rung, which gives colour and marker.
    pub rung: Rung,
    /// Operations per compulsory byte of the algorithm.
    pub intensity: f64,
    /// Operations per byte that it really streams, as the end of a horizontal bar; none if not known.
    pub streamed: Option<f64>,
    /// Operations per second.
    pub rate: Estimate,
    /// Its share of the roof above it.
    pub share: Option<f64>,
}

impl Roofline {
    /// The figure as SVG for embedding.
    pub fn svg(&self, size: Size) -> String {
        let (points, unsound): (Vec<&Point>, Vec<&Point>) = self.points.iter().partition(|point| point.is_drawable());
        let mut left_out = self.left_out.clone();
        left_out.extend(unsound.iter().map(|point| LeftOut {
            label: point.label.clone(),
            reason: "it has no rate or no intensity above zero".into(),
            fault: false,
        }));
        let sheet = Sheet::new(size, &self.title, &self.caption, &left_out, &self.footer);
        if points.is_empty() {
            return sheet.nothing_measured(&self.title);
        }
        let style = &sheet.style;
        let key = style.is_narrow().then(|| drawing::Key::of(self, style, style.right() - style.left()));
        let (mut canvas, area) = sheet.open(match size {
            Size::Narrow => 400.0 + key.as_ref().map_or(0.0, |key| key.height(style)),
            Size::Page => 420.0,
            Size::Slide | Size::Band => 440.0,
        });
        drawing::Drawing::new(self, &points, style, area, key).draw(&mut canvas);
        let words = points.iter().map(|point| point.in_words(&self.unit));
        let roofs = self.roofs.iter().map(|roof| roof.in_words(&self.unit));
        let words: Vec<String> = words.chain(roofs).map(|sentence| sentence + ".").collect();
        canvas.finish(&format!("{} {}", self.title, self.caption), &words.join("\n"))
    }
}

impl Point {
    fn is_drawable(&self) -> bool {
        self.rate.is_positive() && self.intensity.is_finite() && self.intensity > 0.0
    }

    fn in_words(&self, unit: &str) -> String {
        let rate = self.rate.in_words(|rate| format::rate(rate, unit));
        let share = self.share.map_or(String::new(), |share| format!(", {} of the limit", format::share(share)));
        let intensity = format::number(self.intensity);
        format!("{}: {rate}, at {intensity} {unit} per byte{share}", self.label)
    }

    /// What stands beside the mark.
    fn text(&self) -> String {
        self.share.map_or(self.label.clone(), |share| format!("{} · {}", self.label, format::share(share)))
    }
}

impl Roof {
    fn in_words(&self, unit: &str) -> String {
        self.label.clone() + &self.height_in_words(unit)
    }

    /// The same no wider than `most`: the name is cut, never the value.
    fn in_words_within(&self, unit: &str, size: f64, most: f64) -> String {
        let height = self.height_in_words(unit);
        lettering::shorten(&self.label, size, false, most - lettering::width(&height, size, false)) + &height
    }

    fn height_in_words(&self, unit: &str) -> String {
        match self.height {
            Height::Bytes(bytes) => format!(" {}", format::rate(bytes, "B")),
            Height::Operations(operations) => format!(": {}", format::rate(operations, unit)),
        }
    }
}

/// A tick of the axis of intensities.
fn intensity_tick(value: f64) -> (f64, String) {
    (value, plot::tick_text(&format::number(value)))
}
