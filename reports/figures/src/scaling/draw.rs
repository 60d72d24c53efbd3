//! Where the parts of a scaling figure stand.

mod axis;
mod names;

use super::{Point, Scaling, Series, ValueAxis};
use crate::canvas::{Align, Canvas, Group};
use crate::estimate::Drawn;
use crate::labels::{self, Ends};
use crate::layout::{Area, Layout, Style};
use crate::plot::{self, Grid};
use crate::scale::{self, Scale};
use crate::theme::Ink;
use crate::{Size, lettering};
use tenfold_analysis::format;

impl Scaling {
    /// The figure as SVG for embedding.
    pub fn svg(&self, size: Size<'_>) -> String {
        let layout = Layout::new(size, &[], &self.footer);
        let series: Vec<Series> = self.series.iter().map(|series| self.drawable(series)).collect();
        if series.iter().all(|series| series.points.is_empty()) {
            return layout.nothing_measured();
        }
        let style = &layout.style;
        let (mut canvas, area) = layout.open(match size {
            Size::Narrow => 300.0,
            Size::Page => 330.0,
            Size::Slide(_) | Size::Band => 400.0,
        });
        Drawing::new(self, &series, style, area).draw(&mut canvas);
        layout.finish(canvas, series.iter().flat_map(|s| s.points.iter().map(|p| self.in_words(s, p))))
    }

    /// The series without the points that cannot stand on the axis.
    fn drawable(&self, series: &Series) -> Series {
        let fits = |point: &Point| {
            point.workers > 0
                && if self.kind.axis() == scale::Spacing::Log {
                    point.value.is_positive()
                } else {
                    point.value.is_sound()
                }
        };
        let value_fits =
            |value: &f64| value.is_finite() && (self.kind.axis() == scale::Spacing::Linear || *value > 0.0);
        let points = series.points.iter().filter(|point| fits(point)).cloned().map(|mut point| {
            point.launches.retain(value_fits);
            point
        });
        Series { points: points.collect(), ..series.clone() }
    }

    /// The ideal value with so many workers.
    fn ideal_at(&self, workers: f64) -> Option<f64> {
        match self.kind {
            ValueAxis::Time => self.ideal.map(|one| if self.weak { one } else { one / workers }),
            ValueAxis::Speedup => Some(workers),
            ValueAxis::Efficiency => Some(1.0),
            ValueAxis::KarpFlatt => Some(0.0),
        }
    }

    fn in_words(&self, series: &Series, point: &Point) -> String {
        let value = match self.kind {
            ValueAxis::Time => point.value.in_seconds(),
            ValueAxis::Speedup => point.value.as_ratio(),
            ValueAxis::Efficiency | ValueAxis::KarpFlatt => point.value.in_words(format::percent),
        };
        let workers = format::counted(point.workers as usize, "worker");
        let efficiency = point.efficiency.map_or(String::new(), |e| format!(", efficiency {}", format::percent(e)));
        let beyond = if point.beyond_cores { "; more workers than cores, not scaling" } else { "" };
        format!("{}, {workers}: {value}{efficiency}{beyond}", series.label)
    }
}

/// How far points of the next series stand to the side, in radii of a mark.
const SIDE: f64 = 1.4;

/// Dashes of the lines of a rung after the first of it, in gaps.
const DASHES: [f64; 3] = [1.6, 0.8, 0.4];

/// The figure laid out on an area.
pub(super) struct Drawing<'a> {
    scaling: &'a Scaling,
    series: &'a [Series],
    style: &'a Style,
    plot: Area,
    x: Scale,
    y: Scale,
    ticks: Vec<(f64, String)>,
    /// All numbers of workers, rising.
    workers: Vec<u32>,
}

