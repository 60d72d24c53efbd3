//! Guesses, drawn.

use super::{Guess, Lane};
use crate::canvas::{Align, Canvas, Group, Lettering};
use crate::estimate::Drawn;
use crate::layout::{Area, Layout, Style};
use crate::plot::{self, Grid};
use crate::scale::{Scale, Spacing};
use crate::theme::Ink;
use crate::{LeftOut, Size, lettering};
use std::collections::BTreeMap;
use tenfold_analysis::findings::{NEAR_FACTOR, wording};
use tenfold_analysis::format;

impl Guess {
    /// The figure as SVG for embedding.
    pub fn svg(&self, size: Size<'_>) -> String {
        let (lanes, unsound): (Vec<&Lane>, Vec<&Lane>) =
            self.lanes.iter().partition(|l| l.measured.is_positive() && l.drawn_guesses().next().is_some());
        let mut left_out = self.left_out.clone();
        left_out.extend(unsound.iter().map(|lane| LeftOut {
            label: lane.label.clone(),
            reason: "no positive guess, or no positive measurement".into(),
            fault: true,
        }));
        let key = format!(
            "above: one dot per guess; below: the measured ratio with its interval; band: within a factor of {NEAR_FACTOR} of \
             it"
        );
        let layout = Layout::new(size, &left_out, &key);
        if lanes.is_empty() {
            return layout.nothing_measured();
        }
        let style = &layout.style;
        let most = lanes.iter().map(|lane| lane.drawn_guesses().count() as f64).fold(0.0, f64::max);
        let heap = (2.0 * LARGEST * most).min(HIGHEST);
        let least = words_height(style) + style.mark * (heap + 3.4) + style.gap * 0.5;
        let (mut canvas, area) = layout.open(least * lanes.len() as f64 + plot::axis_height(style));
        Drawing::new(&lanes, style, area).draw(&mut canvas);
        layout.finish(canvas, lanes.iter().map(|lane| lane.in_words()))
    }
}

impl Lane {
    fn in_words(&self) -> String {
        let mut guesses: Vec<f64> = self.drawn_guesses().collect();
        guesses.sort_by(f64::total_cmp);
        let guessed = match guesses[..] {
            [] => "no guesses".to_string(),
            [one] => format!("guessed {}", format::ratio(one)),
            [least, .., most] => format!("guesses from {} to {}", format::ratio(least), format::ratio(most)),
        };
        format!("{}: {guessed}; measured {}; {}", self.label, self.measured.as_ratio(), self.verdict)
    }

    /// The guesses that can stand on the axis.
    fn drawn_guesses(&self) -> impl Iterator<Item = f64> {
        self.guesses.iter().copied().filter(|guess| guess.is_finite() && *guess > 0.0)
    }
}

/// The lanes laid out on an area.
struct Drawing<'a> {
    lanes: &'a [&'a Lane],
    style: &'a Style,
    area: Area,
    scale: Scale,
    /// Radius of a dot: every dot is as large, so that heaps can be compared.
    dot: f64,
}

/// Where the parts of a lane stand, from top to bottom.
struct Rows {
    /// The middle of the label's line.
    head: f64,
    /// The middle of the line that names the median.
    median: f64,
    /// Where the highest heap may end, and where heaps stand.
    top: f64,
    floor: f64,
    /// The middle of the measured mark.
    mark: f64,
    bottom: f64,
}

/// Height of the highest heap of a page, in radii of a mark: dots of more guesses are smaller, or overlap.
const HIGHEST: f64 = 8.0;

/// Radius of the largest dots, in those of a mark.
const LARGEST: f64 = 0.85;

/// Height of the label's line and of the verdict's, where there is no room for both in one.
fn label_height(style: &Style) -> f64 {
    style.text * 1.3 + if style.is_narrow() { style.small * 1.3 } else { 0.0 }
}

/// Height of all words above a heap.
fn words_height(style: &Style) -> f64 {
    label_height(style) + style.small * 1.3
}

