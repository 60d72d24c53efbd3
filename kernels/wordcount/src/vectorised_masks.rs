//! Vectorised, masks only: 64 bytes become the 64 bits of a mask, and the borders of words are found in it.

use crate::lanes::{CHUNK, Lanes};
use crate::naive::add;
use crate::table::{Source, filled_up};
use crate::{Params, Tally, Text};
use std::collections::HashMap;
use std::ops::Range;
use tenfold_kernel::{Setting, Workspace, on_path};

/// Counts all words of `text`.
pub fn run(setting: &Setting<Params>, text: &Text, _: &Workspace, tally: &mut Tally) {
    // Words: 64 bytes at a time; each is still looked up in the standard library's hash map.
    let source = Source::of(setting.params, &text.bytes);
    let counts = on_path!(setting.path, counted(source: Source) -> HashMap<Vec<u8>, u64>);

    // Table: the words in order.
    tally.fill_from(&counts);
}

#[inline(always)]
fn counted<L: Lanes>(lanes: L, source: Source) -> HashMap<Vec<u8>, u64> {
    let (mut counts, mut scan, mut word) = (HashMap::new(), Scan::of(0..source.bytes.len()), Vec::new());
    while !scan.is_over() {
        scan.step(lanes, source, |begin, end| add(&mut counts, source.kind, &source.bytes[begin..end], &mut word));
    }
    counts
}

/// How far the words of a share have been found.
pub(crate) struct Scan {
    next: usize,
    end: usize,
    /// Where the word begins that the last chunk ended within.
    begin: usize,
    inside: bool,
}

impl Scan {
    /// Words that may end within a chunk.
    pub const MOST_WORDS: usize = CHUNK / 2;
    pub fn of(share: Range<usize>) -> Scan {
        Scan { next: share.start, end: share.end, begin: share.start, inside: false }
    }

    /// The last chunk is not full: its blanks end the last word.
    pub fn is_over(&self) -> bool {
        self.next > self.end
    }

    // Heart: a word begins where a 1 follows a 0, and ends where a 0 follows a 1.
    /// Finds the words that end within the next 64 bytes.
    #[inline(always)]
    pub fn step<L: Lanes>(&mut self, lanes: L, source: Source, mut found: impl FnMut(usize, usize)) {
        let chunk = filled_up(&source.bytes[self.next..self.end], b' ');
        let mask = lanes.words(source.kind, &chunk);
        let before = mask << 1 | u64::from(self.inside);
        let (mut begins, mut ends) = (mask & !before, before & !mask);
        let mut begin = if self.inside { self.begin } else { take(&mut begins, self.next) };
        while ends != 0 {
            found(begin, take(&mut ends, self.next));
            begin = take(&mut begins, self.next);
        }
        (self.begin, self.inside, self.next) = (begin, mask >> 63 == 1, self.next + CHUNK);
    }
}

/// The place of the lowest bit, which is cleared; beyond the chunk if there is none.
#[inline(always)]
fn take(bits: &mut u64, chunk: usize) -> usize {
    let place = chunk + bits.trailing_zeros() as usize;
    *bits &= bits.wrapping_sub(1);
    place
}
