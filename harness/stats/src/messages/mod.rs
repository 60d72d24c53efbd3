//! Messages between ranks: which end belongs to which, what the ranks would need on an ideal network, and what they waited
//! for.
//!
//! Each rank keeps its own ends, with its own clock. Ends are matched as MPI does (MPI 4.1, section 3.5: messages between
//! two ranks on one channel do not overtake each other): the k-th sent is the k-th received.

mod replay;
mod waits;

pub use waits::Wait;

use serde::{Deserialize, Serialize};
use std::collections::HashMap;
use thiserror::Error;

/// One end of a message as its rank saw it, in seconds since that rank started.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct End {
    /// The call of its rank that began it, by the number that the rank's own record gives it.
    pub call: usize,
    /// Whether the rank sent it, and did not receive it.
    pub sends: bool,
    /// The rank at the other end.
    pub peer: usize,
    /// Tells conversations between the same two ranks apart.
    pub channel: u32,
    /// Its bytes.
    pub bytes: u64,
    /// What the rank had computed when it sent this, or when it waited for it.
    pub computed: f64,
    /// When it was sent, or its receive began.
    pub begun: f64,
    /// From when to when the rank stood still for it; `None` where it never did.
    pub waited: Option<(f64, f64)>,
}

/// What one rank did.
#[derive(Debug, Clone, PartialEq)]
pub struct Rank {
    /// Seconds that it computed, all in all.
    pub computing: f64,
    /// Its ends of messages, in the order in which they began.
    pub ends: Vec<End>,
}

/// Why messages tell nothing.
#[derive(Debug, Clone, PartialEq, Error)]
pub enum MessagesError {
    /// A rank or a moment that cannot be.
    #[error("message {end} of rank {rank} has a peer or a time that cannot be")]
    Broken {
        /// The rank.
        rank: usize,
        /// Which of its ends, from 0.
        end: usize,
    },
    /// A receive whose message nobody sent.
    #[error("rank {rank} received a message from rank {from}, which is not known to have sent it")]
    Unmatched {
        /// The receiver.
        rank: usize,
        /// The sender.
        from: usize,
    },
    /// Every rank would wait for another.
    #[error("rank {rank} would wait for ever for a message from rank {from}")]
    Deadlock {
        /// The first rank that waits.
        rank: usize,
        /// Whom it waits for.
        from: usize,
    },
    /// By their clocks a message came before it was sent.
    #[error("the clocks of rank {rank} and rank {from} contradict each other: a message came before it was sent")]
    Clocks {
        /// The receiver.
        rank: usize,
        /// The sender.
        from: usize,
    },
}

/// The messages of all ranks, both ends of each known to each other.
#[derive(Debug, Clone)]
pub struct Messages {
    ranks: Vec<Rank>,
    /// For each end of each rank, the place of its other end among those of the peer.
    others: Vec<Vec<Option<usize>>>,
}

impl Messages {
    /// Matches the ends of `ranks`.
    ///
    /// A send may be without its receive: then nobody took the message.
    ///
    /// # Errors
    /// [`MessagesError::Broken`], or [`MessagesError::Unmatched`] where a rank waited for a message that none sent.
    pub fn of(ranks: Vec<Rank>) -> Result<Messages, MessagesError> {
        let mut sent: HashMap<(usize, usize, u32), Vec<usize>> = HashMap::new();
        for (rank, Rank { computing, ends }) in ranks.iter().enumerate() {
            for (index, end) in ends.iter().enumerate() {
                let (from, to) = end.waited.unwrap_or((end.begun, end.begun));
                let possible = [*computing, end.computed, end.begun, from, to].iter().all(|time| time.is_finite())
                    && from <= to
                    && (0.0..=*computing).contains(&end.computed);
                if !possible || end.peer >= ranks.len() {
                    return Err(MessagesError::Broken { rank, end: index });
                }
                if end.sends {
                    sent.entry((rank, end.peer, end.channel)).or_default().push(index);
                }
            }
        }
        let mut others: Vec<Vec<Option<usize>>> = ranks.iter().map(|rank| vec![None; rank.ends.len()]).collect();
        let mut received: HashMap<(usize, usize, u32), usize> = HashMap::new();
        for (rank, Rank { ends, .. }) in ranks.iter().enumerate() {
            for (index, end) in ends.iter().enumerate().filter(|(_, end)| !end.sends) {
                let between = (end.peer, rank, end.channel);
                let number = received.entry(between).or_default();
                match sent.get(&between).and_then(|sent| sent.get(*number)) {
                    Some(&other) => {
                        others[rank][index] = Some(other);
                        others[end.peer][other] = Some(index);
                    }
                    None if end.waited.is_some() => return Err(MessagesError::Unmatched { rank, from: end.peer }),
                    None => {}
                }
                *number += 1;
            }
        }
        Ok(Messages { ranks, others })
    }
}

