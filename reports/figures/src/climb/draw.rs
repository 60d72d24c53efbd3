//! The climb, drawn.

use super::Climb;
use crate::canvas::{Align, Canvas, Group, Lettering};
use crate::estimate::Drawn;
use crate::ladder::Row;
use crate::layout::{Area, Style};
use crate::plot::{self, Grid};
use crate::scale::{Scale, Spacing};
use crate::theme::Ink;
use crate::{Size, lettering, marker};
use tenfold_analysis::format;

/// Width of the figure in pixels; height of a row at the most, and at the least that two lines of text need.
const WIDTH: f64 = 800.0;

const ROOMY: f64 = 84.0;

/// Height that all rows share.
const HEIGHT: f64 = 540.0;

/// Rows that fit: more would make the words smaller than a last row can read.
pub const MOST_ROWS: usize = 9;

impl Climb {
    /// The figure as SVG for embedding.
    pub fn svg(&self) -> String {
        let skipped = self.rows.len().saturating_sub(MOST_ROWS).min(self.climbed.saturating_sub(MOST_ROWS));
        let rows = &self.rows[skipped..self.rows.len().min(skipped + MOST_ROWS)];
        let climbed = self.climbed.saturating_sub(skipped).min(rows.len());
        let style = Style { width: WIDTH, ..Style::of(Size::Band) };
        let step = (HEIGHT / rows.len().max(1) as f64).min(ROOMY);
        let plot = Area { left: style.mark, top: 0.0, right: WIDTH - style.mark, bottom: step * rows.len() as f64 };
        let mut canvas = Canvas::new(WIDTH, plot.bottom + plot::axis_height(&style) + style.gap);
        let sound = |row: &&Row| row.seconds.is_positive();
        let values =
            self.rows.iter().filter(sound).flat_map(|row| {
                [row.seconds.low(), row.seconds.high()].into_iter().chain(row.launches.iter().copied())
            });
        let scale = Scale::around(Spacing::Log, values, (plot.left + style.mark * 2.0, plot.right - style.mark * 2.0));
        let most = WIDTH / (lettering::width("100 ms", style.small, false) * 1.3);
        let ticks = plot::ticks(&scale, most, format::seconds);
        plot::horizontal_axis(&mut canvas, &style, &plot, &scale, &ticks, Grid::Lines);
        for (index, row) in rows[..climbed].iter().enumerate().filter(|(_, row)| row.seconds.is_positive()) {
            let top = step * index as f64;
            Line { row, style: &style, scale: &scale, top, step, newest: index + 1 == climbed }.draw(&mut canvas);
        }
        let words: Vec<String> = rows[..climbed].iter().map(|row| row.in_words(&self.base_label) + ".").collect();
        canvas.finish("The ladder so far", &words.join("\n"))
    }
}

/// One variant: its words above its track.
struct Line<'a> {
    row: &'a Row,
    style: &'a Style,
    scale: &'a Scale,
    top: f64,
    step: f64,
    newest: bool,
}

impl Line<'_> {
    fn group(&self, ink: Ink, class: &str) -> Group {
        let group = Group::new(ink, class);
        if self.newest { group.stepped() } else { group }
    }

    fn draw(&self, canvas: &mut Canvas) {
        let (style, row) = (self.style, self.row);
        let words = self.top + self.step * 0.32;
        let track = self.top + self.step * 0.74;
        let letters = |align, bold| Lettering { size: style.small, bold, align };
        let factor = row.factor();
        let right = WIDTH - style.gap / 2.0;
        let times = right - lettering::width("100,000×", style.small, false) - style.gap;
        let time = format::seconds(row.seconds.value);
        let room = times - lettering::width(&time, style.small, true) - style.gap * 2.0;
        let name = lettering::shorten(&row.label, style.small, self.newest, room);
        canvas.text(
            &self.group(Ink::Label(row.rung), "name").haloed(style.stroke),
            &name,
            (style.gap / 2.0, words),
            letters(Align::Left, self.newest),
        );
        canvas.text(
            &self.group(Ink::Text, "time").haloed(style.stroke),
            &time,
            (times, words),
            letters(Align::Right, true),
        );
        canvas.text(
            &self.group(Ink::Muted, "factor").haloed(style.stroke),
            &factor,
            (right, words),
            letters(Align::Right, false),
        );
        canvas.group(&self.group(Ink::Mark(row.rung), "launches").faint(0.35), |pen| {
            let drawable = row.launches.iter().filter(|s| s.is_finite() && **s > 0.0);
            pen.dots(drawable.map(|seconds| (self.scale.at(*seconds), track)), style.speck);
        });
        if let Some(ends) = row.seconds.interval {
            canvas.group(&self.group(Ink::Mark(row.rung), "interval"), |pen| {
                plot::interval(pen, (self.scale.at(ends.low), track), (self.scale.at(ends.high), track), style);
            });
        }
        canvas.group(&self.group(Ink::Mark(row.rung), "mark"), |pen| {
            marker::draw(pen, row.rung, (self.scale.at(row.seconds.value), track), style.mark, style.stroke, false);
        });
    }
}
