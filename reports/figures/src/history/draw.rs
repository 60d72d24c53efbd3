//! A history, drawn.

use super::{History, Track};
use crate::canvas::{Align, Canvas, Group, Lettering};
use crate::estimate::Drawn;
use crate::layout::{Area, Layout, Style};
use crate::scale::{Scale, Spacing};
use crate::theme::Ink;
use crate::{Size, lettering, marker, plot};
use tenfold_analysis::format;
use tenfold_stats::Estimate;

/// How far strips may reach to both sides, as factors. The least keeps noise from being blown up to the height of a strip.
const REACHES: [f64; 8] = [1.1, 1.25, 1.5, 2.0, 3.0, 5.0, 10.0, 100.0];

impl History {
    /// The figure as SVG for embedding.
    pub fn svg(&self, size: Size<'_>) -> String {
        let reach = self.reach();
        let key = format!(
            "each strip spans {} to {}; lines join consecutive runs; beside it, the newest time and its ratio to the median \
             of all runs; intervals beyond the strip are cut off",
            ends(1.0 / reach),
            ends(reach)
        );
        let layout = Layout::new(size, &[], &key);
        if self.tracks.iter().all(|track| track.ratios().next().is_none()) {
            return layout.nothing_measured();
        }
        let style = &layout.style;
        let strip = style.text * 2.6;
        let (mut canvas, area) = layout.open(strip * self.tracks.len() as f64 + plot::axis_height(style));
        self.draw(&mut canvas, style, area, reach);
        layout.finish(canvas, self.tracks.iter().map(|track| track.in_words()))
    }

    /// How far a strip reaches to both sides of 1, as a factor: to all medians. Intervals may be cut off, or one bad night
    /// would flatten all others.
    fn reach(&self) -> f64 {
        let ratios = self.tracks.iter().flat_map(|track| track.ratios().map(|(_, ratio)| ratio));
        let furthest = ratios.map(|ratio| ratio.max(1.0 / ratio)).fold(1.0, f64::max);
        REACHES.into_iter().find(|reach| *reach >= furthest).unwrap_or(furthest)
    }

    fn draw(&self, canvas: &mut Canvas, style: &Style, area: Area, reach: f64) {
        let bottom = area.bottom - plot::axis_height(style);
        let step = (bottom - area.top) / self.tracks.len() as f64;
        let widest = |texts: &mut dyn Iterator<Item = f64>| texts.fold(0.0, f64::max);
        let most = style.width * 0.25;
        let names = widest(&mut self.tracks.iter().map(|t| lettering::width(&t.label, style.text, false))).min(most);
        let numbers =
            widest(&mut self.tracks.iter().map(|t| lettering::width(&t.newest_in_words(), style.small, false)));
        let (left, right) = (area.left + names + style.gap * 2.0, area.right - numbers - style.gap * 2.0);
        let last = self.begun.len().saturating_sub(1).max(1) as f64;
        let x = |night: usize| left + (right - left) * night as f64 / last;
        for (index, track) in self.tracks.iter().enumerate() {
            let (top, bottom) = (area.top + step * index as f64, area.top + step * (index as f64 + 0.88));
            let y = Scale::exact(Spacing::Log, (1.0 / reach, reach), (bottom, top));
            strip(canvas, style, track, &x, (&y, reach), (left, right));
            let letters = |size, align| Lettering { size, bold: false, align };
            canvas.group(&Group::new(Ink::Label(track.rung), "track").titled(&track.in_words()), |pen| {
                let name = lettering::shorten(&track.label, style.text, false, most);
                pen.text(&name, (left - style.gap * 2.0, y.at(1.0)), letters(style.text, Align::Right));
                let number = track.newest_in_words();
                pen.text(&number, (right + style.gap * 2.0, y.at(1.0)), letters(style.small, Align::Left));
            });
        }
        canvas.group(&Group::new(Ink::Muted, "tick-labels"), |pen| {
            let y = bottom + style.gap + style.small * 0.7;
            // Narrow, the strips have no room for two dates below them.
            let (left, right) = if style.is_narrow() { (area.left, area.right) } else { (left, right) };
            for (begun, at, align) in
                [(self.begun.first(), left, Align::Left), (self.begun.last(), right, Align::Right)]
            {
                let Some(begun) = begun else { continue };
                pen.text(begun, (at, y), style.letters(align));
            }
        });
    }
}

/// The runs of one variant: a line through those that follow each other, a dot where neighbours are missing.
fn strip(
    canvas: &mut Canvas,
    style: &Style,
    track: &Track,
    x: &impl Fn(usize) -> f64,
    (y, reach): (&Scale, f64),
    (left, right): (f64, f64),
) {
    canvas.group(&Group::new(Ink::Grid, "reference"), |pen| {
        pen.line((left, y.at(1.0)), (right, y.at(1.0)), style.hairline);
    });
    let points: Vec<(usize, f64)> = track.ratios().collect();
    canvas.group(&Group::new(Ink::Mark(track.rung), "nights").titled(&track.in_words()), |pen| {
        for run in points.chunk_by(|a, b| a.0 + 1 == b.0) {
            let at: Vec<(f64, f64)> = run.iter().map(|(night, ratio)| (x(*night), y.at(*ratio))).collect();
            match at.as_slice() {
                [alone] => pen.dot(*alone, style.speck),
                line => pen.path(line, style.stroke * 0.75),
            }
        }
    });
    let Some(newest) = track.newest.filter(Estimate::is_positive) else { return };
    let end = x(track.seconds.len() - 1);
    let of = |seconds: f64| y.at((seconds / track.reference).clamp(1.0 / reach, reach));
    canvas.group(&Group::new(Ink::Mark(track.rung), "mark").titled(&track.in_words()), |pen| {
        plot::interval(pen, (end, of(newest.low())), (end, of(newest.high())), style);
        marker::draw(pen, track.rung, (end, of(newest.value)), style.mark * 0.8, style.stroke, false);
    });
}

/// An end of the strips.
fn ends(ratio: f64) -> String {
    plot::tick_text(&format::ratio(ratio))
}

impl Track {
    /// Night and ratio to the reference, where there is one that can be drawn.
    fn ratios(&self) -> impl Iterator<Item = (usize, f64)> {
        let drawable = |ratio: &f64| ratio.is_finite() && *ratio > 0.0;
        let ratio = move |seconds: &Option<f64>| seconds.map(|s| s / self.reference).filter(drawable);
        self.seconds.iter().enumerate().filter_map(move |(night, seconds)| Some((night, ratio(seconds)?)))
    }

    fn newest_in_words(&self) -> String {
        match self.newest {
            Some(newest) => {
                format!("{}, {}", format::seconds(newest.value), format::ratio(newest.value / self.reference))
            }
            None => "not in the newest run".into(),
        }
    }

    fn in_words(&self) -> String {
        let newest = match &self.newest {
            Some(newest) => {
                format!(
                    "newest {}, {} the median of all runs",
                    newest.in_seconds(),
                    format::ratio(newest.value / self.reference)
                )
            }
            None => "not in the newest run".into(),
        };
        let runs = format::counted(self.ratios().count(), "run");
        format!("{}: {runs}, median {}; {newest}", self.label, format::seconds(self.reference))
    }
}
