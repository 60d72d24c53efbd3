//! The run over again on an ideal network: messages are there at once, and calls cost nothing.
//!
//! What is then left beside computing is waiting that no network can take away, since the work itself depends on what
//! another rank computes later. The idea is that of Dimemas (J. Labarta, S. Girona, V. Pillet, T. Cortes, L. Gregoris,
//! "DiP: a parallel program development environment", Euro-Par 1996, LNCS 1124, 665–674), whose simulations on an ideal
//! network give POP its serialisation and transfer efficiencies ([`pop`](crate::pop)).
//!
//! Only durations of computing and the order of each rank's messages go in, so that the clocks of the ranks need not agree.
//! A send never waits for its receive here: where a long message does, that is a cost of the way in which it travels.

use super::{Messages, MessagesError, Rank};

impl Messages {
    /// Seconds from the common start to the end of the last rank on an ideal network; never less than the greatest computing
    /// time.
    ///
    /// # Errors
    /// [`MessagesError::Deadlock`] where no rank could go on.
    pub fn ideal_seconds(&self) -> Result<f64, MessagesError> {
        let steps: Vec<Vec<usize>> = self.ranks.iter().map(steps).collect();
        let mut sent: Vec<Vec<Option<f64>>> = self.ranks.iter().map(|rank| vec![None; rank.ends.len()]).collect();
        // What each rank has waited so far: its time is what it has computed and this.
        let mut waited = vec![0.0f64; self.ranks.len()];
        let mut next = vec![0; self.ranks.len()];
        loop {
            let mut moved = false;
            let mut stuck = None;
            for (rank, Rank { ends, .. }) in self.ranks.iter().enumerate() {
                while let Some(&index) = steps[rank].get(next[rank]) {
                    let end = &ends[index];
                    if end.sends {
                        sent[rank][index] = Some(end.computed + waited[rank]);
                    } else if let Some(other) = self.others[rank][index] {
                        let Some(here) = sent[end.peer][other] else {
                            stuck.get_or_insert(MessagesError::Deadlock { rank, from: end.peer });
                            break;
                        };
                        waited[rank] = waited[rank].max(here - end.computed);
                    }
                    next[rank] += 1;
                    moved = true;
                }
            }
            match stuck {
                Some(error) if !moved => return Err(error),
                Some(_) => {}
                None => break,
            }
        }
        Ok(self.ranks.iter().zip(waited).map(|(rank, waited)| rank.computing + waited).fold(0.0, f64::max))
    }
}

/// The ends of a rank in the order in which they took effect: a message is sent when its sending begins, and received when
/// the rank has waited for it.
fn steps(rank: &Rank) -> Vec<usize> {
    let when = |index: &usize| {
        let end = &rank.ends[*index];
        if end.sends { Some(end.begun) } else { end.waited.map(|(_, to)| to) }
    };
    let mut steps: Vec<usize> = (0..rank.ends.len()).filter(|index| when(index).is_some()).collect();
    steps.sort_by(|a, b| when(a).partial_cmp(&when(b)).expect("times were checked"));
    steps
}

#[cfg(test)]
mod tests {
    use super::super::End;
    use super::super::testing::*;
    use super::*;
    use crate::bootstrap::Draws;
    use crate::pop::efficiencies;

    fn ideal(ranks: &[Rank]) -> Result<f64, MessagesError> {
        Messages::of(ranks.to_vec())?.ideal_seconds()
    }

    /// Each rank computes for a second once it has the result of the one before: nothing is done side by side.
    #[test]
    fn a_pipeline_of_p_ranks_is_serial() {
        for p in 1..9 {
            let stage = |r: usize| {
                let before = (r > 0).then(|| receives(r - 1, 0.0).waits(0.0, r as f64));
                let behind = (r + 1 < p).then(|| sends(r + 1, 1.0).waits(r as f64 + 1.0, r as f64 + 1.0));
                rank(1.0, &before.into_iter().chain(behind).collect::<Vec<_>>())
            };
            let ranks: Vec<Rank> = (0..p).map(stage).collect();
            assert_eq!(ideal(&ranks), Ok(p as f64));
            let e = efficiencies(&vec![1.0; p], 2.0 * p as f64, Some(p as f64)).unwrap();
            assert_eq!((e.load_balance, e.serialisation, e.transfer), (1.0, Some(1.0 / p as f64), Some(0.5)));
        }
    }

