//! Where a figure is too narrow for words along the roofs: a letter on each, and below the plot what the letters stand for.

use super::super::{Roof, Roofline};
use crate::canvas::{Align, Canvas, Group};
use crate::layout::Style;
use crate::lettering;
use crate::theme::Ink;

/// Height of a line in letters' sizes.
const LINE: f64 = 1.4;

/// The letters of the roofs and their meanings.
pub(in super::super) struct Key<'a> {
    letters: Vec<(&'a Roof, char)>,
    /// What is written, each with its distance from the left; one list a line.
    lines: Vec<Vec<(f64, String)>>,
}

impl<'a> Key<'a> {
    /// The roofs that can be drawn, lettered from the steepest slanted one to the lowest flat one, in lines no wider than
    /// `width`.
    pub(in super::super) fn of(roofline: &'a Roofline, style: &Style, width: f64) -> Self {
        let sorted = |height: fn(&Roof) -> Option<f64>| {
            let drawable = |roof: &'a Roof| height(roof).filter(|h| h.is_finite() && *h > 0.0).map(|h| (h, roof));
            let mut roofs: Vec<(f64, &Roof)> = roofline.roofs.iter().filter_map(drawable).collect();
            roofs.sort_by(|a, b| b.0.total_cmp(&a.0));
            roofs.into_iter().map(|(_, roof)| roof)
        };
        let letters: Vec<(&Roof, char)> = sorted(Roof::bytes).chain(sorted(Roof::operations)).zip('a'..='z').collect();
        let mut lines: Vec<Vec<(f64, String)>> = Vec::new();
        let mut left = 0.0;
        for (roof, letter) in &letters {
            let head = format!("{letter} ");
            let most = width - lettering::width(&head, style.small, false);
            let text = head + &roof.in_words_within(&roofline.unit, style.small, most);
            let wide = lettering::width(&text, style.small, false);
            match lines.last_mut() {
                Some(line) if left + wide <= width => line.push((left, text)),
                _ => {
                    left = 0.0;
                    lines.push(vec![(left, text)]);
                }
            }
            left += wide + style.gap * 2.5;
        }
        Self { letters, lines }
    }

    /// Its height in pixels.
    pub(in super::super) fn height(&self, style: &Style) -> f64 {
        self.lines.len() as f64 * style.small * LINE
    }

    /// The letter of a roof.
    pub(super) fn letter(&self, roof: &Roof) -> Option<char> {
        self.letters.iter().find(|(lettered, _)| std::ptr::eq(*lettered, roof)).map(|(_, letter)| *letter)
    }

    pub(super) fn draw(&self, canvas: &mut Canvas, style: &Style, (left, top): (f64, f64)) {
        canvas.group(&Group::new(Ink::Muted, "key"), |pen| {
            for (index, line) in self.lines.iter().enumerate() {
                let y = top + (index as f64 + 0.5) * style.small * LINE;
                for (aside, text) in line {
                    let letters = style.letters(Align::Left);
                    pen.text(text, (left + aside, y), letters);
                }
            }
        });
    }
}
