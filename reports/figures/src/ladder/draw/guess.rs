//! What was guessed about a row of a ladder: a hollow mark, and words where the row is free.

use super::super::{Guess, Row};
use super::Drawing;
use crate::canvas::{Align, Canvas, Group};
use crate::estimate::Drawn;
use crate::lettering;
use crate::plot::{Obstacles, Rectangle};
use crate::theme::Ink;
use tenfold_analysis::format;

impl Drawing<'_> {
    pub(super) fn guess(&self, canvas: &mut Canvas, guess: &Guess, row: &Row, y: f64, obstacles: &mut Obstacles) {
        let (x, style) = (self.scale.at(guess.seconds), self.style);
        let title = format!("{}: {}", guess.text, format::seconds(guess.seconds));
        canvas.group(&Group::new(Ink::Muted, "guess").titled(&title), |pen| {
            pen.circle((x, y), style.mark, style.stroke * 0.75);
        });
        obstacles.add(Rectangle::about((x, y), style.mark));
        let Some((text, left)) = self.guess_words(guess, &self.taken(row, x), x) else { return };
        let (at, letters) = ((left, y), style.letters(Align::Left));
        canvas.text(&Group::new(Ink::Muted, "guess-label").titled(&title).haloed(style.stroke), &text, at, letters);
        obstacles.add(Rectangle::of_text(&text, at, letters));
    }

    /// Where words may begin and end.
    fn ends(&self) -> (f64, f64) {
        (self.plot.left - self.style.gap * 0.75, self.plot.right + self.style.gap * 1.75)
    }

    /// What is drawn in a row, from left to right: the two marks, with what belongs to them, and the limit. What is closer
    /// than a gap is one.
    fn taken(&self, row: &Row, ring: f64) -> Vec<(f64, f64)> {
        let style = self.style;
        let measured = [row.seconds.low(), row.seconds.high()].into_iter();
        let launches = row.launches.iter().copied().filter(|seconds| seconds.is_finite() && *seconds > 0.0);
        let (low, high) = measured
            .chain(launches)
            .fold((f64::INFINITY, 0.0_f64), |(low, high), seconds| (low.min(seconds), high.max(seconds)));
        let mut taken = vec![
            (self.scale.at(low) - style.mark, self.scale.at(high) + style.mark),
            (ring - style.mark, ring + style.mark),
        ];
        taken.extend(self.drawn_limit().map(|limit| self.scale.at(limit.seconds)).map(|x| (x, x)));
        taken.sort_by(|a, b| a.0.total_cmp(&b.0));
        let mut joined: Vec<(f64, f64)> = Vec::new();
        for one in taken {
            match joined.last_mut() {
                Some(last) if one.0 < last.1 + style.gap => last.1 = last.1.max(one.1),
                _ => joined.push(one),
            }
        }
        joined
    }

    /// The words and where they begin: in full beside the hollow mark, or short beside it, or at an end of the row. None where
    /// no part of the row has room: the hollow mark tells the pointer.
    fn guess_words(&self, guess: &Guess, taken: &[(f64, f64)], ring: f64) -> Option<(String, f64)> {
        let (air, size, ends) = (self.style.gap * 0.75, self.style.small, self.ends());
        let from = std::iter::once(ends.0).chain(taken.iter().map(|one| one.1));
        let free: Vec<(f64, f64)> = from.zip(taken.iter().map(|one| one.0).chain([ends.1])).collect();
        let left = taken.iter().take_while(|one| one.1 < ring).count();
        let (beside, outermost) = ([left + 1, left], [free.len() - 1, 0]);
        let tried = [beside, outermost].into_iter().flat_map(|places| {
            [&guess.text, &guess.short].into_iter().flat_map(move |text| places.map(|place| (text, place)))
        });
        let mut fitting = tried.filter_map(|(text, place)| {
            let ((from, to), wide) = (free[place], lettering::width(text, size, false));
            // On the side of the hollow mark: it is what the words name.
            let begin = if place > left { from + air } else { to - air - wide };
            (wide + 2.0 * air <= to - from).then(|| (text.clone(), begin))
        });
        fitting.next()
    }
}
