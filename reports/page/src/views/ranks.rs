//! The ranks of a distributed cell: their timeline, their balance, their messages.

use super::figure::PageFigure;
use minijinja::{Value, context};
use serde::Serialize;
use tenfold_analysis::findings::ranks::Ranks;
use tenfold_analysis::findings::wording;
use tenfold_analysis::format;
use tenfold_figures as figures;
use tenfold_record::{Calls, Cell, Trace, Traffic};

/// Ranks with a row of their own.
const ROWS: usize = 64;

/// The ranks of a cell.
#[derive(Serialize)]
pub(super) struct RanksView {
    label: String,
    about: String,
    /// Whether it is the one that is open: see [`RanksView::open_largest_within`].
    open: bool,
    answer: String,
    messages_answer: String,
    timeline: PageFigure,
    /// Of two ranks the table says as much.
    messages: Option<PageFigure>,
    /// Why waiting and the calls themselves are not told apart.
    undivided: Option<String>,
    rows: Vec<Value>,
    rows_left_out: usize,
}

impl RanksView {
    /// Opens the cell with the most ranks that the cores have room for, else the one with the fewest.
    pub(super) fn open_largest_within(views: &mut [RanksView], cores: usize) {
        let ranks = |view: &&mut RanksView| view.rows.len() + view.rows_left_out;
        let (within, beyond): (Vec<_>, Vec<_>) = views.iter_mut().partition(|view| ranks(view) <= cores);
        if let Some(open) = within.into_iter().max_by_key(ranks).or(beyond.into_iter().min_by_key(ranks)) {
            open.open = true;
        }
    }

    /// `None` where the trace has nothing to show.
    pub(super) fn of(cell: &Cell, trace: &Trace, cores: usize) -> Option<RanksView> {
        let ranks = Ranks::of(trace)?;
        let label = wording::label(cell);
        let (answer, messages_answer) = (ranks.answer(), ranks.messages_answer());
        let beyond = if cell.workers > cores { ", more ranks than cores" } else { "" };
        let named = |what: &str| [cell.kernel.clone(), label.clone(), what.to_string()];
        let timeline = PageFigure::new(
            format!("What each rank of {label} did. {answer}"),
            &named("timeline").each_ref().map(String::as_str),
            &figures::Timeline::of(&ranks, cell.rung),
        );
        let messages = PageFigure::new(
            format!("Who sent how much to whom in {label}. {messages_answer}"),
            &named("messages").each_ref().map(String::as_str),
            &figures::Messages::of(trace, cell.rung),
        );
        Some(RanksView {
            about: format!("{}{beyond}", ranks.factors_in_short()),
            undivided: ranks.network.waits.as_ref().err().cloned(),
            rows: (0..trace.ranks.len()).take(ROWS).map(|rank| row(rank, &ranks)).collect(),
            rows_left_out: trace.ranks.len().saturating_sub(ROWS),
            label,
            open: false,
            answer,
            messages_answer,
            timeline,
            messages: (trace.ranks.len() > 2).then_some(messages),
        })
    }
}

fn row(rank: usize, ranks: &Ranks<'_>) -> Value {
    let trace = &ranks.trace.ranks[rank];
    let mut calls: Vec<&Calls> = trace.calls.iter().collect();
    calls.sort_by(|a, b| b.seconds.total_cmp(&a.seconds).then_with(|| a.name.cmp(&b.name)));
    let call = |c: &&Calls| format!("{} {} in {}", format::count(c.count), c.name, format::seconds(c.seconds));
    let sent = |of: fn(&Traffic) -> u64| trace.sent.iter().map(of).sum::<u64>();
    let split = ranks.split(rank);
    context! {
        rank,
        computing => format::seconds(trace.computing()),
        share => format::percent(trace.computing() / ranks.network.elapsed),
        in_calls => format::seconds(trace.in_calls()),
        waiting => format::seconds(split.map_or(f64::NAN, |calls| calls.waiting)),
        itself => format::seconds(split.map_or(f64::NAN, |calls| calls.itself())),
        calls => calls.iter().map(call).collect::<Vec<_>>().join(", "),
        messages => format::count(sent(|to| to.messages)),
        bytes => format::bytes(sent(|to| to.bytes)),
    }
}
