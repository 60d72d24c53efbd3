//! Distributed: each rank counts its share of the text; then the counts of a word go to the one rank that owns it.

use crate::table::{Entry, Source, Table, blocks};
use crate::{Params, Tally, Text, vectorised};
use tenfold_comm::{Comm, Traffic, sent_by};
use tenfold_kernel::{Part, Path, Setting, Workspace};

/// Counts this rank's share, and tells the words that it owns.
pub fn run(setting: &Setting<Params>, text: &Text, space: &Workspace, tally: &mut Tally) {
    // Words: of this share; what is counted here travels, and what arrives is counted together.
    let source = Source::of(setting.params, &text.bytes);
    let table = vectorised::counted(setting.path, source, space);
    let (arrived, outside) = shuffled(setting.comm, source, &table, space);
    let source = Source::of(setting.params, outside);
    let merged = Table::of(source, arrived, space.buffer(Table::slots_for(arrived.len())));

    // Table: the words in order.
    let words = space.buffer(merged.used);
    merged.pack(words);
    words.sort_unstable_by_key(Entry::rank);
    tally.fill(source, words);
}

// Heart: an all-to-all whose amounts nobody knows beforehand, so that they travel first.
/// Sends every entry to its owner. Returns those that arrive, and the bytes of those words that are longer than a key.
fn shuffled<'a>(comm: &Comm, from: Source, table: &Table, space: &'a Workspace) -> (&'a [Entry], &'a [u8]) {
    let (leaving, into) = (space.buffer(table.used), space.buffer(comm.size()));
    let out = table.deal(from, comm.size(), leaving);
    comm.alltoall(&out, into);
    let arriving = space.buffer(into.iter().sum());
    comm.alltoallv(leaving, &out, arriving, into);
    let [bytes_out, bytes_into] = [outside(leaving, &out), outside(arriving, into)];
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

/// How many bytes of long words belong to each of these shares of `entries`.
fn outside(entries: &mut [Entry], shares: &[usize]) -> Vec<usize> {
    blocks(entries, shares).map(|share| share.iter().map(Entry::outside).sum()).collect()
}

/// What a rank sends: how much goes to whom, the entries, and the bytes of long words. It depends on the words that its
/// share has, and so the share is made and looked through.
pub fn messages(params: &Params, rank: usize, ranks: usize) -> Traffic {
    let Ok(text) = Text::of(params, Part { rank, ranks }) else { return Traffic::default() };
    let (source, space) = (Source::of(params, &text.bytes), Workspace::default());
    let table = vectorised::counted(Path::widest(), source, &space);
    let leaving = space.buffer(table.used);
    let shares = table.deal(source, ranks, leaving);
    let entries: Vec<usize> = shares.iter().map(|share| share * size_of::<Entry>()).collect();
    let amounts = sent_by::alltoall(size_of::<usize>(), ranks);
    amounts + sent_by::alltoallv(&entries, rank) + sent_by::alltoallv(&outside(leaving, &shares), rank)
}
