//! Where the parts of a ladder stand.

pub(super) mod between;
mod guess;

use super::{Ladder, Limit, Row};
use crate::canvas::{Align, Canvas, Group, Lettering};
use crate::estimate::Drawn;
use crate::layout::{Area, Layout, Style};
use crate::plot::{self, Grid};
use crate::scale::{Scale, Spacing};
use crate::theme::Ink;
use crate::{LeftOut, Size, lettering};
use tenfold_analysis::{answers, format};

impl Ladder {
    /// The figure as SVG for embedding.
    pub fn svg(&self, size: Size<'_>) -> String {
        let (rows, unsound): (Vec<&Row>, Vec<&Row>) = self.rows.iter().partition(|row| row.seconds.is_positive());
        let mut left_out = self.left_out.clone();
        left_out.extend(unsound.iter().map(|row| LeftOut {
            label: row.label.clone(),
            reason: "no positive time was measured".into(),
            fault: true,
        }));
        let layout = Layout::new(size, &left_out, &self.footer);
        if rows.is_empty() {
            return layout.nothing_measured();
        }
        let style = &layout.style;
        let head = style.small * 1.7;
        let step = match size {
            Size::Narrow => style.text * 1.3 + style.mark * 4.0,
            Size::Page | Size::Band => 36.0,
            // As close as its letters allow, since title and caption are on it too.
            Size::Slide(_) => 34.0,
        };
        let (mut canvas, area) = layout.open(head + step * between::height(&rows) + plot::axis_height(style));
        Drawing::new(self, &rows, style, area, head).draw(&mut canvas);
        let words = rows.iter().map(|row| row.in_words(&self.base_label));
        layout.finish(canvas, words.chain(self.limit.iter().map(|limit| limit.label.clone())))
    }
}

impl Row {
    /// The row as a sentence.
    pub(crate) fn in_words(&self, base: &str) -> String {
        let factor = match &self.factor_to_base {
            Some(factor) => answers::ladder::compared(factor, base),
            None if self.is_base => "the base".into(),
            None => format!("not compared with {base}"),
        };
        format!("{}: {}; {factor}", self.label, self.seconds.in_seconds())
    }

    /// Its factor over the base, for a column.
    pub(crate) fn factor(&self) -> String {
        match &self.factor_to_base {
            Some(factor) => format::faster(factor.value),
            None if self.is_base => "base".into(),
            None => "–".into(),
        }
    }
}

/// Share of the figure's width that the names may take, and that the head of a column may take.
const NAMES: f64 = 0.28;
const HEADS: f64 = 0.16;

/// Head of the column of factors from rung to rung.
const PER_RUNG: &str = "per rung";

/// The same where names stand above what is drawn.
const NAMES_ABOVE: f64 = 0.45;
const HEADS_ABOVE: f64 = 0.24;

/// The ladder laid out on an area: names, plot, times, factors from left to right; where there is no room for that, names,
/// times and factors above the plot of each row, and no factors between rows.
pub(super) struct Drawing<'a> {
    ladder: &'a Ladder,
    rows: &'a [&'a Row],
    style: &'a Style,
    /// The plot itself, between names and columns.
    plot: Area,
    scale: Scale,
    /// Right edges of the columns of times, of factors over the base, and of factors from rung to rung.
    times: f64,
    factors: f64,
    rungs: f64,
    /// Middle of the line above the first row.
    head: f64,
    base_head: String,
}

