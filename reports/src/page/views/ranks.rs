//! The ranks of a distributed cell: their timeline, their balance, their messages.

use super::figure::Figure;
use crate::figures::{self, messages, timeline};
use crate::findings::ranks::Ranks;
use crate::findings::say;
use crate::format;
use serde::Serialize;
use tenfold_record::{Cell, RankTrace, Rung, Trace, Traffic};

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
    /// Why waiting and moving data are not told apart.
    undivided: Option<String>,
    rows: Vec<RankView>,
    rows_left_out: usize,
}

#[derive(Serialize)]
struct RankView {
    rank: usize,
    computing: String,
    share: String,
    in_calls: String,
    waiting: String,
    moving: String,
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
            &timeline(&ranks, cell.rung),
        );
        let messages = Figure::new(
            format!("Who sent how much to whom in {label}. {messages_answer}"),
            &named("messages").each_ref().map(String::as_str),
            &messages(trace, cell.rung),
        );
        Some(RanksView {
            about: format!("{}{beyond}", about(&ranks)),
            undivided: ranks.network.waits.as_ref().err().cloned(),
            rows: (0..trace.ranks.len()).take(ROWS).map(|rank| RankView::of(rank, &ranks)).collect(),
            rows_left_out: trace.ranks.len().saturating_sub(ROWS),
            label,
            answer,
            messages_answer,
            timeline,
            messages,
        })
    }
}

/// The efficiencies in one line.
fn about(ranks: &Ranks<'_>) -> String {
    let of = &ranks.efficiencies;
    let factors =
        [("load balance", Some(of.load_balance)), ("serialisation", of.serialisation), ("transfer", of.transfer)];
    let known = factors.iter().filter_map(|(name, factor)| Some(format!("{name} {}", format::percent((*factor)?))));
    let computing = format!("{} computing", format::percent(of.parallel));
    known.chain([computing]).collect::<Vec<_>>().join(", ")
}

impl RankView {
    fn of(rank: usize, ranks: &Ranks<'_>) -> RankView {
        let trace = &ranks.trace.ranks[rank];
        let mut calls: Vec<_> = trace.calls.iter().collect();
        calls.sort_by(|a, b| b.seconds.total_cmp(&a.seconds).then_with(|| a.name.cmp(&b.name)));
        let call = |c: &&tenfold_record::Calls| {
            format!("{} {} in {}", format::count(c.count), c.name, format::seconds(c.seconds))
        };
        let sent = |of: fn(&Traffic) -> u64| trace.sent.iter().map(of).sum::<u64>();
        let split = ranks.split(rank);
        RankView {
            rank,
            computing: format::seconds(trace.computing()),
            share: format::percent(trace.computing() / trace.seconds),
            in_calls: format::seconds(trace.in_calls()),
            waiting: format::seconds(split.map_or(f64::NAN, |calls| calls.waiting)),
            moving: format::seconds(split.map_or(f64::NAN, |calls| calls.moving())),
            calls: calls.iter().map(call).collect::<Vec<_>>().join(", "),
            messages: format::count(sent(|to| to.messages)),
            bytes: format::bytes(sent(|to| to.bytes)),
        }
    }
}

/// What each rank did, from the start until the calls that are drawn end.
fn timeline(ranks: &Ranks<'_>, rung: Rung) -> figures::Timeline {
    let traces = &ranks.trace.ranks;
    let most = (DRAWN / traces.len()).clamp(1, DRAWN_OF_A_RANK);
    let start = |rank: usize| ranks.network.starts.as_ref().map_or(0.0, |starts| starts[rank]);
    let known_until = |(rank, of): (usize, &RankTrace)| match of.spans.get(most) {
        Some(next) => start(rank) + next.from,
        None if of.cut => start(rank) + of.spans.last().map_or(0.0, |last| last.to),
        None => f64::INFINITY,
    };
    let elapsed = ranks.network.elapsed;
    let until = traces.iter().enumerate().map(known_until).fold(elapsed, f64::min);
    let lane = |(rank, trace): (usize, &RankTrace)| timeline::Lane {
        label: format!("rank {rank}"),
        slowest: rank == ranks.slowest,
        spans: spans(ranks, rank, start(rank), until),
        computing: trace.computing() / trace.seconds,
        in_calls: ranks.split(rank).map(|calls| (calls.waiting / trace.seconds, calls.moving() / trace.seconds)),
    };
    let shown = match until >= elapsed {
        true => "one run, not timed".to_string(),
        false => format!("the first {} of {} of one run, not timed", format::seconds(until), format::seconds(elapsed)),
    };
    let clock = match ranks.network.starts {
        Some(_) => "one clock for all ranks",
        None => "each rank's clock starts as it leaves a barrier",
    };
    figures::Timeline {
        title: String::new(),
        caption: String::new(),
        rung,
        lanes: traces.iter().enumerate().map(lane).collect(),
        footer: format!("{shown}; {clock}; right: the share of the whole run it computed"),
    }
}

/// What a rank that begins at `start` did up to a moment: its calls, and what it computed between them.
fn spans(ranks: &Ranks<'_>, rank: usize, start: f64, until: f64) -> Vec<timeline::Span> {
    use timeline::{Activity, Span};
    let trace = &ranks.trace.ranks[rank];
    let mut waits = ranks.network.waits.as_ref().ok().map(|waits| waits[rank].iter().peekable());
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
        let otherwise = if waits.is_some() { Activity::Move } else { Activity::Call };
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

/// Who sent how much to whom.
fn messages(trace: &Trace, rung: Rung) -> figures::Messages {
    let to = |t: &Traffic| messages::Traffic { messages: t.messages, bytes: t.bytes };
    figures::Messages {
        title: String::new(),
        caption: String::new(),
        rung,
        traffic: trace.ranks.iter().map(|rank| rank.sent.iter().map(to).collect()).collect(),
        footer: "bytes of one run, without envelopes; the messages that collective calls are made of are counted"
            .into(),
    }
}
