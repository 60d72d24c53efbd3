//! What do the ranks do?

use tenfold_analysis::findings::ranks::{Activity, Span};
use tenfold_figures::messages::Traffic;
use tenfold_figures::{Messages, Timeline, timeline};
use tenfold_record::Rung;

pub fn messages() -> Messages {
    let row = |from: i32| {
        let to = |to: i32| match (from - to).abs() {
            1 => Traffic { messages: 400, bytes: 400 * 32_768 },
            _ if to == 0 && from > 0 => Traffic { messages: 1, bytes: 4_194_304 },
            _ => Traffic::default(),
        };
        (0..6).map(to).collect()
    };
    Messages {
        title: "Who talks to whom?".into(),
        caption: "Example data. 10 messages and 328 kB a step, as declared: 2 halos a neighbour.".into(),
        rung: Rung::Distributed,
        traffic: (0..6).map(row).collect(),
        footer: "heat · distributed, 6 ranks · 200 steps · run 91c2".into(),
    }
}

pub fn timeline() -> Timeline {
    let lane = |rank: i32| {
        let slow = if rank == 2 { 1.0 } else { 0.82 + 0.03 * f64::from(rank) };
        let step = |k: i32| {
            let (start, busy) = (f64::from(k) * 1.3e-3, slow * 1e-3);
            [
                Span { from: start, to: start + busy, activity: Activity::Compute },
                Span { from: start + busy, to: start + 1e-3, activity: Activity::Wait },
                Span { from: start + 1e-3, to: start + 1.3e-3, activity: Activity::Move },
            ]
        };
        timeline::Lane {
            label: format!("rank {rank}"),
            slowest: rank == 2,
            spans: (0..8).flat_map(step).collect(),
            computing: slow / 1.3,
            in_calls: Some(((1.0 - slow) / 1.3, 0.3 / 1.3)),
        }
    };
    Timeline {
        title: "Where does each rank spend its time?".into(),
        caption: "Example data. Rank 2 computes longest, 1.09× the mean: load balance 91 %. Serialisation 100 %, transfer 77 %."
            .into(),
        rung: Rung::Distributed,
        lanes: (0..4).map(lane).collect(),
        footer: "heat · distributed, 4 ranks · 8 of 200 steps · run 91c2".into(),
    }
}