    /// A ring that sends first and then receives, all computing alike: nobody waits, whatever messages took.
    #[test]
    fn an_even_ring_waits_for_nobody() {
        let (p, steps) = (4, 3);
        let ends = |r: usize| {
            let step = move |k: usize| {
                let (computed, from) = (k as f64, k as f64 * 1.5);
                let (to, of) = (sends((r + 1) % p, computed), receives((r + p - 1) % p, computed));
                [to.waits(from, from + 0.5), of.waits(from, from + 0.5)]
            };
            (1..=steps).flat_map(step).collect::<Vec<_>>()
        };
        let ranks: Vec<Rank> = (0..p).map(|r| rank(steps as f64, &ends(r))).collect();
        assert_eq!(ideal(&ranks), Ok(3.0));
    }

    /// A barrier after 1 s on one rank and 2 s on the other is imbalance, which is the load balance's to tell: nothing is
    /// serial. Only if the other rank is the slower one in the next turn is there waiting that an even load does not show.
    #[test]
    fn imbalance_is_no_serialisation_unless_it_changes_sides() {
        let meet = |of: usize, computed: f64, at: f64| {
            [sends(1 - of, computed).waits(at, at), receives(1 - of, computed).waits(at, at)]
        };
        let once = [rank(1.0, &meet(0, 1.0, 2.0)), rank(2.0, &meet(1, 2.0, 2.0))];
        assert_eq!(ideal(&once), Ok(2.0));
        let twice = |of: usize, first: f64| rank(3.0, &[meet(of, first, 2.0), meet(of, 3.0, 4.0)].concat());
        assert_eq!(ideal(&[twice(0, 1.0), twice(1, 2.0)]), Ok(4.0), "2 s and 2 s, for 3 s of computing each");
    }

    /// A receive that was begun early holds up nobody before the rank waits for it.
    #[test]
    fn a_message_is_needed_only_where_it_is_waited_for() {
        let early = End { begun: 0.0, waited: Some((2.0, 3.0)), ..receives(0, 2.0) };
        let ranks = |early| [rank(1.0, &[sends(1, 1.0)]), rank(2.0, &[early])];
        assert_eq!(ideal(&ranks(early)), Ok(2.0));
        assert_eq!(ideal(&ranks(receives(0, 0.0).waits(0.0, 1.0))), Ok(3.0));
    }

    #[test]
    fn ranks_that_wait_for_each_other_are_refused() {
        let each = |of: usize| rank(1.0, &[receives(1 - of, 0.0).waits(0.0, 0.5), sends(1 - of, 0.5).waits(0.5, 0.6)]);
        let error = ideal(&[each(0), each(1)]).unwrap_err();
        assert_eq!(error, MessagesError::Deadlock { rank: 0, from: 1 });
        assert_eq!(error.to_string(), "rank 0 would wait for ever for a message from rank 1");
    }

    /// Programs made by chance and run by hand on a network with delays: the ideal network is never slower than that, and
    /// never faster than the rank that computes longest.
    #[test]
    fn ideal_time_lies_between_computing_and_elapsed() {
        let mut draws = Draws::new(8);
        let mut chance = || draws.index(1 << 20) as f64 / f64::from(1 << 20);
        for _ in 0..300 {
            let p = 2 + (chance() * 4.0) as usize;
            let mut clock: Vec<f64> = (0..p).map(|_| chance()).collect();
            let started = clock.clone();
            let mut ranks = vec![rank(0.0, &[]); p];
            for _ in 0..40 {
                let (from, step) = ((chance() * p as f64) as usize % p, 1 + (chance() * (p - 1) as f64) as usize);
                let to = (from + step) % p;
                for one in [from, to] {
                    let computes = chance();
                    ranks[one].computing += computes;
                    clock[one] += computes;
                }
                let sent = clock[from];
                clock[from] += 0.1 * chance();
                let since = |r: usize, moment: f64| moment - started[r];
                let end = sends(to, ranks[from].computing).waits(since(from, sent), since(from, clock[from]));
                ranks[from].ends.push(end);
                let entered = clock[to];
                clock[to] = entered.max(sent + 0.5 * chance()) + 0.1 * chance();
                let end = receives(from, ranks[to].computing).waits(since(to, entered), since(to, clock[to]));
                ranks[to].ends.push(end);
            }
            let first = started.iter().copied().fold(f64::INFINITY, f64::min);
            let elapsed = clock.iter().copied().fold(0.0, f64::max) - first;
            let greatest = ranks.iter().map(|rank| rank.computing).fold(0.0, f64::max);
            let ideal = ideal(&ranks).unwrap();
            assert!(greatest <= ideal && ideal <= elapsed * (1.0 + 1e-12), "{greatest} {ideal} {elapsed}");
        }
    }
}
