//! A distribution, drawn.

use super::{Distribution, Launch, Sample};
use crate::canvas::{Align, Canvas, Group, Pen};
use crate::layout::{Area, Layout, Style};
use crate::plot::{self, Grid};
use crate::scale::{Scale, Spacing};
use crate::theme::Ink;
use crate::{Size, lettering};
use tenfold_analysis::format;

impl Sample {
    fn is_drawable(&self) -> bool {
        self.seconds.is_finite() && self.seconds > 0.0
    }
}

/// The share of a launch's place that its strip takes.
const STRIP: f64 = 0.68;

/// Most samples drawn of one launch, however wide its strip.
const MOST_DRAWN: usize = 60;

/// Fewest samples that may be all that is drawn of one launch, however narrow its strip: the ends and two between.
const FEWEST_DRAWN: usize = 4;

/// A span of this ratio or more is drawn on a logarithmic axis.
const LOG_FROM: f64 = 10.0;

impl Distribution {
    /// The figure as SVG for embedding.
    pub fn svg(&self, size: Size<'_>) -> String {
        let most = self.most_drawn(size);
        let layout = Layout::new(size, &[], &self.key(most));
        if self.samples().next().is_none() {
            return layout.nothing_measured();
        }
        let style = &layout.style;
        let (mut canvas, area) = layout.open(match size {
            Size::Narrow => 240.0,
            Size::Page => 290.0,
            Size::Slide(_) | Size::Band => 400.0,
        });
        let words: Vec<String> = self.launches.iter().map(Launch::in_words).collect();
        self.draw(&mut canvas, style, area, (most, &words));
        layout.finish(canvas, words)
    }

    /// Most samples drawn of one launch: one for each pixel of its strip, since more would hide each other.
    pub(crate) fn most_drawn(&self, size: Size<'_>) -> usize {
        let style = Style::of(size);
        let strip = (style.right() - style.left()) * STRIP / self.launches.len().max(1) as f64;
        (strip as usize).clamp(FEWEST_DRAWN, MOST_DRAWN)
    }

    /// What the marks mean; where samples are not drawn, also which are.
    fn key(&self, most: usize) -> String {
        let all = self.launches.iter().all(|launch| launch.drawn_samples(most).len() == launch.samples.len());
        let rule = format!(
            " · drawn: {most} samples per launch, evenly in time, with the fastest and the slowest; quartiles use all"
        );
        let key = "one strip per launch, in the order of rounds; disturbed samples in red";
        format!("{key}{}", if all { "" } else { &rule })
    }

    fn samples(&self) -> impl Iterator<Item = &Sample> {
        self.launches.iter().flat_map(|launch| &launch.samples).filter(|sample| sample.is_drawable())
    }

    fn draw(&self, canvas: &mut Canvas, style: &Style, area: Area, (most, words): (usize, &[String])) {
        let (top, bottom) = (area.top + style.small * 1.7, area.bottom - plot::axis_height(style) - style.small * 1.4);
        let least = self.samples().map(|s| s.seconds).fold(f64::INFINITY, f64::min);
        let greatest = self.samples().map(|s| s.seconds).fold(0.0, f64::max);
        let kind = if greatest / least >= LOG_FROM { Spacing::Log } else { Spacing::Linear };
        let y = Scale::around(kind, self.samples().map(|sample| sample.seconds), (bottom, top));
        let ticks = plot::ticks(&y, (bottom - top) / (style.small * 3.2), format::seconds);
        let plot = Area { left: area.left + plot::labels_width(style, &ticks), top, right: area.right, bottom };
        let x = Scale::exact(Spacing::Linear, (-0.5, self.launches.len() as f64 - 0.5), (plot.left, plot.right));
        let labels: Vec<(f64, String)> =
            self.launches.iter().enumerate().map(|(index, launch)| (index as f64, launch.label.clone())).collect();
        plot::vertical_axis(canvas, style, &plot, &y, &ticks);
        plot::horizontal_axis(canvas, style, &plot, &x, &labels, Grid::None);
        self.words(canvas, style, &plot);
        if let Some(median) = self.median.filter(|median| median.is_finite() && *median > 0.0) {
            let title = format!("median of the launches: {}", format::seconds(median));
            canvas.group(&Group::new(Ink::Reference, "median").dashed(style.gap * 0.6).titled(&title), |pen| {
                pen.line((plot.left, y.at(median)), (plot.right, y.at(median)), style.hairline);
            });
        }
        // A strip takes most of its place, but few launches do not make wide ones.
        let half = ((plot.right - plot.left) / self.launches.len() as f64 * STRIP / 2.0).min(style.mark * 8.0);
        for (index, (launch, words)) in self.launches.iter().zip(words).enumerate() {
            self.strip(canvas, style, (launch, words, most), x.at(index as f64), half, &y);
        }
    }

