//! Distributed: each rank counts its share of the text; then the counts of a word go to the one rank that owns it.

use crate::naive;
use crate::table::{Entry, Source, Table};
use crate::{Params, Tally, Text, vectorised};
use tenfold_comm::{Comm, Traffic, sent_by};
use tenfold_kernel::{Part, Setting, Workspace};

/// Counts this rank's share, and tells the words that it owns.
pub fn run(setting: &Setting<Params>, text: &Text, space: &Workspace, tally: &mut Tally) {
    // Words: of this share; what is counted here travels, and what arrives is counted together.
    let source = Source::of(setting.params, &text.bytes);
    let table = vectorised::counted(setting.path, source, space);
    let (arrived, outside) = shuffled(setting.comm, source, &table, space);
    let source = source.with(outside);
    let mut merged = Table::new(space.buffer(Table::slots_for(arrived.len())));
    arrived.iter().for_each(|entry| merged.add(source, *entry));

    // Table: the words in order.
    let words = space.buffer(merged.used);
    merged.pack(words);
    words.sort_unstable_by_key(Entry::rank);
    source.settle(words);
    tally.fill(source, words);
}

// Heart: an all-to-all whose amounts nobody knows beforehand, so that they travel first.
/// Sends every entry to its owner. Returns those that arrive, and the bytes of the words among them that are longer than a key.
fn shuffled<'a>(comm: &Comm, from: Source, table: &Table, space: &'a Workspace) -> (&'a [Entry], &'a [u8]) {
    let (ranks, leaving) = (comm.size(), space.buffer(table.used));
    let borders = table.deal(from, ranks, leaving);
    let outside = |of: &[Entry]| of.iter().map(Entry::outside).sum::<usize>();
    let [sent, received] = [(); 2].map(|()| space.buffer::<[usize; 2]>(ranks));
    for (amounts, block) in sent.iter_mut().zip(borders.windows(2)) {
        *amounts = [block[1] - block[0], outside(&leaving[block[0]..block[1]])];
    }
    comm.alltoall(sent, received);
    let amounts = |which: usize| [&*sent, &*received].map(|of| of.iter().map(|of| of[which]).collect::<Vec<usize>>());
    let [[out, into], [bytes_out, bytes_into]] = [amounts(0), amounts(1)];
    let arriving = space.buffer(into.iter().sum());
    comm.alltoallv(leaving, &out, arriving, &into);
    let [from_here, from_there] = [&bytes_out, &bytes_into].map(|of| space.buffer(of.iter().sum()));
    let long = leaving.iter().filter(|entry| entry.outside() > 0);
    from_here.iter_mut().zip(long.flat_map(|entry| from.word(entry))).for_each(|(to, byte)| *to = byte);
    comm.alltoallv(from_here, &bytes_out, from_there, &bytes_into);
    let mut place = 0;
    for entry in arriving.iter_mut().filter(|entry| entry.outside() > 0) {
        entry.place = place;
        place += entry.len;
    }
    (arriving, from_there)
}

/// What a rank sends: how much goes to whom, the entries, and the bytes of long words. It depends on the words that its share
/// has, and so the share is made and looked through.
pub fn messages(params: &Params, rank: usize, ranks: usize) -> Traffic {
    let Ok(text) = Text::of(params, Part { rank, ranks }) else { return Traffic::default() };
    let source = Source::of(params, &text.bytes);
    let (mut entries, mut outside) = (vec![0; ranks], vec![0; ranks]);
    for word in naive::counted(source.kind, &text.bytes).keys() {
        let source = source.with(word);
        let entry = source.entry(0, word.len());
        let owner = source.owner(&entry, ranks);
        entries[owner] += size_of::<Entry>();
        outside[owner] += entry.outside();
    }
    let amounts = sent_by::alltoall(size_of::<[usize; 2]>(), ranks);
    amounts + sent_by::alltoallv(&entries, rank) + sent_by::alltoallv(&outside, rank)
}
