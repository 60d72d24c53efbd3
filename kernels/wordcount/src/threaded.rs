//! Threaded: a share of the text and a table for each thread; then each adds up a share of the words.

use crate::table::{Entry, Source, Table, blocks};
use crate::text::share;
use crate::vectorised::count;
use crate::vectorised_masks::Scan;
use crate::{Params, Tally, Text};
use rayon::prelude::*;
use std::io::Cursor;
use std::sync::atomic::AtomicBool;
use tenfold_kernel::{Part, Setting, Workspace};

/// Counts all words of `text` on the rayon pool it is called in.
pub fn run(setting: &Setting<Params>, text: &Text, space: &Workspace, tally: &mut Tally) {
    // Words: all tables double when one is full, so that no thread waits while another counts on.
    let (source, path) = (Source::of(setting.params, &text.bytes), setting.path);
    let threads = rayon::current_num_threads();
    let begin = |thread| {
        let share = share(&mut Cursor::new(source.bytes), source.kind, Part { rank: thread, ranks: threads });
        (Scan::of(share.expect("memory can be read")), Table::default())
    };
    let (mut scans, mut tables): (Vec<Scan>, Vec<Table>) = (0..threads).map(begin).unzip();
    while !scans.iter().all(Scan::is_over) {
        let full = AtomicBool::new(false);
        let slots: Vec<&mut [Entry]> = tables.iter().map(|table| space.buffer(table.doubled())).collect();
        scans.par_iter_mut().zip(&mut tables).zip(slots).for_each(|((scan, table), slots)| {
            *table = Table::of(source, table.entries(), slots);
            count(path, source, scan, table, &full);
        });
    }
    let merged = merged(source, &tables, space);

    // Table: the words in order.
    let lengths: Vec<usize> = merged.iter().map(|table| table.used).collect();
    let words = space.buffer(lengths.iter().sum());
    let places: Vec<&mut [Entry]> = blocks(words, &lengths).collect();
    merged.par_iter().zip(places).for_each(|(table, place)| table.pack(place));
    words.par_sort_unstable_by_key(Entry::rank);
    tally.fill(source, words);
}

// Heart: a word has one owner, who adds up what all threads have counted of it.
/// The counts of all tables together, in as many tables that have no word in common.
fn merged<'a>(source: Source, tables: &[Table], space: &'a Workspace) -> Vec<Table<'a>> {
    let owners = tables.len();
    let room: Vec<&mut [Entry]> = tables.iter().map(|table| space.buffer(table.used)).collect();
    let deal = |(table, to): (&Table, &'a mut [Entry])| {
        let shares = table.deal(source, owners, to);
        blocks(to, &shares).collect()
    };
    let dealt: Vec<Vec<&mut [Entry]>> = tables.par_iter().zip(room).map(deal).collect();
    let of = |owner: usize| dealt.iter().flat_map(move |shares| &*shares[owner]);
    let slots = |owner| space.buffer(Table::slots_for(of(owner).count()));
    let room: Vec<&mut [Entry]> = (0..owners).map(slots).collect();
    let merge = |(owner, slots)| Table::of(source, of(owner), slots);
    room.into_par_iter().enumerate().map(merge).collect()
}
