//! What the ranks waited for: the part of their time in calls that passed before the other end was ready.
//!
//! A receive waits until its message is sent. A send waits until its receive has begun, if it is long enough to have to.
//! What a call takes besides is moving data. This compares moments on different ranks, and so needs one clock.

use super::{Messages, MessagesError};

/// Bytes up to which a send never waits: that of ranks in one process, a little below the least limit among common MPI transports,
/// Open MPI 4's in shared memory (`btl_vader_eager_limit`).
const NEVER_WAITS: u64 = 4000;

/// How far two clocks that are one may be read apart, in seconds.
const SLACK: f64 = 1e-6;

/// A stretch of waiting of one rank, in seconds since it started.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Wait {
    /// Which of its ends it waited for, from 0: the last to be ready, of several at once.
    pub end: usize,
    /// When it began to.
    pub from: f64,
    /// When the other end was ready, or the rank had given up waiting for it.
    pub to: f64,
}

impl Messages {
    /// When each rank waited, by rising time, given when each `started` in seconds of their common clock.
    ///
    /// # Errors
    /// [`MessagesError::Clocks`] where a message came before it was sent.
    ///
    /// # Panics
    /// If there is not one start for every rank.
    pub fn waits(&self, started: &[f64]) -> Result<Vec<Vec<Wait>>, MessagesError> {
        assert_eq!(started.len(), self.ranks.len(), "one start a rank");
        (0..started.len()).map(|rank| self.waits_of(rank, started)).collect()
    }

    fn waits_of(&self, rank: usize, started: &[f64]) -> Result<Vec<Wait>, MessagesError> {
        let mut waits = Vec::new();
        for (index, end) in self.ranks[rank].ends.iter().enumerate() {
            let (Some((from, to)), Some(other)) = (end.waited, self.others[rank][index]) else { continue };
            let ready = self.ranks[end.peer].ends[other].begun + started[end.peer] - started[rank];
            // A send that was over before its receive began has not waited for it.
            if end.sends && (end.bytes <= NEVER_WAITS || ready > to) {
                continue;
            }
            if ready > to + SLACK {
                return Err(MessagesError::Clocks { rank, from: end.peer });
            }
            if ready > from {
                waits.push(Wait { end: index, from, to: ready.min(to) });
            }
        }
        waits.sort_by(|a, b| a.from.total_cmp(&b.from).then(b.to.total_cmp(&a.to)));
        // Of those that the rank waited for at once, the last counts.
        waits.dedup_by(|next, kept| next.to <= kept.to);
        Ok(waits)
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::*;
    use super::super::{Messages, MessagesError, Rank};
    use super::*;

    fn waits(ranks: &[Rank], started: &[f64]) -> Result<Vec<Vec<Wait>>, MessagesError> {
        Messages::of(ranks.to_vec()).unwrap().waits(started)
    }

    /// Rank 1 computes twice as long, and then they meet: rank 0 waits for it, and what is left is moving.
    #[test]
    fn the_faster_rank_waits_for_the_slower_one() {
        let meet = |of: usize, computed: f64| {
            [sends(1 - of, computed).waits(computed, 2.25), receives(1 - of, computed).waits(computed, 2.25)]
        };
        let found = waits(&[rank(1.0, &meet(0, 1.0)), rank(2.0, &meet(1, 2.0))], &[0.0, 0.0]).unwrap();
        assert_eq!(found[0], [Wait { end: 1, from: 1.0, to: 2.0 }]);
        assert!(found[1].is_empty());
    }

    /// A long message that both were ready for takes its time by moving; if its receiver is late, its sender waits.
    #[test]
    fn a_long_send_waits_for_its_receive_and_a_short_one_does_not() {
        let pass = |bytes, entered: f64, sent: f64| {
            let sender = sends(1, 0.0).of_bytes(bytes).waits(0.0, sent);
            let receiver = receives(0, entered).of_bytes(bytes).waits(entered, entered + 1.0);
            waits(&[rank(0.0, &[sender]), rank(entered, &[receiver])], &[0.0, 0.0]).unwrap()
        };
        assert!(pass(1 << 20, 0.0, 1.0).concat().is_empty());
        assert_eq!(pass(1 << 20, 3.0, 4.0).concat(), [Wait { end: 0, from: 0.0, to: 3.0 }]);
        assert!(pass(1 << 20, 3.0, 0.5).concat().is_empty(), "it had left before");
        assert!(pass(64, 0.25, 0.5).concat().is_empty());
    }

    #[test]
    fn of_several_messages_at_once_the_last_is_waited_for() {
        let root = [receives(1, 1.0).waits(1.0, 5.0), receives(2, 1.0).waits(1.0, 5.0)];
        let sender = |at: f64| rank(at, &[sends(0, at)]);
        let found = waits(&[rank(1.0, &root), sender(4.0), sender(3.0)], &[0.0; 3]).unwrap();
        assert_eq!(found[0], [Wait { end: 0, from: 1.0, to: 4.0 }]);
    }

    #[test]
    fn starts_that_differ_are_taken_into_account() {
        let ranks = [rank(1.0, &[sends(1, 1.0)]), rank(1.0, &[receives(0, 0.5).waits(0.5, 3.0)])];
        assert_eq!(waits(&ranks, &[0.25, 0.0]).unwrap()[1], [Wait { end: 0, from: 0.5, to: 1.25 }]);
        assert!(waits(&ranks, &[0.0, 0.75]).unwrap()[1].is_empty());
    }

    #[test]
    fn clocks_that_contradict_each_other_are_refused() {
        let ranks = [rank(4.0, &[sends(1, 4.0)]), rank(1.0, &[receives(0, 0.5).waits(0.5, 3.0)])];
        assert_eq!(waits(&ranks, &[0.0, 0.0]).unwrap_err(), MessagesError::Clocks { rank: 1, from: 0 });
        let barely = [rank(4.0, &[sends(1, 3.0 + 1e-7)]), ranks[1].clone()];
        assert_eq!(waits(&barely, &[0.0, 0.0]).unwrap()[1], [Wait { end: 0, from: 0.5, to: 3.0 }]);
    }
}
