//! Searches whose truth is known.

use super::level::Probe;
use super::search::{Costs, Ending, Search, Step};
use rand::{Rng, SeedableRng};
use rand_pcg::Pcg64;
use std::collections::BTreeSet;
use tenfold_stats::normal::normal_quantile;
use tenfold_stats::ratio::SPREAD;

/// A build of this project takes some minutes, a probe ten seconds.
const COSTS: Costs = Costs { build: 180.0, probe: 10.0 };

/// More probes than any search takes.
const MOST: usize = 1000;

/// What is searched in.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Simulation {
    /// Commits after GOOD.
    pub commits: usize,
    /// The change that one of them makes, as a logarithm; 0 for none.
    pub change: f64,
    /// By how much builds of one source differ, a standard deviation.
    pub layout: f64,
    /// By how much the search takes them to differ.
    pub told: f64,
    /// The least and the greatest standard error of a probe beside that.
    pub error: [f64; 2],
    /// The share of commits that do not build.
    pub broken: f64,
    /// The confidence asked for.
    pub confidence: f64,
}

impl Default for Simulation {
    /// A slowdown of 3 % in 64 commits, seen through probes of ten seconds whose error is 0.5 to 0.8 %, of which 0.3 % is the
    /// build's own, more than the search takes it to be.
    fn default() -> Self {
        let (change, layout) = (0.03f64.ln_1p(), 0.003f64);
        let beside = |all: f64| (all * all - layout * layout).sqrt();
        Simulation {
            commits: 64,
            change,
            layout,
            told: SPREAD,
            error: [beside(0.005), beside(0.008)],
            broken: 0.0,
            confidence: 0.95,
        }
    }
}

/// What came of a search.
#[derive(Clone, Debug, PartialEq)]
pub struct Simulated {
    /// Whether it named the right commit, or a set with it where the change lies among commits that do not build; where there is
    /// no change, whether it said so.
    pub right: bool,
    /// How many commits were built, GOOD, BAD and those whose build failed among them.
    pub builds: usize,
    /// How many probes there were.
    pub probes: usize,
    /// How it ended.
    pub ending: Ending,
}

/// Searches once; the place of the change and all errors are drawn from `seed`.
pub fn simulate(simulation: &Simulation, seed: u64) -> Simulated {
    let mut rng = Pcg64::seed_from_u64(seed);
    let normal = |rng: &mut Pcg64| normal_quantile(rng.random_range(1e-12..1.0));
    let n = simulation.commits;
    let changed = rng.random_range(1..=n);
    let layouts: Vec<f64> = (0..=n).map(|_| simulation.layout * normal(&mut rng)).collect();
    let broken: Vec<bool> = (0..=n).map(|commit| commit % n != 0 && rng.random_bool(simulation.broken)).collect();
    let mut search = Search::new(n, simulation.confidence, simulation.told);
    let (mut built, mut probes) = (BTreeSet::from([0]), 0);
    let ending = loop {
        let commit = match search.next(COSTS, |commit| built.contains(&commit)) {
            Step::Probe(commit) if probes < MOST => commit,
            Step::Probe(_) => break search.ending(),
            Step::End(ending) => break ending,
        };
        built.insert(commit);
        if broken[commit] {
            search.skip(commit);
            continue;
        }
        probes += 1;
        let [least, greatest] = simulation.error;
        let error = least + (greatest - least) * rng.random::<f64>();
        let change = if commit >= changed { simulation.change } else { 0.0 };
        let log_ratio = change + layouts[commit] - layouts[0] + error * normal(&mut rng);
        search.observe(Probe { commit, log_ratio, error });
    };
    let right = match &ending {
        Ending::Found { commit, .. } => *commit == changed && simulation.change != 0.0,
        Ending::OneOf { commits, .. } => {
            let hidden = commits.iter().rev().skip(1).all(|&commit| broken[commit]);
            commits.len() > 1 && hidden && commits.contains(&changed) && simulation.change != 0.0
        }
        Ending::Same { .. } => simulation.change == 0.0,
        Ending::Several { .. } => false,
    };
    Simulated { right, builds: built.len(), probes, ending }
}

#[cfg(test)]
mod tests {
    use super::*;
    use tenfold_stats::quantile;

    struct Summary {
        right: f64,
        named: f64,
        builds: [f64; 2],
        probes: [f64; 2],
    }

    fn summary(simulation: Simulation, searches: u64) -> Summary {
        let all: Vec<Simulated> = (0..searches).map(|seed| simulate(&simulation, seed)).collect();
        let share = |of: &dyn Fn(&Simulated) -> bool| all.iter().filter(|one| of(one)).count() as f64 / searches as f64;
        let quantiles = |of: fn(&Simulated) -> usize| {
            let values: Vec<f64> = all.iter().map(|one| of(one) as f64).collect();
            [0.5, 0.95].map(|p| quantile(&values, p).unwrap())
        };
        let right = share(&|one| one.right);
        let named = share(&|one| matches!(one.ending, Ending::Found { .. }));
        let summary =
            Summary { right, named, builds: quantiles(|one| one.builds), probes: quantiles(|one| one.probes) };
        println!(
            "{simulation:?}: right {right}, named {named}, builds {:?}, probes {:?}",
            summary.builds, summary.probes
        );
        summary
    }

    #[test]
    fn a_slowdown_of_three_per_cent_in_64_commits_is_found_in_nine_builds() {
        let summary = summary(Simulation::default(), 500);
        assert!(summary.right >= 0.95, "{}", summary.right);
        assert!(summary.builds[0] <= 8.0 && summary.builds[1] <= 9.0, "{:?}", summary.builds);
        assert!(summary.probes[1] <= 40.0, "{:?}", summary.probes);
    }

    #[test]
    fn what_is_named_is_right_as_often_as_is_said() {
        // A change that is hard to see: it is often not found, and seldom mistaken.
        let hard = Simulation { change: 0.015, ..Simulation::default() };
        let summary = summary(hard, 200);
        let wrong = summary.named - summary.right;
        assert!(wrong <= 0.05 * summary.named + 0.02, "{wrong} of {}", summary.named);
    }

    #[test]
    fn where_builds_differ_as_little_as_is_believed_it_is_no_worse() {
        let summary = summary(Simulation { layout: SPREAD, ..Simulation::default() }, 200);
        assert!(summary.right >= 0.95 && summary.builds[1] <= 9.0, "{} {:?}", summary.right, summary.builds);
    }

    #[test]
    fn without_a_change_none_is_named() {
        let summary = summary(Simulation { change: 0.0, ..Simulation::default() }, 200);
        assert!(summary.right >= 0.95 && summary.named <= 0.01, "{} {}", summary.right, summary.named);
    }

    #[test]
    fn commits_that_do_not_build_cost_builds_and_not_the_answer() {
        let summary = summary(Simulation { broken: 0.2, ..Simulation::default() }, 200);
        assert!(summary.right >= 0.95, "{}", summary.right);
        assert!(summary.builds[1] <= 14.0, "{:?}", summary.builds);
    }

    #[test]
    fn a_search_repeats_from_its_seed() {
        assert_eq!(simulate(&Simulation::default(), 7), simulate(&Simulation::default(), 7));
    }
}
