//! What the messages of a trace tell: what the run would take on an ideal network, and when each rank waited.

use tenfold_record::Trace;
use tenfold_stats::messages::{Messages, Rank, Wait};

/// What follows from the messages of all ranks.
#[derive(Clone, Debug)]
pub struct Network {
    /// When each rank started, in seconds after the first; `None` where their clocks cannot be compared.
    pub starts: Option<Vec<f64>>,
    /// From the start of the first rank to the end of the last, in seconds. Where their clocks cannot be compared nobody
    /// knows how far apart they started: then the least that it can be, the longest rank's time or the ideal network's.
    pub elapsed: f64,
    /// Seconds that the run would take if messages were there at once and calls cost nothing, or why that is not known.
    pub ideal: Result<f64, String>,
    /// When each rank waited for another, in seconds since it started; the rest of its time in calls moved data. Or why that
    /// is not known.
    pub waits: Result<Vec<Vec<Wait>>, String>,
}

impl Network {
    /// Matches and replays the messages of `trace`.
    pub fn of(trace: &Trace) -> Network {
        let messages = messages(trace);
        let ideal = messages.as_ref().map_err(String::clone).and_then(|m| m.ideal_seconds().map_err(|e| e.to_string()));
        let read: Option<Vec<f64>> = trace.ranks.iter().map(|rank| rank.started.filter(|s| s.is_finite())).collect();
        let waits = match (&messages, &read) {
            (Err(why), _) => Err(why.clone()),
            (Ok(_), None) => Err("the ranks have no common clock".into()),
            (Ok(messages), Some(starts)) => messages.waits(starts).map_err(|e| e.to_string()),
        };
        // Messages that came before they were sent have shown that it is no common clock.
        let starts = read.filter(|_| messages.is_err() || waits.is_ok());
        let elapsed = elapsed(trace, starts.as_deref()).max(ideal.clone().unwrap_or_default());
        Network { starts, elapsed, ideal, waits }
    }
}

/// Both ends of all messages.
fn messages(trace: &Trace) -> Result<Messages, String> {
    let ranks: Result<Vec<Rank>, &String> = trace
        .ranks
        .iter()
        .map(|rank| {
            let ends = rank.messages.as_ref()?.clone();
            // The two are sums of the same durations, rounded each in its own way.
            let computing = ends.iter().map(|end| end.computed).fold(rank.computing(), f64::max);
            Ok(Rank { computing, ends })
        })
        .collect();
    Messages::of(ranks?).map_err(|e| e.to_string())
}

fn elapsed(trace: &Trace, starts: Option<&[f64]>) -> f64 {
    let start = |rank: usize| starts.map_or(0.0, |starts| starts[rank]);
    let first = (0..trace.ranks.len()).map(start).fold(f64::INFINITY, f64::min);
    let ends = trace.ranks.iter().enumerate().map(|(rank, of)| start(rank) - first + of.seconds);
    ends.fold(0.0, f64::max)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::watched::meeting;

    /// Rank 1 computes twice as long before a barrier: rank 0 waits for it, and no network would change that.
    #[test]
    fn a_planted_imbalance_is_found_as_waiting() {
        let network = Network::of(&meeting([1.0, 2.0], 0.25, 8));
        assert_eq!((network.elapsed, network.ideal), (2.25, Ok(2.0)));
        let waits = network.waits.unwrap();
        assert_eq!((waits[0].len(), waits[0][0].from, waits[0][0].to, waits[1].len()), (1, 1.0, 2.0, 0));
    }

    /// Both are ready at the same moment, and what follows is a megabyte on its way.
    #[test]
    fn planted_big_messages_are_found_as_moving() {
        let network = Network::of(&meeting([2.0, 2.0], 1.0, 1 << 20));
        assert_eq!((network.elapsed, network.ideal), (3.0, Ok(2.0)));
        assert!(network.waits.unwrap().concat().is_empty());
    }

    #[test]
    fn without_a_common_clock_the_replay_still_tells_the_ideal_time() {
        let mut trace = meeting([1.0, 2.0], 0.25, 8);
        trace.ranks[0].started = None;
        let network = Network::of(&trace);
        assert_eq!((network.starts, network.elapsed, network.ideal), (None, 2.25, Ok(2.0)));
        assert_eq!(network.waits, Err("the ranks have no common clock".into()));
    }

    #[test]
    fn clocks_that_contradict_each_other_are_not_compared() {
        let mut trace = meeting([1.0, 2.0], 0.25, 8);
        trace.ranks[1].started = Some(5.0);
        let network = Network::of(&trace);
        assert_eq!((network.starts, network.elapsed, network.ideal), (None, 2.25, Ok(2.0)));
        assert!(network.waits.unwrap_err().contains("contradict each other"));
    }

    #[test]
    fn what_was_not_kept_or_cannot_be_is_said() {
        let mut trace = meeting([1.0, 2.0], 0.25, 8);
        trace.ranks[1].messages.as_mut().unwrap()[0].peer = 9;
        let network = Network::of(&trace);
        assert!(network.ideal.unwrap_err().contains("cannot be") && network.waits.is_err());
        trace.ranks[1].messages = Err("too many to keep".into());
        let network = Network::of(&trace);
        assert_eq!((network.ideal, network.elapsed), (Err("too many to keep".into()), 2.25));
        assert_eq!(network.starts, Some(vec![0.0, 0.0]), "the clocks are as good as before");
    }
}