impl<'a> Drawing<'a> {
    pub(super) fn new(scaling: &'a Scaling, series: &'a [Series], style: &'a Style, area: Area) -> Self {
        let mut workers: Vec<u32> = series.iter().flat_map(|s| s.points.iter().map(|p| p.workers)).collect();
        workers.sort_unstable();
        workers.dedup();
        let top = area.top + style.small * 1.7;
        let bottom = area.bottom - plot::axis_height(style) - style.small * 1.4;
        let points = series.iter().flat_map(|s| &s.points);
        let values = points
            .flat_map(|p| [p.value.low(), p.value.high()].into_iter().chain(p.launches.iter().copied()))
            .chain(workers.iter().filter(|w| **w <= scaling.cores).filter_map(|w| scaling.ideal_at(f64::from(*w))))
            .chain(series.iter().flat_map(|s| s.fit.iter().flat_map(|f| f.band.iter().flat_map(|b| [b.2, b.3]))));
        // An efficiency is read against nothing and against perfection.
        let zero = (scaling.kind == ValueAxis::Efficiency).then_some(0.0);
        let y = Scale::around(scaling.kind.axis(), values.chain(zero), (bottom, top + style.mark));
        let ticks = plot::ticks(&y, (bottom - top) / (style.small * 3.2), |value| scaling.kind.write(value));
        let names = names::width(scaling, series, style);
        let plot = Area {
            left: area.left + plot::labels_width(style, &ticks),
            top,
            right: area.right - names - style.gap,
            bottom,
        };
        // Not in the corner on the left; on the right the names begin.
        let (first, last) = (f64::from(workers[0]) / 1.26, f64::from(workers[workers.len() - 1]));
        let aside = style.mark * SIDE * (series.len() - 1) as f64 / 2.0;
        let x = Scale::exact(
            scale::Spacing::Log,
            (first, last),
            (plot.left + aside, plot.right - aside - style.mark * 1.2),
        );
        Self { scaling, series, style, plot, x, y, ticks, workers }
    }

    pub(super) fn draw(&self, canvas: &mut Canvas) {
        let style = self.style;
        canvas.axes(&self.x, &self.y);
        self.beyond(canvas);
        plot::vertical_axis(canvas, style, &self.plot, &self.y, &self.ticks);
        let workers: Vec<(f64, String)> =
            self.workers.iter().map(|w| (f64::from(*w), format::count(u64::from(*w)))).collect();
        plot::horizontal_axis(canvas, style, &self.plot, &self.x, &workers, Grid::None);
        canvas.group(&Group::new(Ink::Muted, "axis-names"), |pen| {
            let top = self.plot.top - style.small * 0.85;
            pen.text(self.scaling.kind.name(), (style.left(), top), style.letters(Align::Left));
            let text = format!("workers, on {}", format::counted(self.scaling.cores as usize, "core"));
            let at = (
                (self.plot.left + self.plot.right) / 2.0,
                self.plot.bottom + plot::axis_height(style) + style.small * 0.7,
            );
            pen.text(&text, at, style.letters(Align::Middle));
        });
        for index in 0..self.series.len() {
            self.fit(canvas, index);
        }
        self.ideal(canvas);
        let names = self.names();
        labels::behind(canvas, style, &names);
        for index in 0..self.series.len() {
            self.points(canvas, index);
        }
        labels::write(canvas, &names);
    }

    /// Where a point stands. Series stand a little beside each other, so that equal values do not hide.
    fn at(&self, index: usize, workers: u32, value: f64) -> (f64, f64) {
        let aside = (index as f64 - (self.series.len() as f64 - 1.0) / 2.0) * self.style.mark * SIDE;
        (self.x.at(f64::from(workers)) + aside, self.y.at(value))
    }

    /// The region with more workers than cores.
    fn beyond(&self, canvas: &mut Canvas) {
        let points = || self.series.iter().flat_map(|s| &s.points);
        let Some(first) = points().filter(|p| p.beyond_cores).map(|p| p.workers).min() else {
            return;
        };
        let last = points().filter(|p| !p.beyond_cores).map(|p| p.workers).max();
        let left = last.map_or(self.plot.left, |last| self.x.at((f64::from(last) * f64::from(first)).sqrt()));
        canvas.group(&Group::new(Ink::Band, "beyond"), |pen| {
            pen.rect((left, self.plot.top), (self.plot.right, self.plot.bottom));
        });
        let style = self.style;
        let text = if style.is_narrow() { "beyond the cores" } else { "more workers than cores: not scaling" };
        let wide = lettering::width(text, style.small, false);
        let start = left.min(style.right() - wide);
        let (at, letters) = ((start, self.plot.top - style.small * 0.85), style.letters(Align::Left));
        canvas.text(&Group::new(Ink::Muted, "beyond-label"), text, at, letters);
    }

