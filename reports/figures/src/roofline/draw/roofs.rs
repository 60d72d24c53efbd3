//! The words along the roofs of a roofline, or the letters that stand for them.

use super::{Drawing, Roof};
use crate::canvas::{Align, Canvas, Group, Lettering};
use crate::labels::{Ends, Obstacles, Over, Rectangle};
use crate::lettering;
use crate::theme::Ink;
use std::iter;

/// Places along a roof at which its words are tried.
const STARTS: u32 = 60;

/// Shares of a flat roof that its words may take: shorter where what is beside it leaves no more.
const SHARES: [f64; 4] = [1.0, 0.8, 0.6, 0.4];

/// From a flat roof to the middle of its words, in letters' sizes; and lines further away at which a line joins them to it.
const BESIDE: f64 = 0.85;
const FURTHER: u32 = 15;

/// Where the words of a roof stand.
#[derive(Clone, Copy)]
struct Spot {
    at: (f64, f64),
    letters: Lettering,
    /// Degrees that a slanted roof's words are turned by.
    slope: Option<f64>,
    /// To its roof, where the words are not right beside it.
    leader: Option<Ends>,
}

/// The words of a roof.
pub(super) struct Label {
    text: String,
    spot: Spot,
}

impl Drawing<'_> {
    /// The words of all roofs that have room for them, the fastest first, since slanted roofs that are nearly the same are told
    /// apart by which word is the higher one; after the fastest the slowest, whose other side is free as well.
    pub(super) fn roof_labels(&self, obstacles: &mut Obstacles) -> Vec<Label> {
        let fastest_first = |height: fn(&Roof) -> Option<f64>| {
            let mut roofs: Vec<&Roof> = self.roofline.roofs.iter().filter(|roof| height(roof).is_some()).collect();
            roofs.sort_by(|a, b| height(b).partial_cmp(&height(a)).unwrap_or(std::cmp::Ordering::Equal));
            roofs
        };
        let (mut slanted, flat) = (fastest_first(Roof::bytes), fastest_first(Roof::operations));
        if slanted.len() > 2 {
            slanted[1..].rotate_right(1);
        }
        let mut labels: Vec<Label> = Vec::new();
        labels.extend(slanted.into_iter().filter_map(|roof| self.slanted_label(roof, obstacles)));
        labels.extend(flat.into_iter().filter_map(|roof| self.flat_label(roof, obstacles)));
        labels
    }

    pub(super) fn write_roof_labels(&self, canvas: &mut Canvas, labels: &[Label]) {
        for Label { text, spot } in labels {
            if let Some((from, to)) = spot.leader {
                canvas.group(&Group::new(Ink::Reference, "leader"), |pen| pen.line(from, to, self.style.hairline));
            }
            let group = match spot.slope {
                Some(slope) => Group::new(Ink::Muted, "slanted-label").turned(slope, spot.at),
                None => Group::new(Ink::Muted, "flat-label"),
            };
            canvas.text(&group.haloed(self.style.stroke), text, spot.at, spot.letters);
        }
    }

    /// The letter of a roof where the layout has a key, or else its words no wider than `most`.
    fn written(&self, roof: &Roof, most: f64) -> String {
        match self.key.as_ref().and_then(|key| key.letter(roof)) {
            Some(letter) => letter.to_string(),
            None => roof.in_words_within(&self.roofline.unit, self.style.small, most),
        }
    }

    /// The words along a slanted roof, from its lower end upwards, above it or else below. Where they touch other words both are
    /// illegible: then the pointer and the numbers beside the figure tell this roof.
    fn slanted_label(&self, roof: &Roof, obstacles: &mut Obstacles) -> Option<Label> {
        let (from, to) = self.ends(roof).filter(|_| roof.bytes().is_some())?;
        let (style, length) = (self.style, (to.0 - from.0).hypot(to.1 - from.1));
        let along = ((to.0 - from.0) / length, (to.1 - from.1) / length);
        let text = self.written(roof, length * 0.9);
        let wide = lettering::width(&text, style.small, false);
        let room = (length - wide - style.gap * 2.0).max(0.0);
        let slope = Some(along.1.atan2(along.0).to_degrees());
        let count = (wide / (style.small * 0.6)).ceil().max(1.0);
        let starts = (0..=STARTS).map(|k| style.gap * 2.0 + room * f64::from(k) / f64::from(STARTS));
        let place = |(start, lines): (f64, f64)| {
            // From a point on the roof, so many half lines to its upper left.
            let up = lines * style.small * 0.75;
            let beside = |way: f64| (from.0 + way * along.0 + up * along.1, from.1 + way * along.1 - up * along.0);
            let pieces = (0..=count as u32).map(|k| beside(start + wide * f64::from(k) / count));
            let taken = pieces.map(|middle| Rectangle::about(middle, style.small * 0.5)).collect();
            (Spot { at: beside(start), letters: style.letters(Align::Left), slope, leader: None }, taken)
        };
        let sides = [1.0, -1.0].into_iter().flat_map(|side| starts.clone().map(move |start| (start, side)));
        let places: Vec<_> = sides.map(place).collect();
        let spot = obstacles.place(&places, self.bounds(), Over::Lines)?;
        Some(Label { text, spot })
    }

    /// The words along a flat roof: above it or below, where no other roof is as near, from its right end to its left; or
    /// further away, with a line that leads to it and crosses nothing.
    fn flat_label(&self, roof: &Roof, obstacles: &mut Obstacles) -> Option<Label> {
        let (from, to) = self.ends(roof).filter(|_| roof.operations().is_some())?;
        let (small, letters) = (self.style.small, self.style.letters(Align::Right));
        let mut others = Obstacles::default();
        let roofs = self.roofline.roofs.iter().filter(|other| !std::ptr::eq(*other, roof));
        for (from, to) in roofs.filter_map(|other| self.ends(other)) {
            others.add_line(from, to, 0.5);
        }
        SHARES.into_iter().find_map(|share| {
            let text = self.written(roof, share * (to.0 - from.0));
            let wide = lettering::width(&text, small, false);
            let room = (to.0 - from.0 - wide).max(0.0);
            let place = |(side, k): (f64, u32)| {
                let (right, y) = (to.0 - room * f64::from(k) / f64::from(STARTS), to.1 + side * small);
                let (x, at) = (right - small.min(wide) / 2.0, (right, y));
                // Slanted roofs that end on this one are no nearer than it.
                let (middle, half) = (y + side.signum(), small * BESIDE);
                // From the words to where the roof is near.
                let (start, end) = (y - side.signum() * small * 0.6, to.1 + side.signum() * small * 0.25);
                let line = (side.abs() > BESIDE).then(|| Rectangle(x - 1.0, start.min(end), x + 1.0, start.max(end)));
                let nearer = Rectangle(right - wide, middle - half, right, middle + half);
                let is_own = line.is_some() || others.is_clear(&nearer);
                let taken = iter::once(Rectangle::of_text(&text, at, letters)).chain(line).collect();
                let leader = line.map(|_| ((x, start), (x, to.1)));
                is_own.then_some((Spot { at, letters, slope: None, leader }, taken))
            };
            let tried = (0..=FURTHER)
                .flat_map(|lines| [-1.0, 1.0].map(|side| side * (BESIDE + f64::from(lines))))
                .flat_map(|side| (0..=STARTS).map(move |k| (side, k)));
            let places: Vec<_> = tried.filter_map(place).collect();
            let spot = obstacles.place(&places, self.bounds(), Over::Nothing)?;
            Some(Label { text, spot })
        })
    }
}
