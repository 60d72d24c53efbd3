//! What differs between two texts, line by line.

use similar::{Algorithm, DiffOp, capture_diff_slices};
use std::fmt::Write;

/// A stretch of two texts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Hunk {
    /// So many lines that both have.
    Same(usize),
    /// So many lines that only one of them has.
    Differs {
        /// Lines of the first text.
        left: usize,
        /// Lines of the second text.
        right: usize,
    },
}

/// The stretches of two texts, one behind the other, by the patience algorithm (B. Cohen), which lines up what
/// occurs once in both before all else, so that braces and empty lines do not lead astray.
pub fn hunks(left: &[&str], right: &[&str]) -> Vec<Hunk> {
    let hunk = |op: DiffOp| match op {
        DiffOp::Equal { len, .. } => Hunk::Same(len),
        DiffOp::Delete { old_len, .. } => Hunk::Differs { left: old_len, right: 0 },
        DiffOp::Insert { new_len, .. } => Hunk::Differs { left: 0, right: new_len },
        DiffOp::Replace { old_len, new_len, .. } => Hunk::Differs { left: old_len, right: new_len },
    };
    capture_diff_slices(Algorithm::Patience, left, right).into_iter().map(hunk).collect()
}

/// How many lines two texts have in common.
pub fn common(hunks: &[Hunk]) -> usize {
    hunks.iter().map(|hunk| if let Hunk::Same(lines) = hunk { *lines } else { 0 }).sum()
}

/// Hunks as the page's script reads them: `=12` for lines that are the same, `-3+4` for three lines that became four.
pub fn encoded(hunks: &[Hunk]) -> String {
    hunks.iter().fold(String::new(), |mut text, hunk| {
        let written = match hunk {
            Hunk::Same(lines) => write!(text, "={lines}"),
            Hunk::Differs { left, right } => write!(text, "-{left}+{right}"),
        };
        written.expect("memory takes what is written");
        text
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(left: &str, right: &str) -> Vec<Hunk> {
        let lines = |text: &'static str| text.split(' ').collect::<Vec<_>>();
        hunks(&lines(String::from(left).leak()), &lines(String::from(right).leak()))
    }

    #[test]
    fn lines_are_kept_added_removed_and_replaced() {
        let differs = |left, right| Hunk::Differs { left, right };
        assert_eq!(of("a b c", "a b c"), [Hunk::Same(3)]);
        assert_eq!(of("a b c d", "a x y d"), [Hunk::Same(1), differs(2, 2), Hunk::Same(1)]);
        assert_eq!(of("a d", "a b d"), [Hunk::Same(1), differs(0, 1), Hunk::Same(1)]);
        assert_eq!(of("a b d", "a d"), [Hunk::Same(1), differs(1, 0), Hunk::Same(1)]);
        assert_eq!(hunks(&[], &[]), []);
    }

    #[test]
    fn hunks_cover_both_texts_and_are_written_short() {
        let found = of("a b c d e f", "b c x y e z g");
        let (left, right) = found.iter().fold((0, 0), |(l, r), hunk| match hunk {
            Hunk::Same(n) => (l + n, r + n),
            Hunk::Differs { left, right } => (l + left, r + right),
        });
        assert_eq!((left, right, common(&found)), (6, 7, 3));
        assert_eq!(encoded(&found), "-1+0=2-1+2=1-1+2");
    }
}
