//! What the ranks of a distributed cell wait for, and what they send.

use super::network::Network;
use tenfold_record::{RankTrace, Trace};
use tenfold_stats::pop::{Efficiencies, efficiencies};

/// What follows from a trace.
#[derive(Clone, Debug)]
pub struct Ranks<'r> {
    /// The trace.
    pub trace: &'r Trace,
    /// The rank that computes longest: what the others wait for.
    pub slowest: usize,
    /// How much longer it computes than the ranks do on average: 1 is perfect.
    pub over_mean: f64,
    /// The efficiencies of the run.
    pub efficiencies: Efficiencies,
    /// What its messages tell.
    pub network: Network,
}

/// A stretch of time.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Span {
    /// Seconds since the common start.
    pub from: f64,
    /// Seconds since the common start.
    pub to: f64,
    /// What the rank did.
    pub activity: Activity,
}

/// What a rank does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Activity {
    /// Its part of the work.
    Compute,
    /// Standing still in a call until another rank is ready.
    Wait,
    /// In a call without standing still: it moves data, does work of its own, or waits for a core.
    Itself,
    /// In a call, where nobody knows whether it waits.
    Call,
}

/// Time in calls of one name, on one rank or on all.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct InCalls {
    /// Seconds in them.
    pub seconds: f64,
    /// Seconds of these that waited for another rank.
    pub waiting: f64,
}

impl InCalls {
    /// Seconds of the calls themselves: moving data, their own work, waiting for a core.
    pub fn itself(&self) -> f64 {
        (self.seconds - self.waiting).max(0.0)
    }
}

/// One rank computes longer than the others where it takes so many times the mean. Of a single run, a smaller difference may be
/// another rank's in the next.
const UNEVEN: f64 = 1.05;

impl<'r> Ranks<'r> {
    /// Whether the work is unevenly shared, as far as one run can tell.
    pub fn is_uneven(&self) -> bool {
        self.over_mean >= UNEVEN
    }

