//! How did it go from run to run?

use crate::findings::{FEWEST_EARLIER, History, Rank, Standing, Track};
use crate::format;

impl History {
    /// What the newest run says beside the earlier ones.
    pub fn answer(&self) -> String {
        let standings: Vec<(&Track, Standing)> =
            self.tracks.iter().filter_map(|track| Some((track, track.standing()?))).collect();
        let of = |rank: Rank| standings.iter().filter(move |(_, standing)| standing.rank == rank);
        let mut sentences = Vec::new();
        for (rank, word) in [(Rank::Slower, "slower"), (Rank::Faster, "faster")] {
            sentences.extend(of(rank).map(|(track, standing)| {
                let (ratio, earlier) = (format::ratio(standing.ratio), standing.earlier);
                format!("{} is {word} than in all {earlier} earlier runs: {ratio} their median time.", track.label)
            }));
        }
        let (within, too_few) = (of(Rank::Within).count(), of(Rank::TooFew).count());
        if within > 0 {
            sentences.push(format!("{} within what earlier runs took.", variants(within)));
        }
        if too_few > 0 {
            sentences.push(format!("{} fewer than {FEWEST_EARLIER} earlier runs: no verdict.", have(too_few)));
        }
        sentences.join(" ")
    }
}

fn variants(count: usize) -> String {
    if count == 1 { "One variant is".into() } else { format!("{count} variants are") }
}

fn have(count: usize) -> String {
    if count == 1 { "One variant has".into() } else { format!("{count} variants have") }
}
