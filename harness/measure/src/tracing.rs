//! Tracing a job: one run apart from the timed ones, watched on every rank.

use crate::clock::now;
use crate::outputs::collected;
use serde::{Deserialize, Serialize};
use std::fs;
use std::time::Instant;
use tenfold_comm::{End, Kind};
use tenfold_kernel::Job;
use tenfold_record::{Calls, InCall, RankTrace, Traffic};
use tenfold_stats::messages;

/// Calls kept of each rank; all of them are counted. A lane of a timeline has room for some dozens.
const MOST_CALLS: usize = 200;

/// Ends of messages kept of all ranks together, of each its share: some 20 MB while they travel, 5 MB in the store.
const MOST_ENDS: usize = 200_000;

/// One rank's part, as it comes to the first rank.
#[derive(Serialize, Deserialize)]
struct Part {
    /// When it started, in seconds of the system's clock.
    started: f64,
    /// Whose clock that is; `None` where nobody knows.
    clock: Option<String>,
    trace: RankTrace,
}

/// Runs `job` once and says what every rank did; every rank of its communicator must call it at once. `None` on the other
/// ranks than the first.
pub fn trace(job: &mut dyn Job, one_process: bool) -> Option<Vec<RankTrace>> {
    let most_ends = MOST_ENDS / job.comm().size();
    job.comm().barrier();
    job.comm().reset_sent();
    let start = job.comm().watch(MOST_CALLS + 1, most_ends);
    job.run();
    let seconds = start.elapsed().as_secs_f64();
    let (watched, sent) = (job.comm().watched()?, job.comm().sent());

    let made: Vec<Kind> = Kind::ALL.into_iter().filter(|kind| sent.spent(*kind).calls > 0).collect();
    let calls = |kind: &Kind| {
        let spent = sent.spent(*kind);
        Calls { name: kind.name().to_string(), count: spent.calls, seconds: spent.time.as_secs_f64() }
    };
    let since = |moment: Instant| moment.saturating_duration_since(start).as_secs_f64();
    let call = |kind: Kind| made.iter().position(|made| *made == kind);
    let end = |end: &End| {
        Some(messages::End {
            call: call(end.call)?,
            sends: end.sends,
            peer: end.peer,
            channel: end.channel,
            bytes: end.bytes as u64,
            computed: end.computed.as_secs_f64(),
            begun: since(end.begun),
            waited: end.waited.map(|(from, to)| (since(from), since(to))),
        })
    };
    let trace = RankTrace {
        seconds,
        calls: made.iter().map(calls).collect(),
        cut: watched.spans.len() > MOST_CALLS,
        spans: watched
            .spans
            .iter()
            .take(MOST_CALLS)
            .filter_map(|span| Some(InCall { call: call(span.kind)?, from: since(span.from), to: since(span.to) }))
            .collect(),
        sent: sent.peers.iter().map(|to| Traffic { messages: to.messages, bytes: to.bytes }).collect(),
        started: None,
        messages: match watched.ends {
            Some(ends) => Ok(ends.iter().filter_map(end).collect()),
            None => Err(format!("a rank sent and received more than {most_ends} messages, too many to keep")),
        },
    };
    let clock = if one_process { Some(String::new()) } else { system() };
    let mine = Part { started: on_the_system_clock(start), clock, trace };
    let bytes = serde_json::to_vec(&mine).expect("a trace serialises to memory");
    let all = collected(job.comm(), |to| to.write_all(&bytes));
    (job.comm().rank() == 0).then(|| {
        let read = |rank: &Vec<u8>| serde_json::from_slice(rank).expect("a rank of this program wrote it");
        side_by_side(all.iter().map(read).collect())
    })
}

/// The traces of all ranks, and how far apart they started where they read the same clock.
fn side_by_side(parts: Vec<Part>) -> Vec<RankTrace> {
    let common = parts.iter().all(|part| part.clock.is_some() && part.clock == parts[0].clock);
    let first = parts.iter().map(|part| part.started).fold(f64::INFINITY, f64::min);
    let rank = |part: Part| RankTrace { started: common.then_some(part.started - first), ..part.trace };
    parts.into_iter().map(rank).collect()
}

