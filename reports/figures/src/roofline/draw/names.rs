//! The names of the points of a roofline: each beside its mark, or further up or down and joined to it by a thin line.
//!
//! The variants of one kernel stand one above the other, some of them at almost the same rate, under roofs that have words
//! of their own. Names are therefore tried at many places, and moved until none finds a better one; the order that they
//! are placed in decides where that ends, so that several are tried. A name that covers a mark or a word says
//! less than none: it is left to the pointer and to the table.

use super::cut::Ends;
use super::{Drawing, Point};
use crate::canvas::{Align, Canvas, Group, Lettering};
use crate::lettering;
use crate::plot::{Obstacles, Rectangle};
use crate::theme::Ink;

/// Share of the figure's width that the text beside a mark may take.
const NAMES: f64 = 0.3;

/// The same where the figure is narrow.
const NAMES_NARROW: f64 = 0.45;

/// How far up and down names are tried, in half lines.
const HALF_LINES: i32 = 14;

/// Names that stay where they are end this sooner; two names that drive each other around end it here.
const ROUNDS: usize = 6;

/// What is bad about a place, in lines that a name would rather be further away: to be joined by a line, to stand on the
/// left, to be without its share, to be wholly covered by lines, to have a roof between it and its mark or its line
/// cross another's, and not to be there.
const JOINED: f64 = 0.8;
const LEFT: f64 = 0.4;
const BARE: f64 = 8.0;
const STRUCK: f64 = 30.0;
const CROSSED: f64 = 4.0;
const MISSING: f64 = 1000.0;

/// A name where it may stand.
#[derive(Clone)]
pub(super) struct Place {
    text: String,
    at: (f64, f64),
    letters: Lettering,
    taken: Rectangle,
    /// From the middle of the mark to the name, where it does not stand right beside it.
    leader: Option<Ends>,
    cost: f64,
}

impl Drawing<'_> {
    /// The name of each point; none where every place is taken.
    pub(super) fn names(&self, obstacles: &Obstacles) -> Vec<Option<Place>> {
        let marks: Vec<(f64, f64)> =
            self.points.iter().map(|point| self.at(point.intensity, point.rate.value)).collect();
        let every: Vec<Vec<Place>> =
            self.points.iter().zip(&marks).map(|(point, mark)| self.places(point, *mark, obstacles)).collect();
        let most = self.most();
        // Where marks crowd, a name right beside one is in the way of the lines of the others.
        let crowded = |one: usize| {
            let near = |(index, mark): (usize, &(f64, f64))| {
                index != one && (mark.0 - marks[one].0).abs() < most && (mark.1 - marks[one].1).abs() < self.style.small
            };
            marks.iter().enumerate().any(near)
        };
        let joined: Vec<Vec<Place>> = every
            .iter()
            .enumerate()
            .map(|(index, places)| places.iter().filter(|p| p.leader.is_some() || !crowded(index)).cloned().collect())
            .collect();
        let mut downwards: Vec<usize> = (0..marks.len()).collect();
        downwards.sort_by(|a, b| marks[*a].1.total_cmp(&marks[*b].1));
        let mut best: (f64, Vec<Option<Place>>) = (f64::INFINITY, Vec::new());
        // Who finds no room as the last finds some as the first.
        for first in 0..marks.len() {
            let mut order = downwards.clone();
            order.rotate_left(first);
            for order in [order.clone(), order.into_iter().rev().collect()] {
                for places in [&every, &joined] {
                    let arranged = arrange(places, &order);
                    if arranged.0 < best.0 {
                        best = arranged;
                    }
                }
            }
            if best.0 < MISSING {
                break;
            }
        }
        best.1
    }

    /// The width that a name may take.
    fn most(&self) -> f64 {
        self.style.width * if self.style.is_narrow() { NAMES_NARROW } else { NAMES }
    }

    /// Where the name of a mark covers nothing that is drawn already.
    fn places(&self, point: &Point, (x, y): (f64, f64), obstacles: &Obstacles) -> Vec<Place> {
        let style = self.style;
        let bounds = Rectangle(self.plot.left, self.plot.top - style.small, style.width, self.plot.bottom);
        let roofs: Vec<Ends> = self.roofline.roofs.iter().filter_map(|roof| self.ends(roof)).collect();
        let place = |words: &str, half_lines: i32, side: f64, joined: bool| {
            let text = lettering::shorten(words, style.small, false, self.most());
            let at_mark = style.mark + style.gap;
            let aside = if joined { at_mark + style.gap * 3.0 } else { at_mark };
            let (at, align) = (
                (x + side * aside, y + f64::from(half_lines) * style.small * 0.5),
                if side > 0.0 { Align::Left } else { Align::Right },
            );
            let letters = Lettering { size: style.small, bold: false, align };
            let taken = Rectangle::of_text(&text, at, letters);
            let end = (at.0 - side * style.gap * 0.5, at.1);
            let crossed = roofs.iter().filter(|roof| cross(**roof, ((x, y), end))).count();
            let cost = f64::from(half_lines.abs()) * 0.5
                + if joined { JOINED } else { 0.0 }
                + if side > 0.0 { 0.0 } else { LEFT }
                + STRUCK * obstacles.taken(&taken) / taken.area()
                + CROSSED * crossed as f64;
            Place { text, at, letters, taken, leader: joined.then_some(((x, y), end)), cost }
        };
        let beside = [0, 1, -1].into_iter().map(|half_lines| (half_lines, false));
        let further = (-HALF_LINES..=HALF_LINES).map(|half_lines| (half_lines, true));
        let mut places: Vec<Place> = beside
            .chain(further)
            .flat_map(|(half_lines, joined)| [(half_lines, 1.0, joined), (half_lines, -1.0, joined)])
            .flat_map(|(half_lines, side, joined)| {
                let bare = place(&point.label, half_lines, side, joined);
                [place(&point.text(), half_lines, side, joined), Place { cost: bare.cost + BARE, ..bare }]
            })
            .collect();
        places.retain(|place| place.taken.is_within(&bounds) && obstacles.is_free(&place.taken));
        places
    }

    /// The lines that join names to marks, under the marks.
    pub(super) fn leaders(&self, canvas: &mut Canvas, names: &[Option<Place>]) {
        for (point, name) in self.points.iter().zip(names) {
            let Some((from, to)) = name.as_ref().and_then(|place| place.leader) else { continue };
            canvas.group(&Group::new(Ink::Mark(point.rung), "leader").titled(&point.label), |pen| {
                pen.line(from, to, self.style.hairline);
            });
        }
    }

    pub(super) fn write_names(&self, canvas: &mut Canvas, names: &[Option<Place>]) {
        for (point, name) in self.points.iter().zip(names) {
            let Some(name) = name else { continue };
            let group = Group::new(Ink::Label(point.rung), "name").titled(&point.label).haloed(self.style.stroke);
            canvas.group(&group, |pen| pen.text(&name.text, name.at, name.letters));
        }
    }
}

