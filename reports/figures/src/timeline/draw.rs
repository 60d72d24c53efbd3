//! The timeline, drawn.

use super::{Lane, Timeline};
use crate::canvas::{Align, Canvas, Group, Lettering};
use crate::layout::{Area, Layout, Style};
use crate::plot::{self, Grid};
use crate::scale::{Scale, Spacing};
use crate::theme::Ink;
use crate::{Size, lettering};
use tenfold_analysis::findings::ranks::{Activity, Span};
use tenfold_analysis::format;
use tenfold_record::Rung;

/// Class, ink, and share of the lane's height.
type Look = (&'static str, Ink, f64);

const ACTIVITIES: [Activity; 4] = [Activity::Compute, Activity::Wait, Activity::Itself, Activity::Call];

/// What an activity is called in the legend.
fn called(activity: Activity) -> &'static str {
    match activity {
        Activity::Compute => "computing",
        Activity::Wait => "waiting for another rank",
        Activity::Itself => "the call itself",
        Activity::Call => "in a call: waiting, or the call itself",
    }
}

fn look(activity: Activity, rung: Rung) -> Look {
    match activity {
        Activity::Compute => ("compute", Ink::Mark(rung), 1.0),
        Activity::Wait => ("wait", Ink::Reference, 0.14),
        Activity::Itself => ("itself", Ink::Text, 0.56),
        Activity::Call => ("call", Ink::Text, 0.28),
    }
}

fn is_drawable(span: &Span) -> bool {
    span.from.is_finite() && span.to.is_finite() && span.from <= span.to
}

impl Timeline {
    /// The figure as SVG for embedding.
    pub fn svg(&self, size: Size<'_>) -> String {
        let layout = Layout::new(size, &[], &self.footer);
        if self.spans().next().is_none() {
            return layout.nothing_measured();
        }
        let style = &layout.style;
        // Narrow, each key has a line.
        let lines = if style.is_narrow() { self.activities().count() } else { 1 };
        let head = style.small * (0.6 + 1.4 * lines as f64);
        let (mut canvas, area) =
            layout.open(head + style.text * 1.7 * self.lanes.len() as f64 + plot::axis_height(style));
        self.draw(&mut canvas, style, area, head);
        layout.finish(canvas, self.lanes.iter().map(|lane| lane.in_words()))
    }

    fn spans(&self) -> impl Iterator<Item = &Span> {
        self.lanes.iter().flat_map(|lane| &lane.spans).filter(|span| is_drawable(span))
    }

    /// What any rank does.
    fn activities(&self) -> impl Iterator<Item = Activity> {
        ACTIVITIES.into_iter().filter(|activity| self.spans().any(|span| span.activity == *activity))
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
        let x = Scale::exact(Spacing::Linear, (start, end), (plot.left, plot.right));
        let ticks = plot::ticks(&x, (plot.right - plot.left) / (style.small * 6.0), format::seconds);
        plot::horizontal_axis(canvas, style, &plot, &x, &ticks, Grid::Lines);
        let first = (if style.is_narrow() { area.left } else { plot.left }, area.top + style.small * 0.8);
        legend(canvas, style, first, self.activities().map(|activity| (called(activity), look(activity, self.rung))));
        let step = (plot.bottom - plot.top) / self.lanes.len() as f64;
        for (index, lane) in self.lanes.iter().enumerate() {
            let y = plot.top + step * (index as f64 + 0.5);
            let text = lettering::shorten(&name(lane), style.text, lane.slowest, most);
            canvas.group(&Group::new(Ink::Text, "lane").titled(&lane.in_words()), |pen| {
                let letters = Lettering { size: style.text, bold: lane.slowest, align: Align::Right };
                pen.text(&text, (plot.left - style.gap, y), letters);
            });
            canvas.group(&Group::new(Ink::Muted, "computing").titled(&lane.in_words()), |pen| {
                let letters = style.letters(Align::Right);
                pen.text(&format::percent(lane.computing), (area.right, y), letters);
            });
            for activity in self.activities() {
                let (what, ink, share) = look(activity, self.rung);
                let half = step.min(style.text * 2.0) * 0.36 * share;
                let spans: Vec<_> =
                    lane.spans.iter().filter(|span| is_drawable(span) && span.activity == activity).collect();
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
        canvas.text(&Group::new(Ink::Muted, "key-label"), what, (x, y), style.letters(Align::Left));
        if style.is_narrow() {
            (x, y) = (left, y + style.small * 1.4);
        } else {
            x += lettering::width(what, style.small, false) + style.gap * 2.0;
        }
    }
}

impl Lane {
    fn in_words(&self) -> String {
        let slowest = if self.slowest { "; computes longest" } else { "" };
        let in_calls = match self.in_calls {
            Some((waiting, itself)) => {
                format!(", {} waiting, {} in the calls themselves", format::percent(waiting), format::percent(itself))
            }
            None => String::new(),
        };
        format!("{}: {} of the run computing{in_calls}{slowest}", self.label, format::percent(self.computing))
    }
}
