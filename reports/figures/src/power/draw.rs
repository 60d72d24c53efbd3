//! The power of a test, drawn.

use super::{Point, Power, Series};
use crate::canvas::{Align, Canvas, Group, Lettering};
use crate::layout::{Area, Layout, Style};
use crate::plot::{self, Grid};
use crate::scale::{Kind, Scale};
use crate::theme::Ink;
use crate::{Size, lettering, marker};
use tenfold_analysis::format;

impl Series {
    fn sound(&self) -> impl Iterator<Item = &Point> {
        self.points.iter().filter(|p| p.planted.is_finite() && p.found.is_sound())
    }
}

impl Power {
    /// The figure as SVG for embedding.
    pub fn svg(&self, size: Size) -> String {
        let layout = Layout::new(size, &self.title, &self.caption, &[], &self.footer);
        let series: Vec<&Series> = self.series.iter().filter(|s| s.sound().next().is_some()).collect();
        if series.is_empty() {
            return layout.nothing_measured(&self.title);
        }
        let (mut canvas, area) = layout.open(if size == Size::Page { 260.0 } else { 400.0 });
        draw(&mut canvas, &layout.style, area, &series);
        let words = series.iter().flat_map(|s| s.sound().map(|p| format!("{}.", in_words(s, p))));
        canvas.finish(&format!("{} {}", self.title, self.caption), &words.collect::<Vec<_>>().join("\n"))
    }
}

fn in_words(series: &Series, point: &Point) -> String {
    let planted = plot::tick_text(&format::percent(point.planted));
    format!("{}: +{planted} found in {}", series.label, point.found.in_words(format::percent))
}

fn draw(canvas: &mut Canvas, style: &Style, area: Area, series: &[&Series]) {
    let labels = series.iter().map(|s| lettering::width(&s.label, style.small, false)).fold(0.0, f64::max);
    let labels = labels.min((area.right - area.left) * 0.35);
    let (top, bottom) = (area.top + style.small * 2.0, area.bottom - plot::axis_height(style));
    let y = Scale::exact(Kind::Linear, (0.0, 1.0), (bottom, top));
    let shares: Vec<(f64, String)> = [0.0, 0.25, 0.5, 0.75, 1.0].map(|v| (v, format::percent(v))).into();
    let left = area.left + plot::labels_width(style, &shares);
    let plot = Area { left, top, bottom, right: area.right - labels - style.gap * 3.0 };
    plot::vertical_axis(canvas, style, &plot, &y, &shares);
    let mut planted: Vec<f64> = series.iter().flat_map(|s| s.sound().map(|p| p.planted)).collect();
    planted.sort_by(f64::total_cmp);
    planted.dedup();
    let inset = style.mark * 3.0;
    let x = Scale::around(Kind::Linear, planted.iter().copied(), (plot.left + inset, plot.right - inset));
    let ticks: Vec<(f64, String)> = planted
        .iter()
        .map(|p| (*p, plot::tick_text(&format!("+{}", format::percent(*p))).replace("+0 %", "none")))
        .collect();
    plot::horizontal_axis(canvas, style, &plot, &x, &ticks, Grid::None);
    canvas.group(&Group::new(Ink::Muted, "axis-label"), |pen| {
        let letters = Lettering { size: style.small, bold: false, align: Align::Left };
        pen.text(
            "called slower, over the slowdown that was planted",
            (area.left, area.top + style.small * 0.5),
            letters,
        );
    });
    for (index, one) in series.iter().enumerate() {
        // Beside each other: most are at the top, where they would hide each other.
        let aside = (index as f64 - (series.len() - 1) as f64 / 2.0) * style.mark * 1.6;
        marks(canvas, style, one, |p| (x.at(p.planted) + aside, y.at(p.found.value)), &y);
    }
    names(canvas, style, series, &y, &plot, (area.right - labels, bottom));
}

/// The points, which no line joins: what lies between two planted slowdowns was not tried.
fn marks(canvas: &mut Canvas, style: &Style, series: &Series, place: impl Fn(&Point) -> (f64, f64), y: &Scale) {
    for point in series.sound() {
        let (at, title) = (place(point), in_words(series, point));
        if point.found.interval.is_some() {
            let (low, high) = (y.at(point.found.low()), y.at(point.found.high()));
            canvas.group(&Group::new(Ink::Mark(series.rung), "interval").titled(&title), |pen| {
                plot::interval(pen, (at.0, low), (at.0, high), style);
            });
        }
        canvas.group(&Group::new(Ink::Mark(series.rung), "mark").titled(&title), |pen| {
            marker::draw(pen, series.rung, at, style.mark, style.stroke, false);
        });
    }
}

/// The names at the right, each as near to the end of its line as the others let it, with a thin line to it.
fn names(canvas: &mut Canvas, style: &Style, series: &[&Series], y: &Scale, plot: &Area, (left, bottom): (f64, f64)) {
    let mut ends: Vec<(f64, &Series)> =
        series.iter().filter_map(|s| Some((y.at(s.sound().last()?.found.value), *s))).collect();
    ends.sort_by(|a, b| a.0.total_cmp(&b.0));
    let step = style.small * 1.35;
    // From above: each below the last, and all within the plot.
    let lowest = |rank: usize| bottom - (ends.len() - 1 - rank) as f64 * step;
    let mut free = f64::NEG_INFINITY;
    for (rank, (end, one)) in ends.iter().enumerate() {
        let at = end.max(free).min(lowest(rank));
        free = at + step;
        canvas.group(&Group::new(Ink::Reference, "leader"), |pen| {
            pen.line((plot.right, *end), (left - style.gap * 0.5, at), style.hairline);
        });
        let label = lettering::shorten(&one.label, style.small, false, plot.right.max(left) * 0.35);
        canvas.group(&Group::new(Ink::Label(one.rung), "series").titled(&one.label), |pen| {
            pen.text(&label, (left, at), Lettering { size: style.small, bold: false, align: Align::Left });
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Estimate;
    use tenfold_record::Rung;

    #[test]
    fn every_slowdown_is_a_point_and_none_is_named() {
        let found = |value: f64| Estimate { value, interval: Some((value * 0.9, value)), n: 200 };
        let points = vec![Point { planted: 0.0, found: found(0.01) }, Point { planted: 0.02, found: found(0.99) }];
        let series = |label: &str| Series { label: label.into(), rung: Rung::Threaded, points: points.clone() };
        let svg = Power { series: vec![series("one"), series("two")], ..Power::default() }.svg(Size::Page);
        assert_eq!(svg.matches("class=\"mark threaded\"").count(), 4);
        for word in ["none", "+2 %", "one: +2 % found in 99 % [89 %, 99 %], n = 200"] {
            assert!(svg.contains(word), "{word}: {svg}");
        }
    }
}
