//! What a class guessed, drawn.

use super::{Class, Lane};
use crate::canvas::{Align, Canvas, Group, Lettering};
use crate::layout::{Area, Layout, Style};
use crate::plot::{self, Grid};
use crate::scale::{Kind, Scale};
use crate::theme::Ink;
use crate::{LeftOut, Size, lettering, marker};
use std::collections::BTreeMap;
use tenfold_analysis::format;

impl Class {
    /// The figure as SVG for embedding.
    pub fn svg(&self, size: Size) -> String {
        let (lanes, unsound): (Vec<&Lane>, Vec<&Lane>) =
            self.lanes.iter().partition(|l| l.measured.is_positive() && l.drawn().next().is_some());
        let mut left_out = self.left_out.clone();
        left_out.extend(unsound.iter().map(|lane| LeftOut {
            label: lane.label.clone(),
            reason: "no ratio above zero was guessed and measured".into(),
            fault: false,
        }));
        let layout = Layout::new(size, &self.title, &self.caption, &left_out, &self.footer);
        if lanes.is_empty() {
            return layout.nothing_measured(&self.title);
        }
        let style = &layout.style;
        let least = Drawing::least_height(style);
        let (mut canvas, area) = layout.open(least * lanes.len() as f64 + plot::axis_height(style));
        Drawing::new(&lanes, style, area).draw(&mut canvas);
        let words: Vec<String> = lanes.iter().map(|lane| format!("{}.", lane.in_words())).collect();
        canvas.finish(&format!("{} {}", self.title, self.caption), &words.join("\n"))
    }
}

impl Lane {
    fn in_words(&self) -> String {
        let ends = self.drawn().fold((f64::INFINITY, 0.0_f64), |(low, high), g| (low.min(g), high.max(g)));
        format!(
            "{}: {}, guesses from {} to {}; measured {}",
            self.label,
            self.summary,
            format::ratio(ends.0),
            format::ratio(ends.1),
            self.measured.as_ratio()
        )
    }

