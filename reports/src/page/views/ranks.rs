//! The ranks of a distributed cell: their timeline, their balance, their messages.

use super::figure::Figure;
use crate::figures::{self, messages, timeline};
use crate::findings::ranks::Ranks;
use crate::findings::say;
use crate::format;
use serde::Serialize;
use tenfold_record::{Cell, RankTrace, Trace, Traffic};

/// Calls drawn in one timeline, all ranks together.
const DRAWN: usize = 1200;

/// Calls drawn of one rank at the most: more could not be told apart.
const DRAWN_OF_A_RANK: usize = 60;

/// Ranks with a row of their own.
const ROWS: usize = 64;

/// The ranks of a cell.
#[derive(Serialize)]
pub(super) struct RanksView {
    label: String,
    about: String,
    answer: String,
    messages_answer: String,
    timeline: Figure,
    messages: Figure,
    rows: Vec<RankView>,
    rows_left_out: usize,
}

#[derive(Serialize)]
struct RankView {
    rank: usize,
    computing: String,
    share: String,
    in_calls: String,
    calls: String,
    messages: String,
    bytes: String,
}

impl RanksView {
    /// `None` where the trace has nothing to show.
    pub(super) fn of(cell: &Cell, trace: &Trace, cores: usize) -> Option<RanksView> {
        let ranks = Ranks::of(trace)?;
        let label = say::label(cell);
        let (answer, messages_answer) = (ranks.answer(), ranks.messages_answer());
        let beyond = if cell.workers > cores { ", more ranks than cores" } else { "" };
        let named = |what: &str| [cell.kernel.clone(), label.clone(), what.to_string()];
        let timeline = Figure::new(
            format!("What each rank of {label} did. {answer}"),
            &named("timeline").each_ref().map(String::as_str),
            &timeline(&ranks),
        );
        let messages = Figure::new(
            format!("Who sent how much to whom in {label}. {messages_answer}"),
            &named("messages").each_ref().map(String::as_str),
            &messages(trace),
        );
        Some(RanksView {
            about: format!(
                "load balance {}, {} computing{beyond}",
                format::percent(ranks.efficiencies.load_balance),
                format::percent(ranks.efficiencies.parallel)
            ),
            rows: trace.ranks.iter().take(ROWS).enumerate().map(|(rank, of)| RankView::of(rank, of)).collect(),
            rows_left_out: trace.ranks.len().saturating_sub(ROWS),
            label,
            answer,
            messages_answer,
            timeline,
            messages,
        })
    }
}

impl RankView {
    fn of(rank: usize, trace: &RankTrace) -> RankView {
        let mut calls: Vec<_> = trace.calls.iter().collect();
        calls.sort_by(|a, b| b.seconds.total_cmp(&a.seconds).then_with(|| a.name.cmp(&b.name)));
        let call = |c: &&tenfold_record::Calls| {
            format!("{} {} in {}", format::count(c.count), c.name, format::seconds(c.seconds))
        };
        let sent = |of: fn(&Traffic) -> u64| trace.sent.iter().map(of).sum::<u64>();
        RankView {
            rank,
            computing: format::seconds(trace.computing()),
            share: format::percent(trace.computing() / trace.seconds),
            in_calls: format::seconds(trace.in_calls()),
            calls: calls.iter().map(call).collect::<Vec<_>>().join(", "),
            messages: format::count(sent(|to| to.messages)),
            bytes: format::bytes(sent(|to| to.bytes)),
        }
    }
}

/// What each rank did, from the start until the calls that are drawn end.
fn timeline(ranks: &Ranks<'_>) -> figures::Timeline {
    let traces = &ranks.trace.ranks;
    let most = (DRAWN / traces.len()).clamp(1, DRAWN_OF_A_RANK);
    let known_until = |rank: &RankTrace| match rank.spans.get(most) {
        Some(next) => next.from,
        None if rank.cut => rank.spans.last().map_or(0.0, |last| last.to),
        None => f64::INFINITY,
    };
    let until = traces.iter().map(known_until).fold(ranks.elapsed, f64::min);
    let lane = |(rank, trace): (usize, &RankTrace)| timeline::Lane {
        label: format!("rank {rank}"),
        slowest: rank == ranks.slowest,
        spans: spans(trace, until),
        computing: trace.computing() / trace.seconds,
    };
    let whole = until >= ranks.elapsed;
    let shown = match whole {
        true => "one run, not timed".to_string(),
        false => {
            format!("the first {} of {} of one run, not timed", format::seconds(until), format::seconds(ranks.elapsed))
        }
    };
    figures::Timeline {
        title: String::new(),
        caption: String::new(),
        lanes: traces.iter().enumerate().map(lane).collect(),
        footer: format!(
            "{shown}; each rank's clock starts as it leaves a barrier; right: the share of the whole run it computed"
        ),
    }
}

/// A rank's calls up to a moment, and what it computed between them.
fn spans(trace: &RankTrace, until: f64) -> Vec<timeline::Span> {
    use timeline::{Activity, Span};
    let mut spans = Vec::new();
    let mut free = 0.0;
    for call in trace.spans.iter().filter(|call| call.from < until) {
        spans.push(Span { from: free, to: call.from.max(free), activity: Activity::Compute });
        spans.push(Span { from: call.from, to: call.to.min(until), activity: Activity::Call });
        free = call.to;
    }
    let end = trace.seconds.min(until);
    if free < end {
        spans.push(Span { from: free, to: end, activity: Activity::Compute });
    }
    spans
}

/// Who sent how much to whom.
fn messages(trace: &Trace) -> figures::Messages {
    let to = |t: &Traffic| messages::Traffic { messages: t.messages, bytes: t.bytes };
    figures::Messages {
        title: String::new(),
        caption: String::new(),
        traffic: trace.ranks.iter().map(|rank| rank.sent.iter().map(to).collect()).collect(),
        footer: "bytes of one run, without envelopes; the messages that collective calls are made of are counted"
            .into(),
    }
}
