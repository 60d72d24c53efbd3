//! What stands between two rows of a ladder.

use super::Drawing;
use crate::canvas::{Align, Canvas, Group, Lettering};
use crate::lettering;
use crate::plot::{Obstacles, Rectangle};
use crate::theme::Ink;
use tenfold_analysis::format;

/// Places across the plot at which the words are tried: about a letter apart.
const PLACES: u32 = 40;

/// How far from what is drawn in the two rows the words may stand, in letters' sizes: further away they would seem to say
/// something of other rows.
const ASIDE: f64 = 2.0;

impl Drawing<'_> {
    /// The factor between a row and the one above, in the gap between them.
    pub(super) fn step(&self, canvas: &mut Canvas, index: usize, obstacles: &mut Obstacles) {
        let Some(factor) = &self.rows[index].factor_to_previous else {
            return;
        };
        let style = self.style;
        let ends = [self.rows[index - 1], self.rows[index]].map(|row| self.scale.at(row.seconds.value));
        // An interval that holds 1 does not tell the two apart.
        let texts = if factor.low() <= 1.0 && 1.0 <= factor.high() {
            vec!["no difference found".into(), "no difference".into()]
        } else {
            vec![format::ratio(factor.value)]
        };
        let letters = Lettering { size: style.small, bold: false, align: Align::Middle };
        let y = (self.y(index - 1) + self.y(index)) / 2.0;
        let bounds = Rectangle(self.plot.left - style.gap, 0.0, self.plot.right + style.gap * 2.0, self.plot.bottom);
        let limit = self.drawn_limit().map(|limit| self.scale.at(limit.seconds));
        // Where rows are close, the marks and the guesses of both reach into the gap. To touch them would hide a mark, and the
        // limit would strike the words out; where nothing near the rows is free, the columns beside the plot tell the factor.
        let placed = texts.into_iter().find_map(|text| {
            let places = self.across(&text, (ends[0], ends[1])).into_iter().map(|x| ((x, y), letters));
            let is_free = |(at, letters): &((f64, f64), Lettering)| {
                let taken = Rectangle::of_text(&text, *at, *letters);
                let struck = limit.is_some_and(|limit| taken.0 < limit && limit < taken.2);
                !struck && self.is_near(index, &taken) && obstacles.is_free(&taken)
            };
            let free: Vec<_> = places.filter(is_free).collect();
            obstacles.place(&text, &free, bounds).map(|(at, letters)| (text, at, letters))
        });
        let Some((text, at, letters)) = placed else { return };
        let title = format!("{} over {}: {}", self.rows[index].label, self.rows[index - 1].label, factor.as_ratio());
        canvas.group(&Group::new(Ink::Muted, "step").titled(&title).haloed(style.stroke), |pen| {
            pen.text(&text, at, letters);
        });
    }

    /// Whether words stand under and over, between or right beside what is drawn in row `index` and in the one above.
    fn is_near(&self, index: usize, words: &Rectangle) -> bool {
        let rows = &self.rows[index - 1..=index];
        let low = rows.iter().map(|row| self.scale.at(row.seconds.low())).fold(f64::INFINITY, f64::min);
        let high = rows.iter().map(|row| self.scale.at(row.seconds.high())).fold(0.0, f64::max);
        let aside = self.style.mark + self.style.small * ASIDE;
        words.0 <= high + aside && words.2 >= low - aside
    }

    /// Middles at which a text can stand across the plot, the nearest to the middle between the two marks first.
    fn across(&self, text: &str, ends: (f64, f64)) -> Vec<f64> {
        let style = self.style;
        let half = lettering::width(text, style.small, false) / 2.0;
        let first = self.plot.left + half;
        let last = (self.plot.right + style.gap - half).max(first);
        let middle = ((ends.0 + ends.1) / 2.0).min(last).max(first);
        let beside = ends.0.max(ends.1) + style.mark * 1.5 + half;
        let limit = self.drawn_limit().map(|limit| self.scale.at(limit.seconds));
        let at_limit = limit.into_iter().flat_map(|x| [-1.0, 1.0].map(|side| x + side * (half + style.gap * 0.5)));
        let mut tried: Vec<f64> =
            (0..=PLACES).map(|k| first + (last - first) * f64::from(k) / f64::from(PLACES)).chain([middle]).collect();
        tried.extend((beside < last).then_some(beside));
        tried.extend(at_limit.filter(|x| (first..=last).contains(x)));
        tried.sort_by(|a, b| (a - middle).abs().total_cmp(&(b - middle).abs()));
        tried
    }
}
