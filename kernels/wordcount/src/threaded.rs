//! Threaded: a share of the text and a table for each thread; then each adds up a share of the words.

use crate::table::{Entry, Source, Table};
use crate::text::share;
use crate::vectorised::count;
use crate::vectorised_masks::Scan;
use crate::{Params, Tally, Text};
use rayon::prelude::*;
use std::sync::atomic::{AtomicBool, Ordering::Relaxed};
use tenfold_kernel::{Setting, Workspace};

/// Counts all words of `text` on the rayon pool it is called in.
pub fn run(setting: &Setting<Params>, text: &Text, space: &Workspace, tally: &mut Tally) {
    // Words: all tables double when one is full, so that no thread waits while another counts on.
    let (source, path) = (Source::of(setting.params, &text.bytes), setting.path);
    let threads = rayon::current_num_threads();
    let of_share = |index| Scan::of(share(source.bytes, source.kind, threads, index));
    let begun = (0..threads).map(|index| (of_share(index), Table::new(space.buffer(Table::SMALLEST))));
    let (mut counting, full): (Vec<(Scan, Table)>, _) = (begun.collect(), AtomicBool::new(false));
    loop {
        counting.par_iter_mut().for_each(|(scan, table)| count(path, source, scan, table, &full));
        if counting.iter().all(|(scan, _)| scan.is_over()) {
            break;
        }
        let doubled: Vec<&mut [Entry]> =
            counting.iter().map(|(_, table)| space.buffer(2 * table.slots.len())).collect();
        let moved = counting.into_par_iter().zip(doubled);
        counting = moved.map(|((scan, table), slots)| (scan, table.moved(source, slots))).collect();
        full.store(false, Relaxed);
    }
    let merged = merged(source, counting.into_iter().map(|(_, table)| table).collect(), space);

    // Table: the words in order.
    let words = space.buffer::<Entry>(merged.iter().map(|table| table.used).sum());
    let mut rest = &mut words[..];
    let places = merged.iter().map(|table| rest.split_off_mut(..table.used).expect("as many as all have"));
    let places: Vec<&mut [Entry]> = places.collect();
    merged.par_iter().zip(places).for_each(|(table, place)| table.pack(place));
    words.par_sort_unstable_by_key(Entry::rank);
    source.settle(words);
    tally.fill(source, words);
}

// Heart: a word has one owner, who adds up what all threads have counted of it.
/// The counts of all tables together, in as many tables that have no word in common.
fn merged<'a>(source: Source, tables: Vec<Table>, space: &'a Workspace) -> Vec<Table<'a>> {
    let owners = tables.len();
    let room: Vec<&mut [Entry]> = tables.iter().map(|table| space.buffer(table.used)).collect();
    let deal = |(table, to): (&Table, &'a mut [Entry])| (table.deal(source, owners, to), &*to);
    let dealt: Vec<(Vec<usize>, &[Entry])> = tables.par_iter().zip(room).map(deal).collect();
    let of = |owner: usize| dealt.iter().map(move |(borders, all)| &all[borders[owner]..borders[owner + 1]]);
    let slots = |owner| space.buffer(Table::slots_for(of(owner).map(<[Entry]>::len).sum()));
    let room: Vec<&mut [Entry]> = (0..owners).map(slots).collect();
    let merge = |(owner, slots)| {
        let mut table = Table::new(slots);
        of(owner).flatten().for_each(|entry| table.add(source, *entry));
        table
    };
    room.into_par_iter().enumerate().map(merge).collect()
}
