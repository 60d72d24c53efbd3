//! What stands between two rungs of a ladder: what the second one is worth.

use super::super::{Row, RungFactor};
use super::Drawing;
use crate::canvas::{Align, Canvas, Group, Lettering};
use crate::estimate::Drawn;
use crate::layout::Style;
use crate::theme::Ink;
use crate::{labels, lettering};
use tenfold_analysis::findings::Worth;
use tenfold_analysis::format;

/// Height of the gap between two rungs, in rows.
const GAP: f64 = 0.6;

/// Height of the air above the first row, in rows: on a slide a row is hardly higher than its letters.
const AIR: f64 = 0.3;

/// Whether a gap lies between two rows: they are on different rungs.
fn apart(above: &Row, below: &Row) -> bool {
    above.rung != below.rung
}

/// Height of `rows` with what is between them and above them, in rows.
pub(in super::super) fn height(rows: &[&Row]) -> f64 {
    top(rows, rows.len())
}

/// Where row `index` begins, in rows.
pub(super) fn top(rows: &[&Row], index: usize) -> f64 {
    let gaps = rows.windows(2).take(index.min(rows.len() - 1)).filter(|pair| apart(pair[0], pair[1])).count();
    AIR + index as f64 + GAP * gaps as f64
}

/// Width of the column.
pub(super) fn width(rows: &[&Row], style: &Style) -> f64 {
    let texts = rows.iter().filter_map(|row| Some(text(row.rung_factor.as_ref()?)));
    texts.map(|text| lettering::width(&text, style.small, true)).fold(0.0, f64::max)
}

fn text(factor: &RungFactor) -> String {
    // An interval that holds 1 does not tell the two apart.
    match Worth::of(&factor.ratio) {
        Worth::Nothing => "no difference".into(),
        Worth::Unresolved => "too noisy".into(),
        Worth::Helped | Worth::Hurt | Worth::Unknown => format::ratio(factor.ratio.value),
    }
}

/// Least distance between two factors, in letters' sizes.
const LINE: f64 = 1.25;

impl Drawing<'_> {
    /// The factors from rung to rung, in their own column, each in the gap above the first row of its rung, or in its row where
    /// there is none.
    pub(super) fn steps(&self, canvas: &mut Canvas) {
        let small = self.style.small;
        let step = |index: usize| {
            let row = self.rows[index];
            let above = index.checked_sub(1).filter(|above| apart(self.rows[*above], row));
            let y = above.map_or(self.y(index), |above| f64::midpoint(self.y(above), self.y(index)));
            Some((row, row.rung_factor.as_ref()?, y))
        };
        let steps: Vec<(&Row, &RungFactor, f64)> = (0..self.rows.len()).filter_map(step).collect();
        let wanted: Vec<f64> = steps.iter().map(|(.., y)| *y).collect();
        let levels = labels::apart(&wanted, small * LINE, (self.head + small * LINE, self.plot.bottom));
        for ((row, factor, _), y) in steps.into_iter().zip(levels) {
            let letters = Lettering { size: small, bold: true, align: Align::Right };
            let title = format!("{}: {}", factor.words, factor.ratio.as_ratio());
            let group = Group::new(Ink::Label(row.rung), "step").titled(&title);
            canvas.text(&group, &text(factor), (self.rungs, y), letters);
        }
    }
}
