//! A gauge, drawn.

use super::{Gauge, Row};
use crate::canvas::{Align, Canvas, Group};
use crate::estimate::Drawn;
use crate::layout::{Area, Layout, Style};
use crate::plot::{self, Grid};
use crate::scale::{Scale, Spacing};
use crate::theme::Ink;
use crate::{Size, lettering};
use tenfold_analysis::format;

/// Most of the width for the names, and for the values in words.
const NAMES: f64 = 0.3;

const WORDS: f64 = 0.27;

/// Most dots drawn in a row: more would hide each other.
const MOST_DOTS: usize = 400;

/// So few dots may be large.
const FEW_DOTS: usize = 60;

impl Gauge {
    /// The figure as SVG for embedding.
    pub fn svg(&self, size: Size<'_>) -> String {
        let layout = Layout::new(size, &[], &self.footer);
        let rows: Vec<&Row> = self.rows.iter().filter(|row| row.value.is_sound()).collect();
        if rows.is_empty() {
            return layout.nothing_measured();
        }
        let style = &layout.style;
        // One row alone has room for its dots.
        let height = (rows.len() as f64 * row_height(style)).max(style.text * 6.0);
        let (mut canvas, area) = layout.open(height + head_height(style) + plot::axis_height(style));
        self.draw(&mut canvas, style, area, &rows);
        layout.finish(canvas, rows.iter().map(|row| row.in_words()))
    }

    fn draw(&self, canvas: &mut Canvas, style: &Style, area: Area, rows: &[&Row]) {
        let wide = area.right - area.left;
        let widest = |words: fn(&Row) -> &str, most: f64| {
            let widths = rows.iter().map(|row| lettering::width(words(row), style.small, false));
            widths.fold(0.0, f64::max).min(wide * most)
        };
        let (names, words) = (widest(|row| &row.label, NAMES), widest(|row| &row.said, WORDS));
        let plot = Area {
            left: area.left + names + style.gap * 2.0,
            right: area.right - words - style.gap * 2.0,
            top: area.top + head_height(style),
            bottom: area.bottom - plot::axis_height(style),
        };
        let goal = self.goal.iter().flat_map(|goal| [goal.low, goal.high]).flatten();
        let values = rows
            .iter()
            .flat_map(|row| [row.value.low(), row.value.value, row.value.high()].into_iter().chain(row.drawn_dots()));
        let inset = style.mark * 2.0;
        let scale = Scale::around(Spacing::Linear, values.chain(goal), (plot.left + inset, plot.right - inset));
        self.band(canvas, style, &scale, &plot);
        let most = (plot.right - plot.left) / (lettering::width("−0.25 %", style.small, false) * 1.5);
        let ticks = plot::ticks(&scale, most, format::percent);
        plot::horizontal_axis(canvas, style, &plot, &scale, &ticks, Grid::Lines);
        let zero = scale.at(0.0);
        if (plot.left..plot.right).contains(&zero) {
            canvas.group(&Group::new(Ink::Reference, "zero"), |pen| {
                pen.line((zero, plot.top), (zero, plot.bottom), style.hairline);
            });
        }
        let height = (plot.bottom - plot.top) / rows.len() as f64;
        for (index, row) in rows.iter().enumerate() {
            let y = plot.top + (index as f64 + 0.5) * height;
            draw_row(canvas, style, &scale, row, (y, height), (area.left, area.right));
        }
    }

    /// Where the values should be, with its words above.
    fn band(&self, canvas: &mut Canvas, style: &Style, scale: &Scale, plot: &Area) {
        let Some(goal) = &self.goal else { return };
        let left = goal.low.map_or(plot.left, |low| scale.at(low));
        let right = goal.high.map_or(plot.right, |high| scale.at(high));
        canvas.group(&Group::new(Ink::Band, "goal").titled(&goal.label), |pen| {
            pen.rect((left, plot.top), (right, plot.bottom));
        });
        canvas.group(&Group::new(Ink::Reference, "goal-ends").dashed(style.gap * 0.6), |pen| {
            for x in [goal.low, goal.high].into_iter().flatten().map(|end| scale.at(end)) {
                pen.line((x, plot.top), (x, plot.bottom), style.hairline);
            }
        });
        let half = lettering::width(&goal.label, style.small, false) / 2.0;
        let middle = ((left + right) / 2.0).min(plot.right - half).max(plot.left + half);
        let at = (middle, plot.top - style.small * 0.8);
        canvas.text(&Group::new(Ink::Muted, "goal-label"), &goal.label, at, style.letters(Align::Middle));
    }
}

