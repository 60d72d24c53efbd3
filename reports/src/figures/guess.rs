//! Guess against measured: how good was the intuition?
//!
//! Guesses are hollow dots on a logarithmic axis of ratios, the measured ratio stands among them with its interval, and a
//! band shows what would have been right within a factor of 2.

use super::canvas::{Align, Canvas, Group, Lettering};
use super::plot::{self, Grid};
use super::scale::{Kind, Scale};
use super::sheet::{Area, Sheet, Style};
use super::theme::Ink;
use super::{Estimate, LeftOut, Size, lettering, marker};
use crate::format;
use tenfold_record::Rung;

/// What the figure of a guess shows.
#[derive(Clone, Debug, PartialEq)]
pub struct Guess {
    /// The question: `What did the room guess?`
    pub title: String,
    /// The answer, computed by the caller.
    pub caption: String,
    /// What was guessed, one or many, drawn as one lane each.
    pub lanes: Vec<Lane>,
    /// Guesses without a measurement, with the reason.
    pub left_out: Vec<LeftOut>,
    /// Where the numbers come from.
    pub footer: String,
}

/// One ratio that was guessed and measured.
#[derive(Clone, Debug, PartialEq)]
pub struct Lane {
    /// The ratio: `vectorised / naive`.
    pub label: String,
    /// The rung that the ratio is about, which gives colour and marker.
    pub rung: Rung,
    /// The guesses, as ratios.
    pub guesses: Vec<f64>,
    /// The measured ratio.
    pub measured: Estimate,
    /// The verdict: `off by 3.1×, too optimistic`.
    pub verdict: String,
}

/// What still counts as right, on both sides of the measured ratio.
const RIGHT_WITHIN: f64 = 2.0;

impl Guess {
    /// The figure as SVG for embedding.
    pub fn svg(&self, size: Size) -> String {
        let (lanes, unsound): (Vec<&Lane>, Vec<&Lane>) = self.lanes.iter().partition(|l| l.measured.is_positive());
        let mut left_out = self.left_out.clone();
        left_out.extend(unsound.iter().map(|lane| LeftOut {
            label: lane.label.clone(),
            reason: "no ratio above zero was measured".into(),
            fault: true,
        }));
        let sheet = Sheet::new(size, &self.title, &self.caption, &left_out, &self.footer);
        if lanes.is_empty() {
            return sheet.nothing_measured(&self.title);
        }
        let style = &sheet.style;
        let heights: Vec<f64> = lanes.iter().map(|lane| lane_height(lane, style)).collect();
        let (mut canvas, area) = sheet.open(heights.iter().sum::<f64>() + plot::axis_height(style));
        draw(&mut canvas, style, area, &lanes, &heights);
        let words: Vec<String> = lanes.iter().map(|lane| format!("{}.", lane.in_words())).collect();
        canvas.finish(&format!("{} {}", self.title, self.caption), &words.join("\n"))
    }
}

impl Lane {
    fn in_words(&self) -> String {
        let guesses: Vec<String> = self.guesses().map(format::ratio).collect();
        let guesses = match guesses.len() {
            0 => "nothing guessed".into(),
            1..=5 => format!("guessed {}", guesses.join(", ")),
            many => format!("{many} guesses"),
        };
        format!("{}: {guesses}; measured {}; {}", self.label, self.measured.as_ratio(), self.verdict)
    }

    /// The guesses that can stand on the axis.
    fn guesses(&self) -> impl Iterator<Item = f64> {
        self.guesses.iter().copied().filter(|guess| guess.is_finite() && *guess > 0.0)
    }
}

/// A class needs room to be seen one by one; a single guess does not.
fn lane_height(lane: &Lane, style: &Style) -> f64 {
    let strip = if lane.guesses().nth(1).is_some() { style.mark * 14.0 } else { style.mark * 5.0 };
    words_height(style) + strip + style.gap
}

