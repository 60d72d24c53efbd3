//! The names of the points of a roofline, each beside its mark.
//!
//! The variants of one kernel stand one above the other, some of them at almost the same rate. Names keep the order of their
//! marks and a line's distance from each other, each as near to its mark as the others let it; one that is not right beside
//! its mark is joined to it by a thin line.

use super::cut::Ends;
use super::{Drawing, Point};
use crate::canvas::{Align, Canvas, Group, Lettering};
use crate::lettering;
use crate::plot::Rectangle;
use crate::theme::Ink;

/// Share of the figure's width that the text beside a mark may take.
const NAMES: f64 = 0.3;

/// The same where the figure is narrow.
const NAMES_NARROW: f64 = 0.45;

/// Distance between two lines, in letters' sizes.
const LINE: f64 = 1.25;

/// A name where it stands.
pub(super) struct Name {
    text: String,
    at: (f64, f64),
    letters: Lettering,
    /// From the middle of the mark to the name, where it does not stand right beside it.
    leader: Option<Ends>,
}

impl Name {
    /// What its words take of the layout.
    pub(super) fn taken(&self) -> Rectangle {
        Rectangle::of_text(&self.text, self.at, self.letters)
    }
}

impl Drawing<'_> {
    /// The name of each point.
    pub(super) fn names(&self) -> Vec<Name> {
        let small = self.style.small;
        let marks: Vec<(f64, f64)> =
            self.points.iter().map(|point| self.at(point.intensity, point.rate.value)).collect();
        let mut downwards: Vec<usize> = (0..marks.len()).collect();
        downwards.sort_by(|a, b| marks[*a].1.total_cmp(&marks[*b].1));
        let wanted: Vec<f64> = downwards.iter().map(|index| marks[*index].1).collect();
        let lines = apart(&wanted, small * LINE, (self.plot.top, self.plot.bottom - small * 0.6));
        let mut levels = vec![0.0; marks.len()];
        downwards.iter().zip(lines).for_each(|(index, y)| levels[*index] = y);
        self.points
            .iter()
            .zip(&marks)
            .zip(levels)
            .map(|((point, mark), y)| self.name(point, *mark, y, &marks))
            .collect()
    }

    /// To the right of the mark, or to the left where there is more room before the next mark or the edge.
    fn name(&self, point: &Point, (x, mark_y): (f64, f64), y: f64, marks: &[(f64, f64)]) -> Name {
        let style = self.style;
        let joined = (y - mark_y).abs() > style.small * 0.5;
        let aside = style.mark + style.gap * if joined { 4.0 } else { 1.0 };
        let in_the_way = marks.iter().filter(|mark| (mark.1 - y).abs() < style.small * 0.5 + style.mark * 1.5);
        let edge = style.mark * 1.5 + style.gap * 0.5;
        let (left, right) = in_the_way.fold((self.plot.left, style.width), |(left, right), mark| match mark.0 {
            other if other > x + style.mark => (left, right.min(other - edge)),
            other if other < x - style.mark => (left.max(other + edge), right),
            _ => (left, right),
        });
        let most = style.width * if style.is_narrow() { NAMES_NARROW } else { NAMES };
        let (on_the_right, on_the_left) = (right - x - aside, x - aside - left);
        let words = point.text();
        let wide = lettering::width(&words, style.small, false).min(most);
        let (side, room, align) = match on_the_right >= wide || on_the_right >= on_the_left {
            true => (1.0, on_the_right, Align::Left),
            false => (-1.0, on_the_left, Align::Right),
        };
        let at = (x + side * aside, y);
        let leader = joined.then_some(((x, mark_y), (at.0 - side * style.gap * 0.5, y)));
        let text = lettering::shorten(&words, style.small, false, most.min(room));
        Name { text, at, letters: style.letters(align), leader }
    }

    /// The lines that join names to marks, under the marks.
    pub(super) fn leaders(&self, canvas: &mut Canvas, names: &[Name]) {
        for (point, name) in self.points.iter().zip(names) {
            let Some((from, to)) = name.leader else { continue };
            canvas.group(&Group::new(Ink::Mark(point.rung), "leader").titled(&point.label), |pen| {
                pen.line(from, to, self.style.hairline);
            });
        }
    }

    pub(super) fn write_names(&self, canvas: &mut Canvas, names: &[Name]) {
        for (point, name) in self.points.iter().zip(names) {
            let group = Group::new(Ink::Label(point.rung), "name").titled(&point.label).haloed(self.style.stroke);
            canvas.text(&group, &name.text, name.at, name.letters);
        }
    }
}

/// Rising places, each at least `step` from the next, as near to those that are wanted as the others and the ends let them.
fn apart(wanted: &[f64], step: f64, (first, last): (f64, f64)) -> Vec<f64> {
    let mut down = wanted.to_vec();
    (1..down.len()).for_each(|i| down[i] = down[i].max(down[i - 1] + step));
    let mut up = wanted.to_vec();
    (1..up.len()).rev().for_each(|i| up[i - 1] = up[i - 1].min(up[i] - step));
    // Half way between the two both keep their distance.
    let between = down.iter().zip(&up).map(|(down, up)| f64::midpoint(*down, *up));
    let after = |i: usize| (wanted.len() - 1 - i) as f64 * step;
    between.enumerate().map(|(i, y)| y.max(first + i as f64 * step).min(last - after(i))).collect()
}

#[cfg(test)]
mod tests {
    use super::apart;

    #[test]
    fn places_keep_their_order_and_their_distance_around_what_is_wanted() {
        assert_eq!(apart(&[1.0, 20.0], 5.0, (0.0, 100.0)), [1.0, 20.0]);
        assert_eq!(apart(&[50.0, 50.0, 50.0], 10.0, (0.0, 100.0)), [40.0, 50.0, 60.0]);
        assert_eq!(apart(&[1.0, 2.0], 10.0, (0.0, 100.0)), [0.0, 10.0], "no nearer to the end than it");
        assert_eq!(apart(&[99.0, 99.0], 10.0, (0.0, 100.0)), [90.0, 100.0]);
    }
}
