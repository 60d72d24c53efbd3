//! Parts that several figures draw: axes with their grid, intervals, launches, and labels that keep out of each other's way.

use super::canvas::{Align, Canvas, Group, Lettering, Pen};
use super::layout::{Area, Style};
use super::scale::Scale;
use super::theme::Ink;
use super::{lettering, marker};
use tenfold_record::Rung;
use tenfold_stats::Estimate;

/// How a tick is written: as [`tenfold_analysis::format`] writes it, without the zeros that say how exact a measurement is.
pub(crate) fn tick_text(written: &str) -> String {
    let end = written.find(|c: char| !c.is_ascii_digit() && !".,−".contains(c)).unwrap_or(written.len());
    let (number, unit) = written.split_at(end);
    let number = if number.contains('.') { number.trim_end_matches('0').trim_end_matches('.') } else { number };
    format!("{number}{unit}")
}

/// Round values of a scale as they are written, at most `most` of them.
pub(crate) fn ticks(scale: &Scale, most: f64, write: impl Fn(f64) -> String) -> Vec<(f64, String)> {
    scale.ticks(most as usize).into_iter().map(|tick| (tick, tick_text(&write(tick)))).collect()
}

/// Which axis carries the values, and so the grid.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Grid {
    None,
    Lines,
}

/// A horizontal axis under the area with its ticks, their labels where they do not touch, and light vertical lines.
pub(crate) fn horizontal_axis(
    canvas: &mut Canvas,
    style: &Style,
    area: &Area,
    scale: &Scale,
    ticks: &[(f64, String)],
    grid: Grid,
) {
    if grid == Grid::Lines {
        canvas.group(&Group::new(Ink::Grid, "grid"), |pen| {
            for (value, _) in ticks {
                let x = scale.at(*value);
                pen.line((x, area.top), (x, area.bottom), style.hairline);
            }
        });
    }
    canvas.group(&Group::new(Ink::Reference, "axis"), |pen| {
        pen.line((area.left, area.bottom), (area.right, area.bottom), style.hairline);
        for (value, _) in ticks {
            let x = scale.at(*value);
            pen.line((x, area.bottom), (x, area.bottom + style.gap / 2.0), style.hairline);
        }
    });
    canvas.group(&Group::new(Ink::Muted, "tick-labels"), |pen| {
        let mut free = f64::NEG_INFINITY;
        for (value, text) in ticks {
            let (x, half) = (scale.at(*value), lettering::width(text, style.small, false) / 2.0);
            // Half a letter between two labels, and none cut off by the edge of the layout.
            let fits = x - half > free + style.small / 2.0 && x - half >= 0.0 && x + half <= style.width;
            if fits {
                let at = (x, area.bottom + style.gap + style.small * 0.7);
                pen.text(text, at, Lettering { size: style.small, bold: false, align: Align::Middle });
                free = x + half;
            }
        }
    });
}

/// Height that a horizontal axis takes below its area.
pub(crate) fn axis_height(style: &Style) -> f64 {
    style.gap + style.small * 1.4
}

/// Light horizontal lines with the labels of their values to the left.
pub(crate) fn vertical_axis(canvas: &mut Canvas, style: &Style, area: &Area, scale: &Scale, ticks: &[(f64, String)]) {
    canvas.group(&Group::new(Ink::Grid, "grid"), |pen| {
        for (value, _) in ticks {
            let y = scale.at(*value);
            pen.line((area.left, y), (area.right, y), style.hairline);
        }
    });
    canvas.group(&Group::new(Ink::Muted, "tick-labels"), |pen| {
        for (value, text) in ticks {
            let at = (area.left - style.gap, scale.at(*value));
            pen.text(text, at, Lettering { size: style.small, bold: false, align: Align::Right });
        }
    });
}

/// Width that the labels of a vertical axis take.
pub(crate) fn labels_width(style: &Style, ticks: &[(f64, String)]) -> f64 {
    ticks.iter().map(|(_, text)| lettering::width(text, style.small, false)).fold(0.0, f64::max) + style.gap
}

/// Offsets from −1 to 1 that keep neighbours apart and are the same every time: the fractional parts of multiples of the
/// golden ratio, the evenest spread there is for any number of points.
pub(crate) fn spread(index: usize) -> f64 {
    const GOLDEN: f64 = 0.618_033_988_749_894_9;
    ((index as f64 + 0.5) * GOLDEN).fract() * 2.0 - 1.0
}

/// An interval as a line with small caps; `across` is the direction of the caps.
pub(crate) fn interval(pen: &mut Pen, from: (f64, f64), to: (f64, f64), style: &Style) {
    pen.line(from, to, style.stroke);
    let cap = style.mark * 0.55;
    let (dx, dy) = if from.0 == to.0 { (cap, 0.0) } else { (0.0, cap) };
    for (x, y) in [from, to] {
        pen.line((x - dx, y - dy), (x + dx, y + dy), style.stroke);
    }
}