/// A place for each name, and what they cost together: one after the other in an order, and again until none moves.
fn arrange(places: &[Vec<Place>], order: &[usize]) -> (f64, Vec<Option<Place>>) {
    let mut chosen: Vec<Option<usize>> = vec![None; places.len()];
    for _ in 0..ROUNDS {
        let before = chosen.clone();
        for &index in order {
            let others: Vec<&Place> = (0..places.len())
                .filter(|other| *other != index)
                .filter_map(|other| chosen[other].map(|place| &places[other][place]))
                .collect();
            let cost =
                |place: &Place| others.iter().try_fold(place.cost, |sum, other| Some(sum + place.beside(other)?));
            chosen[index] = (0..places[index].len())
                .filter_map(|place| Some((place, cost(&places[index][place])?)))
                .min_by(|a, b| a.1.total_cmp(&b.1))
                .map(|(place, _)| place);
        }
        if chosen == before {
            break;
        }
    }
    let placed: Vec<Option<Place>> =
        chosen.iter().zip(places).map(|(place, places)| place.map(|place| places[place].clone())).collect();
    let between: f64 = (0..placed.len())
        .flat_map(|one| (0..one).map(move |other| (one, other)))
        .filter_map(|(one, other)| placed[one].as_ref()?.beside(placed[other].as_ref()?))
        .sum();
    (placed.iter().map(|place| place.as_ref().map_or(MISSING, |place| place.cost)).sum::<f64>() + between, placed)
}

impl Place {
    /// What its words take of the layout.
    pub(super) fn taken(&self) -> Rectangle {
        self.taken
    }

    /// What it costs two names to stand where they do; none where one covers the other.
    fn beside(&self, other: &Place) -> Option<f64> {
        let struck = |leader: Option<Ends>, words: &Rectangle| leader.is_some_and(|leader| enters(leader, words));
        if self.taken.overlap(&other.taken) > 0.0
            || struck(self.leader, &other.taken)
            || struck(other.leader, &self.taken)
        {
            return None;
        }
        let crossed = self.leader.zip(other.leader).is_some_and(|(one, other)| cross(one, other));
        Some(if crossed { CROSSED } else { 0.0 })
    }
}

/// Whether two straight lines cross between their ends.
fn cross((a, b): Ends, (c, d): Ends) -> bool {
    let side = |p: (f64, f64), q: (f64, f64), r: (f64, f64)| (q.0 - p.0) * (r.1 - p.1) - (q.1 - p.1) * (r.0 - p.0);
    side(a, b, c) * side(a, b, d) < 0.0 && side(c, d, a) * side(c, d, b) < 0.0
}

/// Whether a line from outside a rectangle enters it.
fn enters(line: Ends, words: &Rectangle) -> bool {
    let Rectangle(left, top, right, bottom) = *words;
    let corners = [(left, top), (right, top), (right, bottom), (left, bottom)];
    (0..4).any(|k| cross(line, (corners[k], corners[(k + 1) % 4])))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_cross_between_their_ends_alone() {
        let level = ((0.0, 5.0), (10.0, 5.0));
        assert!(cross(level, ((5.0, 0.0), (5.0, 10.0))));
        assert!(!cross(level, ((5.0, 6.0), (5.0, 10.0))), "it ends before");
        assert!(!cross(level, ((12.0, 0.0), (12.0, 10.0))), "it passes");
        assert!(enters(((0.0, 5.0), (6.0, 6.0)), &Rectangle(4.0, 4.0, 20.0, 8.0)));
        assert!(!enters(((0.0, 0.0), (3.0, 6.0)), &Rectangle(4.0, 4.0, 20.0, 8.0)));
    }
}
