//! The picture of the problem: how often the words of a text occur, by their rank.

use crate::{Params, WordCount};
use tenfold_kernel::{Picture, solved};

/// Counts by rank, both on a scale of logarithms: the curve of Zipf's law is a straight line there.
pub(crate) fn frequencies() -> Option<Picture> {
    let tally = solved::<WordCount>(Params { total: 40_000, vocabulary: 4_000, ..Params::default() }).ok()?;
    let mut counts = tally.counts;
    counts.sort_unstable_by_key(|&count| std::cmp::Reverse(count));
    let (most, words, [columns, rows]) = (*counts.first()? as f32, counts.len() as f32, [160, 100]);
    // A column's rank; and how high its count reaches: 1 for the most frequent word, 0 for one that occurs once.
    let rank = |column: usize| words.powf(column as f32 / columns as f32) as usize;
    let heights: Vec<f32> = (0..columns).map(|column| (counts[rank(column) - 1] as f32).ln() / most.ln()).collect();
    let shade = |row: usize, height: f32| {
        let level = 1.0 - (row as f32 + 0.5) / rows as f32;
        if level <= height { 0.4 + 0.6 * level } else { 0.0 }
    };
    let values = (0..rows).flat_map(|row| heights.iter().map(move |&height| shade(row, height))).collect();
    let says = "How often the words of a text occur, the most frequent word at the left, the rarest at the right, both \
                axes logarithmic: Zipf's law is the straight slope.";
    Some(Picture { columns, values, says })
}
