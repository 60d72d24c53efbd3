//! Traces: what each rank of a distributed cell did in one untimed run, and what it sent.

use crate::CellKey;
use serde::{Deserialize, Serialize};
use tenfold_stats::messages::End;

/// What one rank sent to another.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Traffic {
    /// The number of messages, those that collective calls are made of included.
    pub messages: u64,
    /// Their bytes, without envelopes.
    pub bytes: u64,
}

/// Calls of one kind on one rank.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Calls {
    /// The call: "sendrecv".
    pub name: String,
    /// How many.
    pub count: u64,
    /// Time in them, in seconds: waiting for others, and moving data.
    pub seconds: f64,
}

/// A stretch of time in one call.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct InCall {
    /// Index of the call in [`RankTrace::calls`].
    pub call: usize,
    /// When it was entered, in seconds after this rank left the barrier before the run.
    pub from: f64,
    /// When it returned.
    pub to: f64,
}

/// One rank's part of a run.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct RankTrace {
    /// From the barrier before the run to its end on this rank, in seconds.
    pub seconds: f64,
    /// The kinds of calls it made, all of them counted.
    pub calls: Vec<Calls>,
    /// Its calls in the order of time.
    pub spans: Vec<InCall>,
    /// Whether only the first of its calls are among the spans, as there were too many to keep.
    pub cut: bool,
    /// What it sent to each rank.
    pub sent: Vec<Traffic>,
    /// When it started, in seconds after the first rank, where all ranks read the same clock.
    #[serde(default)]
    pub started: Option<f64>,
    /// Its ends of all messages in the order in which they began, those that collective calls are made of included, in
    /// seconds that count as in [`InCall`]. Or why they were not kept.
    #[serde(default = "before_messages_were_kept")]
    pub messages: Result<Vec<End>, String>,
}

fn before_messages_were_kept() -> Result<Vec<End>, String> {
    Err("this run predates the recording of single messages".into())
}

impl RankTrace {
    /// Seconds in calls of any kind.
    pub fn in_calls(&self) -> f64 {
        self.calls.iter().map(|call| call.seconds).sum()
    }

    /// Seconds of computation: the time outside of calls.
    pub fn computing(&self) -> f64 {
        (self.seconds - self.in_calls()).max(0.0)
    }
}

/// One untimed run of a distributed cell, watched on every rank.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Trace {
    /// The cell.
    pub cell: CellKey,
    /// The ranks, in order.
    pub ranks: Vec<RankTrace>,
    /// Point-to-point messages of all ranks by the kernel's declared formula, where the pattern is fixed.
    pub declared: Option<Traffic>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_not_in_calls_is_computing() {
        let calls = vec![Calls { name: "barrier".into(), count: 2, seconds: 0.25 }];
        let (spans, sent, messages) = (Vec::new(), Vec::new(), Ok(Vec::new()));
        let rank = RankTrace { seconds: 1.0, calls, spans, cut: true, sent, started: None, messages };
        assert_eq!((rank.in_calls(), rank.computing()), (0.25, 0.75));
    }

    #[test]
    fn a_trace_from_before_messages_were_kept_still_opens() {
        let old = r#"{"seconds": 1.0, "calls": [], "spans": [], "cut": false, "sent": [{"messages": 2, "bytes": 16}]}"#;
        let rank: RankTrace = serde_json::from_str(old).unwrap();
        assert_eq!((rank.seconds, rank.started), (1.0, None));
        assert!(rank.messages.unwrap_err().contains("predates the recording of single messages"));
    }
}
