//! Tracing a job: one run apart from the timed ones, watched on every rank.

use crate::worker::collected;
use std::time::Instant;
use tenfold_comm::Kind;
use tenfold_kernel::Job;
use tenfold_record::{Calls, InCall, RankTrace, Traffic};

/// Calls kept of each rank; all of them are counted. A lane of a timeline has room for some dozens.
const MOST_CALLS: usize = 200;

/// Runs `job` once and says what every rank did; every rank of its communicator must call it at once. `None` on the other
/// ranks than the first.
pub fn trace(job: &mut dyn Job) -> Option<Vec<RankTrace>> {
    job.comm().barrier();
    job.comm().reset_sent();
    job.comm().watch(MOST_CALLS);
    let start = Instant::now();
    job.run();
    let seconds = start.elapsed().as_secs_f64();
    let (spans, sent) = (job.comm().watched(), job.comm().sent());

    let made: Vec<Kind> = Kind::ALL.into_iter().filter(|kind| sent.spent(*kind).calls > 0).collect();
    let calls = |kind: &Kind| {
        let spent = sent.spent(*kind);
        Calls { name: kind.name().to_string(), count: spent.calls, seconds: spent.time.as_secs_f64() }
    };
    let since = |moment: Instant| moment.saturating_duration_since(start).as_secs_f64();
    let mine = RankTrace {
        seconds,
        calls: made.iter().map(calls).collect(),
        cut: spans.len() == MOST_CALLS,
        spans: spans
            .iter()
            .filter_map(|span| {
                let call = made.iter().position(|kind| *kind == span.kind)?;
                Some(InCall { call, from: since(span.from), to: since(span.to) })
            })
            .collect(),
        sent: sent.peers.iter().map(|to| Traffic { messages: to.messages, bytes: to.bytes }).collect(),
    };
    let bytes = serde_json::to_vec(&mine).expect("a trace serialises to memory");
    let all = collected(job.comm(), &bytes);
    (job.comm().rank() == 0).then(|| {
        all.iter().map(|rank| serde_json::from_slice(rank).expect("a rank of this program wrote it")).collect()
    })
}