    fn words(&self, canvas: &mut Canvas, style: &Style, plot: &Area) {
        let above = plot.top - style.small * 0.85;
        canvas.group(&Group::new(Ink::Muted, "axis-names"), |pen| {
            let text = match self.median {
                Some(_) if !style.is_narrow() => "time per run; dashed: median of the launches",
                _ => "time per run",
            };
            pen.text(text, (style.left(), above), style.letters(Align::Left));
            let below = plot.bottom + plot::axis_height(style) + style.small * 0.7;
            let at = ((plot.left + plot.right) / 2.0, below);
            let order = if style.is_narrow() { "" } else { "; within each, samples in the order taken" };
            pen.text(&format!("launches{order}"), at, style.letters(Align::Middle));
        });
        let contaminated = self.samples().filter(|sample| sample.contaminated).count();
        if contaminated > 0 {
            let text = format!("{} disturbed", format::count(contaminated as u64));
            let start = plot.right - lettering::width(&text, style.small, false) - style.gap;
            canvas.group(&Group::new(Ink::Fault, "contaminated-label"), |pen| {
                crosses(pen, [(start, above)], style);
                pen.text(&text, (plot.right, above), style.letters(Align::Right));
            });
        }
    }

    fn strip(
        &self,
        canvas: &mut Canvas,
        style: &Style,
        (launch, words, most): (&Launch, &str, usize),
        x: f64,
        half: f64,
        y: &Scale,
    ) {
        let taken = launch.samples.len().max(2) as f64 - 1.0;
        // From left to right as they were taken: a drift shows as a slope.
        // At whole pixels across, which is time only: steps that are alike pack well.
        let at = |index: usize, sample: &Sample| {
            ((x + (index as f64 / taken * 2.0 - 1.0) * half).round(), y.at(sample.seconds))
        };
        for contaminated in [false, true] {
            let samples: Vec<_> = launch
                .drawn_samples(most)
                .into_iter()
                .map(|index| (index, &launch.samples[index]))
                .filter(|(_, sample)| sample.is_drawable() && sample.contaminated == contaminated)
                .collect();
            if samples.is_empty() {
                continue;
            }
            let group = if contaminated {
                Group::new(Ink::Fault, "contaminated").titled(&format!("disturbed; {words}"))
            } else {
                Group::new(Ink::Mark(self.rung), "samples").faint(0.7).titled(words)
            };
            canvas.group(&group, |pen| {
                let places = samples.into_iter().map(|(index, sample)| at(index, sample));
                match contaminated {
                    true => crosses(pen, places, style),
                    false => pen.dots(places, style.speck),
                }
            });
        }
        if let Some([first, median, third]) = launch.quartiles.filter(|q| q.iter().all(|v| v.is_finite() && *v > 0.0)) {
            canvas.group(&Group::new(Ink::Text, "quartiles").titled(words), |pen| {
                let cap = half.min(style.mark * 2.0);
                pen.line((x, y.at(first)), (x, y.at(third)), style.stroke);
                pen.line((x - cap, y.at(median)), (x + cap, y.at(median)), style.stroke * 1.5);
            });
        }
    }
}

impl Launch {
    /// Which samples are drawn, in order: all, or `most` evenly in time with the fastest and the slowest.
    pub(crate) fn drawn_samples(&self, most: usize) -> Vec<usize> {
        let all = self.samples.len();
        if all <= most {
            return (0..all).collect();
        }
        let sound = || (0..all).filter(|index| self.samples[*index].is_drawable());
        let by_time = |a: &usize, b: &usize| self.samples[*a].seconds.total_cmp(&self.samples[*b].seconds);
        let ends = [sound().min_by(by_time), sound().max_by(by_time)];
        let mut drawn: Vec<usize> = (0..most - 2).map(|k| k * all / (most - 2)).collect();
        drawn.extend(ends.into_iter().flatten());
        drawn.sort_unstable();
        drawn.dedup();
        drawn
    }

    fn in_words(&self) -> String {
        let contaminated = self.samples.iter().filter(|sample| sample.contaminated).count();
        let quartiles = self.quartiles.map_or("no sample counts".into(), |[first, median, third]| {
            format!("median and quartiles {}", format::seconds_interval(median, first, third))
        });
        let samples = format::counted(self.samples.len(), "sample");
        format!("launch {}: {quartiles}, {samples}, {contaminated} disturbed", self.label)
    }
}

/// The marks of contaminated samples: crosses, so that print without colour tells them too.
fn crosses(pen: &mut Pen, places: impl IntoIterator<Item = (f64, f64)>, style: &Style) {
    let arm = style.speck * 1.3;
    let cross = |(x, y)| [((x - arm, y - arm), (x + arm, y + arm)), ((x - arm, y + arm), (x + arm, y - arm))];
    pen.lines(places.into_iter().flat_map(cross), style.stroke * 0.75);
}