/// The running system, whose processes all read one monotonic clock: Linux names each boot (proc(5), `boot_id`).
pub(crate) fn system() -> Option<String> {
    fs::read_to_string("/proc/sys/kernel/random/boot_id").ok()
}

/// When `moment` was, in seconds of [`now`]. A pause between two readings makes it late, so the earliest of some is taken.
fn on_the_system_clock(moment: Instant) -> f64 {
    (0..10)
        .map(|_| {
            let ago = moment.elapsed().as_secs_f64();
            now() - ago
        })
        .fold(f64::INFINITY, f64::min)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::atomic::{AtomicBool, Ordering};
    use std::time::Duration;
    use tenfold_comm::{Comm, local};

    fn part(started: f64, clock: Option<&str>) -> Part {
        let trace = RankTrace {
            seconds: 1.0,
            calls: Vec::new(),
            spans: Vec::new(),
            cut: false,
            sent: Vec::new(),
            started: None,
            messages: Ok(Vec::new()),
        };
        Part { started, clock: clock.map(String::from), trace }
    }

    #[test]
    fn only_ranks_of_one_clock_started_one_after_the_other() {
        let started = |parts| side_by_side(parts).iter().map(|rank| rank.started).collect::<Vec<_>>();
        let (here, there) = (Some("here"), Some("there"));
        assert_eq!(started(vec![part(8.5, here), part(8.0, here)]), [Some(0.5), Some(0.0)]);
        assert_eq!(started(vec![part(8.5, here), part(8.0, there)]), [None, None]);
        assert_eq!(started(vec![part(8.5, None), part(8.0, None)]), [None, None]);
    }

    /// A program whose rank 1 goes on computing for a tenth of a second once rank 0 is done; then they meet.
    struct Uneven<'a> {
        comm: Comm,
        first_is_done: &'a AtomicBool,
    }

    impl Job for Uneven<'_> {
        fn run(&mut self) {
            if self.comm.rank() == 1 {
                while !self.first_is_done.load(Ordering::Acquire) {
                    std::thread::yield_now();
                }
                std::thread::sleep(Duration::from_millis(100));
            }
            self.first_is_done.store(true, Ordering::Release);
            self.comm.barrier();
        }
        fn poison(&mut self) {}
        fn write(&self, _: &mut dyn std::io::Write) -> std::io::Result<()> {
            Ok(())
        }
        fn setup_seconds(&self) -> [f64; 2] {
            [0.0; 2]
        }
        fn path(&self) -> tenfold_kernel::Path {
            tenfold_kernel::Path::PORTABLE
        }
        fn comm(&self) -> &Comm {
            &self.comm
        }
    }

    #[test]
    fn a_planted_imbalance_can_be_read_from_both_ends_of_a_message() {
        let first_is_done = &AtomicBool::new(false);
        let traced = local::run(2, |comm| trace(&mut Uneven { comm, first_is_done }, true)).unwrap();
        let Some(ranks) = &traced[0] else { panic!("the first rank has all traces") };
        assert!(traced[1].is_none());
        let start = |rank: usize| ranks[rank].started.expect("one process has one clock");
        let end = |rank: usize, sends| {
            let ends = ranks[rank].messages.as_ref().expect("there is room for them");
            assert_eq!(ends.len(), 2, "a barrier of two sends and receives once");
            *ends.iter().find(|end| end.sends == sends).expect("it does both")
        };
        let (sent, received) = (end(1, true), end(0, false));
        assert!(sent.computed >= 0.1 && ranks[0].calls[received.call].name == "barrier");
        let (entered, left) = received.waited.expect("a barrier waits");
        let on_the_way = start(1) + sent.begun - start(0);
        assert!(entered < on_the_way && on_the_way <= left + 1e-6, "{entered} {on_the_way} {left}");
    }

    #[test]
    fn a_moment_is_found_again_on_the_system_clock() {
        let (before, moment, after) = (now(), Instant::now(), now());
        let found = on_the_system_clock(moment);
        assert!(before - 1e-3 <= found && found <= after + 1e-3, "{before} {found} {after}");
    }
}
