//! Which functions and lines are hot.

use crate::Folded;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// A function's part of a profile. Shares are of all samples, 0 to 1.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct HotFunction {
    /// Its name.
    pub name: String,
    /// Samples in its own code.
    pub own: u64,
    /// Samples in it or in what it called. A stack on which it recurs counts once.
    pub total: u64,
    /// `own` as a share.
    pub own_share: f64,
    /// `total` as a share.
    pub total_share: f64,
}

/// A source line's part of a profile.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct HotLine {
    /// The function the line belongs to.
    pub function: String,
    /// The function as compiled: the same, or the one into which it is inlined.
    pub inlined_in: String,
    /// The file, as the compiler names it.
    pub file: String,
    /// The line, from 1.
    pub line: u32,
    /// Samples whose innermost line it is.
    pub own: u64,
    /// `own` as a share of all samples, 0 to 1.
    pub own_share: f64,
}

/// A line of a file with the samples for which it is the innermost line of that file: what is inlined there from another
/// file, or called, counts for it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FileLine {
    /// The file, as the compiler names it.
    pub file: String,
    /// The line, from 1.
    pub line: u32,
    /// Samples on it or below it.
    pub samples: u64,
    /// Of these, the samples for which it is the innermost line of the program's own packages: what is inlined there from
    /// the standard library or a fetched crate, or called of them, counts for it. A sample counts for one line of all
    /// files, so that these can be added.
    pub innermost: u64,
}

/// The functions of a profile, the one with the most samples of its own first. The first frame of each stack is the
/// thread's name and no function.
pub fn hot_functions(folded: &Folded) -> Vec<HotFunction> {
    let mut counts: BTreeMap<&str, (u64, u64)> = BTreeMap::new();
    for (frames, count) in folded.iter() {
        let frames: Vec<&str> = frames.skip(1).collect();
        for name in frames.iter().collect::<BTreeSet<_>>() {
            counts.entry(name).or_default().1 += count;
        }
        if let Some(leaf) = frames.last() {
            counts.entry(leaf).or_default().0 += count;
        }
    }
    let all = folded.total().max(1) as f64;
    let mut hot: Vec<HotFunction> = counts
        .into_iter()
        .map(|(name, (own, total))| HotFunction {
            name: name.to_string(),
            own,
            total,
            own_share: own as f64 / all,
            total_share: total as f64 / all,
        })
        .collect();
    hot.sort_by(|a, b| (b.own, b.total).cmp(&(a.own, a.total)).then_with(|| a.name.cmp(&b.name)));
    hot
}

/// Where a sample's innermost instruction stands in the source.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Spot {
    pub function: String,
    pub inlined_in: String,
    pub file: String,
    pub line: u32,
}

/// The lines of a profile of `samples` samples, the hottest first. `seen` has a spot for each sample whose line is known.
pub(crate) fn hot_lines(samples: u64, seen: impl IntoIterator<Item = Spot>) -> Vec<HotLine> {
    let mut counts: BTreeMap<Spot, u64> = BTreeMap::new();
    for spot in seen {
        *counts.entry(spot).or_default() += 1;
    }
    let all = samples.max(1) as f64;
    let mut hot: Vec<HotLine> = counts
        .into_iter()
        .map(|(Spot { function, inlined_in, file, line }, own)| HotLine {
            function,
            inlined_in,
            file,
            line,
            own,
            own_share: own as f64 / all,
        })
        .collect();
    hot.sort_by_key(|line| std::cmp::Reverse(line.own));
    hot
}

/// The lines of every file by the samples on or below them, in the order of files and lines. Each of `seen` is the stack of a
/// sample: file and line of each frame, the innermost first; `is_foreign` knows the files of other people's code.
pub(crate) fn hot_lines_of_files(
    seen: impl IntoIterator<Item = Vec<(String, u32)>>,
    is_foreign: impl Fn(&str) -> bool,
) -> Vec<FileLine> {
    let mut counts: BTreeMap<(String, u32), (u64, u64)> = BTreeMap::new();
    for stack in seen {
        let mut files = BTreeSet::new();
        let innermost = stack.iter().position(|(file, _)| !is_foreign(file));
        for (depth, (file, line)) in stack.into_iter().enumerate() {
            if files.insert(file.clone()) {
                let (samples, own) = counts.entry((file, line)).or_default();
                *samples += 1;
                *own += u64::from(innermost == Some(depth));
            }
        }
    }
    let line = |((file, line), (samples, innermost))| FileLine { file, line, samples, innermost };
    counts.into_iter().map(line).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn own_samples_are_the_leafs_and_a_recursion_counts_once() {
        let folded: Folded = "rank 0;main;f;g;f 6\nrank 0;main;g 3\nrank 1;main 1\n".parse().unwrap();
        let hot: Vec<_> = hot_functions(&folded).into_iter().map(|f| (f.name, f.own, f.total, f.total_share)).collect();
        let expected = [("f", 6, 6, 0.6), ("g", 3, 9, 0.9), ("main", 1, 10, 1.0)];
        assert_eq!(hot, expected.map(|(name, own, total, share)| (name.to_string(), own, total, share)));
    }

    #[test]
    fn a_line_has_the_samples_of_what_is_inlined_into_it_and_called_from_it() {
        let stack = |frames: &[(&str, u32)]| frames.iter().map(|(file, line)| (file.to_string(), *line)).collect();
        let seen = [
            stack(&[("simd.rs", 9), ("row.rs", 4), ("row.rs", 20), ("main.rs", 1)]),
            stack(&[("row.rs", 4), ("main.rs", 1)]),
            stack(&[("main.rs", 2)]),
        ];
        let hot = hot_lines_of_files(seen, |file| file == "simd.rs").into_iter();
        let hot: Vec<_> = hot.map(|l| (l.file, l.line, l.samples, l.innermost)).collect();
        let expected = [("main.rs", 1, 2, 0), ("main.rs", 2, 1, 1), ("row.rs", 4, 2, 2), ("simd.rs", 9, 1, 0)];
        assert_eq!(hot, expected.map(|(file, line, samples, own)| (file.to_string(), line, samples, own)));
    }

    #[test]
    fn an_empty_profile_has_no_hot_function() {
        assert_eq!(hot_functions(&Folded::default()), []);
        assert_eq!(hot_lines(0, []), []);
    }

    #[test]
    fn lines_are_summed_and_sorted() {
        let at = |line| Spot { function: "add".into(), inlined_in: "f".into(), file: "f.rs".into(), line };
        let hot = hot_lines(8, [3, 4, 4, 3, 4, 4].map(at));
        assert_eq!(hot.iter().map(|l| (l.line, l.own, l.own_share)).collect::<Vec<_>>(), [(4, 4, 0.5), (3, 2, 0.25)]);
    }
}