#[cfg(test)]
mod tests {
    use super::testing::*;
    use super::*;

    #[test]
    fn messages_of_one_channel_keep_their_order_and_channels_are_told_apart() {
        let sender = rank(1.0, &[sends(1, 0.1).on(7), sends(1, 0.2), sends(1, 0.3).on(7)]);
        let receiver = rank(1.0, &[receives(0, 0.5), receives(0, 0.6).on(7), receives(0, 0.7).on(7)]);
        let messages = Messages::of(vec![sender, receiver]).unwrap();
        assert_eq!(messages.others, [[Some(1), Some(0), Some(2)], [Some(1), Some(0), Some(2)]]);
    }

    #[test]
    fn a_message_that_nobody_takes_is_left_alone_and_one_that_nobody_sent_is_not() {
        let taken = Messages::of(vec![rank(1.0, &[sends(1, 0.0)]), rank(1.0, &[])]).unwrap();
        assert_eq!(taken.others, [vec![None], vec![]]);
        let never = End { waited: None, ..receives(0, 0.5) };
        assert!(Messages::of(vec![rank(1.0, &[]), rank(1.0, &[never])]).is_ok(), "nobody waited for it");
        let waited = Messages::of(vec![rank(1.0, &[]), rank(1.0, &[receives(0, 0.5)])]);
        assert_eq!(waited.unwrap_err(), MessagesError::Unmatched { rank: 1, from: 0 });
    }

    #[test]
    fn what_cannot_be_is_refused() {
        for end in [
            sends(2, 0.0),
            End { computed: f64::NAN, ..sends(1, 0.0) },
            End { computed: 1.5, ..sends(1, 0.0) },
            End { waited: Some((0.5, 0.25)), ..sends(1, 0.0) },
        ] {
            let found = Messages::of(vec![rank(1.0, &[end]), rank(1.0, &[])]);
            assert_eq!(found.unwrap_err(), MessagesError::Broken { rank: 0, end: 0 });
        }
    }
}

/// Ranks built by hand.
#[cfg(test)]
mod testing {
    use super::*;

    /// Computes for so many seconds in all.
    pub(super) fn rank(computing: f64, ends: &[End]) -> Rank {
        Rank { computing, ends: ends.to_vec() }
    }

    /// Sent at once, after so much computing.
    pub(super) fn sends(peer: usize, computed: f64) -> End {
        let waited = Some((computed, computed));
        End { call: 0, sends: true, peer, channel: 0, bytes: 8, computed, begun: computed, waited }
    }

    /// Received at once, after so much computing.
    pub(super) fn receives(peer: usize, computed: f64) -> End {
        End { sends: false, ..sends(peer, computed) }
    }

    impl End {
        pub(super) fn on(self, channel: u32) -> End {
            End { channel, ..self }
        }

        /// Begun when the rank began to wait, and over at `to`.
        pub(super) fn waits(self, from: f64, to: f64) -> End {
            End { begun: from, waited: Some((from, to)), ..self }
        }

        pub(super) fn of_bytes(self, bytes: u64) -> End {
            End { bytes, ..self }
        }
    }
}
