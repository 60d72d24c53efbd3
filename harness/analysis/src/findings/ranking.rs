//! Which rows of a ladder can be ranked.
//!
//! Two rows are told apart where the interval of their ratio excludes 1. A row is too noisy to rank where it is told apart
//! from neither of two that are told apart from each other, and where its own noise is why: seen from one of the two, its
//! interval holds 1 and the whole interval of the other. It may be the faster, the slower, or between them, while the run
//! knows how those two stand. A row whose neighbours are as noisy as itself is no such row: no difference is found then.

use super::{Interval, Times};

/// For each of `times` whether it can be ranked among the others. Without intervals nothing is known, and all are ranked.
pub(super) fn ranked(times: &[&Times<'_>]) -> Vec<bool> {
    let interval = |of: usize, over: usize| times[of].speed_up_over(times[over])?.interval;
    let pairs = |x: usize| {
        let others = move || (0..times.len()).filter(move |&other| other != x);
        others().flat_map(move |a| others().filter(move |&b| b != a).map(move |b| (a, b)))
    };
    let is_noisy = |x: usize| {
        pairs(x).any(|(a, b)| match (interval(x, a), interval(b, a)) {
            (Some(own), Some(other)) => own.contains(1.0) && !other.contains(1.0) && holds(&own, &other),
            _ => false,
        })
    };
    (0..times.len()).map(|x| !is_noisy(x)).collect()
}

fn holds(outer: &Interval, inner: &Interval) -> bool {
    outer.contains(inner.low) && outer.contains(inner.high)
}

#[cfg(test)]
mod tests {
    use crate::findings::Findings;
    use crate::testing::{cell, part, run};

    /// The rows of a ladder whose threaded variant takes these times, and the answer.
    fn ladder(threaded: &[f64]) -> (Vec<(String, bool)>, String) {
        let part = part("traffic")
            .guessing("threaded", "naive", 10.0)
            .with(cell("naive").takes_each(&[8.0; 8]))
            .with(cell("vectorised").takes_each(&[1.0, 1.01, 0.99, 1.0, 1.02, 0.98, 1.0, 1.0]))
            .with(cell("threaded").on(2).takes_each(threaded))
            .with(cell("distributed").on(2).takes_each(&[0.5, 0.505, 0.5, 0.495, 0.5, 0.5, 0.51, 0.49]));
        let run = run("?").with(part).built();
        let findings = Findings::of(&run);
        let rows = findings.parts[0].ladder.rows.iter().map(|row| (row.label.clone(), row.ranked));
        let answer = findings.parts[0].answer();
        assert_eq!(findings.parts[0].guesses[0].outcome.is_ok(), !answer.contains("Too noisy"), "{answer}");
        (rows.collect(), answer)
    }

    #[test]
    fn what_may_stand_on_either_side_of_a_known_step_is_not_ranked() {
        let (rows, answer) = ladder(&[0.3, 1.4, 0.35, 1.3, 0.4, 1.2, 0.3, 0.45]);
        let names: Vec<(&str, bool)> = rows.iter().map(|(name, ranked)| (name.as_str(), *ranked)).collect();
        // The noisy one would have been the fastest by its middle.
        let expected = [("naive", true), ("vectorised", true), ("threaded × 2", false), ("distributed × 2", true)];
        assert_eq!(names, expected);
        assert!(answer.contains(" distributed × 2 is 16.0× "), "{answer}");
        assert!(answer.ends_with(" Too noisy to rank: threaded × 2."), "{answer}");
    }

    #[test]
    fn a_wide_interval_between_neighbours_that_it_does_not_reach_is_ranked() {
        let (rows, answer) = ladder(&[0.6, 0.8, 0.65, 0.75, 0.7, 0.68, 0.72, 0.7]);
        assert!(rows.iter().all(|(_, ranked)| *ranked), "{rows:?}");
        assert_eq!(rows[2].0, "threaded × 2");
        assert!(!answer.contains("Too noisy"), "{answer}");
    }

    #[test]
    fn three_alike_of_which_the_outer_two_are_told_apart_are_all_ranked() {
        // Each is known to about 1 %, and they stand 0.7 % apart: the one in the middle is no noisier than its neighbours.
        let noise = [0.0, 0.01, -0.01, 0.005, -0.005, 0.008, -0.008, 0.0, 0.002, -0.002];
        let shifted = |seconds: f64, by: usize| {
            let mut noise = noise;
            noise.rotate_left(by);
            noise.map(|n| seconds * (1.0 + n))
        };
        let part = part("traffic")
            .with(cell("naive").takes_each(&shifted(1.014, 0)))
            .with(cell("vectorised").takes_each(&shifted(1.007, 3)))
            .with(cell("vectorised-bits").takes_each(&shifted(1.0, 6)));
        let run = run("?").with(part).built();
        assert!(Findings::of(&run).parts[0].ladder.rows.iter().all(|row| row.ranked));
    }
}
