//! The ladder: how much is each rung worth?
//!
//! One row a variant on a logarithmic axis of time, slowest first; the factor to the row above stands between two rows.

use super::canvas::{Align, Canvas, Group, Lettering};
use super::plot::{self, Grid, Obstacles, Rectangle};
use super::scale::{Kind, Scale};
use super::sheet::{Area, Sheet, Style};
use super::theme::Ink;
use super::{Estimate, LeftOut, Size, lettering, marker};
use crate::format;
use tenfold_record::Rung;

/// What a ladder shows.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Ladder {
    /// The question: `How much is each rung worth?`
    pub title: String,
    /// The answer, computed by the caller.
    pub caption: String,
    /// The variants, in the order to be drawn: slowest first. A row without a time above zero is named as left out.
    pub rows: Vec<Row>,
    /// The variant that all are compared with, in the head of the column of factors.
    pub base_label: String,
    /// The least time that the machine allows.
    pub limit: Option<Limit>,
    /// Variants without a row, with the reason.
    pub left_out: Vec<LeftOut>,
    /// Where the numbers come from: problem, launches, interval, run, machine.
    pub footer: String,
}

/// One variant.
#[derive(Clone, Debug, PartialEq)]
pub struct Row {
    /// Its name.
    pub label: String,
    /// Its rung, which gives colour and marker.
    pub rung: Rung,
    /// Its time in seconds.
    pub seconds: Estimate,
    /// How many times faster than the base it is; none for the base itself.
    pub factor_to_base: Option<Estimate>,
    /// How many times faster than the row above it is; none for the first row.
    pub factor_to_previous: Option<Estimate>,
    /// What was guessed before.
    pub guess: Option<Guess>,
    /// The median of each launch in seconds, drawn as faint dots.
    pub launches: Vec<f64>,
}

/// A guess about one variant.
#[derive(Clone, Debug, PartialEq)]
pub struct Guess {
    /// The time it would have taken, in seconds.
    pub seconds: f64,
    /// What was guessed: `the guess: 8× the naive loop`.
    pub text: String,
}

/// The least time that the machine allows.
#[derive(Clone, Debug, PartialEq)]
pub struct Limit {
    /// In seconds.
    pub seconds: f64,
    /// What limits, with its value: `limit of one core, 280 µs`.
    pub label: String,
}

/// Share of the sheet's width that the names may take, and that the head of a column may take.
const NAMES: f64 = 0.28;
const HEADS: f64 = 0.16;

impl Ladder {
    /// The figure as SVG for embedding.
    pub fn svg(&self, size: Size) -> String {
        let (rows, unsound): (Vec<&Row>, Vec<&Row>) = self.rows.iter().partition(|row| row.seconds.is_positive());
        let mut left_out = self.left_out.clone();
        left_out.extend(unsound.iter().map(|row| LeftOut {
            label: row.label.clone(),
            reason: "no time above zero was measured".into(),
            fault: true,
        }));
        let sheet = Sheet::new(size, &self.title, &self.caption, &left_out, &self.footer);
        if rows.is_empty() {
            return sheet.nothing_measured(&self.title);
        }
        let style = &sheet.style;
        let (head, step) = (style.small * 1.7, if size == Size::Page { 36.0 } else { 46.0 });
        let (mut canvas, area) = sheet.open(head + step * rows.len() as f64 + plot::axis_height(style));
        Drawing::new(self, &rows, style, area, head).draw(&mut canvas);
        canvas.finish(&format!("{} {}", self.title, self.caption), &self.in_words(&rows))
    }

    /// The rows as sentences, for who cannot see them.
    fn in_words(&self, rows: &[&Row]) -> String {
        let mut words: Vec<String> = rows.iter().map(|row| format!("{}.", row.in_words(&self.base_label))).collect();
        words.extend(self.limit.iter().map(|limit| format!("{}.", limit.label)));
        words.join("\n")
    }
}

impl Row {
    fn in_words(&self, base: &str) -> String {
        let factor = match &self.factor_to_base {
            Some(factor) => format!("{} faster than {base}", factor.as_ratio()),
            None => "the base".into(),
        };
        format!("{}: {}; {factor}", self.label, self.seconds.in_seconds())
    }
}

/// The ladder laid out on an area: names, plot, times, factors from left to right.
struct Drawing<'a> {
    ladder: &'a Ladder,
    rows: &'a [&'a Row],
    style: &'a Style,
    /// The plot itself, between names and columns.
    plot: Area,
    scale: Scale,
    /// Right edges of the columns of times and of factors.
    times: f64,
    factors: f64,
    /// Middle of the line above the first row.
    head: f64,
    base_head: String,
}

