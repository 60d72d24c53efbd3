//! The names of the points of a roofline, each beside its mark.
//!
//! The variants of one kernel stand one above the other, some of them at almost the same rate: names keep the order of their
//! marks and a line's distance from each other.

use super::Drawing;
use crate::canvas::Align;
use crate::labels::{Name, Obstacles, Over, Rectangle, apart};
use crate::lettering;
use crate::theme::Ink;

/// Share of the figure's width that the text beside a mark may take.
const NAMES: f64 = 0.3;

/// The same where the figure is narrow.
const NAMES_NARROW: f64 = 0.45;

/// Distance between two lines, in letters' sizes.
const LINE: f64 = 1.25;

impl Drawing<'_> {
    /// The name of each point: to the right of its mark, or to the left where it would leave the figure or cover another mark.
    pub(super) fn names(&self, obstacles: &mut Obstacles) -> Vec<Name<'_>> {
        let (style, small) = (self.style, self.style.small);
        let most = style.width * if style.is_narrow() { NAMES_NARROW } else { NAMES };
        let marks: Vec<(f64, f64)> = self.points.iter().map(|p| self.at(p.intensity, p.rate.value)).collect();
        let wanted: Vec<f64> = marks.iter().map(|mark| mark.1).collect();
        let levels = apart(&wanted, small * LINE, (self.plot.top, self.plot.bottom - small * 0.6));
        let named = self.points.iter().zip(marks).zip(levels);
        let names = named.map(|((point, mark), y)| {
            let aside = style.mark + style.gap * if (y - mark.1).abs() > small * 0.5 { 4.0 } else { 1.0 };
            let (right, left) = (mark.0 + aside, mark.0 - aside);
            let room = (style.width - right).max(left - self.plot.left) - small * 0.1;
            let text = lettering::shorten(&point.text(), small, false, most.min(room));
            let places = [(right, Align::Left), (left, Align::Right)].map(|(x, align)| {
                let place = ((x, y), style.letters(align));
                (place, vec![Rectangle::of_text(&text, place.0, place.1)])
            });
            let widest = usize::from(style.width - right < left - self.plot.left);
            let (at, letters) = obstacles.place(&places, self.bounds(), Over::Lines).unwrap_or(places[widest].0);
            Name { label: &point.label, text, mark, at, letters, inks: [Ink::Mark(point.rung), Ink::Label(point.rung)] }
        });
        names.collect()
    }
}
