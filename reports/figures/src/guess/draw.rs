//! Guesses, drawn.

use super::{Guess, Lane};
use crate::canvas::{Align, Canvas, Group, Lettering};
use crate::layout::{Area, Layout, Style};
use crate::plot::{self, Grid};
use crate::scale::{Kind, Scale};
use crate::theme::Ink;
use crate::{LeftOut, Size, lettering, marker};
use tenfold_analysis::format;

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
        let layout = Layout::new(size, &self.title, &self.caption, &left_out, &self.footer);
        if lanes.is_empty() {
            return layout.nothing_measured(&self.title);
        }
        let style = &layout.style;
        let (mut canvas, area) = layout.open(least_height(style) * lanes.len() as f64 + plot::axis_height(style));
        draw(&mut canvas, style, area, &lanes);
        let words: Vec<String> = lanes.iter().map(|lane| format!("{}.", lane.in_words())).collect();
        canvas.finish(&format!("{} {}", self.title, self.caption), &words.join("\n"))
    }
}

impl Lane {
    fn in_words(&self) -> String {
        let guess =
            self.drawable().map_or("nothing guessed".into(), |guess| format!("guessed {}", format::ratio(guess)));
        format!("{}: {guess}; measured {}; {}", self.label, self.measured.as_ratio(), self.verdict)
    }

    /// The guess, if it can stand on the axis.
    fn drawable(&self) -> Option<f64> {
        Some(self.guess).filter(|guess| guess.is_finite() && *guess > 0.0)
    }
}

/// The least height of a lane: its words and its strip.
fn least_height(style: &Style) -> f64 {
    words_height(style) + style.mark * 5.0 + style.gap
}

/// Height of the words above a lane's strip: one line, or two where there is no room for both in one.
fn words_height(style: &Style) -> f64 {
    style.text * 1.6 + if style.is_narrow() { style.small * 1.3 } else { 0.0 }
}

fn draw(canvas: &mut Canvas, style: &Style, area: Area, lanes: &[&Lane]) {
    let bottom = area.bottom - plot::axis_height(style);
    // A slide is as high as it is: the lanes share what they do not need.
    let height = (bottom - area.top) / lanes.len() as f64;
    let values = lanes.iter().flat_map(|lane| {
        let (low, value, high) = (lane.measured.low(), lane.measured.value, lane.measured.high());
        [low, high, value / RIGHT_WITHIN, value * RIGHT_WITHIN, 1.0].into_iter().chain(lane.drawable())
    });
    let number = lettering::width(&number_text("measured", 0.123, style), style.small, false);
    // Room for the number beside an outermost mark.
    let inset = style.mark * 3.0 + number;
    let scale = Scale::around(Kind::Log, values, (area.left + inset, area.right - inset));
    let most = ((area.right - area.left) / (lettering::width("1,000×", style.small, false) * 1.5)) as usize;
    let ticks: Vec<(f64, String)> =
        scale.ticks(most).into_iter().map(|tick| (tick, plot::tick_text(&format::ratio(tick)))).collect();
    let extent = |index: usize| {
        let top = area.top + index as f64 * height;
        (top, top + height - style.gap)
    };
    for (index, lane) in lanes.iter().enumerate() {
        band(canvas, style, &scale, lane, extent(index));
    }
    plot::horizontal_axis(canvas, style, &Area { bottom, ..area }, &scale, &ticks, Grid::Lines);
    for (index, lane) in lanes.iter().enumerate() {
        self::lane(canvas, style, &area, &scale, lane, extent(index));
    }
}

/// Radius of a guess in those of a mark: it is seen around the mark that it hits.
const RING: f64 = 1.7;

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
    let middle = (top + words_height(style) + bottom) / 2.0;
    let text = |size, align, bold| Lettering { size, bold, align };
    let whole = area.right - area.left;
    // Side by side the verdict has half of the width at most, and the label what the verdict leaves.
    let most = if style.is_narrow() { whole } else { whole / 2.0 - style.gap };
    let verdict = lettering::shorten(&lane.verdict, style.small, false, most);
    let taken = if style.is_narrow() { 0.0 } else { lettering::width(&verdict, style.small, false) + 2.0 * style.gap };
    let label = lettering::shorten(&lane.label, style.text, true, whole - taken);
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
    if let Some(guess) = lane.drawable() {
        let title = format!("guessed {}", format::ratio(guess));
        canvas.group(&Group::new(Ink::Muted, "guess").titled(&title), |pen| {
            pen.circle((scale.at(guess), middle), style.mark * RING, style.stroke * 0.75);
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
    numbers(canvas, style, scale, lane, middle);
}

/// A number beside a mark; without its word where there is no room: the marks tell which is which.
fn number_text(word: &str, ratio: f64, style: &Style) -> String {
    let number = format::ratio(ratio);
    if style.is_narrow() { number } else { format!("{word} {number}") }
}

/// Both numbers outward of both marks, the measured one of interval and band too, where `draw` has left room for them.
fn numbers(canvas: &mut Canvas, style: &Style, scale: &Scale, lane: &Lane, y: f64) {
    let letters = |align| Lettering { size: style.small, bold: false, align };
    let x = scale.at(lane.measured.value);
    // Without a guess the measured number stands to the right, as beside one that was too low.
    let guess = lane.drawable().unwrap_or(lane.measured.value / RIGHT_WITHIN);
    let (ring, away) = (scale.at(guess), style.mark * RING + style.gap * 0.75);
    let (low, high) = (scale.at(lane.measured.low()), scale.at(lane.measured.high()));
    let band = [1.0 / RIGHT_WITHIN, RIGHT_WITHIN].map(|factor| scale.at(lane.measured.value * factor));
    let left = |end: f64| ((ring.min(low).min(end) - away, y), letters(Align::Right));
    let right = |end: f64| ((ring.max(high).max(end) + away, y), letters(Align::Left));
    let (guessed, measured) =
        (number_text("guessed", guess, style), number_text("measured", lane.measured.value, style));
    let (guess_at, measured_at) = if ring < x { (left(ring), right(band[1])) } else { (right(ring), left(band[0])) };
    let guessed = lane.drawable().map(|_| (Ink::Muted, guessed, guess_at));
    for (ink, text, (at, letters)) in guessed.into_iter().chain([(Ink::Label(lane.rung), measured, measured_at)]) {
        canvas.group(&Group::new(ink, "number"), |pen| pen.text(&text, at, letters));
    }
}
