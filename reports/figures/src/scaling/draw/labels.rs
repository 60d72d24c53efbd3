//! The words beside the points of a scaling figure.

use super::{Drawing, names_share};
use crate::canvas::{Align, Canvas, Group, Lettering};
use crate::lettering;
use crate::plot::{Obstacles, Rectangle};
use crate::theme::Ink;
use tenfold_analysis::format;

impl Drawing<'_> {
    /// The variant's name beside its last point, in its colour.
    pub(super) fn name(&self, canvas: &mut Canvas, index: usize, obstacles: &mut Obstacles) {
        let (series, style) = (&self.series[index], self.style);
        let Some(last) = series.points.last() else {
            return;
        };
        let (x, y) = self.at(index, last.workers, last.value.value);
        let letters = Lettering { size: style.text, bold: true, align: Align::Left };
        let text = lettering::shorten(&series.label, style.text, true, names_share(style) * style.width);
        let right =
            (x + style.mark + style.gap).max(self.x.at(f64::from(last.workers)) + style.mark * 2.0 + style.gap * 0.5);
        let line = style.text * 0.5;
        let places: Vec<_> = [0.0, 1.0, -1.0, 2.0, -2.0, 3.0, -3.0, 4.0, -4.0, 5.0, -5.0, 6.0, -6.0]
            .into_iter()
            .map(|k| ((right, y + k * line), letters))
            .collect();
        let bounds = Rectangle(0.0, self.plot.top - style.text, style.width, self.plot.bottom);
        if let Some((at, letters)) = obstacles.place(&text, &places, bounds) {
            let group = Group::new(Ink::Label(series.rung), "series").titled(&series.label);
            canvas.text(&group, &text, at, letters);
        }
    }

    pub(super) fn efficiencies(&self, canvas: &mut Canvas, index: usize, obstacles: &mut Obstacles) {
        let (series, style) = (&self.series[index], self.style);
        for point in &series.points {
            let Some(efficiency) = point.efficiency else {
                continue;
            };
            let text = format::percent(efficiency);
            let (x, high, low) = self.extent(index, point);
            let away = style.mark * 1.4 + style.small * 0.65;
            let beside = style.mark * 1.4 + style.gap * 0.5;
            let middle = (low + high) / 2.0;
            let mut places =
                vec![((x, high - away), style.letters(Align::Middle)), ((x, low + away), style.letters(Align::Middle))];
            // Further away, where a line passes; or beside the mark, further and further up and down along its interval.
            for far in [1.5, 2.0, 2.5] {
                places.push(((x, high - far * away), style.letters(Align::Middle)));
                places.push(((x, low + far * away), style.letters(Align::Middle)));
            }
            for step in 0..6 {
                for y in [middle - f64::from(step) * away, middle + f64::from(step) * away] {
                    places.push(((x + beside, y), style.letters(Align::Left)));
                    places.push(((x - beside, y), style.letters(Align::Right)));
                }
            }
            let bounds = Rectangle(self.plot.left, self.plot.top - style.small, self.plot.right, self.plot.bottom);
            if let Some((at, letters)) = obstacles.place(&text, &places, bounds) {
                let group = Group::new(Ink::Label(series.rung), "efficiency").haloed(style.stroke);
                canvas.text(&group, &text, at, letters);
            }
        }
    }
}
