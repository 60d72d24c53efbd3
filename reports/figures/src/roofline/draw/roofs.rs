//! The words along the roofs of a roofline, or the letters that stand for them.

use super::{Drawing, Roof};
use crate::canvas::{Align, Canvas, Group, Lettering};
use crate::lettering;
use crate::plot::{Obstacles, Rectangle};
use crate::theme::Ink;

/// Places along a slanted roof at which its words are tried.
const STARTS: u32 = 24;

/// What it costs words to begin at the upper end of their roof, and to stand on its other side, in square pixels of each
/// letter: less than to touch other words, more than to touch nothing.
const LATER_START: f64 = 12.0;
const OTHER_SIDE: f64 = 6.0;

/// Shares of a flat roof that its words may take: shorter where what is beside it leaves no more.
const SHARES: [f64; 3] = [1.0, 0.8, 0.6];

/// The words of a roof where they stand.
pub(super) struct Label {
    text: String,
    at: (f64, f64),
    letters: Lettering,
    /// Degrees that a slanted roof's words are turned by.
    slope: Option<f64>,
}

impl Label {
    /// What words along a flat roof take of the figure; those along a slanted one have no upright rectangle.
    pub(super) fn taken(&self) -> Option<Rectangle> {
        self.slope.is_none().then(|| Rectangle::of_text(&self.text, self.at, self.letters))
    }
}

impl Drawing<'_> {
    /// The words of all roofs that have room for them. Slanted roofs that are nearly the same are told apart by which word is
    /// the higher one, so the fastest is labelled first.
    pub(super) fn roof_labels(&self, obstacles: &mut Obstacles) -> Vec<Label> {
        let roofs = &self.roofline.roofs;
        let mut slanted: Vec<&Roof> = roofs.iter().filter(|roof| roof.bytes().is_some()).collect();
        slanted.sort_by(|a, b| b.bytes().partial_cmp(&a.bytes()).unwrap_or(std::cmp::Ordering::Equal));
        let mut labels: Vec<Label> =
            slanted.into_iter().filter_map(|roof| self.slanted_label(roof, obstacles)).collect();
        labels.extend(roofs.iter().filter_map(|roof| self.flat_label(roof, obstacles)));
        labels
    }

    pub(super) fn write_roof_labels(&self, canvas: &mut Canvas, labels: &[Label]) {
        for Label { text, at, letters, slope } in labels {
            let group = match slope {
                Some(slope) => Group::new(Ink::Muted, "slanted-label").turned(*slope, *at),
                None => Group::new(Ink::Muted, "flat-label"),
            };
            canvas.text(&group.haloed(self.style.stroke), text, *at, *letters);
        }
    }

    /// The letter of a roof where the layout has a key, or else its words no wider than `most`.
    fn written(&self, roof: &Roof, most: f64) -> String {
        match self.key.as_ref().and_then(|key| key.letter(roof)) {
            Some(letter) => letter.to_string(),
            None => roof.in_words_within(&self.roofline.unit, self.style.small, most),
        }
    }

    /// The words along a slanted roof, where they are least in the way: from its lower end upwards, above it or else below.
    fn slanted_label(&self, roof: &Roof, obstacles: &mut Obstacles) -> Option<Label> {
        let (from, to) = self.ends(roof).filter(|_| roof.bytes().is_some())?;
        let (style, length) = (self.style, (to.0 - from.0).hypot(to.1 - from.1));
        let along = ((to.0 - from.0) / length, (to.1 - from.1) / length);
        let text = self.written(roof, length * 0.9);
        let wide = lettering::width(&text, style.small, false);
        // From a point on the roof, so many half lines to its upper left.
        let beside = |way: f64, lines: f64| {
            let up = lines * style.small * 0.75;
            (from.0 + way * along.0 + up * along.1, from.1 + way * along.1 - up * along.0)
        };
        let count = (wide / (style.small * 0.6)).ceil().max(1.0);
        let pieces = |(start, lines): (f64, f64)| {
            let middles = (0..=count as u32).map(move |k| beside(start + wide * f64::from(k) / count, lines));
            middles.map(|middle| Rectangle::about(middle, style.small * 0.5))
        };
        let room = (length - wide - style.gap * 2.0).max(0.0);
        let overlap = |place| pieces(place).map(|piece| obstacles.taken(&piece)).sum::<f64>() / count;
        let cost = |&(start, lines): &(f64, f64)| {
            overlap((start, lines)) + LATER_START * start / length + if lines > 0.0 { 0.0 } else { OTHER_SIDE }
        };
        let starts = (0..=STARTS).map(|k| style.gap * 2.0 + room * f64::from(k) / f64::from(STARTS));
        // To touch other words makes both illegible: then the pointer and the numbers beside the figure tell this roof.
        let bounds = self.bounds();
        let is_free =
            |place: &(f64, f64)| pieces(*place).all(|piece| piece.is_within(&bounds) && obstacles.is_free(&piece));
        let places = starts.flat_map(|start| [(start, 1.0), (start, -1.0)]).filter(is_free);
        let place = places.min_by(|a, b| cost(a).total_cmp(&cost(b)))?;
        pieces(place).for_each(|piece| obstacles.add(piece));
        let slope = along.1.atan2(along.0).to_degrees();
        let letters = style.letters(Align::Left);
        Some(Label { at: beside(place.0, place.1), text, letters, slope: Some(slope) })
    }

    /// The words along a flat roof: above it or below, a line further where a name is in the way; at its right end, in its
    /// middle or at its left end.
    fn flat_label(&self, roof: &Roof, obstacles: &mut Obstacles) -> Option<Label> {
        let (from, to) = self.ends(roof).filter(|_| roof.operations().is_some())?;
        let style = self.style;
        let letters = style.letters(Align::Right);
        SHARES.into_iter().find_map(|share| {
            let text = self.written(roof, share * (to.0 - from.0));
            let wide = lettering::width(&text, style.small, false);
            let places = [to.0, (from.0 + to.0 + wide) / 2.0, from.0 + wide]
                .into_iter()
                .flat_map(|x| [-0.85, 0.85, -2.0, 2.0].map(|side| ((x, to.1 + side * style.small), letters)));
            let is_free =
                |(at, letters): &((f64, f64), Lettering)| obstacles.is_free(&Rectangle::of_text(&text, *at, *letters));
            let free: Vec<_> = places.filter(is_free).collect();
            obstacles.place(&text, &free, self.bounds()).map(|(at, letters)| Label { text, at, letters, slope: None })
        })
    }
}