/// Height of the words above a lane's strip: one line, or two where there is no room for both in one.
fn words_height(style: &Style) -> f64 {
    style.text * 1.6 + if style.is_narrow() { style.small * 1.3 } else { 0.0 }
}

fn draw(canvas: &mut Canvas, style: &Style, area: Area, lanes: &[&Lane], heights: &[f64]) {
    let bottom = area.bottom - plot::axis_height(style);
    // A slide is as high as it is: the lanes share what they do not need.
    let slack = (bottom - area.top - heights.iter().sum::<f64>()) / lanes.len() as f64;
    let values = lanes.iter().flat_map(|lane| {
        let (low, value, high) = (lane.measured.low(), lane.measured.value, lane.measured.high());
        let band = [low, high, value / RIGHT_WITHIN, value * RIGHT_WITHIN, 1.0];
        band.into_iter().chain(lane.guesses()).collect::<Vec<_>>()
    });
    let single = lanes.iter().any(|lane| lane.guesses().count() == 1);
    let number =
        if single { lettering::width(&number_text("measured", 0.123, style), style.small, false) } else { 0.0 };
    // Room for the number beside an outermost mark.
    let inset = style.mark * 3.0 + number;
    let scale = Scale::around(Kind::Log, values, (area.left + inset, area.right - inset));
    let most = ((area.right - area.left) / (lettering::width("1,000×", style.small, false) * 1.5)) as usize;
    let ticks: Vec<(f64, String)> =
        scale.ticks(most).into_iter().map(|tick| (tick, plot::tick_text(&format::ratio(tick)))).collect();
    let mut top = area.top;
    for (lane, height) in lanes.iter().zip(heights) {
        let height = height + slack;
        band(canvas, style, &scale, lane, (top, top + height - style.gap));
        top += height;
    }
    plot::horizontal_axis(canvas, style, &Area { bottom, ..area }, &scale, &ticks, Grid::Lines);
    top = area.top;
    for (lane, height) in lanes.iter().zip(heights) {
        let height = height + slack;
        self::lane(canvas, style, &area, &scale, lane, (top, top + height - style.gap));
        top += height;
    }
}

/// Where a guess would have been right.
fn band(canvas: &mut Canvas, style: &Style, scale: &Scale, lane: &Lane, (top, bottom): (f64, f64)) {
    let value = lane.measured.value;
    let title = format!("within a factor of 2 of {}", format::ratio(value));
    canvas.group(&Group::new(Ink::Mark(lane.rung), "right").faint(0.12).titled(&title), |pen| {
        let above = top + words_height(style);
        pen.rect((scale.at(value / RIGHT_WITHIN), above), (scale.at(value * RIGHT_WITHIN), bottom - style.gap * 0.25));
    });
}

fn lane(canvas: &mut Canvas, style: &Style, area: &Area, scale: &Scale, lane: &Lane, (top, bottom): (f64, f64)) {
    let head = top + style.text * 0.8;
    let strip_top = top + words_height(style);
    let middle = (strip_top + bottom) / 2.0;
    let text = |size, align, bold| Lettering { size, bold, align };
    let whole = area.right - area.left;
    let most = if style.is_narrow() { whole } else { whole / 2.0 - style.gap };
    let label = lettering::shorten(&lane.label, style.text, true, most);
    let verdict = lettering::shorten(&lane.verdict, style.small, false, most);
    canvas.group(&Group::new(Ink::Label(lane.rung), "lane").titled(&lane.in_words()).haloed(style.stroke), |pen| {
        pen.text(&label, (area.left, head), text(style.text, Align::Left, true));
    });
    canvas.group(&Group::new(Ink::Muted, "verdict").haloed(style.stroke), |pen| {
        let (at, align) = match style.is_narrow() {
            true => ((area.left, head + style.small * 1.3), Align::Left),
            false => ((area.right, head), Align::Right),
        };
        pen.text(&verdict, at, text(style.small, align, false));
    });
    let many = lane.guesses().nth(1).is_some();
    let reach = if many { (bottom - strip_top) / 2.0 - style.mark * 2.0 } else { 0.0 };
    for (index, guess) in lane.guesses().enumerate() {
        let at = (scale.at(guess), middle + plot::spread(index) * reach);
        let title = format!("guessed {}", format::ratio(guess));
        canvas.group(&Group::new(Ink::Muted, "guess").titled(&title), |pen| {
            pen.circle(at, style.mark, style.stroke * 0.75);
        });
    }
    let [low, value, high] = [lane.measured.low(), lane.measured.value, lane.measured.high()].map(|v| scale.at(v));
    let title = format!("measured {}", lane.measured.as_ratio());
    if lane.measured.interval.is_some() {
        canvas.group(&Group::new(Ink::Mark(lane.rung), "interval").titled(&title), |pen| {
            plot::interval(pen, (low, middle), (high, middle), style);
        });
    }
    canvas.group(&Group::new(Ink::Mark(lane.rung), "mark").titled(&title), |pen| {
        marker::draw(pen, lane.rung, (value, middle), style.mark * 1.2, style.stroke, false);
    });
    labels(canvas, style, area, scale, lane, (strip_top, bottom));
}

