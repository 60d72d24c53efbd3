//! How much is each rung worth?

use super::{about, launches};
use tenfold_figures::ladder::{self, Limit, Row, RungFactor};
use tenfold_figures::{Estimate, Ladder, LeftOut};
use tenfold_record::Rung;

pub fn ladder() -> Ladder {
    let times = [
        ("naive", Rung::Naive, 1.9),
        ("vectorised-bytes", Rung::Vectorised, 0.21),
        ("vectorised-bits", Rung::Vectorised, 9.4e-3),
        ("vectorised", Rung::Vectorised, 4.6e-3),
        ("threaded × 2", Rung::Threaded, 2.6e-3),
        ("distributed × 2", Rung::Distributed, 2.7e-3),
        ("Python lists", Rung::External, 122.0),
        ("NumPy", Rung::External, 6.6),
        ("Numba", Rung::External, 0.62),
    ];
    Ladder {
        title: "How much is each rung worth?".into(),
        caption:
            "Example data. Threads on 2 cores reach 46,900× plain Python: 122 s → 2.60 ms. Vectorising is worth 413×."
                .into(),
        rows: rows(&times, 122.0),
        base_label: "Python lists".into(),
        limit: Some(Limit { seconds: 0.28e-3, label: "limit of one core, 280 µs".into() }),
        left_out: vec![LeftOut {
            label: "distributed (4 ranks)".into(),
            reason: "this machine has 2 cores".into(),
            fault: false,
        }],
        footer:
            "traffic · 10,240,000 cells × 100 steps · median of 12 launches, 95 % interval · every answer checked · \
                 run 7f3a · 2-core Xeon, AVX-512"
                .into(),
    }
}

/// The rows, over a base that takes so many seconds.
fn rows(times: &[(&str, Rung, f64)], base: f64) -> Vec<Row> {
    let best = |rung: Rung| times.iter().filter(|t| t.1 == rung).map(|t| t.2).reduce(f64::min);
    times
        .iter()
        .enumerate()
        .map(|(index, (label, rung, seconds))| Row {
            label: (*label).into(),
            rung: *rung,
            seconds: about(*seconds),
            factor_to_base: (*seconds != base).then(|| about(base / seconds)),
            rung_factor: index.checked_sub(1).map(|above| times[above].1).filter(|above| above != rung).and_then(
                |above| {
                    let ratio = about(best(above)? / best(*rung)?);
                    (*rung != Rung::External).then(|| RungFactor { ratio, words: format!("{rung} over {above}") })
                },
            ),
            guess: (*label == "vectorised-bits").then(|| guessed(0.2375, "the guess: 8× the naive loop", "guess 8×")),
            launches: launches(*seconds),
        })
        .collect()
}

fn guessed(seconds: f64, text: &str, short: &str) -> ladder::Guess {
    ladder::Guess { seconds, text: text.into(), short: short.into() }
}

/// Equal times, wide intervals, hostile and long names, guesses on top of marks, eight decades.
pub fn awkward_ladder() -> Ladder {
    let long = "a variant whose name is sixty letters long and says everything";
    let times = [
        ("naive", Rung::Naive, 4.9e3),
        ("vectorised", Rung::Vectorised, 3.1),
        ("vectorised-again", Rung::Vectorised, 3.1),
        ("threaded", Rung::Threaded, 2.0e-5),
        ("distributed", Rung::Distributed, 1.9e-5),
        (long, Rung::External, 5e3),
        ("<script>alert(\"1 & 2\")</script>", Rung::External, 4.9e3),
    ];
    let mut ladder = Ladder { rows: rows(&times, 5e3), base_label: long.into(), ..ladder() };
    let equal = Estimate { value: 1.0, interval: Some((0.98, 1.03)), n: 12 };
    ladder.rows[4].rung_factor = Some(RungFactor { ratio: equal, words: "distributed over threaded".into() });
    ladder.rows[1].seconds = Estimate { value: 3.1, interval: Some((1.2, 9.0)), n: 3 };
    ladder.rows[0].guess = Some(guessed(5e3, "the guess: no faster than anything else here", "guess 1×"));
    ladder.rows[3].guess = Some(guessed(1.8e-5, "the guess: 150,000×", "guess 150,000×"));
    ladder.limit = Some(Limit { seconds: 1.5e-5, label: "limit of memory, 15.0 µs".into() });
    ladder.left_out.push(LeftOut {
        label: "vectorised-wrong".into(),
        reason: "wrong answer: 3 of 10,240,000 cells differ from the oracle (first at 17)".into(),
        fault: true,
    });
    ladder
}
