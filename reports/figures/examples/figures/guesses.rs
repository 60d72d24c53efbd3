//! How good were the guesses?

use super::about;
use tenfold_figures::guess::Lane;
use tenfold_figures::{Class, Estimate, Guess, LeftOut, class};
use tenfold_record::Rung;

pub fn class_of_38() -> Class {
    // Sums of three scrambled digits look enough like a room.
    let digit = |k: u32, step: u32| f64::from((k * step + 3) % 37) / 37.0;
    let guess = |k| 8.0 * 2f64.powf((digit(k, 11) + digit(k, 17) + digit(k * k, 5) - 1.5) * 2.6);
    Class {
        title: "What did the room guess?".into(),
        caption: "Example data. 38 guesses, median 8.00×; measured 413× [402, 421]. Nobody was within a factor of 2."
            .into(),
        lanes: vec![class::Lane {
            label: "vectorised over naive".into(),
            rung: Rung::Vectorised,
            guesses: (0..38).map(guess).collect(),
            median: 8.0,
            near: 2.0,
            measured: Estimate { value: 413.0, interval: Some((402.0, 421.0)), n: 12 },
            summary: "n = 38 · median guess 8.00× · 0 within a factor of 2".into(),
        }],
        left_out: Vec::new(),
        footer: "traffic · vectorised over naive · run 7f3a".into(),
    }
}

pub fn guess() -> Guess {
    let lane = |label: &str, rung, guessed, value, verdict: &str| Lane {
        label: label.into(),
        rung,
        guess: guessed,
        measured: about(value),
        verdict: verdict.into(),
    };
    Guess {
        title: "How good were the guesses?".into(),
        caption: "Example data. 2 of 3 guesses were within a factor of 2; vectorising was underestimated 51.6×.".into(),
        lanes: vec![
            lane("vectorised over naive", Rung::Vectorised, 8.0, 413.0, "off by 51.6×, too pessimistic"),
            lane("threaded over vectorised", Rung::Threaded, 1.9, 1.77, "off by 1.07×, too optimistic"),
            lane("distributed over threaded", Rung::Distributed, 1.0, 0.963, "off by 1.04×, too optimistic"),
        ],
        left_out: vec![LeftOut {
            label: "distributed over naive".into(),
            reason: "distributed was not measured: mpirun not found".into(),
            fault: false,
        }],
        footer: "traffic · 12 launches, 95 % interval · run 7f3a".into(),
    }
}
