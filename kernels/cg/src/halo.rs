//! Which entries of a vector a rank needs of others, and they of it. The matrix is symmetric: who needs an entry of
//! mine has a row with a column of mine, so my row has a column of theirs. Each rank sees both lists in its own rows.

use crate::System;
use crate::system::share;
use std::ops::Range;
use tenfold_comm::{Comm, Receiving, Sending, Tag, Traffic};
use tenfold_kernel::Part;

/// A rank with which entries are exchanged.
pub struct Neighbour {
    rank: usize,
    /// Where in the direction of search its entries go: behind this rank's own.
    theirs: Range<usize>,
    /// This rank's rows of which it needs the entries, counted from the first.
    mine: Vec<u32>,
}

/// What a rank needs of others.
pub struct Halo {
    /// Rows of this rank.
    rows: Range<usize>,
    /// The columns of other ranks in these rows, ascending.
    pub others: Vec<u32>,
    /// The ranks that have them.
    pub neighbours: Vec<Neighbour>,
}

const ENTRIES: Tag = 1;

impl Halo {
    /// The neighbours of the rank, of `ranks`, that has the rows of `system`.
    pub fn new(system: &System, ranks: usize) -> Halo {
        let rows = system.rows.clone();
        let mut others: Vec<u32> = system.cols.iter().copied().filter(|&col| !rows.contains(&(col as usize))).collect();
        others.sort_unstable();
        others.dedup();
        let neighbour = |rank: usize| {
            let shared = share(system.n, Part { rank, ranks });
            let place = |row: usize| rows.len() + others.partition_point(|&col| (col as usize) < row);
            let theirs = place(shared.start)..place(shared.end);
            let needs = |row: &usize| system.cols[system.row(*row)].iter().any(|&col| shared.contains(&(col as usize)));
            let mine = || (0..rows.len()).filter(needs).map(|row| row as u32).collect();
            (!theirs.is_empty()).then(|| Neighbour { rank, theirs: theirs.clone(), mine: mine() })
        };
        let neighbours = (0..ranks).filter_map(neighbour).collect();
        Halo { rows, others, neighbours }
    }

    /// Where in the direction of search a column lies.
    pub fn place(&self, col: u32) -> usize {
        match (col as usize).checked_sub(self.rows.start).filter(|&own| own < self.rows.len()) {
            Some(own) => own,
            None => self.rows.len() + self.others.partition_point(|&other| other < col),
        }
    }

    /// Numbers of scratch memory that an exchange needs: those of the longest message.
    pub fn scratch(&self) -> usize {
        self.neighbours.iter().map(|neighbour| neighbour.mine.len()).max().unwrap_or(0)
    }

    /// What this rank sends in so many exchanges.
    pub fn sent(&self, exchanges: usize) -> Traffic {
        let numbers: usize = self.neighbours.iter().map(|neighbour| neighbour.mine.len()).sum();
        let (messages, bytes) = (self.neighbours.len() as u64, (numbers * size_of::<f64>()) as u64);
        Traffic { messages, bytes } * exchanges as u64
    }

    /// Sends what the others need of `p`, packed in `buffer`, and puts what is needed of them behind this rank's own
    /// entries. `meanwhile` may read those.
    pub fn exchange(&self, p: &mut [f64], buffer: &mut [f64], comm: &Comm, meanwhile: impl FnOnce(&[f64])) {
        let receive = |from: &Neighbour| comm.irecv(from.theirs.len(), from.rank, ENTRIES);
        let arriving: Vec<Receiving<f64>> = self.neighbours.iter().map(receive).collect();
        let send = |to: &Neighbour| {
            let packed = &mut buffer[..to.mine.len()];
            packed.iter_mut().zip(&to.mine).for_each(|(entry, &row)| *entry = p[row as usize]);
            comm.isend(packed, to.rank, ENTRIES)
        };
        let leaving: Vec<Sending> = self.neighbours.iter().map(send).collect();
        meanwhile(p);
        for (from, message) in self.neighbours.iter().zip(arriving) {
            message.wait(&mut p[from.theirs.clone()]);
        }
        leaving.into_iter().for_each(Sending::wait);
    }
}