impl<'a> Drawing<'a> {
    pub(super) fn new(ladder: &'a Ladder, rows: &'a [&'a Row], style: &'a Style, area: Area, head: f64) -> Self {
        let widest = |texts: &mut dyn Iterator<Item = String>, size: f64, bold: bool| {
            texts.map(|text| lettering::width(&text, size, bold)).fold(0.0, f64::max)
        };
        let names = widest(&mut rows.iter().map(|row| row.label.clone()), style.text, false).min(NAMES * style.width);
        let heads = if style.is_narrow() { HEADS_ABOVE } else { HEADS };
        let base_head =
            lettering::shorten(&format!("over {}", ladder.base_label), style.small, false, heads * style.width);
        let factor = widest(&mut rows.iter().map(|row| row.factor()), style.text, false).max(lettering::width(
            &base_head,
            style.small,
            false,
        ));
        let time = widest(&mut rows.iter().map(|row| format::seconds(row.seconds.value)), style.text, true);
        let rungs = area.right;
        let per_rung = if style.is_narrow() { 0.0 } else { between::width(rows, style) };
        let per_rung = if per_rung > 0.0 { per_rung.max(lettering::width(PER_RUNG, style.small, false)) } else { 0.0 };
        let factors = if per_rung > 0.0 { rungs - per_rung - style.gap * 2.0 } else { rungs };
        let times = factors - factor - style.gap * 2.0;
        let plot = Area {
            left: if style.is_narrow() { area.left } else { area.left + names + style.gap * 2.0 },
            top: area.top + head,
            right: if style.is_narrow() { area.right } else { times - time - style.gap * 2.0 },
            bottom: area.bottom - plot::axis_height(style),
        };
        let values = rows.iter().flat_map(|row| {
            let guess = row.guess.as_ref().map_or(f64::NAN, |guess| guess.seconds);
            [row.seconds.low(), row.seconds.high(), guess].into_iter().chain(row.launches.iter().copied())
        });
        let limit = ladder.limit.as_ref().map_or(f64::NAN, |limit| limit.seconds);
        let pixels = (plot.left + style.mark * 2.0, plot.right - style.mark * 2.0);
        let scale = Scale::around(Spacing::Log, values.chain([limit]), pixels);
        Self { ladder, rows, style, plot, scale, times, factors, rungs, head: area.top + head / 2.0, base_head }
    }

    pub(super) fn draw(&self, canvas: &mut Canvas) {
        let ticks = plot::ticks_with_room(self.style, &self.scale, format::seconds);
        plot::horizontal_axis(canvas, self.style, &self.plot, &self.scale, &ticks, Grid::Lines);
        self.limit(canvas);
        self.heads(canvas);
        for (index, row) in self.rows.iter().enumerate() {
            self.row(canvas, index, row);
        }
        if !self.style.is_narrow() {
            self.steps(canvas);
        }
    }

    /// Height of a row.
    fn step_height(&self) -> f64 {
        (self.plot.bottom - self.plot.top) / between::height(self.rows)
    }

    /// The middle of what is drawn in a row.
    fn y(&self, index: usize) -> f64 {
        let share = if self.style.is_narrow() { 0.78 } else { 0.5 };
        self.plot.top + self.step_height() * (between::top(self.rows, index) + share)
    }

    /// The middle of what is written in a row.
    fn line(&self, index: usize) -> f64 {
        if self.style.is_narrow() { self.y(index) - self.step_height() * 0.5 } else { self.y(index) }
    }

    /// The limit, where it can stand on the axis.
    fn drawn_limit(&self) -> Option<&Limit> {
        self.ladder.limit.as_ref().filter(|limit| limit.seconds.is_finite() && limit.seconds > 0.0)
    }

    fn limit(&self, canvas: &mut Canvas) {
        let (Some(limit), style) = (self.drawn_limit(), self.style) else { return };
        let x = self.scale.at(limit.seconds);
        canvas.group(&Group::new(Ink::Reference, "limit").dashed(style.gap * 0.6).titled(&limit.label), |pen| {
            let top = if style.is_narrow() { self.plot.top } else { self.head - style.small * 0.6 };
            pen.line((x, top), (x, self.plot.bottom), style.hairline);
        });
        if style.is_narrow() {
            // Names are where the label would be; the head of the figure has room left of the columns.
            let room = self.times - lettering::width("time", style.small, false) - style.gap - self.plot.left;
            let text = lettering::shorten(&format!("┆ {}", limit.label), style.small, false, room);
            return canvas.group(&Group::new(Ink::Muted, "limit-label"), |pen| {
                let letters = style.letters(Align::Left);
                pen.text(&text, (self.plot.left, self.head), letters);
            });
        }
        let right = self.plot.right - x > x - self.plot.left;
        let room = (if right { self.plot.right - x } else { x - self.plot.left }) - style.gap;
        let text = lettering::shorten(&limit.label, style.small, false, room);
        let (dx, align) = if right { (style.gap * 0.75, Align::Left) } else { (-style.gap * 0.75, Align::Right) };
        canvas.text(&Group::new(Ink::Muted, "limit-label"), &text, (x + dx, self.head), style.letters(align));
    }

    fn heads(&self, canvas: &mut Canvas) {
        let letters = Lettering { size: self.style.small, bold: false, align: Align::Right };
        canvas.group(&Group::new(Ink::Muted, "heads"), |pen| {
            pen.text("time", (self.times, self.head), letters);
            pen.text(&self.base_head, (self.factors, self.head), letters);
            if self.rungs > self.factors {
                pen.text(PER_RUNG, (self.rungs, self.head), letters);
            }
        });
    }

    fn row(&self, canvas: &mut Canvas, index: usize, row: &Row) {
        let (y, line, style) = (self.y(index), self.line(index), self.style);
        let at = |seconds| (self.scale.at(seconds), y);
        let letters = |align, bold| Lettering { size: style.text, bold, align };
        let words = row.in_words(&self.ladder.base_label);
        let (most, left, align) = match style.is_narrow() {
            true => (NAMES_ABOVE, self.plot.left, Align::Left),
            false => (NAMES, self.plot.left - style.gap, Align::Right),
        };
        let name = lettering::shorten(&row.label, style.text, false, most * style.width);
        // Words that stand above the plot are crossed by its lines.
        let written = |group: Group| if style.is_narrow() { group.haloed(style.stroke) } else { group };
        canvas.text(
            &written(Group::new(Ink::Text, "name").titled(&row.label)),
            &name,
            (left, line),
            letters(align, false),
        );
        if !row.launches.is_empty() {
            canvas.group(&Group::new(Ink::Mark(row.rung), "launches").faint(0.35), |pen| {
                let drawable = row.launches.iter().filter(|s| s.is_finite() && **s > 0.0);
                pen.dots(drawable.map(|seconds| at(*seconds)), style.speck);
            });
        }
        plot::estimate(canvas, style, row.rung, &row.seconds, &words, at, false);
        canvas.text(
            &written(Group::new(Ink::Text, "time").titled(&words)),
            &format::seconds(row.seconds.value),
            (self.times, line),
            letters(Align::Right, true),
        );
        canvas.text(
            &written(Group::new(Ink::Muted, "factor").titled(&words)),
            &row.factor(),
            (self.factors, line),
            letters(Align::Right, false),
        );
        if let Some(guess) = row.guess.as_ref().filter(|guess| guess.seconds.is_finite() && guess.seconds > 0.0) {
            self.guess(canvas, guess, row, y);
        }
    }
}
