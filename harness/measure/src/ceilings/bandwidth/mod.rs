//! Bandwidth of each level of the memory hierarchy: reading, copying, and the triad of STREAM.
//!
//! J. D. McCalpin, "Memory Bandwidth and Machine Balance in Current High Performance Computers", IEEE TCCA Newsletter
//! (1995) 19–25. An array is walked from end to end; in a cache it is walked many times.

mod counting;
mod place;
#[cfg_attr(target_arch = "x86_64", path = "x86.rs")]
#[cfg_attr(not(target_arch = "x86_64"), path = "portable.rs")]
mod walk;

pub(super) use counting::{Pattern, Stores};
pub(super) use place::{Place, places};

use super::tries::Try;
use place::Line;

/// Lines of 64 bytes that a walk handles in one turn of its loop; arrays are multiples of it.
const LINES_A_TURN: usize = 4;

/// Bytes of each array walked in one try in a cache: some tenths of a millisecond.
const CACHED: usize = 16 << 20;

/// Bytes of each array walked in one try in memory, some ten milliseconds. The next try goes on where this one ended.
/// Lines that are stored reach memory only when the caches need their place: a try must be long beside that delay.
const STREAMED: usize = 64 << 20;

/// A walk over arrays that lie in one level.
#[derive(Clone, Copy, Debug)]
pub(super) struct Walk {
    /// The level.
    pub place: Place,
    /// What is done on the way.
    pub pattern: Pattern,
    /// How it is stored.
    pub stores: Stores,
}

impl Walk {
    /// "triad, plain stores".
    pub fn name(&self) -> String {
        match self.pattern {
            Pattern::Read => self.pattern.name().to_string(),
            _ => format!("{}, {} stores", self.pattern.name(), self.stores.name()),
        }
    }

    /// How it is measured on `cores` cores at once.
    pub fn method(&self, cores: usize) -> String {
        let arrays = self.pattern.arrays();
        let array = bytes(self.place.array(arrays, cores));
        let arrays = if arrays == 1 { "one array".to_string() } else { format!("{arrays} arrays") };
        let moved = if self.stream_share() < 1.0 { ", counting the lines that stores fetch" } else { "" };
        format!("{} of {arrays} of {array} per core{}, {}{moved}", self.pattern.verb(), self.place.note(), walk::WITH)
    }

    /// The part of the bytes moved that STREAM counts: what stores fetch before they overwrite it is the rest.
    pub fn stream_share(&self) -> f64 {
        self.pattern.as_stream() / self.pattern.moved(self.stores, self.place.is_nearest())
    }
}

fn bytes(bytes: usize) -> String {
    if bytes < 1 << 20 { format!("{} KiB", bytes >> 10) } else { format!("{} MiB", bytes >> 20) }
}

/// The arrays of one core, one behind the other, and where in each the next try begins.
pub(super) struct Arrays {
    lines: Vec<Line>,
    each: usize,
    at: usize,
}

impl Try for Walk {
    type State = Arrays;

    fn state(&self, cores: usize) -> Arrays {
        let arrays = self.pattern.arrays();
        let each = self.place.array(arrays, cores) / size_of::<Line>() / LINES_A_TURN * LINES_A_TURN;
        Arrays { lines: place::filled(arrays * each), each, at: 0 }
    }

    fn once(&self, arrays: &mut Arrays) -> f64 {
        let (stretch, passes) = match self.place.is_memory() {
            true => ((STREAMED / size_of::<Line>()).min(arrays.each), 1),
            false => (arrays.each, (CACHED / size_of::<Line>()).div_ceil(arrays.each)),
        };
        if arrays.at + stretch > arrays.each {
            arrays.at = 0;
        }
        let part = |k: usize| k * arrays.each + arrays.at;
        // Three stretches of one length; those that the pattern does not need are the first again.
        let [to, from, more] = [0, 1, 2].map(|k| if k < self.pattern.arrays() { part(k) } else { part(0) });
        walk::walk(self.pattern, self.stores, &mut arrays.lines, [to, from, more], stretch, passes);
        arrays.at += stretch;
        let elements = (stretch * passes * size_of::<Line>() / size_of::<f64>()) as f64;
        elements * self.pattern.moved(self.stores, self.place.is_nearest())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_walk_does_what_its_pattern_says() {
        const TURN: usize = LINES_A_TURN;
        for stores in [Stores::Plain, Stores::NonTemporal] {
            for (pattern, expected) in [(Pattern::Read, 1.0), (Pattern::Copy, 2.0), (Pattern::Triad, 2.0 + 3.0 * 5.0)] {
                let mut lines = vec![Line([1.0; 8]); 3 * TURN];
                lines[TURN..2 * TURN].fill(Line([2.0; 8]));
                lines[2 * TURN..].fill(Line([5.0; 8]));
                walk::walk(pattern, stores, &mut lines, [0, TURN, 2 * TURN], TURN, 2);
                let found: Vec<f64> = lines.iter().flat_map(|line| line.0).collect();
                let wanted = [expected, 2.0, 5.0].into_iter().flat_map(|x| [x; 8 * TURN]);
                assert!(found.into_iter().eq(wanted), "{pattern:?}, {stores:?}");
            }
        }
    }

    #[test]
    fn a_try_says_how_much_it_moved() {
        let place = Place::cache(2, 1 << 20, 1);
        let amount = |pattern, stores| {
            let walk = Walk { place, pattern, stores };
            let mut arrays = walk.state(1);
            let passes = (CACHED / 64).div_ceil(arrays.each);
            walk.once(&mut arrays) / (arrays.each * passes * 8) as f64
        };
        assert_eq!(amount(Pattern::Read, Stores::Plain), 8.0);
        assert_eq!(amount(Pattern::Copy, Stores::Plain), 24.0);
        assert_eq!(amount(Pattern::Triad, Stores::NonTemporal), 24.0);
    }
}