/// A number beside a mark; without its word where there is no room: the marks tell which is which.
fn number_text(word: &str, ratio: f64, style: &Style) -> String {
    let number = format::ratio(ratio);
    if style.is_narrow() { number } else { format!("{word} {number}") }
}

/// The numbers beside the marks.
fn labels(canvas: &mut Canvas, style: &Style, area: &Area, scale: &Scale, lane: &Lane, (top, bottom): (f64, f64)) {
    let letters = |align| Lettering { size: style.small, bold: false, align };
    let (x, y) = (scale.at(lane.measured.value), (top + bottom) / 2.0);
    let measured = format!("measured {}", format::ratio(lane.measured.value));
    let mut guesses = lane.guesses();
    let (first, second) = (guesses.next(), guesses.next());
    let Some(guess) = first.filter(|_| second.is_none()) else {
        // A class: the strip is high, and the words stand above and below the mark.
        let within = |text: &str| {
            let half = lettering::width(text, style.small, false) / 2.0;
            x.min(area.right - half).max(area.left + half)
        };
        canvas.group(&Group::new(Ink::Label(lane.rung), "measured-label"), |pen| {
            pen.text(&measured, (within(&measured), y - style.mark * 2.0 - style.small), letters(Align::Middle));
        });
        let band = scale.at(RIGHT_WITHIN) - scale.at(1.0 / RIGHT_WITHIN);
        let fits = |text: &&str| lettering::width(text, style.small, false) < band * 0.95;
        if let Some(text) = ["within a factor of 2", "within 2×"].into_iter().find(fits) {
            canvas.group(&Group::new(Ink::Muted, "right-label"), |pen| {
                pen.text(text, (within(text), bottom - style.small), letters(Align::Middle));
            });
        }
        return;
    };
    // One guess: both numbers outward of both marks, the measured one of interval and band too, where `draw` has left
    // room for them.
    let (ring, away) = (scale.at(guess), style.mark * 1.7 + style.gap * 0.75);
    let (low, high) = (scale.at(lane.measured.low()), scale.at(lane.measured.high()));
    let band = [1.0 / RIGHT_WITHIN, RIGHT_WITHIN].map(|factor| scale.at(lane.measured.value * factor));
    let left = |end: f64| ((ring.min(low).min(end) - away, y), letters(Align::Right));
    let right = |end: f64| ((ring.max(high).max(end) + away, y), letters(Align::Left));
    let (guessed, measured) =
        (number_text("guessed", guess, style), number_text("measured", lane.measured.value, style));
    let (guess_at, measured_at) = if ring < x { (left(ring), right(band[1])) } else { (right(ring), left(band[0])) };
    for (ink, text, (at, letters)) in [(Ink::Muted, guessed, guess_at), (Ink::Label(lane.rung), measured, measured_at)]
    {
        canvas.group(&Group::new(ink, "number"), |pen| pen.text(&text, at, letters));
    }
}