/// An estimate: its interval, where it has one, and over it the marker of its rung; `at` says where a value stands.
pub(crate) fn estimate(
    canvas: &mut Canvas,
    style: &Style,
    rung: Rung,
    estimate: &Estimate,
    words: &str,
    at: impl Fn(f64) -> (f64, f64),
    hollow: bool,
) {
    if let Some(ends) = estimate.interval {
        canvas.group(&Group::new(Ink::Mark(rung), "interval").titled(words), |pen| {
            interval(pen, at(ends.low), at(ends.high), style);
        });
    }
    let class = if hollow { "mark hollow" } else { "mark" };
    canvas.group(&Group::new(Ink::Mark(rung), class).titled(words), |pen| {
        marker::draw(pen, rung, at(estimate.value), style.mark, style.stroke, hollow);
    });
}

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

    /// Its surface in square pixels.
    pub(crate) fn area(&self) -> f64 {
        (self.2 - self.0) * (self.3 - self.1)
    }

    /// Whether all of it is within the other.
    pub(crate) fn is_within(&self, other: &Self) -> bool {
        self.0 >= other.0 && self.1 >= other.1 && self.2 <= other.2 && self.3 <= other.3
    }

    /// The surface of what both cover.
    pub(crate) fn overlap(&self, other: &Self) -> f64 {
        let wide = self.2.min(other.2) - self.0.max(other.0);
        let high = self.3.min(other.3) - self.1.max(other.1);
        if wide > 0.0 && high > 0.0 { wide * high } else { 0.0 }
    }
}

/// What crossing a line costs, beside covering a mark or a word as much.
const ACROSS_A_LINE: f64 = 0.8;

/// What a place costs for each place before it, as a share of the text: words stay near what they name.
const LATER_PLACE: f64 = 0.01;

/// What is in the figure already, for labels to avoid.
#[derive(Default)]
pub(crate) struct Obstacles(Vec<(Rectangle, f64)>);

impl Obstacles {
    /// Keeps a rectangle free.
    pub(crate) fn add(&mut self, rectangle: Rectangle) {
        self.0.push((rectangle, 1.0));
    }

    /// Keeps the surroundings of a line free, though less so than marks and words: a text with a rim may cross a line.
    pub(crate) fn add_line(&mut self, from: (f64, f64), to: (f64, f64), radius: f64) {
        let pieces = ((to.0 - from.0).hypot(to.1 - from.1) / (radius * 2.0)).ceil().clamp(1.0, 1000.0);
        for piece in 0..=pieces as usize {
            let share = piece as f64 / pieces;
            let middle = (from.0 + share * (to.0 - from.0), from.1 + share * (to.1 - from.1));
            self.0.push((Rectangle::about(middle, radius), ACROSS_A_LINE));
        }
    }

    /// How much of a rectangle is taken, in square pixels.
    pub(crate) fn taken(&self, rectangle: &Rectangle) -> f64 {
        self.0.iter().map(|(other, weight)| weight * rectangle.overlap(other)).sum()
    }

    /// Whether a rectangle covers no mark and no word; lines do not count.
    pub(crate) fn is_free(&self, rectangle: &Rectangle) -> bool {
        !self.0.iter().any(|(other, weight)| *weight >= 1.0 && rectangle.overlap(other) > 0.0)
    }

    /// The first of the places where the text touches nothing and stays within `bounds`; or else the least bad one, where
    /// later places count as worse. The place becomes an obstacle itself.
    pub(crate) fn place(
        &mut self,
        text: &str,
        places: &[((f64, f64), Lettering)],
        bounds: Rectangle,
    ) -> Option<((f64, f64), Lettering)> {
        let mut best: Option<(f64, usize)> = None;
        for (index, (at, lettering)) in places.iter().enumerate() {
            let taken = Rectangle::of_text(text, *at, *lettering);
            // What leaves the bounds is cut off: worse than any touch.
            let outside = taken.area() - taken.overlap(&bounds);
            let late = index as f64 * LATER_PLACE * taken.area();
            let cost = 100.0 * outside.max(0.0) + self.taken(&taken) + late;
            if best.is_none_or(|(least, _)| cost < least - 1e-9) {
                best = Some((cost, index));
            }
        }
        let (_, index) = best?;
        let (at, lettering) = places[index];
        self.add(Rectangle::of_text(text, at, lettering));
        Some((at, lettering))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ticks_drop_the_zeros_of_measurements() {
        for (written, tick) in
            [("1.00 ms", "1 ms"), ("2.40 s", "2.4 s"), ("100 µs", "100 µs"), ("1,000×", "1,000×"), ("0.500×", "0.5×")]
        {
            assert_eq!(tick_text(written), tick);
        }
    }

    #[test]
    fn a_label_takes_the_first_free_place() {
        let letters = Lettering { size: 10.0, bold: false, align: Align::Left };
        let layout = Rectangle(0.0, 0.0, 100.0, 100.0);
        let mut obstacles = Obstacles::default();
        let places = [((10.0, 50.0), letters), ((10.0, 80.0), letters)];
        assert_eq!(obstacles.place("one", &places, layout).unwrap().0, (10.0, 50.0));
        assert_eq!(obstacles.place("two", &places, layout).unwrap().0, (10.0, 80.0));
        let outside = [((99.0, 20.0), letters), ((10.0, 50.0), letters)];
        assert_eq!(obstacles.place("three", &outside, layout).unwrap().0, (10.0, 50.0));
        assert!(obstacles.place("none", &[], layout).is_none());
    }

    #[test]
    fn neighbours_are_spread_within_one() {
        let offsets: Vec<f64> = (0..12).map(spread).collect();
        assert!(offsets.iter().all(|o| o.abs() <= 1.0));
        assert!(offsets.windows(2).all(|pair| (pair[0] - pair[1]).abs() > 0.2));
    }
}
