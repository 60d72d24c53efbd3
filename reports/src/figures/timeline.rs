//! The timeline: where does each rank spend its time?
//!
//! One lane a rank. What a rank does is told by colour and by height, so that print without colour tells it too.

use super::Size;
use super::canvas::{Align, Canvas, Group, Lettering};
use super::lettering;
use super::plot::{self, Grid};
use super::scale::{Kind, Scale};
use super::sheet::{Area, Sheet, Style};
use super::theme::Ink;
use crate::format;
use tenfold_record::Rung;

/// What a timeline shows.
#[derive(Clone, Debug, PartialEq)]
pub struct Timeline {
    /// The question: `Where does each rank spend its time?`
    pub title: String,
    /// The answer, computed by the caller: load balance, serialisation, transfer, and the slowest rank.
    pub caption: String,
    /// The rung of the ranks: its colour is that of their work.
    pub rung: Rung,
    /// The ranks.
    pub lanes: Vec<Lane>,
    /// Where the numbers come from, and whose clock it was.
    pub footer: String,
}

/// One rank.
#[derive(Clone, Debug, PartialEq)]
pub struct Lane {
    /// Its name: `rank 3`.
    pub label: String,
    /// Whether it is the one that all wait for.
    pub slowest: bool,
    /// What it did, by rising time.
    pub spans: Vec<Span>,
    /// The share of the whole run that it computed, 0 to 1: written at the end of its lane.
    pub computing: f64,
    /// The shares of the whole run that it waited for other ranks and moved data, where the two can be told apart.
    pub in_calls: Option<(f64, f64)>,
}

/// A stretch of time.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Span {
    /// Seconds since the common start.
    pub from: f64,
    /// Seconds since the common start.
    pub to: f64,
    /// What the rank did.
    pub activity: Activity,
}

/// What a rank does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Activity {
    /// Its part of the work.
    Compute,
    /// Standing still in a call until another rank is ready.
    Wait,
    /// Moving data in a call.
    Move,
    /// In a call, where nobody knows whether it waits or moves data.
    Call,
}

/// Class, ink, and share of the lane's height.
type Look = (&'static str, Ink, f64);

impl Activity {
    const ALL: [Self; 4] = [Self::Compute, Self::Wait, Self::Move, Self::Call];

    /// What it is called in the legend.
    fn name(self) -> &'static str {
        match self {
            Self::Compute => "computing",
            Self::Wait => "waiting for another rank",
            Self::Move => "moving data",
            Self::Call => "in a call: waiting or moving data",
        }
    }

    fn look(self, rung: Rung) -> Look {
        match self {
            Self::Compute => ("compute", Ink::Mark(rung), 1.0),
            Self::Wait => ("wait", Ink::Reference, 0.14),
            Self::Move => ("move", Ink::Text, 0.56),
            Self::Call => ("call", Ink::Text, 0.28),
        }
    }
}

impl Span {
    fn is_drawable(&self) -> bool {
        self.from.is_finite() && self.to.is_finite() && self.from <= self.to
    }
}

impl Timeline {
    /// The figure as SVG for embedding.
    pub fn svg(&self, size: Size) -> String {
        let sheet = Sheet::new(size, &self.title, &self.caption, &[], &self.footer);
        if self.spans().next().is_none() {
            return sheet.nothing_measured(&self.title);
        }
        let style = &sheet.style;
        // Narrow, each key has a line.
        let lines = if style.is_narrow() { self.activities().count() } else { 1 };
        let head = style.small * (0.6 + 1.4 * lines as f64);
        let (mut canvas, area) =
            sheet.open(head + style.text * 1.7 * self.lanes.len() as f64 + plot::axis_height(style));
        self.draw(&mut canvas, style, area, head);
        let words: Vec<String> = self.lanes.iter().map(|lane| format!("{}.", lane.in_words())).collect();
        canvas.finish(&format!("{} {}", self.title, self.caption), &words.join("\n"))
    }

    fn spans(&self) -> impl Iterator<Item = &Span> {
        self.lanes.iter().flat_map(|lane| &lane.spans).filter(|span| span.is_drawable())
    }

    /// What any rank does.
    fn activities(&self) -> impl Iterator<Item = Activity> {
        Activity::ALL.into_iter().filter(|activity| self.spans().any(|span| span.activity == *activity))
    }

