//! The table of words: open addressing with linear probing, and a word's first 16 bytes in the entry itself.

use crate::text::WordRule;
use crate::{Params, Tally};
use bytemuck::{Pod, Zeroable};

/// Bytes of a word that its entry holds.
const INLINE: usize = 16;

/// A word and how often it was found. A count of 0 is no entry.
#[derive(Clone, Copy, Debug, Pod, Zeroable)]
#[repr(C)]
pub(crate) struct Entry {
    /// The first 16 bytes, lower-cased where letters count, and zeros behind a shorter word. The first is the lowest.
    pub key: u128,
    pub count: u64,
    /// Where it lies in the text, if it is longer than the key.
    pub place: u32,
    pub len: u32,
}

impl Entry {
    /// Its place by the first 16 bytes: numbers are in order as words are, with the first byte as the highest.
    pub fn rank(&self) -> u128 {
        self.key.swap_bytes()
    }

    /// Bytes outside the entry.
    pub fn outside(&self) -> usize {
        if self.len as usize > INLINE { self.len as usize } else { 0 }
    }
}

/// The bytes that keys are made of.
#[derive(Clone, Copy)]
pub(crate) struct Source<'a> {
    pub bytes: &'a [u8],
    pub kind: WordRule,
}

/// Which bytes of a key belong to a word of this length.
const KEPT: [u128; INLINE + 1] = {
    let (mut kept, mut len) = ([0; INLINE + 1], 1);
    while len <= INLINE {
        kept[len] = u128::MAX >> (8 * (INLINE - len));
        len += 1;
    }
    kept
};

impl<'a> Source<'a> {
    pub fn of(params: &Params, bytes: &'a [u8]) -> Source<'a> {
        Source { bytes, kind: WordRule::of(params) }
    }

    /// The word from `begin` to `end`, found once.
    #[inline(always)]
    pub fn entry(self, begin: usize, end: usize) -> Entry {
        let (first, len) = (filled_up(&self.bytes[begin..], 0), end - begin);
        let fold = u128::from_le_bytes([self.kind.fold(); INLINE]);
        let key = (u128::from_le_bytes(first) | fold) & KEPT[len.min(INLINE)];
        Entry { key, count: 1, place: begin as u32, len: len as u32 }
    }

    /// A number that tells words apart: its low bits choose a slot, its high ones an owner.
    #[inline(always)]
    pub fn hash(self, of: &Entry) -> u64 {
        let hash = mixed(of.key);
        if of.outside() == 0 { hash } else { self.pieces(of).fold(hash, |hash, piece| mixed(piece ^ u128::from(hash))) }
    }

    /// Whether two words whose keys and lengths are the same are the same. Called for long ones, which are rare.
    #[inline(never)]
    pub fn is_same(self, a: &Entry, b: &Entry) -> bool {
        self.pieces(a).eq(self.pieces(b))
    }

    /// The bytes of a word, lower-cased where letters count.
    pub fn word(self, of: &Entry) -> impl Iterator<Item = u8> {
        let (key, place, fold) = (of.key.to_le_bytes(), of.place as usize, self.kind.fold());
        let byte = move |i: usize| if i < INLINE { key[i] } else { self.bytes[place + i] | fold };
        (0..of.len as usize).map(byte)
    }

    /// What a word has behind its key, 16 bytes at a time.
    fn pieces(self, of: &Entry) -> impl Iterator<Item = u128> {
        let (begin, end) = (of.place as usize, of.place as usize + of.len as usize);
        (begin + INLINE..end).step_by(INLINE).map(move |at| self.entry(at, end.min(at + INLINE)).key)
    }
}

/// The first `N` bytes of `rest`; where there are fewer, as at the end of a text, `with` fills them up.
#[inline(always)]
pub(crate) fn filled_up<const N: usize>(rest: &[u8], with: u8) -> [u8; N] {
    rest.first_chunk().copied().unwrap_or_else(|| {
        let mut filled = [with; N];
        filled[..rest.len()].copy_from_slice(rest);
        filled
    })
}

/// The two halves of a product of the two halves of a key: every bit of the key reaches every bit of the result.
#[inline(always)]
fn mixed(key: u128) -> u64 {
    const ODD: [u64; 2] = [0x9E37_79B9_7F4A_7C15, 0xD1B5_4A32_D192_ED03];
    let product = u128::from(key as u64 ^ ODD[0]) * u128::from((key >> 64) as u64 ^ ODD[1]);
    product as u64 ^ (product >> 64) as u64
}

/// Entries in slots, a power of two of them, or none to begin with.
#[derive(Default)]
pub(crate) struct Table<'a> {
    pub slots: &'a mut [Entry],
    pub used: usize,
}