impl<'a> Drawing<'a> {
    fn new(ladder: &'a Ladder, rows: &'a [&'a Row], style: &'a Style, area: Area, head: f64) -> Self {
        let widest = |texts: &mut dyn Iterator<Item = String>, size: f64, bold: bool| {
            texts.map(|text| lettering::width(&text, size, bold)).fold(0.0, f64::max)
        };
        let names = widest(&mut rows.iter().map(|row| row.label.clone()), style.text, false).min(NAMES * style.width);
        let base_head =
            lettering::shorten(&format!("over {}", ladder.base_label), style.small, false, HEADS * style.width);
        let factor = widest(&mut rows.iter().map(|row| factor_text(row)), style.text, false)
            .max(lettering::width(&base_head, style.small, false));
        let time = widest(&mut rows.iter().map(|row| format::seconds(row.seconds.value)), style.text, true);
        let factors = area.right;
        let times = factors - factor - style.gap * 2.0;
        let plot = Area {
            left: area.left + names + style.gap * 2.0,
            top: area.top + head,
            right: times - time - style.gap * 2.0,
            bottom: area.bottom - plot::axis_height(style),
        };
        let values = rows.iter().flat_map(|row| {
            let guess = row.guess.as_ref().map_or(f64::NAN, |guess| guess.seconds);
            [row.seconds.low, row.seconds.high, guess].into_iter().chain(row.launches.iter().copied())
        });
        let limit = ladder.limit.as_ref().map_or(f64::NAN, |limit| limit.seconds);
        let pixels = (plot.left + style.mark * 2.0, plot.right - style.mark * 2.0);
        let scale = Scale::around(Kind::Log, values.chain([limit]), pixels);
        Self { ladder, rows, style, plot, scale, times, factors, head: area.top + head / 2.0, base_head }
    }

    fn draw(&self, canvas: &mut Canvas) {
        let widest_tick = lettering::width("100 ms", self.style.small, false) * 1.5;
        let ticks: Vec<(f64, String)> = self
            .scale
            .ticks(((self.plot.right - self.plot.left) / widest_tick) as usize)
            .into_iter()
            .map(|tick| (tick, plot::tick_text(&format::seconds(tick))))
            .collect();
        plot::horizontal_axis(canvas, self.style, &self.plot, &self.scale, &ticks, Grid::Lines);
        self.limit(canvas);
        self.heads(canvas);
        for (index, row) in self.rows.iter().enumerate() {
            self.row(canvas, index, row);
        }
        for index in 1..self.rows.len() {
            self.step(canvas, index);
        }
    }

    /// The middle of a row.
    fn y(&self, index: usize) -> f64 {
        let step = (self.plot.bottom - self.plot.top) / self.rows.len() as f64;
        self.plot.top + step * (index as f64 + 0.5)
    }

    fn limit(&self, canvas: &mut Canvas) {
        let Some(limit) = self.ladder.limit.as_ref().filter(|limit| limit.seconds.is_finite() && limit.seconds > 0.0)
        else {
            return;
        };
        let (x, style) = (self.scale.at(limit.seconds), self.style);
        canvas.group(&Group::new(Ink::Reference, "limit").dashed(style.gap * 0.6).titled(&limit.label), |pen| {
            pen.line((x, self.head - style.small * 0.6), (x, self.plot.bottom), style.hairline);
        });
        let right = self.plot.right - x > x - self.plot.left;
        let room = (if right { self.plot.right - x } else { x - self.plot.left }) - style.gap;
        let text = lettering::shorten(&limit.label, style.small, false, room);
        let (dx, align) = if right { (style.gap * 0.75, Align::Left) } else { (-style.gap * 0.75, Align::Right) };
        canvas.group(&Group::new(Ink::Muted, "limit-label"), |pen| {
            pen.text(&text, (x + dx, self.head), Lettering { size: style.small, bold: false, align });
        });
    }

    fn heads(&self, canvas: &mut Canvas) {
        let letters = Lettering { size: self.style.small, bold: false, align: Align::Right };
        canvas.group(&Group::new(Ink::Muted, "heads"), |pen| {
            pen.text("time", (self.times, self.head), letters);
            pen.text(&self.base_head, (self.factors, self.head), letters);
        });
    }

    fn row(&self, canvas: &mut Canvas, index: usize, row: &Row) {
        let (y, style) = (self.y(index), self.style);
        let (low, x, high) =
            (self.scale.at(row.seconds.low), self.scale.at(row.seconds.value), self.scale.at(row.seconds.high));
        let letters = |align, bold| Lettering { size: style.text, bold, align };
        let words = row.in_words(&self.ladder.base_label);
        let name = lettering::shorten(&row.label, style.text, false, NAMES * style.width);
        canvas.group(&Group::new(Ink::Text, "name").titled(&row.label), |pen| {
            pen.text(&name, (self.plot.left - style.gap, y), letters(Align::Right, false));
        });
        if !row.launches.is_empty() {
            canvas.group(&Group::new(Ink::Mark(row.rung), "launches").faint(0.35), |pen| {
                for (launch, seconds) in row.launches.iter().enumerate().filter(|(_, s)| s.is_finite() && **s > 0.0) {
                    pen.dot((self.scale.at(*seconds), y + plot::spread(launch) * style.mark), style.speck);
                }
            });
        }
        canvas.group(&Group::new(Ink::Mark(row.rung), "interval").titled(&words), |pen| {
            plot::interval(pen, (low, y), (high, y), style);
        });
        canvas.group(&Group::new(Ink::Mark(row.rung), "mark").titled(&words), |pen| {
            marker::draw(pen, row.rung, (x, y), style.mark, style.stroke, false);
        });
        canvas.group(&Group::new(Ink::Text, "time").titled(&words), |pen| {
            pen.text(&format::seconds(row.seconds.value), (self.times, y), letters(Align::Right, true));
        });
        canvas.group(&Group::new(Ink::Muted, "factor").titled(&words), |pen| {
            pen.text(&factor_text(row), (self.factors, y), letters(Align::Right, false));
        });
        if let Some(guess) = row.guess.as_ref().filter(|guess| guess.seconds.is_finite() && guess.seconds > 0.0) {
            self.guess(canvas, guess, y, Rectangle(low - style.mark, y - style.mark, high + style.mark, y + style.mark));
        }
    }

    fn guess(&self, canvas: &mut Canvas, guess: &Guess, y: f64, measured: Rectangle) {
        let (x, style) = (self.scale.at(guess.seconds), self.style);
        let distance = style.mark + style.gap * 0.75;
        let right = Lettering { size: style.small, bold: false, align: Align::Left };
        let left = Lettering { align: Align::Right, ..right };
        // The measured mark may stand where the text would; then the text goes to the other side, or past the mark.
        let (before, after) = (measured.0 - style.gap, measured.2 + style.gap);
        let places = [((x + distance, y), right), ((x - distance, y), left), ((after, y), right), ((before, y), left)];
        let bounds = Rectangle(self.plot.left, self.plot.top, self.plot.right, self.plot.bottom);
        let text = lettering::shorten(&guess.text, style.small, false, (self.plot.right - self.plot.left) * 0.6);
        let mut obstacles = Obstacles::default();
        obstacles.add(measured);
        obstacles.add(Rectangle::about((x, y), style.mark));
        let title = format!("{}: {}", guess.text, format::seconds(guess.seconds));
        canvas.group(&Group::new(Ink::Muted, "guess").titled(&title), |pen| {
            pen.ring((x, y), style.mark * 0.9, style.stroke * 0.75);
        });
        if let Some((at, letters)) = obstacles.place(&text, &places, bounds) {
            canvas.group(&Group::new(Ink::Muted, "guess-label").haloed(style.stroke), |pen| pen.text(&text, at, letters));
        }
    }

    /// The factor between a row and the one above, in the gap between them.
    fn step(&self, canvas: &mut Canvas, index: usize) {
        let Some(factor) = &self.rows[index].factor_to_previous else {
            return;
        };
        let style = self.style;
        let ends = [self.rows[index - 1], self.rows[index]].map(|row| self.scale.at(row.seconds.value));
        // An interval that holds 1 does not tell the two apart.
        let text = if factor.low <= 1.0 && 1.0 <= factor.high {
            "no difference found".into()
        } else {
            format::ratio(factor.value)
        };
        let half = lettering::width(&text, style.small, false) / 2.0;
        let x = ((ends[0] + ends[1]) / 2.0).clamp(self.plot.left + half, (self.plot.right - half).max(self.plot.left + half));
        let y = (self.y(index - 1) + self.y(index)) / 2.0;
        let title = format!("{} over {}: {}", self.rows[index].label, self.rows[index - 1].label, factor.as_ratio());
        canvas.group(&Group::new(Ink::Muted, "step").titled(&title).haloed(style.stroke), |pen| {
            pen.text(&text, (x, y), Lettering { size: style.small, bold: false, align: Align::Middle });
        });
    }
}

fn factor_text(row: &Row) -> String {
    row.factor_to_base.as_ref().map_or("base".into(), |factor| format::ratio(factor.value))
}
