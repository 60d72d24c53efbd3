//! What changed for good, in all series of a history.
//!
//! Every series is watched night by night ([`tenfold_stats::steps`]), its times and its instructions, on each machine by itself: a
//! fleet whose machines take turns has a level for each. What may be called is decided over all of them together: in every night
//! the likeliest changes are called as long as they are doubtful by at most 1 % on average ([`tenfold_stats::steps::Step::none`]; after
//! B. Efron, *Large-Scale Inference*, 2010, chapter 5). So a commit that slows twenty series is called for the one in which it is less sure
//! as well, and a lone series has to be sure by itself.
//!
//! | question | file |
//! |---|---|
//! | what is watched, and what is called? | `watched.rs` |
//! | which of them are one change, and who accepts it? | `told.rs` |
//! | when are a night's ratios not to be used? | `void.rs` |

mod told;
mod void;
mod watched;

pub use void::void;

use crate::{Accepted, History, Series};

/// What changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Quantity {
    /// The ratio of times.
    Time,
    /// The ratio of instruction counts.
    Instructions,
}

/// A lasting change of a series.
#[derive(Clone, Debug, PartialEq)]
pub struct Change {
    /// Of what.
    pub series: Series,
    /// In what.
    pub kind: Quantity,
    /// The last night before it, as an index into the nights.
    pub before: usize,
    /// The first night with it.
    pub first: usize,
    /// The night in which it was first called.
    pub called: usize,
    /// Logarithm of the level after it over the level before it: 0.01 is slower by 1 %.
    pub log_size: f64,
    /// Its 95 % interval.
    pub interval: [f64; 2],
    /// The probability that there is none, as of when it was called.
    pub none: f64,
    /// What accepts it, where it is a slowdown and a commit between the two nights does.
    pub accepted: Option<Accepted>,
}

/// The changes of all series, in the order in which they were called.
pub fn changes(history: &History) -> Vec<Change> {
    let lines = history.lines();
    told::told(history, watched::watched(history, &lines))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{hash, machine, measured, night, series};
    use crate::{Instructions, Measured, Night, Observation, Outcome};
    use tenfold_stats::steps::planted::Noise;

    /// So many nights of series whose logarithms `ratio` tells by the place of the series and the night.
    fn nights(count: usize, names: &[&str], ratio: impl Fn(usize, usize) -> f64) -> History {
        let one = |n: usize| Night {
            observations: names
                .iter()
                .enumerate()
                .map(|(place, name)| Observation {
                    series: series("flow", name),
                    outcome: Outcome::Measured(measured(ratio(place, n))),
                })
                .collect(),
            ..night(n as u64 + 2)
        };
        History { nights: (0..count).map(one).collect(), reference: None }
    }

    fn noise(places: usize, count: usize) -> Vec<Vec<f64>> {
        (0..places).map(|place| Noise::Gaussian.series(count, 40 + place as u64)).collect()
    }

    #[test]
    fn a_slowdown_that_is_reverted_is_two_changes_and_silence_is_none() {
        let noise = noise(2, 60);
        let history = nights(60, &["naive", "threaded"], |place, n| {
            let slower = if place == 1 && (30..40).contains(&n) { 0.1 } else { 0.0 };
            0.01 * noise[place][n] + slower
        });
        let found = changes(&history);
        let told: Vec<(&str, usize, usize)> =
            found.iter().map(|c| (c.series.name.as_str(), c.before, c.first)).collect();
        assert_eq!(told, [("threaded", 29, 30), ("threaded", 39, 40)], "{found:#?}");
        assert!(found[0].interval[0] <= 0.1 && 0.1 <= found[0].interval[1] && found[1].log_size < -0.08, "{found:#?}");
        assert!(found.iter().all(|c| c.none <= 0.01 && c.called <= c.first + 3 && c.kind == Quantity::Time));
    }

    #[test]
    fn a_slowdown_is_accepted_by_a_commit_of_its_nights_and_a_speed_up_needs_no_one() {
        let noise = noise(1, 60);
        let accepted = Accepted { commit: hash(7), reason: "exact sums".to_string() };
        let with = |at: usize, size: f64| {
            let mut history = nights(60, &["naive"], |_, n| 0.01 * noise[0][n] + if n >= 30 { size } else { 0.0 });
            history.nights[at].accepted.push(accepted.clone());
            changes(&history)[0].accepted.clone()
        };
        assert_eq!(with(30, 0.1), Some(accepted.clone()));
        assert_eq!(with(29, 0.1), None, "it was measured without the change");
        assert_eq!(with(31, 0.1), None, "the change was there before");
        assert_eq!(with(30, -0.1), None);
    }

    #[test]
    fn a_void_night_between_belongs_to_the_change() {
        let noise = noise(1, 60);
        let mut history = nights(60, &["naive"], |_, n| 0.01 * noise[0][n] + if n >= 30 { 0.1 } else { 0.0 });
        history.nights[30].void = Some("a sentinel raised an alarm".to_string());
        history.nights[30].accepted.push(Accepted { commit: hash(7), reason: "exact sums".to_string() });
        let found = changes(&history);
        assert_eq!((found[0].before, found[0].first), (29, 31));
        assert!(found[0].accepted.is_some());
    }

    #[test]
    fn machines_that_take_turns_have_levels_of_their_own_and_one_change_is_told_once() {
        let noise = noise(1, 120);
        let mut history =
            nights(120, &["naive"], |_, n| 0.01 * noise[0][n] + 0.3 * (n % 2) as f64 + if n >= 90 { 0.1 } else { 0.0 });
        for (n, night) in history.nights.iter_mut().enumerate().filter(|(n, _)| n % 2 == 1) {
            night.machine = machine("another");
            assert!(n < 120);
        }
        let found = changes(&history);
        assert_eq!(found.iter().map(|c| (c.before, c.first)).collect::<Vec<_>>(), [(89, 90)], "{found:#?}");
    }

    #[test]
    fn instructions_change_by_a_thousandth_and_not_by_less() {
        let of = |more: u64| {
            let noise = noise(1, 40);
            let mut history = nights(40, &["naive"], |_, n| 0.01 * noise[0][n]);
            for (n, night) in history.nights.iter_mut().enumerate() {
                let Outcome::Measured(measured) = &mut night.observations[0].outcome else { panic!("it was measured") };
                let revision = 1_000_000 + if n >= 20 { more } else { 0 };
                *measured =
                    Measured { instructions: Some(Instructions { reference: 1_000_000, revision }), ..*measured };
            }
            changes(&history)
        };
        let found = of(2000);
        assert_eq!(found.len(), 1, "{found:#?}");
        assert_eq!((found[0].kind, found[0].before, found[0].first), (Quantity::Instructions, 19, 20));
        assert!((found[0].log_size - 1.002f64.ln()).abs() < 1e-9);
        assert!(of(500).is_empty() && of(0).is_empty());
    }

    #[test]
    fn nothing_changes_in_nothing() {
        assert!(changes(&History::default()).is_empty());
        assert!(changes(&nights(5, &["naive"], |_, n| n as f64)).is_empty());
    }
}
