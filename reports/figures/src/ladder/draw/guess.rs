//! What was guessed about a row of a ladder: a hollow mark, and words where the row is free.

use super::super::{Guess, Row};
use super::Drawing;
use crate::canvas::{Align, Canvas, Group, Lettering};
use crate::lettering;
use crate::plot::{Obstacles, Rectangle};
use crate::theme::Ink;
use tenfold_analysis::format;

/// The least width that shortened words are worth, in letters' sizes: less says nothing that the hollow mark does not.
const LEAST: f64 = 3.0;

impl Drawing<'_> {
    pub(super) fn guess(&self, canvas: &mut Canvas, guess: &Guess, row: &Row, y: f64, obstacles: &mut Obstacles) {
        let (x, style) = (self.scale.at(guess.seconds), self.style);
        let title = format!("{}: {}", guess.text, format::seconds(guess.seconds));
        canvas.group(&Group::new(Ink::Muted, "guess").titled(&title), |pen| {
            pen.circle((x, y), style.mark, style.stroke * 0.75);
        });
        obstacles.add(Rectangle::about((x, y), style.mark));
        let Some((text, left)) = self.guess_words(guess, &free(x, &self.taken(row, x), self.ends())) else { return };
        let (at, letters) = ((left, y), Lettering { size: style.small, bold: false, align: Align::Left });
        canvas.group(&Group::new(Ink::Muted, "guess-label").titled(&title).haloed(style.stroke), |pen| {
            pen.text(&text, at, letters);
        });
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

    /// The words and where they begin: in full beside the hollow mark, or short beside it, or further along the row; cut
    /// only where no part of the row has room for the short ones.
    fn guess_words(&self, guess: &Guess, free: &[Free]) -> Option<(String, f64)> {
        let (air, size) = (self.style.gap * 0.75, self.style.small);
        let width = |text: &str| lettering::width(text, size, false);
        // On the side of the hollow mark: it is what the words name.
        let begin = |text: &str, free: &Free| if free.right { free.from + air } else { free.to - air - width(text) };
        let (beside, further) = free.split_at(2);
        for places in [beside, further] {
            for text in [&guess.text, &guess.short] {
                if let Some(place) = places.iter().find(|free| width(text) + 2.0 * air <= free.to - free.from) {
                    return Some((text.clone(), begin(text, place)));
                }
            }
        }
        let widest = free.iter().max_by(|a, b| (a.to - a.from).total_cmp(&(b.to - b.from)))?;
        let room = widest.to - widest.from - 2.0 * air;
        let text = lettering::shorten(&guess.short, size, false, room);
        (room >= LEAST * size).then(|| (text.clone(), begin(&text, widest)))
    }
}

/// A part of a row where nothing is drawn, to the right or to the left of the hollow mark; without width where what is
/// drawn reaches to the end.
struct Free {
    from: f64,
    to: f64,
    right: bool,
}

/// The free parts of a row: the right and the left neighbour of what is drawn at `ring`, then the others, nearest first.
fn free(ring: f64, taken: &[(f64, f64)], ends: (f64, f64)) -> Vec<Free> {
    let from = std::iter::once(ends.0).chain(taken.iter().map(|one| one.1));
    let to = taken.iter().map(|one| one.0).chain([ends.1]);
    let right_ones = taken.iter().take_while(|one| one.1 < ring).count() + 1;
    let (mut right, mut left) = (Vec::new(), Vec::new());
    for (index, (from, to)) in from.zip(to).enumerate() {
        let right_of_it = index >= right_ones;
        if right_of_it { &mut right } else { &mut left }.push(Free { from, to, right: right_of_it });
    }
    left.reverse();
    let mut further = right.split_off(1);
    further.extend(left.split_off(1));
    let away = |free: &Free| if free.right { free.from - ring } else { ring - free.to };
    further.sort_by(|a, b| away(a).total_cmp(&away(b)));
    right.into_iter().chain(left).chain(further).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_neighbours_of_the_mark_come_first() {
        let row = [(10.0, 12.0), (40.0, 50.0), (70.0, 80.0)];
        let parts: Vec<_> = free(45.0, &row, (0.0, 100.0)).iter().map(|f| (f.from, f.to, f.right)).collect();
        let (beside, further) = ([(50.0, 70.0, true), (12.0, 40.0, false)], [(80.0, 100.0, true), (0.0, 10.0, false)]);
        assert_eq!(parts, [beside, further].concat());
    }
}
