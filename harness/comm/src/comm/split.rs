//! Groups of ranks with a communicator of their own.

use std::sync::Arc;

use super::Comm;
use crate::group::Group;
use crate::scratch::Scratch;
use crate::{Call, Kind, collective};

impl Comm {
    /// Splits the ranks into groups: those that give the same `colour` get a communicator of their own, in which they are
    /// numbered by `key`, and by their ranks here where keys are equal. A collective call.
    ///
    /// ```
    /// # use tenfold_comm::{Comm, Op, local};
    /// # local::run(6, |comm| {
    /// // Two rows of three columns.
    /// let (row, column) = (comm.rank() / 3, comm.rank() % 3);
    /// let (in_row, in_column) = (comm.split(row, column), comm.split(column, row));
    /// assert_eq!((in_row.rank(), in_row.size()), (column, 3));
    /// assert_eq!((in_column.rank(), in_column.size()), (row, 2));
    /// # })?;
    /// # Ok::<(), tenfold_comm::CommError>(())
    /// ```
    ///
    /// Messages in one group are apart from those in every other and in the whole. The group does not borrow from this
    /// communicator, and may outlive it (but not an `mpi::World`).
    pub fn split(&self, colour: usize, key: usize) -> Comm {
        let next = self.common().next_group.get();
        let mine = [colour as u64, key as u64, u64::from(next)];
        let mut all = vec![[0u64; 3]; self.size()];
        let counts = vec![1; self.size()];
        let group = self.run(&Call::new(Kind::Split), |link| {
            collective::allgather(link, &[mine], &counts, &mut all)?;
            let mut ranks: Vec<_> = (0..all.len()).filter(|&rank| all[rank][0] == mine[0]).collect();
            ranks.sort_by_key(|&rank| all[rank][1]);
            let rank = ranks.iter().position(|&rank| rank == link.rank()).expect("it has its own colour");
            // A number that is new to each of the ranks; groups made by one call share it, and no rank.
            let id = all.iter().map(|&[_, _, next]| next as u32).max().unwrap_or(next);
            let group =
                Arc::new(Group { id, rank, members: ranks.iter().map(|&rank| link.group.world(rank)).collect() });
            Ok((link.transport.split(group.clone()), group))
        });
        let (transport, group) = group;
        self.common().next_group.set(group.id + 1);
        Comm { transport, group, rank: self.rank.clone(), scratch: Scratch::default() }
    }
}
