//! Vectorised: borders of words from masks, and a word of up to 16 bytes is one number, hashed and compared at once.

use crate::lanes::Lanes;
use crate::table::{Entry, Source, Table};
use crate::vectorised_masks::Scan;
use crate::{Params, Tally, Text};
use std::sync::atomic::{AtomicBool, Ordering::Relaxed};
use tenfold_kernel::{Path, Setting, Workspace, on_path};

/// Counts all words of `text`.
pub fn run(setting: &Setting<Params>, text: &Text, space: &Workspace, tally: &mut Tally) {
    // Words: 64 bytes at a time, counted in a table that doubles when it is full.
    let source = Source::of(setting.params, &text.bytes);
    let table = counted(setting.path, source, space);

    // Table: the words in order.
    let words = space.buffer(table.used);
    table.pack(words);
    words.sort_unstable_by_key(Entry::rank);
    tally.fill(source, words);
}

/// The table of all words of `source`.
pub fn counted<'a>(path: Path, source: Source, space: &'a Workspace) -> Table<'a> {
    let (mut scan, mut table) = (Scan::of(0..source.bytes.len()), Table::default());
    while !scan.is_over() {
        table = Table::of(source, table.entries(), space.buffer(table.doubled()));
        count(path, source, &mut scan, &mut table, &AtomicBool::new(false));
    }
    table
}

/// Counts the words of a share, until it is over or a table is full: this one, or that of another thread.
pub fn count(path: Path, source: Source, scan: &mut Scan, table: &mut Table, full: &AtomicBool) {
    on_path!(path, words(source: Source, scan: &mut Scan, table: &mut Table, full: &AtomicBool));
}

#[inline(always)]
fn words<L: Lanes>(lanes: L, source: Source, scan: &mut Scan, table: &mut Table, full: &AtomicBool) {
    while !scan.is_over() {
        if !table.has_room(Scan::MOST_WORDS) {
            full.store(true, Relaxed);
        }
        if full.load(Relaxed) {
            return;
        }
        scan.step(lanes, source, |begin, end| table.add(source, source.entry(begin, end)));
    }
}

impl Table<'_> {
    // Heart: most words are short, and are where they are looked for first.
    /// Adds the count of a word to that of the same word, or makes it a new one.
    #[inline(always)]
    pub fn add(&mut self, source: Source, word: Entry) {
        let last = self.slots.len() - 1;
        let mut place = source.hash(&word) as usize & last;
        loop {
            let entry = &mut self.slots[place];
            let is_like = entry.key == word.key && entry.len == word.len;
            if is_like && (word.outside() == 0 || source.is_same(entry, &word)) {
                entry.count += word.count;
                return;
            }
            if entry.count == 0 {
                *entry = word;
                self.used += 1;
                return;
            }
            place = (place + 1) & last;
        }
    }
}
