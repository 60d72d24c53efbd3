//! What the ranks do, as a model.

use tenfold_analysis::findings::ranks::{Ranks, Span};
use tenfold_analysis::format;
use tenfold_record::{RankTrace, Rung};

/// Calls drawn in one timeline, all ranks together.
const MOST_CALLS: usize = 1200;

/// Calls drawn of one rank at the most: more could not be told apart.
const MOST_CALLS_OF_A_RANK: usize = 60;

/// What a timeline shows.
#[derive(Clone, Debug, PartialEq)]
pub struct Timeline {
    /// The rung of the ranks: its colour is that of their work.
    pub rung: Rung,
    /// The ranks.
    pub lanes: Vec<Lane>,
    /// Where the numbers come from, and whose clock it was.
    pub footer: String,
}

/// One rank.
#[derive(Clone, Debug, PartialEq)]
pub struct Lane {
    /// Its name: `rank 3`.
    pub label: String,
    /// Whether it is the one that all wait for: none is where the work is evenly shared.
    pub slowest: bool,
    /// What it did, by rising time.
    pub spans: Vec<Span>,
    /// The share of the whole run that it computed, 0 to 1: written at the end of its lane.
    pub computing: f64,
    /// The shares of the whole run that it waited for other ranks and moved data, where the two can be told apart.
    pub in_calls: Option<(f64, f64)>,
}

impl Timeline {
    /// What each rank did, from the start until the calls that are drawn end.
    pub fn of(ranks: &Ranks<'_>, rung: Rung) -> Timeline {
        let traces = &ranks.trace.ranks;
        let most = (MOST_CALLS / traces.len()).clamp(1, MOST_CALLS_OF_A_RANK);
        let (until, elapsed) = (ranks.known_until(most), ranks.network.elapsed);
        let lane = |(rank, trace): (usize, &RankTrace)| Lane {
            label: format!("rank {rank}"),
            slowest: ranks.is_uneven() && rank == ranks.slowest,
            spans: ranks.spans(rank, until),
            computing: trace.computing() / elapsed,
            in_calls: ranks.split(rank).map(|calls| (calls.waiting / elapsed, calls.itself() / elapsed)),
        };
        let shown = match until >= elapsed {
            true => "one run, not timed".to_string(),
            false => {
                format!("the first {} of {} of one run, not timed", format::seconds(until), format::seconds(elapsed))
            }
        };
        let clock = match ranks.network.starts {
            Some(_) => "one clock for all ranks",
            None => "each rank's clock starts as it leaves a barrier",
        };
        Timeline {
            rung,
            lanes: traces.iter().enumerate().map(lane).collect(),
            footer: format!("{shown}; {clock}; right: share of the whole run spent computing"),
        }
    }
}