/// The least height of a row: closer on a slide, which has no more room for more rows.
fn row_height(style: &Style) -> f64 {
    if style.height > 0.0 { style.small * 1.6 } else { style.text * 2.2 }
}

fn head_height(style: &Style) -> f64 {
    style.small * 1.8
}

impl Row {
    pub(super) fn in_words(&self) -> String {
        format!("{}: {}", self.label, self.said)
    }

    /// The dots that are drawn.
    pub(super) fn drawn_dots(&self) -> impl Iterator<Item = f64> {
        let step = self.dots.len().div_ceil(MOST_DOTS).max(1);
        self.dots.iter().copied().step_by(step).filter(|dot| dot.is_finite())
    }
}

fn draw_row(
    canvas: &mut Canvas,
    style: &Style,
    scale: &Scale,
    row: &Row,
    (y, height): (f64, f64),
    (left, right): (f64, f64),
) {
    let name = Group::new(Ink::Label(row.rung), "name").titled(&row.label);
    let label = lettering::shorten(&row.label, style.small, false, (right - left) * NAMES);
    canvas.text(&name, &label, (left, y), style.letters(Align::Left));
    let value = Group::new(Ink::Text, "value").titled(&row.said);
    let said = lettering::shorten(&row.said, style.small, false, (right - left) * WORDS);
    canvas.text(&value, &said, (right, y), style.letters(Align::Right));
    // Above the mark, which they would hide.
    let (cloud, mark) = if row.dots.is_empty() { (y, y) } else { (y - height * 0.14, y + height * 0.2) };
    let few = if row.dots.len() <= FEW_DOTS { 2.0 } else { 1.0 };
    canvas.group(&Group::new(Ink::Mark(row.rung), "dots").faint(0.35), |pen| {
        let place = |(index, dot)| (scale.at(dot), cloud + plot::spread(index) * height * 0.22);
        pen.dots(row.drawn_dots().enumerate().map(place), style.speck * few);
    });
    plot::estimate(canvas, style, row.rung, &row.value, &row.in_words(), |share| (scale.at(share), mark), false);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::estimate::between;
    use crate::gauge::Goal;
    use tenfold_record::Rung;

    fn row(label: &str, value: f64, ends: (f64, f64)) -> Row {
        let value = between(value, ends, 2000);
        Row {
            label: label.into(),
            rung: Rung::Threaded,
            value,
            dots: vec![0.001, 0.002],
            said: "0.60 % of 2,000".into(),
        }
    }

    #[test]
    fn every_row_has_its_mark_and_its_words_and_the_goal_its_band() {
        let goal = Goal { low: None, high: Some(0.01), label: "at most 1 %".into() };
        let rows = vec![row("serial", 0.006, (0.003, 0.011)), row("threaded", 0.0, (0.0, 0.002))];
        let svg = Gauge { rows, goal: Some(goal), footer: String::new() }.svg(Size::Page);
        for word in ["serial", "threaded", "0.60 % of 2,000", "at most 1 %", "class=\"goal band\""] {
            assert!(svg.contains(word), "{word}: {svg}");
        }
        assert_eq!(svg.matches("class=\"mark threaded\"").count(), 2);
    }

    #[test]
    fn what_is_no_share_is_not_drawn() {
        let rows = vec![row("serial", f64::NAN, (0.0, 1.0))];
        let svg = Gauge { rows, goal: None, footer: String::new() }.svg(Size::Page);
        assert!(svg.contains("nothing measured") && !svg.contains("NaN"));
    }
}