impl<'a> Drawing<'a> {
    fn new(lanes: &'a [&'a Lane], style: &'a Style, area: Area) -> Self {
        let values = lanes.iter().flat_map(|lane| {
            let (low, value, high) = (lane.measured.low(), lane.measured.value, lane.measured.high());
            let ends = [low, high, value / NEAR_FACTOR, value * NEAR_FACTOR, 1.0];
            ends.into_iter().chain(lane.drawn_guesses())
        });
        let inset = style.mark * 3.0;
        let scale = Scale::around(Spacing::Log, values, (area.left + inset, area.right - inset));
        let mut drawing = Self { lanes, style, area, scale, dot: 0.0 };
        let rows = drawing.rows(area.top, drawing.lane_height());
        // The largest dots of which all heaps fit; where none fit, the smallest, pressed together.
        for size in [LARGEST, 0.7, 0.6, 0.5] {
            drawing.dot = style.mark * size;
            let highest = lanes.iter().flat_map(|lane| drawing.columns(lane).into_values()).map(|c| c.len()).max();
            if highest.unwrap_or(0) as f64 * drawing.dot * 2.0 <= rows.floor - rows.top {
                break;
            }
        }
        drawing
    }

    fn lane_height(&self) -> f64 {
        (self.area.bottom - plot::axis_height(self.style) - self.area.top) / self.lanes.len() as f64
    }

    fn draw(&self, canvas: &mut Canvas) {
        let (bottom, height) = (self.area.bottom - plot::axis_height(self.style), self.lane_height());
        let rows: Vec<Rows> =
            (0..self.lanes.len()).map(|k| self.rows(self.area.top + k as f64 * height, height)).collect();
        for (lane, rows) in self.lanes.iter().zip(&rows) {
            self.band(canvas, lane, rows);
        }
        let most = (self.area.right - self.area.left) / (lettering::width("1,000×", self.style.small, false) * 1.5);
        let ticks = plot::ticks(&self.scale, most, format::ratio);
        plot::horizontal_axis(canvas, self.style, &Area { bottom, ..self.area }, &self.scale, &ticks, Grid::Lines);
        for (lane, rows) in self.lanes.iter().zip(&rows) {
            self.words(canvas, lane, rows);
            self.heap(canvas, lane, rows);
            self.median(canvas, lane, rows);
            self.measured(canvas, lane, rows);
        }
    }

    fn rows(&self, top: f64, height: f64) -> Rows {
        let style = self.style;
        let bottom = top + height - style.gap * 0.5;
        let mark = bottom - style.mark * 1.6;
        let above = top + words_height(style);
        Rows {
            head: top + style.text * 0.65,
            median: above - style.small * 0.65,
            top: above,
            floor: mark - style.mark * 1.8,
            mark,
            bottom,
        }
    }

    /// Where a guess was near.
    fn band(&self, canvas: &mut Canvas, lane: &Lane, rows: &Rows) {
        let value = lane.measured.value;
        let title = format!("within a factor of {NEAR_FACTOR} of {}", format::ratio(value));
        canvas.group(&Group::new(Ink::Mark(lane.rung), "right").faint(0.12).titled(&title), |pen| {
            let ends = (self.scale.at(value / NEAR_FACTOR), self.scale.at(value * NEAR_FACTOR));
            pen.rect((ends.0, rows.top), (ends.1, rows.bottom));
        });
    }

    fn words(&self, canvas: &mut Canvas, lane: &Lane, rows: &Rows) {
        let (style, area) = (self.style, &self.area);
        let whole = area.right - area.left;
        // Side by side the verdict has most of the width, and the label what the verdict leaves.
        let most = if style.is_narrow() { whole } else { whole * 0.6 };
        let verdict = lettering::shorten(&lane.verdict, style.small, false, most);
        let taken =
            if style.is_narrow() { 0.0 } else { lettering::width(&verdict, style.small, false) + 2.0 * style.gap };
        let label = lettering::shorten(&lane.label, style.text, true, whole - taken);
        let group = Group::new(Ink::Label(lane.rung), "lane").titled(&lane.in_words()).haloed(style.stroke);
        let letters = Lettering { size: style.text, bold: true, align: Align::Left };
        canvas.text(&group, &label, (area.left, rows.head), letters);
        let (at, align) = match style.is_narrow() {
            true => ((area.left, rows.head + style.small * 1.3), Align::Left),
            false => ((area.right, rows.head), Align::Right),
        };
        canvas.text(&Group::new(Ink::Muted, "verdict").haloed(style.stroke), &verdict, at, style.letters(align));
    }

    /// The guesses whose dots would lie on each other, from left to right.
    fn columns(&self, lane: &Lane) -> BTreeMap<i64, Vec<f64>> {
        let mut columns: BTreeMap<i64, Vec<f64>> = BTreeMap::new();
        for guess in lane.drawn_guesses() {
            columns.entry((self.scale.at(guess) / (self.dot * 2.0)).round() as i64).or_default().push(guess);
        }
        columns
    }

    /// Every guess as a dot: those that would lie on each other are piled up, from the floor.
    fn heap(&self, canvas: &mut Canvas, lane: &Lane, rows: &Rows) {
        let (wide, mut columns) = (self.dot * 2.0, self.columns(lane));
        let highest = columns.values().map(Vec::len).max().unwrap_or(1) as f64;
        // A heap that is too high for its lane is pressed together; all heaps alike, so that they can be compared.
        let step = wide.min((rows.floor - rows.top - wide) / (highest - 1.0).max(1.0));
        for guesses in columns.values_mut() {
            guesses.sort_by(f64::total_cmp);
            // A column stands where its guesses do, in the middle of them.
            let x = guesses.iter().map(|g| self.scale.at(*g)).sum::<f64>() / guesses.len() as f64;
            let (low, high) = (format::ratio(guesses[0]), format::ratio(guesses[guesses.len() - 1]));
            let range = if low == high { low } else { format!("{low} to {high}") };
            let title = format!("{} of {range}", format::counted(guesses.len(), "guess"));
            canvas.group(&Group::new(Ink::Muted, "guess").titled(&title), |pen| {
                for level in 0..guesses.len() {
                    pen.dot((x, rows.floor - self.dot - level as f64 * step), self.dot * 0.9);
                }
            });
        }
    }

    /// The guess, or the median of several, across the heap.
    fn median(&self, canvas: &mut Canvas, lane: &Lane, rows: &Rows) {
        let median = wording::middle(lane.drawn_guesses());
        let (style, x) = (self.style, self.scale.at(median));
        let what = if lane.drawn_guesses().nth(1).is_some() { "median guess" } else { "guessed" };
        let text = format!("{what} {}", format::ratio(median));
        canvas.group(&Group::new(Ink::Text, "median").dashed(style.gap * 0.5).titled(&text), |pen| {
            pen.line((x, rows.top), (x, rows.floor), style.hairline * 1.25);
        });
        let half = lettering::width(&text, style.small, false) / 2.0;
        let at = (x.min(self.area.right - half).max(self.area.left + half), rows.median);
        let group = Group::new(Ink::Text, "number").haloed(style.stroke);
        canvas.text(&group, &text, at, style.letters(Align::Middle));
    }

    /// The measured ratio, and its words beside the interval, on the side with more room.
    fn measured(&self, canvas: &mut Canvas, lane: &Lane, rows: &Rows) {
        let (style, measured) = (self.style, &lane.measured);
        let words = format!("measured {}", measured.as_ratio());
        plot::estimate(canvas, style, lane.rung, measured, &words, |v| (self.scale.at(v), rows.mark), false);
        let (low, high) = (self.scale.at(measured.low()), self.scale.at(measured.high()));
        let away = style.mark * 1.4 + style.gap * 0.75;
        let right = self.area.right - high > low - self.area.left;
        let (at, align) = if right { (high + away, Align::Left) } else { (low - away, Align::Right) };
        let room = if right { self.area.right - at } else { at - self.area.left };
        let text = lettering::shorten(&format!("measured {}", wording::ratio(measured)), style.small, false, room);
        let group = Group::new(Ink::Label(lane.rung), "number").haloed(style.stroke);
        canvas.text(&group, &text, (at, rows.mark), style.letters(align));
    }
}
