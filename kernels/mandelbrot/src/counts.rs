//! The answer: a count for every point, and what a person is told of it.

use crate::Params;
use serde::{Deserialize, Serialize, Serializer};
use serde_json::{Map, Value};
use std::ops::Range;

/// The count of every point of some rows: how many tests it passed.
///
/// A point is tested before each update and may take `max_iter` tests, so the count is the published value *n* of a
/// point that escapes at test *n*, and `max_iter` for a point that never does (published: `max_iter - 1`, which cannot
/// be told from an escape at the last test).
#[derive(Clone, Debug, PartialEq, Deserialize)]
pub struct Counts {
    width: usize,
    rows: Vec<u32>,
    passed: Vec<u32>,
}

impl Counts {
    /// Room for `rows` rows of `width` points, with nothing counted yet.
    pub fn room(width: usize, rows: usize) -> Counts {
        Counts { width, rows: Vec::with_capacity(rows), passed: vec![u32::MAX; width * rows] }
    }

    /// Starts anew: no row has been counted.
    pub fn clear(&mut self) {
        self.rows.clear();
    }

    /// Adds `rows` to those counted and gives their counts to be filled, row after row.
    pub fn claim(&mut self, rows: Range<usize>) -> &mut [u32] {
        let start = self.rows.len() * self.width;
        let end = start + rows.len() * self.width;
        self.rows.extend(rows.map(|row| row as u32));
        // Grows on the first run only where the rows are shared as ranks become free; it never shrinks.
        if self.passed.len() < end {
            self.passed.resize(end, u32::MAX);
        }
        &mut self.passed[start..end]
    }

    /// Reads the counts of the whole image: `width` × `height` little-endian 32-bit numbers, row after row.
    pub(crate) fn from_bytes(params: &Params, bytes: &[u8]) -> Result<Counts, String> {
        let Params { width, height, .. } = *params;
        let expected = 4 * width * height;
        if bytes.len() != expected {
            let found = bytes.len();
            return Err(format!("{found} bytes, but {width} × {height} counts of 4 bytes are {expected}"));
        }
        let (numbers, _) = bytes.as_chunks::<4>();
        let passed = numbers.iter().map(|&number| u32::from_le_bytes(number)).collect();
        Ok(Counts { width, rows: (0..height as u32).collect(), passed })
    }

    /// The rows counted, in the order of [`Counts::passed`].
    pub fn rows(&self) -> &[u32] {
        &self.rows
    }

    /// The counts, row after row.
    pub fn passed(&self) -> &[u32] {
        &self.passed[..self.rows.len() * self.width]
    }

    /// Lines up the rows of all parts by their number. A row that is missing or counted twice stays so, and is found by
    /// the oracles.
    pub(crate) fn join(parts: Vec<Counts>) -> Counts {
        let width = parts.first().map_or(0, |part| part.width);
        let mut rows: Vec<(u32, &[u32])> = Vec::new();
        for part in &parts {
            rows.extend(part.rows.iter().copied().zip(part.passed.chunks_exact(width.max(1))));
        }
        rows.sort_by_key(|&(row, _)| row);
        Counts {
            width,
            rows: rows.iter().map(|&(row, _)| row).collect(),
            passed: rows.iter().flat_map(|(_, passed)| passed.iter().copied()).collect(),
        }
    }

    /// The greatest difference of two counts; ∞ where they are not of the same rows.
    pub(crate) fn difference(&self, got: &Counts) -> f64 {
        if (self.width, &self.rows, self.passed().len()) != (got.width, &got.rows, got.passed().len()) {
            return f64::INFINITY;
        }
        self.passed().iter().zip(got.passed()).map(|(a, b)| a.abs_diff(*b)).max().map_or(0.0, f64::from)
    }

    /// The published sums.
    pub fn totals(&self, params: &Params) -> Totals {
        let mut totals = Totals { tests: 0, escaped: 0, interior: 0, sum_n: 0 };
        for &passed in self.passed() {
            let inside = passed >= params.max_iter;
            let n = passed.min(params.max_iter - 1);
            totals.tests += u64::from(n) + 1;
            totals.sum_n += u64::from(n);
            totals.interior += u64::from(inside);
            totals.escaped += u64::from(!inside);
        }
        totals
    }
}

// Only what was counted in the last run: a buffer may be longer than that.
impl Serialize for Counts {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        (self.width, &self.rows, self.passed()).serialize(serializer)
    }
}

/// What a person is told of an image.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Totals {
    /// Escape tests made: the unit of work.
    pub tests: u64,
    /// Points that left the circle |z| = 2 within `max_iter` tests.
    pub escaped: u64,
    /// Points that did not.
    pub interior: u64,
    /// Sum of the published values n: the test at which a point escaped, else `max_iter - 1`.
    pub sum_n: u64,
}

impl Totals {
    pub(crate) fn answer(self) -> Map<String, Value> {
        [("tests", self.tests), ("escaped", self.escaped), ("interior", self.interior), ("sum_n", self.sum_n)]
            .map(|(name, value)| (name.to_string(), value.into()))
            .into_iter()
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_are_lined_up_by_row_number() {
        let mut first = Counts::room(2, 1);
        first.claim(1..2).copy_from_slice(&[3, 4]);
        let mut second = Counts::room(2, 0);
        second.claim(2..3).copy_from_slice(&[5, 6]);
        second.claim(0..1).copy_from_slice(&[1, 2]);
        let whole = Counts::join(vec![first.clone(), second]);
        assert_eq!((whole.rows(), whole.passed()), (&[0, 1, 2][..], &[1, 2, 3, 4, 5, 6][..]));
        assert_eq!(first.difference(&whole), f64::INFINITY);
    }

    #[test]
    fn a_buffer_used_again_shows_the_last_run_only() {
        let mut counts = Counts::room(1, 3);
        counts.claim(0..3).fill(9);
        counts.clear();
        counts.claim(2..3).fill(7);
        let back: Counts = serde_json::from_value(serde_json::to_value(&counts).unwrap()).unwrap();
        assert_eq!((back.rows(), back.passed()), (&[2][..], &[7][..]));
    }
}
