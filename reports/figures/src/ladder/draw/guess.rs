//! What was guessed about a row of a ladder: a hollow mark, and words where the row is free.

use super::super::{Guess, Row};
use super::Drawing;
use crate::canvas::{Align, Canvas, Group};
use crate::estimate::Drawn;
use crate::labels::{Obstacles, Over, Rectangle};
use crate::lettering;
use crate::theme::Ink;
use tenfold_analysis::format;

impl Drawing<'_> {
    /// The words are in full beside the hollow mark, or short beside it, or in the free part of the row that is nearest. None
    /// where no part of the row has room: the hollow mark tells the pointer.
    pub(super) fn guess(&self, canvas: &mut Canvas, guess: &Guess, row: &Row, y: f64) {
        let (x, style) = (self.scale.at(guess.seconds), self.style);
        let title = format!("{}: {}", guess.text, format::seconds(guess.seconds));
        canvas.group(&Group::new(Ink::Muted, "guess").titled(&title), |pen| {
            pen.circle((x, y), style.mark, style.stroke * 0.75);
        });
        let (air, letters) = (style.gap * 0.75, style.letters(Align::Left));
        let taken = self.taken(row, (x, y));
        let mut obstacles = Obstacles::default();
        taken.iter().for_each(|one| obstacles.add(*one));
        let (first, last) = (self.plot.left - air, self.plot.right + style.gap * 1.75);
        let mut begins = Vec::new();
        for text in [&guess.text, &guess.short] {
            let wide = lettering::width(text, style.small, false);
            let beside = taken.iter().flat_map(|one| [one.2 + air, one.0 - air - wide]);
            let ends = [first + air, last - air - wide];
            begins.extend(beside.chain(ends).map(|left| (f64::max(left - x, x - left - wide), text.as_str(), left)));
        }
        begins.sort_by(|a, b| a.0.total_cmp(&b.0));
        let place = |(_, text, left)| ((text, left), vec![Rectangle::of_text(text, (left, y), letters)]);
        let places: Vec<_> = begins.into_iter().map(place).collect();
        let bounds = Rectangle(first, 0.0, last, f64::INFINITY);
        let Some((text, left)) = obstacles.place(&places, bounds, Over::Nothing) else { return };
        let group = Group::new(Ink::Muted, "guess-label").titled(&title).haloed(style.stroke);
        canvas.text(&group, text, (left, y), letters);
    }

    /// What is drawn in a row: the two marks, with what belongs to them, and the limit.
    fn taken(&self, row: &Row, ring: (f64, f64)) -> Vec<Rectangle> {
        let mark = self.style.mark;
        let launches = row.launches.iter().copied().filter(|seconds| seconds.is_finite() && *seconds > 0.0);
        let times = || [row.seconds.low(), row.seconds.high()].into_iter().chain(launches.clone());
        let (low, high) = (times().fold(f64::INFINITY, f64::min), times().fold(0.0, f64::max));
        let measured = Rectangle(self.scale.at(low) - mark, ring.1 - mark, self.scale.at(high) + mark, ring.1 + mark);
        let limit = self.drawn_limit().map(|limit| Rectangle::about((self.scale.at(limit.seconds), ring.1), 1.0));
        [Rectangle::about(ring, mark), measured].into_iter().chain(limit).collect()
    }
}
