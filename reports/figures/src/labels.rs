//! Where words stand: names in the order of their marks, each beside its own or joined to it, and labels where they touch
//! nothing.

use super::canvas::{Align, Canvas, Group, Lettering};
use super::layout::Style;
use super::lettering;
use super::theme::Ink;

/// A straight line from one point to another.
pub(crate) type Ends = ((f64, f64), (f64, f64));

/// A rectangle: left, top, right, bottom.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Rectangle(pub f64, pub f64, pub f64, pub f64);

impl Rectangle {
    /// The square around a mark.
    pub(crate) fn about((x, y): (f64, f64), radius: f64) -> Self {
        Self(x - radius, y - radius, x + radius, y + radius)
    }

    /// Where a text would stand.
    pub(crate) fn of_text(text: &str, (x, y): (f64, f64), lettering: Lettering) -> Self {
        let (wide, high) = (lettering::width(text, lettering.size, lettering.bold), lettering.size);
        let left = match lettering.align {
            Align::Left => x,
            Align::Middle => x - wide / 2.0,
            Align::Right => x - wide,
        };
        let air = high * 0.1;
        Self(left - air, y - high / 2.0 - air, left + wide + air, y + high / 2.0 + air)
    }

    fn is_within(&self, other: &Self) -> bool {
        self.0 >= other.0 && self.1 >= other.1 && self.2 <= other.2 && self.3 <= other.3
    }

    fn touches(&self, other: &Self) -> bool {
        self.2.min(other.2) > self.0.max(other.0) && self.3.min(other.3) > self.1.max(other.1)
    }
}

/// What a label may cover.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Over {
    Nothing,
    Lines,
}

/// A place for a label, and all that it would take of the figure.
pub(crate) type Place<P> = (P, Vec<Rectangle>);

/// So many pieces of lines make no difference between two places: then the first is taken.
const FEW: usize = 16;

/// What is in the figure already, for labels to avoid.
#[derive(Default)]
pub(crate) struct Obstacles {
    marks: Vec<Rectangle>,
    lines: Vec<Rectangle>,
}

impl Obstacles {
    /// Keeps a rectangle free.
    pub(crate) fn add(&mut self, rectangle: Rectangle) {
        self.marks.push(rectangle);
    }

    /// Keeps the surroundings of a line free.
    pub(crate) fn add_line(&mut self, from: (f64, f64), to: (f64, f64), radius: f64) {
        let pieces = ((to.0 - from.0).hypot(to.1 - from.1) / (radius * 2.0)).ceil().clamp(1.0, 1000.0);
        for piece in 0..=pieces as usize {
            let share = piece as f64 / pieces;
            let middle = (from.0 + share * (to.0 - from.0), from.1 + share * (to.1 - from.1));
            self.lines.push(Rectangle::about(middle, radius));
        }
    }

    /// Whether a rectangle covers nothing.
    pub(crate) fn is_clear(&self, rectangle: &Rectangle) -> bool {
        !self.marks.iter().chain(&self.lines).any(|other| rectangle.touches(other))
    }

    /// The first of the places that stays within `bounds`, touches no mark and no words, and crosses no line; or where it may,
    /// the one that crosses lines least. It becomes an obstacle itself.
    pub(crate) fn place<P: Copy>(&mut self, places: &[Place<P>], bounds: Rectangle, over: Over) -> Option<P> {
        let fits = |one: &Rectangle| one.is_within(&bounds) && !self.marks.iter().any(|mark| one.touches(mark));
        let crossed = |(_, taken): &&Place<P>| {
            let lines = self.lines.iter().filter(|line| taken.iter().any(|one| one.touches(line)));
            lines.count()
        };
        let mut free = places.iter().filter(|(_, taken)| taken.iter().all(fits));
        let (place, taken) = match over {
            Over::Nothing => free.find(|place| crossed(place) == 0)?,
            Over::Lines => free.min_by_key(|place| crossed(place) / FEW)?,
        };
        self.marks.extend(taken);
        Some(*place)
    }
}

