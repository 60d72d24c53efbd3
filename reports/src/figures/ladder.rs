//! The ladder: how much is each rung worth?
//!
//! One row a variant on a logarithmic axis of time, rung by rung; the factor from rung to rung stands between two rungs.

mod drawing;

use super::plot;
use super::sheet::Sheet;
use super::{Estimate, LeftOut, Size};
use tenfold_record::Rung;

/// What a ladder shows.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Ladder {
    /// The question: `How much is each rung worth?`
    pub title: String,
    /// The answer, computed by the caller.
    pub caption: String,
    /// The variants, in the order to be drawn: rung by rung, peers last. A row without a time above zero is named as left out.
    pub rows: Vec<Row>,
    /// The variant that all are compared with, in the head of the column of factors.
    pub base_label: String,
    /// The least time that the machine allows.
    pub limit: Option<Limit>,
    /// Variants without a row, with the reason.
    pub left_out: Vec<LeftOut>,
    /// Where the numbers come from: problem, launches, interval, run, machine.
    pub footer: String,
}

/// One variant.
#[derive(Clone, Debug, PartialEq)]
pub struct Row {
    /// Its name.
    pub label: String,
    /// Its rung, which gives colour and marker.
    pub rung: Rung,
    /// Its time in seconds.
    pub seconds: Estimate,
    /// How many times faster than the base it is; none for the base itself.
    pub factor_to_base: Option<Estimate>,
    /// What its rung is worth, on the first row of the rung.
    pub rung_factor: Option<RungFactor>,
    /// What was guessed before.
    pub guess: Option<Guess>,
    /// The median of each launch in seconds, drawn as faint dots.
    pub launches: Vec<f64>,
}

/// How many times faster the best variant of a rung is than the best of the rung before.
#[derive(Clone, Debug, PartialEq)]
pub struct RungFactor {
    /// The factor.
    pub ratio: Estimate,
    /// Which two it compares: `vectorised over naive`.
    pub words: String,
}

/// A guess about one variant.
#[derive(Clone, Debug, PartialEq)]
pub struct Guess {
    /// The time it would have taken, in seconds.
    pub seconds: f64,
    /// What was guessed: `the guess: 8× the naive loop`.
    pub text: String,
    /// The same where there is no room for that: `guess 8×`.
    pub short: String,
}

/// The least time that the machine allows.
#[derive(Clone, Debug, PartialEq)]
pub struct Limit {
    /// In seconds.
    pub seconds: f64,
    /// What limits, with its value: `limit of one core, 280 µs`.
    pub label: String,
}

impl Ladder {
    /// The figure as SVG for embedding.
    pub fn svg(&self, size: Size) -> String {
        let (rows, unsound): (Vec<&Row>, Vec<&Row>) = self.rows.iter().partition(|row| row.seconds.is_positive());
        let mut left_out = self.left_out.clone();
        left_out.extend(unsound.iter().map(|row| LeftOut {
            label: row.label.clone(),
            reason: "no time above zero was measured".into(),
            fault: true,
        }));
        let sheet = Sheet::new(size, &self.title, &self.caption, &left_out, &self.footer);
        if rows.is_empty() {
            return sheet.nothing_measured(&self.title);
        }
        let style = &sheet.style;
        let head = style.small * 1.7;
        let step = match size {
            Size::Narrow => style.text * 1.3 + style.mark * 4.0,
            Size::Page => 36.0,
            Size::Slide | Size::Band => 42.0,
        };
        let (mut canvas, area) = sheet.open(head + step * drawing::between::height(&rows) + plot::axis_height(style));
        drawing::Drawing::new(self, &rows, style, area, head).draw(&mut canvas);
        canvas.finish(&format!("{} {}", self.title, self.caption), &self.in_words(&rows))
    }

    /// The rows as sentences, for who cannot see them.
    fn in_words(&self, rows: &[&Row]) -> String {
        let mut words: Vec<String> = rows.iter().map(|row| format!("{}.", row.in_words(&self.base_label))).collect();
        words.extend(self.limit.iter().map(|limit| format!("{}.", limit.label)));
        words.join("\n")
    }
}

impl Row {
    /// The row as a sentence.
    pub(super) fn in_words(&self, base: &str) -> String {
        let factor = match &self.factor_to_base {
            Some(factor) => format!("{} faster than {base}", factor.as_ratio()),
            None => "the base".into(),
        };
        format!("{}: {}; {factor}", self.label, self.seconds.in_seconds())
    }
}
