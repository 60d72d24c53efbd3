//! What the ranks of a distributed cell wait for, and what they send.

use crate::format;
use tenfold_record::{RankTrace, Trace, Traffic};
use tenfold_stats::pop::{Efficiencies, efficiencies};

/// What follows from a trace.
#[derive(Clone, Debug)]
pub struct Ranks<'r> {
    /// The trace.
    pub trace: &'r Trace,
    /// From the start of the first rank to the end of the last, in seconds.
    pub elapsed: f64,
    /// The rank that computes longest: what the others wait for.
    pub slowest: usize,
    /// How much longer it computes than the ranks do on average: 1 is perfect.
    pub over_mean: f64,
    /// The efficiencies of the run.
    pub efficiencies: Efficiencies,
}

impl<'r> Ranks<'r> {
    /// `None` where the trace has no rank that computed.
    pub fn of(trace: &'r Trace) -> Option<Ranks<'r>> {
        let computing: Vec<f64> = trace.ranks.iter().map(RankTrace::computing).collect();
        let elapsed = trace.ranks.iter().map(|rank| rank.seconds).fold(0.0, f64::max);
        let slowest = (0..computing.len()).max_by(|a, b| computing[*a].total_cmp(&computing[*b]))?;
        let efficiencies = efficiencies(&computing, elapsed, None).ok()?;
        Some(Ranks { trace, elapsed, slowest, over_mean: 1.0 / efficiencies.load_balance, efficiencies })
    }

    /// How evenly the work is shared, and what is lost in calls.
    pub fn answer(&self) -> String {
        let Efficiencies { load_balance, parallel, .. } = self.efficiencies;
        let evenly = format!(
            "Rank {} computes longest, {}, {} the mean: load balance {}.",
            self.slowest,
            format::seconds(self.trace.ranks[self.slowest].computing()),
            format::ratio(self.over_mean),
            format::percent(load_balance)
        );
        let lost = match self.dearest() {
            Some((call, share)) => format!(" Most of it is in {call} ({}).", format::percent(share)),
            None => String::new(),
        };
        let rest = (1.0 - parallel).max(0.0);
        format!("{evenly} {} of the ranks' time goes by without computing.{lost}", format::percent(rest))
    }

    /// The call that all ranks together spend the most time in, and its share of the time in calls.
    fn dearest(&self) -> Option<(&'r str, f64)> {
        let mut times: std::collections::BTreeMap<&str, f64> = Default::default();
        for call in self.trace.ranks.iter().flat_map(|rank| &rank.calls) {
            *times.entry(&call.name).or_default() += call.seconds;
        }
        let all: f64 = times.values().sum();
        let (name, seconds) = times.into_iter().max_by(|a, b| a.1.total_cmp(&b.1))?;
        (all > 0.0).then(|| (name, seconds / all))
    }

    /// What all ranks together sent, against what the kernel declares.
    pub fn messages_answer(&self) -> String {
        let all = self.trace.ranks.iter().flat_map(|rank| &rank.sent);
        let sent = all.fold(Traffic::default(), |sum, to| Traffic {
            messages: sum.messages + to.messages,
            bytes: sum.bytes + to.bytes,
        });
        let words = |t: Traffic| format!("{} messages, {}", format::count(t.messages), format::bytes(t.bytes));
        let declared = match self.trace.declared {
            None => "Its kernel declares no number of messages: they depend on the work.".to_string(),
            Some(declared) if declared == sent => "As many as its kernel declares.".to_string(),
            Some(declared) if self.has_collectives() => format!(
                "Its kernel declares {} between two ranks; the others are those that collective calls are made of.",
                words(declared)
            ),
            Some(declared) => format!("Its kernel declares {}.", words(declared)),
        };
        format!("The ranks send {} in one run. {declared}", words(sent))
    }

    fn has_collectives(&self) -> bool {
        let between_two = ["send", "recv", "recv_any", "try_recv_any", "sendrecv", "isend", "irecv"];
        self.trace.ranks.iter().flat_map(|rank| &rank.calls).any(|call| !between_two.contains(&call.name.as_str()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use tenfold_record::{Calls, CellKey};

    fn rank(seconds: f64, waits: f64, call: &str, messages: u64) -> RankTrace {
        let calls = vec![Calls { name: call.into(), count: 4, seconds: waits }];
        RankTrace {
            seconds,
            calls,
            spans: Vec::new(),
            cut: false,
            sent: vec![Traffic { messages, bytes: 8 * messages }],
        }
    }

    fn trace(call: &str, declared: Option<Traffic>) -> Trace {
        Trace { cell: CellKey(0), ranks: vec![rank(4.0, 1.0, call, 1), rank(4.0, 3.0, call, 2)], declared }
    }

    #[test]
    fn the_slowest_over_the_mean_is_the_load_balance() {
        let trace = trace("sendrecv", None);
        let ranks = Ranks::of(&trace).unwrap();
        assert_eq!((ranks.slowest, ranks.elapsed, ranks.over_mean), (0, 4.0, 1.5));
        assert_eq!(
            ranks.answer(),
            "Rank 0 computes longest, 3.00 s, 1.50× the mean: load balance 67 %. 50 % of the ranks' time goes by without \
             computing. Most of it is in sendrecv (100 %)."
        );
    }

    #[test]
    fn messages_are_held_against_what_is_declared() {
        let said = |call, declared| Ranks::of(&trace(call, declared)).unwrap().messages_answer();
        let (right, wrong) = (Traffic { messages: 3, bytes: 24 }, Traffic { messages: 2, bytes: 16 });
        assert_eq!(
            said("isend", Some(right)),
            "The ranks send 3 messages, 24 B in one run. As many as its kernel declares."
        );
        assert!(said("isend", Some(wrong)).ends_with("Its kernel declares 2 messages, 16 B."));
        assert!(said("barrier", Some(wrong)).contains("collective calls"));
        assert!(said("isend", None).contains("declares no number"));
    }

    #[test]
    fn a_trace_of_nothing_says_nothing() {
        assert!(Ranks::of(&Trace { cell: CellKey(0), ranks: Vec::new(), declared: None }).is_none());
        let idle = Trace { cell: CellKey(0), ranks: vec![rank(0.0, 0.0, "barrier", 0)], declared: None };
        assert!(Ranks::of(&idle).is_none());
    }
}