    fn draw(&self, canvas: &mut Canvas, style: &Style, area: Area, head: f64) {
        let name = |lane: &Lane| {
            if lane.slowest && !style.is_narrow() { format!("{}, slowest", lane.label) } else { lane.label.clone() }
        };
        let most = style.width * 0.25;
        let names = self.lanes.iter().map(|lane| lettering::width(&name(lane), style.text, lane.slowest));
        let left = area.left + names.fold(0.0, f64::max).min(most) + style.gap;
        let share = |lane: &Lane| lettering::width(&format::percent(lane.computing), style.small, false);
        let shares = self.lanes.iter().map(share).fold(0.0, f64::max) + style.gap;
        let bottom = area.bottom - plot::axis_height(style);
        let plot = Area { left, top: area.top + head, right: area.right - shares, bottom };
        let start = self.spans().map(|span| span.from).fold(0.0, f64::min);
        let end = self.spans().map(|span| span.to).fold(start, f64::max);
        let end = if end > start { end } else { start + 1.0 };
        let x = Scale::exact(Kind::Linear, (start, end), (plot.left, plot.right));
        let ticks: Vec<(f64, String)> = x
            .ticks(((plot.right - plot.left) / (style.small * 6.0)) as usize)
            .into_iter()
            .map(|tick| (tick, plot::tick_text(&format::seconds(tick))))
            .collect();
        plot::horizontal_axis(canvas, style, &plot, &x, &ticks, Grid::Lines);
        let first = (if style.is_narrow() { area.left } else { plot.left }, area.top + style.small * 0.8);
        legend(canvas, style, first, self.activities().map(|activity| (activity.name(), activity.look(self.rung))));
        let step = (plot.bottom - plot.top) / self.lanes.len() as f64;
        for (index, lane) in self.lanes.iter().enumerate() {
            let y = plot.top + step * (index as f64 + 0.5);
            let text = lettering::shorten(&name(lane), style.text, lane.slowest, most);
            canvas.group(&Group::new(Ink::Text, "lane").titled(&lane.in_words()), |pen| {
                let letters = Lettering { size: style.text, bold: lane.slowest, align: Align::Right };
                pen.text(&text, (plot.left - style.gap, y), letters);
            });
            canvas.group(&Group::new(Ink::Muted, "computing").titled(&lane.in_words()), |pen| {
                let letters = Lettering { size: style.small, bold: false, align: Align::Right };
                pen.text(&format::percent(lane.computing), (area.right, y), letters);
            });
            for activity in self.activities() {
                let (what, ink, share) = activity.look(self.rung);
                let half = step.min(style.text * 2.0) * 0.36 * share;
                let spans: Vec<_> =
                    lane.spans.iter().filter(|span| span.is_drawable() && span.activity == activity).collect();
                if spans.is_empty() {
                    continue;
                }
                canvas.group(&Group::new(ink, what).titled(&lane.in_words()), |pen| {
                    for span in spans {
                        pen.rect((x.at(span.from), y - half), (x.at(span.to), y + half));
                    }
                });
            }
        }
    }
}

/// What heights and colours mean, above the lanes.
fn legend(
    canvas: &mut Canvas,
    style: &Style,
    (left, top): (f64, f64),
    keys: impl Iterator<Item = (&'static str, Look)>,
) {
    let (mut x, mut y) = (left, top);
    for (what, (_, ink, share)) in keys {
        let half = style.small * 0.45 * share;
        canvas.group(&Group::new(ink, "key"), |pen| pen.rect((x, y - half), (x + style.small, y + half)));
        x += style.small + style.gap * 0.75;
        canvas.group(&Group::new(Ink::Muted, "key-label"), |pen| {
            pen.text(what, (x, y), Lettering { size: style.small, bold: false, align: Align::Left });
        });
        if style.is_narrow() {
            (x, y) = (left, y + style.small * 1.4);
        } else {
            x += lettering::width(what, style.small, false) + style.gap * 2.0;
        }
    }
}

impl Lane {
    fn in_words(&self) -> String {
        let slowest = if self.slowest { "; the one that computes longest" } else { "" };
        let in_calls = match self.in_calls {
            Some((waiting, moving)) => {
                format!(", {} waiting, {} moving data", format::percent(waiting), format::percent(moving))
            }
            None => String::new(),
        };
        format!("{}: {} of the run computing{in_calls}{slowest}", self.label, format::percent(self.computing))
    }
}