/// A name, and the mark that it belongs to.
pub(crate) struct Name<'a> {
    /// In full, for the pointer.
    pub label: &'a str,
    pub text: String,
    pub mark: (f64, f64),
    pub at: (f64, f64),
    pub letters: Lettering,
    /// Of the line that leads to it, and of its letters.
    pub inks: [Ink; 2],
}

/// What is under the marks: thin lines to the names that do not stand right beside theirs, and paper for the names to stand on.
pub(crate) fn behind(canvas: &mut Canvas, style: &Style, names: &[Name]) {
    for Name { label, mark, at, letters, inks: [ink, _], .. } in names {
        let away = at.0 - mark.0;
        if (at.1 - mark.1).abs() > letters.size * 0.5 || away.abs() > style.mark + style.gap * 2.0 {
            let to = (at.0 - away.signum() * style.gap * 0.5, at.1);
            canvas.group(&Group::new(*ink, "leader").titled(label), |pen| pen.line(*mark, to, style.hairline));
        }
    }
    canvas.group(&Group::new(Ink::Grid, "behind-names"), |pen| {
        for Name { text, at, letters, .. } in names {
            let Rectangle(left, top, right, bottom) = Rectangle::of_text(text, *at, *letters);
            pen.blank((left, top), (right, bottom));
        }
    });
}

pub(crate) fn write(canvas: &mut Canvas, names: &[Name]) {
    for Name { label, text, at, letters, inks: [_, ink], .. } in names {
        canvas.text(&Group::new(*ink, "name").titled(label), text, *at, *letters);
    }
}

/// Places as near to those that are wanted, in their order, as `step` between neighbours and the ends let them.
pub(crate) fn apart(wanted: &[f64], step: f64, (first, last): (f64, f64)) -> Vec<f64> {
    let mut order: Vec<usize> = (0..wanted.len()).collect();
    order.sort_by(|a, b| wanted[*a].total_cmp(&wanted[*b]));
    let mut down: Vec<f64> = order.iter().map(|index| wanted[*index]).collect();
    let mut up = down.clone();
    (1..down.len()).for_each(|i| down[i] = down[i].max(down[i - 1] + step));
    (1..up.len()).rev().for_each(|i| up[i - 1] = up[i - 1].min(up[i] - step));
    let mut places = vec![0.0; wanted.len()];
    for (rank, index) in order.into_iter().enumerate() {
        // Half way between the two both keep their distance.
        let (before, after) = (rank as f64 * step, (wanted.len() - 1 - rank) as f64 * step);
        places[index] = f64::midpoint(down[rank], up[rank]).max(first + before).min(last - after);
    }
    places
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_label_takes_the_first_place_that_is_free() {
        let bounds = Rectangle(0.0, 0.0, 100.0, 100.0);
        let mut obstacles = Obstacles::default();
        obstacles.add_line((0.0, 50.0), (100.0, 50.0), 1.0);
        let place = |y: f64| (y, vec![Rectangle::about((20.0, y), 5.0)]);
        let places = [place(2.0), place(50.0), place(80.0)];
        assert_eq!(obstacles.place(&places, bounds, Over::Nothing), Some(80.0), "the first leaves the bounds");
        assert_eq!(obstacles.place(&places, bounds, Over::Nothing), None, "what is taken is taken");
        assert_eq!(obstacles.place(&places, bounds, Over::Lines), Some(50.0));
    }

    #[test]
    fn places_keep_their_order_and_their_distance_around_what_is_wanted() {
        assert_eq!(apart(&[20.0, 1.0], 5.0, (0.0, 100.0)), [20.0, 1.0]);
        assert_eq!(apart(&[50.0, 50.0, 50.0], 10.0, (0.0, 100.0)), [40.0, 50.0, 60.0]);
        assert_eq!(apart(&[1.0, 2.0], 10.0, (0.0, 100.0)), [0.0, 10.0], "no nearer to the end than it");
        assert_eq!(apart(&[99.0, 99.0], 10.0, (0.0, 100.0)), [90.0, 100.0]);
    }
}