    /// `None` where the trace has no rank that computed.
    pub fn of(trace: &'r Trace) -> Option<Ranks<'r>> {
        let computing: Vec<f64> = trace.ranks.iter().map(RankTrace::computing).collect();
        let slowest = (0..computing.len()).max_by(|a, b| computing[*a].total_cmp(&computing[*b]))?;
        let network = Network::of(trace);
        let efficiencies = efficiencies(&computing, network.elapsed, network.ideal.clone().ok()).ok()?;
        Some(Ranks { trace, slowest, over_mean: 1.0 / efficiencies.load_balance, efficiencies, network })
    }

    /// Time of one rank in each of its calls. What it waited is 0 where that is not known.
    pub(crate) fn in_calls(&self, rank: usize) -> Vec<(&'r str, InCalls)> {
        let of = &self.trace.ranks[rank];
        let mut calls: Vec<_> =
            of.calls.iter().map(|c| (c.name.as_str(), InCalls { seconds: c.seconds, waiting: 0.0 })).collect();
        if let (Ok(waits), Ok(ends)) = (&self.network.waits, &of.messages) {
            for wait in &waits[rank] {
                if let Some((_, call)) = calls.get_mut(ends[wait.end].call) {
                    call.waiting = (call.waiting + wait.to - wait.from).min(call.seconds);
                }
            }
        }
        calls
    }

    /// Time of one rank in all its calls; `None` where it is not known what waited.
    pub fn split(&self, rank: usize) -> Option<InCalls> {
        self.network.waits.is_ok().then(|| {
            self.in_calls(rank).into_iter().fold(InCalls::default(), |sum, (_, call)| InCalls {
                seconds: sum.seconds + call.seconds,
                waiting: sum.waiting + call.waiting,
            })
        })
    }

    /// When a rank started, in seconds after the first; 0 where their clocks cannot be compared.
    fn start(&self, rank: usize) -> f64 {
        self.network.starts.as_ref().map_or(0.0, |starts| starts[rank])
    }

    /// The moment until which it is known what every rank did, if only the first `most` calls of each are told.
    pub fn known_until(&self, most: usize) -> f64 {
        let of_rank = |(rank, of): (usize, &RankTrace)| match of.spans.get(most) {
            Some(next) => self.start(rank) + next.from,
            None if of.cut => self.start(rank) + of.spans.last().map_or(0.0, |last| last.to),
            None => f64::INFINITY,
        };
        self.trace.ranks.iter().enumerate().map(of_rank).fold(self.network.elapsed, f64::min)
    }

    /// What a rank did up to a moment: its calls, and what it computed between them.
    pub fn spans(&self, rank: usize, until: f64) -> Vec<Span> {
        let (trace, start) = (&self.trace.ranks[rank], self.start(rank));
        let mut waits = self.network.waits.as_ref().ok().map(|waits| waits[rank].iter().peekable());
        let mut spans = Vec::new();
        let mut free = start;
        let mut add = |from: f64, to: f64, activity| {
            if from < to && from < until {
                spans.push(Span { from, to: to.min(until), activity });
            }
        };
        for call in &trace.spans {
            let (from, to) = (start + call.from, start + call.to);
            add(free, from, Activity::Compute);
            free = from;
            let otherwise = if waits.is_some() { Activity::Itself } else { Activity::Call };
            while let Some(wait) = waits.as_mut().and_then(|waits| waits.next_if(|wait| wait.from < call.to)) {
                let (from, ready) = ((start + wait.from).max(free), (start + wait.to).min(to));
                add(free, from, otherwise);
                add(from, ready, Activity::Wait);
                free = ready.max(from);
            }
            add(free, to, otherwise);
            free = to.max(free);
        }
        add(free, start + trace.seconds, Activity::Compute);
        spans
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::watched::meeting;
    use tenfold_record::{Calls, CellKey, Traffic};

    fn rank(seconds: f64, waits: f64, call: &str, messages: u64) -> RankTrace {
        let calls = vec![Calls { name: call.into(), count: 4, seconds: waits }];
        RankTrace {
            seconds,
            calls,
            spans: Vec::new(),
            cut: false,
            sent: vec![Traffic { messages, bytes: 8 * messages }],
            started: None,
            messages: Err("nobody looked".into()),
        }
    }

    fn trace(call: &str, declared: Option<Traffic>) -> Trace {
        Trace { cell: CellKey(0), ranks: vec![rank(4.0, 1.0, call, 1), rank(4.0, 3.0, call, 2)], declared }
    }

    #[test]
    fn the_slowest_over_the_mean_is_the_load_balance() {
        let trace = trace("sendrecv", None);
        let ranks = Ranks::of(&trace).unwrap();
        assert_eq!((ranks.slowest, ranks.network.elapsed, ranks.over_mean), (0, 4.0, 1.5));
        assert_eq!(
            ranks.answer(),
            "Rank 0 computes longest: 3.00 s, 1.50× the mean (load balance 67 %). Serialisation and transfer are unknown: \
             nobody looked. Ranks compute 50 % of the time. Most of the rest is in sendrecv (100 %)."
        );
    }

    #[test]
    fn what_is_lost_is_waiting_or_the_call_itself() {
        let said = |trace: &Trace| Ranks::of(trace).unwrap().answer();
        let uneven = said(&meeting([1.0, 2.0], 0.25, 8));
        assert!(
            uneven.contains("would take 2.00 s instead of 2.25 s: serialisation 100 %, transfer 89 %.")
                && uneven.ends_with(
                    "Most of the rest is in sendrecv (100 %): 67 % waiting for another rank, 33 % the call itself."
                ),
            "{uneven}"
        );
        let big = meeting([2.0, 2.0], 1.0, 1 << 20);
        assert!(
            said(&big).ends_with("in sendrecv (100 %): 0 % waiting for another rank, 100 % the call itself."),
            "{}",
            said(&big)
        );
        let of = meeting([1.0, 2.0], 0.25, 8);
        let ranks = Ranks::of(&of).unwrap();
        let split = |rank| ranks.split(rank).map(|calls| (calls.seconds, calls.waiting, calls.itself()));
        assert_eq!((split(0), split(1)), (Some((1.25, 1.0, 0.25)), Some((0.25, 0.0, 0.25))));
        assert_eq!(Ranks::of(&trace("isend", None)).unwrap().split(0), None);
    }

    #[test]
    fn messages_are_held_against_what_is_declared() {
        let said = |call, declared| Ranks::of(&trace(call, declared)).unwrap().messages_answer();
        let (right, wrong) = (Traffic { messages: 3, bytes: 24 }, Traffic { messages: 2, bytes: 16 });
        assert_eq!(
            said("isend", Some(right)),
            "The ranks send 3 messages (24 B) per run. This matches what the kernel declares."
        );
        assert!(said("isend", Some(wrong)).ends_with("The kernel declares 2 messages (16 B)."));
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
