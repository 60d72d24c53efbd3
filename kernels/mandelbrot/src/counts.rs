//! The answer: a count for every point.

use std::iter::repeat;
use std::ops::Range;

/// The count of every point of some rows: how many tests it passed.
///
/// A point is tested before each update and may take `max_iter` tests, so the count is the published value *n* of a
/// point that escapes at test *n*, and `max_iter` for a point that never does (published: `max_iter - 1`, which cannot
/// be told from an escape at the last test).
#[derive(Clone, Debug)]
pub struct Counts {
    width: usize,
    /// The rows counted, in the order of [`Counts::passed`].
    pub rows: Vec<u32>,
    /// The counts, row after row.
    pub passed: Vec<u32>,
}

tenfold_kernel::arrays!(Counts { rows, passed: |counts| vec![counts.rows.len(), counts.width] });

impl Counts {
    /// Room for `rows` rows of `width` points, with nothing counted yet.
    pub fn room(width: usize, rows: usize) -> Counts {
        Counts { width, rows: Vec::with_capacity(rows), passed: vec![u32::MAX; width * rows] }
    }

    /// Starts anew with `rows` and gives their counts to be filled, row after row.
    pub fn start(&mut self, rows: Range<usize>) -> &mut [u32] {
        self.rows.clear();
        self.claim(rows)
    }

    /// Adds `rows` to those counted and gives their counts to be filled.
    pub fn claim(&mut self, rows: Range<usize>) -> &mut [u32] {
        let start = self.rows.len() * self.width;
        let end = start + rows.len() * self.width;
        self.rows.extend(rows.map(|row| row as u32));
        // Grows only where a rank gets more rows than in any run before, and by no more than these.
        if self.passed.len() < end {
            self.passed.reserve_exact(end - self.passed.len());
            self.passed.resize(end, u32::MAX);
        }
        &mut self.passed[start..end]
    }

    /// Ends a run that did not know its rows when it started: what is left of a run before is no longer there.
    pub fn close(&mut self) {
        self.passed.truncate(self.rows.len() * self.width);
    }

    /// Lines up the rows of all parts by their number. A row that is missing or counted twice stays so, and counts
    /// without a row come last: the comparison with the reference answer finds them.
    pub(crate) fn join(parts: &[Counts]) -> Counts {
        let width = parts[0].width;
        let numbered = |part| {
            let Counts { rows, passed, .. }: &Counts = part;
            rows.iter().copied().chain(repeat(u32::MAX)).zip(passed.chunks(width))
        };
        let mut rows: Vec<(u32, &[u32])> = parts.iter().flat_map(numbered).collect();
        rows.sort_by_key(|&(row, _)| row);
        let (rows, passed): (Vec<u32>, Vec<&[u32]>) = rows.into_iter().unzip();
        Counts { width, rows, passed: passed.concat() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A part that has counted these rows of two points, each with its number.
    fn part(rows: &[usize]) -> Counts {
        let mut part = Counts::room(2, 1);
        part.start(0..0);
        rows.iter().for_each(|&row| part.claim(row..row + 1).fill(row as u32));
        part.close();
        part
    }

    #[test]
    fn a_part_that_shows_more_than_its_rows_does_not_pass_for_a_right_one() {
        let mut careless = part(&[0, 2]);
        careless.start(0..1);
        let whole = Counts::join(&[careless.clone(), part(&[1])]);
        assert_eq!((whole.rows, whole.passed), (vec![0, 1, u32::MAX], vec![0, 0, 1, 1, 2, 2]));
        careless.close();
        let whole = Counts::join(&[careless, part(&[1])]);
        assert_eq!((whole.rows, whole.passed), (vec![0, 1], vec![0, 0, 1, 1]));
    }
}
