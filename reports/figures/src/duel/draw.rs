//! A duel, drawn.

use super::Duel;
use crate::canvas::{Align, Canvas, Group, Lettering};
use crate::layout::{Area, Layout, Style};
use crate::plot::{self, Grid};
use crate::scale::{Kind, Scale};
use crate::theme::Ink;
use crate::{Size, lettering, marker};
use tenfold_analysis::format;

/// A span of this ratio or more is drawn on a logarithmic axis.
const LOG_FROM: f64 = 4.0;

/// Within this factor of equality ratios are written as changes: `+2 %`.
const CHANGE_WITHIN: f64 = 1.5;

impl Duel {
    /// The figure as SVG for embedding.
    pub fn svg(&self, size: Size) -> String {
        let layout = Layout::new(size, &self.title, &self.caption, &[], &self.footer);
        if !self.estimate.is_positive() || self.launches().next().is_none() {
            return layout.nothing_measured(&self.title);
        }
        let style = &layout.style;
        let (mut canvas, area) = layout.open(style.mark * 24.0 + style.text * 2.2 + plot::axis_height(style));
        self.draw(&mut canvas, style, area);
        canvas.finish(&format!("{} {}", self.title, self.caption), &self.in_words())
    }

    fn in_words(&self) -> String {
        format!("time of B over A: {}", self.estimate.as_ratio())
    }

    fn launches(&self) -> impl Iterator<Item = f64> {
        self.launches.iter().copied().filter(|ratio| ratio.is_finite() && *ratio > 0.0)
    }

    fn draw(&self, canvas: &mut Canvas, style: &Style, area: Area) {
        let bottom = area.bottom - plot::axis_height(style);
        let top = area.top + style.text * 1.6;
        let values: Vec<f64> =
            self.launches().chain([self.estimate.low(), self.estimate.high(), 1.0, self.accepted]).collect();
        let (least, most) = values.iter().fold((f64::INFINITY, 0.0f64), |(a, b), v| (a.min(*v), b.max(*v)));
        let kind = if most / least >= LOG_FROM { Kind::Log } else { Kind::Linear };
        let inset = style.mark * 3.0;
        let scale = Scale::around(kind, values, (area.left + inset, area.right - inset));
        let widest = lettering::width("+0.25 %", style.small, false) * 1.6;
        let ticks: Vec<(f64, String)> = scale
            .ticks(((area.right - area.left) / widest) as usize)
            .into_iter()
            .map(|tick| (tick, plot::tick_text(&written(tick))))
            .collect();
        let plot = Area { bottom, top, ..area };
        plot::horizontal_axis(canvas, style, &plot, &scale, &ticks, Grid::Lines);
        self.marks(canvas, style, &scale, &plot);
        let cloud = top + (bottom - top) * 0.36;
        for (index, ratio) in self.launches().enumerate() {
            let at = (scale.at(ratio), cloud + plot::spread(index) * (bottom - top) * 0.28);
            canvas.group(&Group::new(Ink::Mark(self.rung), "launch").faint(0.55).titled(&written(ratio)), |pen| {
                pen.dot(at, style.mark * 0.7);
            });
        }
        let y = top + (bottom - top) * 0.84;
        let [low, value, high] =
            [self.estimate.low(), self.estimate.value, self.estimate.high()].map(|ratio| scale.at(ratio));
        if self.estimate.interval.is_some() {
            canvas.group(&Group::new(Ink::Mark(self.rung), "interval").titled(&self.in_words()), |pen| {
                plot::interval(pen, (low, y), (high, y), style);
            });
        }
        canvas.group(&Group::new(Ink::Mark(self.rung), "mark").titled(&self.in_words()), |pen| {
            marker::draw(pen, self.rung, (value, y), style.mark * 1.2, style.stroke, false);
        });
    }

    /// Equality, which the axis names, and the slowdown that is accepted, with its word above.
    fn marks(&self, canvas: &mut Canvas, style: &Style, scale: &Scale, plot: &Area) {
        let (equal, accepted) = (scale.at(1.0), scale.at(self.accepted));
        canvas.group(&Group::new(Ink::Reference, "equal").titled("equally fast"), |pen| {
            pen.line((equal, plot.top), (equal, plot.bottom), style.hairline);
        });
        if self.accepted > 1.0 {
            let title = format!("accepted up to {}", written(self.accepted));
            canvas.group(&Group::new(Ink::Reference, "accepted").dashed(style.gap * 0.6).titled(&title), |pen| {
                pen.line((accepted, plot.top), (accepted, plot.bottom), style.hairline);
            });
            let half = lettering::width(&title, style.small, false) / 2.0;
            let x = accepted.min(plot.right - half).max(plot.left + half);
            canvas.group(&Group::new(Ink::Muted, "accepted-label"), |pen| {
                let letters = Lettering { size: style.small, bold: false, align: Align::Middle };
                pen.text(&title, (x, plot.top - style.small * 0.9), letters);
            });
        }
    }
}

/// `+2.1 %` near equality, `5.31×` far from it.
fn written(ratio: f64) -> String {
    match ratio {
        r if (r - 1.0).abs() < 1e-12 => "equal".into(),
        r if !(1.0 / CHANGE_WITHIN..=CHANGE_WITHIN).contains(&r) => format::ratio(r),
        r if r > 1.0 => format!("+{}", format::percent(r - 1.0)),
        r => format::percent(r - 1.0),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Estimate;
    use tenfold_record::Rung;

    fn figure(launches: Vec<f64>, value: f64) -> String {
        let estimate = Estimate { value, interval: Some((value * 0.99, value * 1.01)), n: launches.len() };
        let duel = Duel {
            title: "q".into(),
            caption: "a".into(),
            rung: Rung::Naive,
            launches,
            estimate,
            accepted: 1.01,
            footer: String::new(),
        };
        duel.svg(Size::Page)
    }

    #[test]
    fn every_launch_is_a_dot_and_the_lines_are_named() {
        let svg = figure(vec![1.01, 1.02, 1.03], 1.02);
        assert_eq!(svg.matches("<title>+").count(), 3, "{svg}");
        for word in ["equally fast", "accepted up to +1.0 %", "time of B over A"] {
            assert!(svg.contains(word), "{word}");
        }
    }

    #[test]
    fn hundredfold_ratios_fit_and_what_is_no_ratio_is_not_drawn() {
        assert!(figure(vec![99.0, 101.0], 100.0).contains("100×"));
        assert!(!figure(vec![f64::NAN, 1.0], 1.0).contains("NaN"));
    }

    #[test]
    fn ratios_are_changes_near_equality() {
        assert_eq!([written(1.021), written(0.98), written(1.0)], ["+2.1 %", "−2.0 %", "equal"]);
        assert_eq!([written(5.31), written(0.1)], ["5.31×", "0.100×"]);
    }
}