    /// The guesses that can stand on the axis.
    fn drawn(&self) -> impl Iterator<Item = f64> {
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

/// Dots that the highest heap of a page may have before they overlap.
const PILED: f64 = 8.0;

impl<'a> Drawing<'a> {
    /// The least height of a lane.
    fn least_height(style: &Style) -> f64 {
        style.text * 1.6 + style.small * 1.5 + style.mark * (PILED + 5.0) + style.gap
    }

    fn new(lanes: &'a [&'a Lane], style: &'a Style, area: Area) -> Self {
        let values = lanes.iter().flat_map(|lane| {
            let (low, value, high) = (lane.measured.low(), lane.measured.value, lane.measured.high());
            [low, high, value / lane.near, value * lane.near, 1.0].into_iter().chain(lane.drawn()).collect::<Vec<_>>()
        });
        let inset = style.mark * 3.0;
        let scale = Scale::around(Kind::Log, values, (area.left + inset, area.right - inset));
        let mut drawing = Self { lanes, style, area, scale, dot: 0.0 };
        let rows = drawing.rows(area.top, drawing.lane_height());
        // The largest dots of which all heaps fit; where none fit, the smallest, pressed together.
        for size in [0.85, 0.7, 0.6, 0.5] {
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
        let ticks: Vec<(f64, String)> = self
            .scale
            .ticks(most as usize)
            .into_iter()
            .map(|tick| (tick, plot::tick_text(&format::ratio(tick))))
            .collect();
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
        let bottom = top + height - style.gap;
        let mark = bottom - style.mark * 2.2;
        let head = top + style.text * 0.8;
        let median = top + style.text * 1.6 + style.small * 0.75;
        Rows { head, median, top: median + style.small * 0.75, floor: mark - style.mark * 2.2, mark, bottom }
    }

    /// Where a guess was near.
    fn band(&self, canvas: &mut Canvas, lane: &Lane, rows: &Rows) {
        let value = lane.measured.value;
        let title = format!("within a factor of {} of {}", lane.near, format::ratio(value));
        canvas.group(&Group::new(Ink::Mark(lane.rung), "right").faint(0.12).titled(&title), |pen| {
            let ends = (self.scale.at(value / lane.near), self.scale.at(value * lane.near));
            pen.rect((ends.0, rows.top), (ends.1, rows.bottom));
        });
    }

    fn words(&self, canvas: &mut Canvas, lane: &Lane, rows: &Rows) {
        let (style, area) = (self.style, &self.area);
        let most = area.right - area.left - style.gap * 2.0;
        let summary = lettering::shorten(&lane.summary, style.small, false, most * 0.62);
        let left = most - lettering::width(&summary, style.small, false);
        let label = lettering::shorten(&lane.label, style.text, true, left);
        canvas.group(&Group::new(Ink::Label(lane.rung), "lane").titled(&lane.in_words()).haloed(style.stroke), |pen| {
            pen.text(&label, (area.left, rows.head), Lettering { size: style.text, bold: true, align: Align::Left });
        });
        canvas.group(&Group::new(Ink::Muted, "summary").haloed(style.stroke), |pen| {
            let letters = Lettering { size: style.small, bold: false, align: Align::Right };
            pen.text(&summary, (area.right, rows.head), letters);
        });
    }

    /// The guesses whose dots would lie on each other, from left to right.
    fn columns(&self, lane: &Lane) -> BTreeMap<i64, Vec<f64>> {
        let mut columns: BTreeMap<i64, Vec<f64>> = BTreeMap::new();
        for guess in lane.drawn() {
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
            let title = match guesses.len() {
                1 => format!("1 guess of {range}"),
                n => format!("{n} guesses of {range}"),
            };
            canvas.group(&Group::new(Ink::Muted, "guess").titled(&title), |pen| {
                for level in 0..guesses.len() {
                    pen.dot((x, rows.floor - self.dot - level as f64 * step), self.dot * 0.9);
                }
            });
        }
    }

    fn median(&self, canvas: &mut Canvas, lane: &Lane, rows: &Rows) {
        if !(lane.median.is_finite() && lane.median > 0.0) {
            return;
        }
        let (style, x) = (self.style, self.scale.at(lane.median));
        let text = format!("median guess {}", format::ratio(lane.median));
        canvas.group(&Group::new(Ink::Text, "median").dashed(style.gap * 0.5).titled(&text), |pen| {
            pen.line((x, rows.top), (x, rows.floor), style.hairline * 1.25);
        });
        canvas.group(&Group::new(Ink::Text, "median-label").haloed(style.stroke), |pen| {
            let letters = Lettering { size: style.small, bold: false, align: Align::Middle };
            pen.text(&text, (self.inside(&text, x), rows.median), letters);
        });
    }

    fn measured(&self, canvas: &mut Canvas, lane: &Lane, rows: &Rows) {
        let (style, measured) = (self.style, &lane.measured);
        let [low, x, high] = [measured.low(), measured.value, measured.high()].map(|v| self.scale.at(v));
        let words = format!("measured {}", measured.as_ratio());
        if measured.interval.is_some() {
            canvas.group(&Group::new(Ink::Mark(lane.rung), "interval").titled(&words), |pen| {
                plot::interval(pen, (low, rows.mark), (high, rows.mark), style);
            });
        }
        canvas.group(&Group::new(Ink::Mark(lane.rung), "mark").titled(&words), |pen| {
            marker::draw(pen, lane.rung, (x, rows.mark), style.mark * 1.2, style.stroke, false);
        });
        // Beside the interval, on the side with more room.
        let interval =
            measured.interval.map_or(String::new(), |(low, high)| format!(" {}", format::interval(low, high)));
        let text = format!("measured {}{interval}", format::ratio(measured.value));
        let away = style.mark * 1.4 + style.gap * 0.75;
        let right = self.area.right - high.max(x) > low.min(x) - self.area.left;
        let (at, align) = if right { (high.max(x) + away, Align::Left) } else { (low.min(x) - away, Align::Right) };
        let room = if right { self.area.right - at } else { at - self.area.left };
        let text = lettering::shorten(&text, style.small, false, room);
        canvas.group(&Group::new(Ink::Label(lane.rung), "measured-label").haloed(style.stroke), |pen| {
            pen.text(&text, (at, rows.mark), Lettering { size: style.small, bold: false, align });
        });
    }

    /// The middle of a text that is to stand at `x` and not leave the layout.
    fn inside(&self, text: &str, x: f64) -> f64 {
        let half = lettering::width(text, self.style.small, false) / 2.0;
        x.min(self.area.right - half).max(self.area.left + half)
    }
}
