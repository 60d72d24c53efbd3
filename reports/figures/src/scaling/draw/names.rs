//! The names of the curves of a scaling figure.

use super::super::{Scaling, Series, ValueAxis};
use super::Drawing;
use crate::canvas::{Align, Lettering};
use crate::labels::{self, Name};
use crate::layout::Style;
use crate::lettering;
use crate::theme::Ink;
use tenfold_analysis::format;

/// Share of the figure's width that the names of the series may take.
const NAMES: f64 = 0.27;

/// The same where the figure is narrow and names would be cut to nothing.
const NAMES_NARROW: f64 = 0.36;

/// Distance between two names, in letters' sizes.
const LINE: f64 = 1.25;

impl<'a> Drawing<'a> {
    /// The names, at the right end of the figure in the order in which the curves end.
    pub(super) fn names(&self) -> Vec<Name<'_>> {
        let (style, left) = (self.style, self.plot.right + self.style.gap);
        let room = self.style.right() - left;
        let name = |(index, series): (usize, &'a Series)| {
            let last = series.points.last()?;
            Some(Name {
                label: &series.label,
                text: text(series, style, room),
                mark: self.at(index, last.workers, last.value.value),
                at: (left, 0.0),
                letters: letters(style),
                inks: [Ink::Mark(series.rung), Ink::Label(series.rung)],
            })
        };
        let mut names: Vec<Name> = self.series.iter().enumerate().filter_map(name).collect();
        names.extend(self.ideal_ends().map(|(_, mark)| Name {
            label: "ideal",
            text: lettering::shorten(&ideal(self.scaling, self.series), style.small, false, room),
            mark,
            at: (left, 0.0),
            letters: style.letters(Align::Left),
            inks: [Ink::Reference, Ink::Muted],
        }));
        let wanted: Vec<f64> = names.iter().map(|name| name.mark.1).collect();
        let levels = labels::apart(&wanted, style.text * LINE, (self.plot.top, self.plot.bottom));
        names.iter_mut().zip(levels).for_each(|(name, level)| name.at.1 = level);
        names
    }
}

fn letters(style: &Style) -> Lettering {
    Lettering { size: style.text, bold: true, align: Align::Left }
}

/// The name, cut where it is too long, and the efficiency at its mark.
fn text(series: &Series, style: &Style, room: f64) -> String {
    let last = series.points.last().and_then(|point| point.efficiency);
    let efficiency = last.map_or(String::new(), |efficiency| format!(" · {}", format::percent(efficiency)));
    let most = room - lettering::width(&efficiency, style.text, true);
    lettering::shorten(&series.label, style.text, true, most) + &efficiency
}

/// The label of the ideal line; on the time axis it names the curve whose one-worker time the line starts from.
pub(super) fn ideal(scaling: &Scaling, series: &[Series]) -> String {
    let begins = |series: &&Series| {
        series.points.first().is_some_and(|point| point.workers == 1 && Some(point.value.value) == scaling.ideal)
    };
    let from = series.iter().find(begins).filter(|_| scaling.kind == ValueAxis::Time);
    from.map_or("ideal".into(), |series| format!("ideal, from {}", series.label))
}

/// Width that the names take.
pub(super) fn width(scaling: &Scaling, series: &[Series], style: &Style) -> f64 {
    let letters = letters(style);
    let most = style.width * if style.is_narrow() { NAMES_NARROW } else { NAMES };
    let names = series.iter().map(|s| lettering::width(&text(s, style, most), letters.size, letters.bold));
    let ideal = lettering::width(&ideal(scaling, series), style.small, false);
    names.fold(ideal, f64::max).min(most).ceil()
}
