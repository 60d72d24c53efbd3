//! Communicators split from others.

use super::{next, previous};
use crate::{Comm, Direction, Grid, Op};

/// Each rank adds the squares of its row and of its column.
pub(super) fn rows_and_columns_of_a_grid(comm: &Comm) {
    let grid = Grid::balanced(comm.size(), [true, false]);
    let ([rows, columns], [row, column]) = (grid.dims(), grid.coords(comm.rank()));
    let (in_row, in_column) = (comm.split(row, column), comm.split(column, row));
    assert_eq!((in_row.rank(), in_row.size(), in_column.rank(), in_column.size()), (column, columns, row, rows));
    assert!((0..columns).all(|column| in_row.world_rank(column) == comm.world_rank(grid.rank_of([row, column]))));
    let square = |rank: usize| (rank * rank) as u64;
    let (mut along, mut down) = ([square(comm.rank())], [square(comm.rank())]);
    in_row.allreduce(&mut along, Op::Sum);
    in_column.allreduce(&mut down, Op::Sum);
    assert_eq!(along, [(0..columns).map(|column| square(grid.rank_of([row, column]))).sum::<u64>()]);
    assert_eq!(down, [(0..rows).map(|row| square(grid.rank_of([row, column]))).sum::<u64>()]);
    // Up the ring of a column, of any length and of length 1.
    let neighbour = |way| grid.neighbour(comm.rank(), 0, way).map(|rank| grid.coords(rank)[0]);
    let (to, from) = (neighbour(Direction::Upper), neighbour(Direction::Lower));
    let long = vec![comm.rank() as u32; 20_000];
    let mut found = vec![0; long.len()];
    in_column.sendrecv(&long, to, &mut found, from, 0);
    assert!(found.iter().all(|&rank| Some(grid.coords(rank as usize)[0]) == from));
}

pub(super) fn groups_of_groups_are_numbered_by_key(comm: &Comm) {
    let size = comm.size();
    let backwards = comm.split(3, size - comm.rank());
    assert_eq!((backwards.rank(), backwards.size()), (size - 1 - comm.rank(), size));
    // Equal keys: numbered as before.
    let thirds = backwards.split(backwards.rank() % 3, 0);
    let members: Vec<usize> = (backwards.rank() % 3..size).step_by(3).map(|rank| size - 1 - rank).collect();
    let mut found = vec![0u64; thirds.size()];
    thirds.allgather(&[comm.rank() as u64], &vec![1; thirds.size()], &mut found);
    assert!(found.iter().map(|&rank| rank as usize).eq(members.iter().copied()), "{found:?} are not {members:?}");
    assert!((0..thirds.size()).all(|rank| thirds.world_rank(rank) == comm.world_rank(members[rank])));
}

/// One after the other from three communicators, and received in another order.
pub(super) fn the_same_tag_is_another_in_another_group(comm: &Comm) {
    let (one, two) = (comm.split(0, 0), comm.split(0, 0));
    let (next, previous) = (next(comm), previous(comm));
    for (number, comm) in [comm, &one, &two].into_iter().enumerate() {
        comm.send(&[number as u64], next, 1);
    }
    let mut found = [9u64; 3];
    assert_eq!(one.recv_any(&mut found[1..2], 1), previous);
    two.recv(&mut found[2..], previous, 1);
    comm.recv(&mut found[..1], previous, 1);
    assert_eq!(found, [0, 1, 2]);
}

/// Ranks drop what they have in different orders; all the while the rest works.
pub(super) fn groups_outlive_one_another_in_any_order(comm: &Comm) {
    for _ in 0..20 {
        let outer = comm.split(0, 0);
        let inner = outer.split(outer.rank() % 2, 0);
        let (first, last) = if comm.rank().is_multiple_of(2) { (outer, inner) } else { (inner, outer) };
        drop(first);
        let third = comm.split(0, 0);
        drop(last);
        let mut sum = [1u64];
        third.allreduce(&mut sum, Op::Sum);
        assert_eq!(sum, [comm.size() as u64]);
    }
}

pub(super) fn what_a_group_sends_counts_for_the_rank(comm: &Comm) {
    let pairs = comm.split(comm.rank() / 2, comm.rank() % 2);
    let other = pairs.size() - 1 - pairs.rank();
    comm.reset_sent();
    comm.watch(10, 10);
    comm.sendrecv(&[0u16; 3], Some(comm.rank()), &mut [0; 3], Some(comm.rank()), 4);
    pairs.sendrecv(&[0u8; 5], Some(other), &mut [0; 5], Some(other), 4);
    drop(pairs);
    let (sent, watched) = (comm.sent(), comm.watched().expect("it is watched"));
    let partner = if comm.size() > (comm.rank() ^ 1) { comm.rank() ^ 1 } else { comm.rank() };
    let (me, partner) = (comm.world_rank(comm.rank()), comm.world_rank(partner));
    assert_eq!((sent.total().messages, sent.total().bytes), (2, 11));
    assert_eq!(sent.peers[partner].bytes, if me == partner { 11 } else { 5 });
    let ends = watched.ends.expect("there is room for them");
    assert!(watched.spans.len() == 2 && ends.len() == 4 && ends[2..].iter().all(|end| end.peer == partner));
    assert_ne!(ends[0].channel, ends[2].channel, "a tag of a group is not one of the whole");
}
