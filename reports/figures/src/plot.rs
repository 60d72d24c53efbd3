//! Parts that several figures draw: axes with their grid, intervals and launches.

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

/// As many round values of a horizontal scale as there is room for their labels, with half a letter between two of them.
pub(crate) fn ticks_with_room(style: &Style, scale: &Scale, write: impl Fn(f64) -> String) -> Vec<(f64, String)> {
    const MOST: u32 = 20;
    let half = |text: &str| lettering::width(text, style.small, false) / 2.0 + style.small * 0.26;
    let apart =
        |pair: &[(f64, String)]| scale.at(pair[1].0) - scale.at(pair[0].0) >= half(&pair[0].1) + half(&pair[1].1);
    let mut tried = (1..=MOST).rev().map(|most| ticks(scale, f64::from(most), &write));
    tried.find(|ticks| ticks.windows(2).all(apart)).unwrap_or_default()
}

/// Which axis carries the values, and so the grid.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Grid {
    None,
    Lines,
}

/// A horizontal axis under the area with its ticks and light vertical lines, at those values whose labels have room.
pub(crate) fn horizontal_axis(
    canvas: &mut Canvas,
    style: &Style,
    area: &Area,
    scale: &Scale,
    ticks: &[(f64, String)],
    grid: Grid,
) {
    let mut free = f64::NEG_INFINITY;
    let placed = ticks.iter().filter_map(|(value, text)| {
        let (x, half) = (scale.at(*value), lettering::width(text, style.small, false) / 2.0);
        // Half a letter between two labels, and none cut off by the edge of the layout.
        let fits = x - half > free + style.small / 2.0 && x - half >= 0.0 && x + half <= style.width;
        fits.then(|| {
            free = x + half;
            (x, text)
        })
    });
    let ticks: Vec<(f64, &String)> = placed.collect();
    if grid == Grid::Lines {
        canvas.group(&Group::new(Ink::Grid, "grid"), |pen| {
            ticks.iter().for_each(|(x, _)| pen.line((*x, area.top), (*x, area.bottom), style.hairline));
        });
    }
    canvas.group(&Group::new(Ink::Reference, "axis"), |pen| {
        pen.line((area.left, area.bottom), (area.right, area.bottom), style.hairline);
        for (x, _) in &ticks {
            pen.line((*x, area.bottom), (*x, area.bottom + style.gap / 2.0), style.hairline);
        }
    });
    canvas.group(&Group::new(Ink::Muted, "tick-labels"), |pen| {
        for (x, text) in &ticks {
            pen.text(text, (*x, area.bottom + style.gap + style.small * 0.7), style.letters(Align::Middle));
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
    fn neighbours_are_spread_within_one() {
        let offsets: Vec<f64> = (0..12).map(spread).collect();
        assert!(offsets.iter().all(|o| o.abs() <= 1.0));
        assert!(offsets.windows(2).all(|pair| (pair[0] - pair[1]).abs() > 0.2));
    }
}
