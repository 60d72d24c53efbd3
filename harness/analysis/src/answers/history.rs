//! How did it go from run to run?

use crate::findings::{FEWEST_EARLIER, History, Newest, NewestPlace, Track};
use crate::format::{self, counted};

impl History {
    /// What the newest run says beside the earlier ones.
    pub fn answer(&self) -> String {
        let standings: Vec<(&Track, Newest)> =
            self.tracks.iter().filter_map(|track| Some((track, track.standing()?))).collect();
        let of = |place: NewestPlace| standings.iter().filter(move |(_, standing)| standing.place == place);
        let mut sentences = Vec::new();
        for (place, word) in [(NewestPlace::Slower, "slower"), (NewestPlace::Faster, "faster")] {
            sentences.extend(of(place).map(|(track, standing)| {
                let (ratio, earlier) = (format::ratio(standing.ratio), standing.earlier);
                format!("{} is {word} than in all {earlier} earlier runs: {ratio} their median time.", track.label)
            }));
        }
        let (within, too_few) = (of(NewestPlace::Within).count(), of(NewestPlace::TooFew).count());
        if within > 0 {
            let are = if within == 1 { "is" } else { "are" };
            sentences.push(format!("{} {are} within the range of earlier runs.", counted(within, "variant")));
        }
        if too_few > 0 {
            let (variants, have) = (counted(too_few, "variant"), if too_few == 1 { "has" } else { "have" });
            sentences.push(format!("{variants} {have} fewer than {FEWEST_EARLIER} earlier runs: no verdict yet."));
        }
        sentences.join(" ")
    }
}