    /// Both ends of the ideal line; none where it cannot stand on the axis.
    fn ideal_ends(&self) -> Option<Ends> {
        let within = || self.workers.iter().filter(|w| **w <= self.scaling.cores).map(|w| f64::from(*w));
        let (first, last) = (within().next()?, within().next_back()?);
        let (from, to) = (self.scaling.ideal_at(first)?, self.scaling.ideal_at(last)?);
        let log = self.scaling.kind.axis() == scale::Spacing::Log;
        // A flat ideal is a level of the whole figure; a slope ends where the cores do.
        let ends = if from == to { (self.plot.left, self.plot.right) } else { (self.x.at(first), self.x.at(last)) };
        let usable = |value: f64| value.is_finite() && (!log || value > 0.0);
        (usable(from) && usable(to)).then(|| ((ends.0, self.y.at(from)), (ends.1, self.y.at(to))))
    }

    fn ideal(&self, canvas: &mut Canvas) {
        let Some((from, to)) = self.ideal_ends() else { return };
        let group = Group::new(Ink::Reference, "ideal").dashed(self.style.gap * 0.6);
        canvas.group(&group.titled(&names::ideal(self.scaling, self.series)), |pen| {
            pen.line(from, to, self.style.hairline * 1.25);
        });
    }

    fn fit(&self, canvas: &mut Canvas, index: usize) {
        let series = &self.series[index];
        let Some(fit) = &series.fit else {
            return;
        };
        let log = self.scaling.kind.axis() == scale::Spacing::Log;
        let drawable = |v: f64| v.is_finite() && (!log || v > 0.0);
        let band: Vec<_> = fit.band.iter().filter(|b| b.0 > 0.0 && [b.1, b.2, b.3].into_iter().all(drawable)).collect();
        if band.len() < 2 {
            return;
        }
        let upper = band.iter().map(|b| (self.x.at(b.0), self.y.at(b.3)));
        let lower = band.iter().rev().map(|b| (self.x.at(b.0), self.y.at(b.2)));
        let outline: Vec<_> = upper.chain(lower).collect();
        let title = format!("{}: {}", series.label, fit.label);
        canvas.group(&Group::new(Ink::Mark(series.rung), "fit").faint(0.2).titled(&title), |pen| pen.polygon(&outline));
    }

    fn points(&self, canvas: &mut Canvas, index: usize) {
        let (series, style) = (&self.series[index], self.style);
        let ink = Ink::Mark(series.rung);
        for pair in series.points.windows(2).filter(|pair| !pair[0].beyond_cores && !pair[1].beyond_cores) {
            let ends = [&pair[0], &pair[1]].map(|p| self.at(index, p.workers, p.value.value));
            let mut group = Group::new(ink, "join");
            if let Some(dash) = self.dash(index) {
                group = group.dashed(dash);
            }
            canvas.group(&group, |pen| pen.line(ends[0], ends[1], style.stroke));
        }
        for point in &series.points {
            let words = self.scaling.in_words(series, point);
            let at = |value| self.at(index, point.workers, value);
            if !point.launches.is_empty() {
                canvas.group(&Group::new(ink, "launches").faint(0.35), |pen| {
                    let place = |(launch, value): (usize, &f64)| {
                        let (x, y) = at(*value);
                        (x + plot::spread(launch) * style.mark * 0.8, y)
                    };
                    pen.dots(point.launches.iter().enumerate().map(place), style.speck);
                });
            }
            plot::estimate(canvas, style, series.rung, &point.value, &words, at, point.beyond_cores);
        }
    }

    /// How the line of a series is dashed, so that those of one rung can be told apart.
    fn dash(&self, index: usize) -> Option<f64> {
        let before = self.series[..index].iter().filter(|series| series.rung == self.series[index].rung).count();
        before.checked_sub(1).map(|again| DASHES[again % DASHES.len()] * self.style.gap)
    }
}