impl<'a> Table<'a> {
    /// A table of these words in `slots`. The counts of a word that occurs several times are added up.
    pub fn of<'b>(source: Source, words: impl IntoIterator<Item = &'b Entry>, slots: &'a mut [Entry]) -> Table<'a> {
        slots.fill(Entry::zeroed());
        let mut table = Table { slots, used: 0 };
        words.into_iter().for_each(|word| table.add(source, *word));
        table
    }

    /// Slots for so many words: a quarter or more stays empty, or searches would become long.
    pub fn slots_for(words: usize) -> usize {
        (words * 4).div_ceil(3).next_power_of_two().max(256)
    }

    /// Slots for twice the words that have room here: nobody knows how many there will be.
    pub fn doubled(&self) -> usize {
        Table::slots_for(self.slots.len() / 4 * 3 * 2)
    }

    /// Whether so many more words fit.
    #[inline(always)]
    pub fn has_room(&self, more: usize) -> bool {
        self.used + more <= self.slots.len() / 4 * 3
    }

    /// The words that were found.
    pub fn entries(&self) -> impl Iterator<Item = &Entry> {
        self.slots.iter().filter(|entry| entry.count > 0)
    }

    /// Copies the entries to `to`, which has room for just as many.
    pub fn pack(&self, to: &mut [Entry]) {
        to.iter_mut().zip(self.entries()).for_each(|(to, entry)| *to = *entry);
    }

    /// Deals the entries among `owners` into `to`, which has room for just as many: how many each gets.
    pub fn deal(&self, source: Source, owners: usize, to: &mut [Entry]) -> Vec<usize> {
        let owner = |of: &Entry| ((u128::from(source.hash(of)) * owners as u128) >> 64) as usize;
        let mut shares = vec![0; owners];
        self.entries().for_each(|entry| shares[owner(entry)] += 1);
        let mut places: Vec<_> = blocks(to, &shares).map(<[Entry]>::iter_mut).collect();
        for entry in self.entries() {
            *places[owner(entry)].next().expect("it was counted") = *entry;
        }
        shares
    }
}

/// The blocks of these lengths that lie in `all`, one after the other.
pub(crate) fn blocks<'a>(mut all: &'a mut [Entry], lengths: &[usize]) -> impl Iterator<Item = &'a mut [Entry]> {
    lengths.iter().map(move |&length| all.split_off_mut(..length).expect("all have their place"))
}

impl Tally {
    /// Fills the tally with `words`, which are in the order of [`Entry::rank`].
    pub(crate) fn fill(&mut self, source: Source, words: &mut [Entry]) {
        // With the same first 16 bytes are long ones, and those that end with NULs, as keys do.
        for same in words.chunk_by_mut(|a, b| a.key == b.key).filter(|same| same.len() > 1) {
            same.sort_unstable_by(|a, b| source.word(a).cmp(source.word(b)));
        }
        self.start();
        for entry in words {
            match entry.outside() {
                0 => self.push(&entry.key.to_le_bytes()[..entry.len as usize], entry.count),
                _ => self.push(&source.word(entry).collect::<Vec<u8>>(), entry.count),
            }
        }
    }
}
