//! A problem's picture, drawn: one element for each shade.

use super::Problem;
use crate::canvas::Group;
use crate::layout::Layout;
use crate::theme::Ink;
use crate::{Size, Words};

/// Rows overlap a little, lest a line of paper be seen between them.
const LAP: f64 = 1.1;

/// Shades beside paper.
const SHADES: usize = 16;

impl Problem {
    /// The picture as SVG for embedding.
    pub fn svg(&self, size: Size<'_>) -> String {
        let words = match size {
            Size::Slide(words) => words,
            Size::Page | Size::Narrow | Size::Band => Words { caption: &self.says, ..Words::default() },
        };
        let layout = Layout::with_words(size, words, &[]);
        if self.columns == 0 || self.values.len() < self.columns {
            return layout.nothing_measured();
        }
        let (mut canvas, area) = layout.open(500.0);
        let rows = self.values.len() / self.columns;
        let (wide, high) = (area.right - area.left, area.bottom - area.top);
        let side = (wide / self.columns as f64).min(high / rows as f64);
        let left = area.left + (wide - side * self.columns as f64) / 2.0;
        for shade in 1..=SHADES {
            let group = Group::new(Ink::Text, "values").faint(shade as f64 / SHADES as f64);
            canvas.group(&group, |pen| {
                let line = |(row, from, to): (usize, usize, usize)| {
                    let y = area.top + side * (row as f64 + 0.5);
                    ((left + side * from as f64, y), (left + side * to as f64, y))
                };
                pen.lines(self.stretches(shade).map(line), side * LAP);
            });
        }
        layout.finish(canvas, [self.says.trim_end_matches('.').to_string()])
    }

    /// The stretches of a row that have this shade: row, first column, and the one behind the last.
    fn stretches(&self, shade: usize) -> impl Iterator<Item = (usize, usize, usize)> {
        let has = move |value: &f32| (value.clamp(0.0, 1.0) * SHADES as f32).round() as usize == shade;
        self.values.chunks_exact(self.columns).enumerate().flat_map(move |(row, values)| {
            let mut from = 0;
            values.chunk_by(move |a, b| has(a) == has(b)).filter_map(move |stretch| {
                let begin = from;
                from += stretch.len();
                has(&stretch[0]).then_some((row, begin, from))
            })
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn picture(columns: usize, values: &[f32]) -> Problem {
        Problem { columns, values: values.to_vec(), says: "?".into() }
    }

    #[test]
    fn a_row_is_as_many_stretches_as_its_shade_begins_anew() {
        let picture = picture(5, &[1.0, 1.0, 0.0, 0.5, 1.0, 0.0, 0.0, 0.0, 0.5, 0.5]);
        assert_eq!(picture.stretches(SHADES).collect::<Vec<_>>(), [(0, 0, 2), (0, 4, 5)]);
        assert_eq!(picture.stretches(SHADES / 2).collect::<Vec<_>>(), [(0, 3, 4), (1, 3, 5)]);
        assert_eq!(picture.svg(Size::Page).matches("<path").count(), 2);
    }

    #[test]
    fn nothing_is_drawn_of_nothing() {
        assert!(picture(0, &[]).svg(Size::Band).contains("nothing measured"));
    }
}
