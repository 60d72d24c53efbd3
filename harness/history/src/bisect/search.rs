//! Which commit is measured next, and when it is enough.

use super::information::{Normal, information};
use super::level::{Level, Probe, levels};
use super::posterior::{Gap, Posterior};
use std::collections::BTreeSet;
use tenfold_stats::normal::normal_quantile;
use tenfold_stats::ratio::DETECTION_POWER;

/// The search begins as soon as there is a change with all but this probability.
const DOUBT: f64 = 0.01;

/// Two changes are told where they are at least this probable.
const SURELY_TWO: f64 = 0.95;

/// A probe that is expected to tell less than this, in nats, is not worth its seconds: a dozen of them would move 0.90 to 0.95
/// at best.
const LEAST_TOLD: f64 = 0.01;

/// The rate of false alarms for which it is said what would have been found.
const ALARM_RATE: f64 = 0.01;

/// What a build and a probe cost, in seconds.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Costs {
    /// A build of a commit that was not built yet.
    pub build: f64,
    /// A probe of one that is built.
    pub probe: f64,
}

/// What is to be done.
#[derive(Clone, Debug, PartialEq)]
pub enum Step {
    /// To measure this commit.
    Probe(usize),
    /// Nothing: it is known, or nothing that can be measured would tell more.
    End(Ending),
}

/// What is known.
#[derive(Clone, Debug, PartialEq)]
pub enum Ending {
    /// This commit changed the time.
    Found {
        /// Its place.
        commit: usize,
        /// The probability that it did.
        probability: f64,
    },
    /// One of these did: the smallest set that has the confidence asked for, if anything changed, and that once.
    OneOf {
        /// Their places, in order.
        commits: Vec<usize>,
        /// The probability that one of them did, whatever else there is.
        probability: f64,
    },
    /// No difference was found between GOOD and BAD.
    Same {
        /// The relative difference that would have been found.
        detectable: f64,
    },
    /// Time changed more than once, and no one commit is to be named.
    Several {
        /// Where, of the two most probable: the commit after which a range begins (0 is GOOD), and its last.
        ranges: [(usize, usize); 2],
        /// The probability that there is more than one change.
        probability: f64,
    },
}

/// The size of a change.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Size {
    /// Logarithm of the time after it over the time before it.
    pub log_ratio: f64,
    /// Its interval of 95 %.
    pub interval: [f64; 2],
}

/// A search over the commits after GOOD up to BAD.
#[derive(Clone, Debug, PartialEq)]
pub struct Search {
    commits: usize,
    confidence: f64,
    layout: f64,
    probes: Vec<Probe>,
    skipped: BTreeSet<usize>,
}

impl Search {
    /// A search over so many commits, of which the last is BAD, for the one that has at least this probability, where two
    /// builds of one source differ by `layout`, a standard deviation of the log of time.
    pub fn new(commits: usize, confidence: f64, layout: f64) -> Search {
        Search { commits: commits.max(1), confidence, layout, probes: Vec::new(), skipped: BTreeSet::new() }
    }

    /// Takes in what was measured.
    pub fn observe(&mut self, probe: Probe) {
        self.probes.push(probe);
    }

    /// Never asks for this commit again: it cannot be measured.
    pub fn skip(&mut self, commit: usize) {
        self.skipped.insert(commit);
    }

    /// What is to be done next, where the commits of which `is_built` is true cost a probe alone.
    pub fn next(&self, costs: Costs, is_built: impl Fn(usize) -> bool) -> Step {
        let Some(posterior) = self.posterior() else { return Step::Probe(self.commits) };
        let ending = self.ending();
        if let [bad] = self.levels()[..] {
            // More seconds tell nothing of where code lies.
            let is_settled = bad.variance <= self.layout.powi(2) / 2.0;
            if posterior.none > DOUBT && !is_settled {
                return Step::Probe(self.commits);
            }
        }
        if !matches!(ending, Ending::OneOf { .. }) {
            return Step::End(ending);
        }
        let levels = self.levels();
        let told = |commit: usize| {
            let is_built = is_built(commit) || levels.iter().any(|level| level.commit == commit);
            let told = self.told(&posterior, &levels, commit);
            // A build that fails tells nothing, and is likely next to one that failed.
            let (chance, cost) =
                if is_built { (1.0, costs.probe) } else { (self.chance(commit), costs.build + costs.probe) };
            (commit, told, chance * told / cost)
        };
        let all = (1..=self.commits).filter(|commit| !self.skipped.contains(commit)).map(told);
        let best = all.filter(|(_, told, _)| *told >= LEAST_TOLD).max_by(|a, b| a.2.total_cmp(&b.2));
        best.map_or(Step::End(ending), |(commit, ..)| Step::Probe(commit))
    }

    /// What is known now.
    pub fn ending(&self) -> Ending {
        let Some(posterior) = self.posterior() else {
            return Ending::OneOf { commits: (1..=self.commits).collect(), probability: 1.0 };
        };
        if let (true, Some(pair)) = (posterior.two >= SURELY_TWO, posterior.pair) {
            let range = |gap: &Gap| (gap.after, gap.last);
            let ranges = pair.map(|index| range(&posterior.gaps[index]));
            return Ending::Several { ranges, probability: posterior.two };
        }
        if posterior.none >= 0.5 {
            return Ending::Same { detectable: self.detectable() };
        }
        let single = posterior.gaps.iter().filter(|gap| gap.count() == 1).max_by(|a, b| a.any.total_cmp(&b.any));
        match single {
            Some(gap) if gap.any >= self.confidence => Ending::Found { commit: gap.last, probability: gap.any },
            _ => self.one_of(&posterior),
        }
    }

    /// The size of the change; `None` before BAD was measured.
    pub fn size(&self) -> Option<Size> {
        let size = self.posterior()?.size()?;
        let half = normal_quantile(0.975) * size.variance.sqrt();
        Some(Size { log_ratio: size.mean, interval: [size.mean - half, size.mean + half] })
    }

    /// All that was measured of `commit`: mean and standard error of the log ratio, what builds differ by included.
    pub fn level(&self, commit: usize) -> Option<(f64, f64)> {
        let level = self.levels().into_iter().find(|level| level.commit == commit)?;
        Some((level.value, (level.variance + 2.0 * self.layout.powi(2)).sqrt()))
    }

    fn levels(&self) -> Vec<Level> {
        levels(&self.probes)
    }

    /// What the probes say; `None` before BAD was measured.
    fn posterior(&self) -> Option<Posterior> {
        let levels = self.levels();
        levels.last().is_some_and(|last| last.commit == self.commits).then(|| Posterior::of(&levels, self.layout))
    }

    /// Whole gaps, the most probable commits first, until they have the confidence if there is one change.
    fn one_of(&self, posterior: &Posterior) -> Ending {
        let mut gaps: Vec<&Gap> = posterior.gaps.iter().collect();
        let each = |gap: &Gap| gap.only / gap.count() as f64;
        gaps.sort_by(|a, b| each(b).total_cmp(&each(a)));
        let (mut commits, mut share, mut probability) = (Vec::new(), 0.0, 0.0);
        let all: f64 = gaps.iter().map(|gap| gap.only).sum();
        for gap in gaps {
            commits.extend(gap.after + 1..=gap.last);
            share += gap.only / all;
            probability += gap.any;
            if share >= self.confidence {
                break;
            }
        }
        commits.sort_unstable();
        Ending::OneOf { commits, probability: probability.min(1.0) }
    }

    /// The difference between GOOD and BAD that would have been found.
    fn detectable(&self) -> f64 {
        let error = self.level(self.commits).map_or(f64::INFINITY, |(_, error)| error);
        (error * (normal_quantile(1.0 - ALARM_RATE / 2.0) + normal_quantile(DETECTION_POWER))).exp_m1()
    }

    /// What one more probe of `commit` is expected to tell of where the only change is, in nats.
    fn told(&self, posterior: &Posterior, levels: &[Level], commit: usize) -> f64 {
        let error = self.probes.iter().map(Probe::variance).sum::<f64>() / self.probes.len() as f64;
        let layout = self.layout.powi(2);
        let expected = |level: Normal| match levels.iter().find(|own| own.commit == commit) {
            None => Normal { mean: level.mean, variance: level.variance + layout + error },
            // Its build is known: what it differs by will be there again.
            Some(own) => {
                let share = layout / (layout + own.variance);
                Normal {
                    mean: level.mean + share * (own.value - level.mean),
                    variance: (1.0 - share).powi(2) * level.variance + share * own.variance + error,
                }
            }
        };
        // Gaps whose change lies before this commit, or at it, and those where it lies after.
        let part = |is_after: bool| {
            let of_gap = move |gap: &Gap| {
                let before = commit.clamp(gap.after, gap.last) - gap.after;
                let count = if is_after { before } else { gap.count() - before };
                (gap.only * count as f64 / gap.count() as f64, expected(gap.fit.level(is_after)))
            };
            Normal::of_mixture(posterior.gaps.iter().map(of_gap))
        };
        match (part(false), part(true)) {
            (Some((before, level)), Some((after, changed))) => information(after / (before + after), [level, changed]),
            _ => 0.0,
        }
    }

    /// The chance that `commit` can be measured, judged by how near one lies that cannot: a half beside it, then three quarters.
    fn chance(&self, commit: usize) -> f64 {
        let nearest = self.skipped.iter().map(|&other| other.abs_diff(commit)).min();
        nearest.map_or(1.0, |distance| 1.0 - 0.5f64.powi(distance.min(60) as i32))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const COSTS: Costs = Costs { build: 180.0, probe: 10.0 };

    /// Searches with probes that are nearly exact; returns how it ended and which commits were measured, in order.
    fn searched(
        commits: usize,
        time: impl Fn(usize) -> f64,
        is_broken: impl Fn(usize) -> bool,
    ) -> (Ending, Vec<usize>) {
        let (mut search, mut measured) = (Search::new(commits, 0.95, 0.002), Vec::new());
        loop {
            match search.next(COSTS, |_| false) {
                Step::Probe(commit) if is_broken(commit) => search.skip(commit),
                Step::Probe(commit) => {
                    measured.push(commit);
                    search.observe(Probe { commit, log_ratio: time(commit).ln(), error: 0.001 });
                }
                Step::End(ending) => return (ending, measured),
            }
        }
    }

    fn step(from: usize, size: f64) -> impl Fn(usize) -> f64 {
        move |commit| if commit >= from { 1.0 + size } else { 1.0 }
    }

    #[test]
    fn every_place_is_found_in_as_many_builds_as_halving_needs() {
        for from in 1..=16 {
            let (ending, measured) = searched(16, step(from, 0.1), |_| false);
            assert!(
                matches!(ending, Ending::Found { commit, probability } if commit == from && probability > 0.95),
                "{from}: {ending:?}"
            );
            assert_eq!(measured[0], 16, "BAD first");
            assert!(measured.len() <= 5, "{from}: {measured:?}");
        }
    }

    #[test]
    fn a_commit_that_made_it_faster_or_many_times_slower_is_found_too() {
        for size in [-0.2, -0.9999, 1e7] {
            let (ending, _) = searched(10, step(7, size), |_| false);
            assert!(matches!(ending, Ending::Found { commit: 7, .. }), "{size}: {ending:?}");
        }
    }

    #[test]
    fn without_a_difference_it_says_what_would_have_been_found() {
        let (ending, measured) = searched(10, step(99, 0.1), |_| false);
        let Ending::Same { detectable } = ending else { panic!("{ending:?}") };
        // (2.576 + 1.282) × √(2 · 0.002² + 0.001²)
        assert!((detectable - 0.011_64).abs() < 1e-4, "{detectable}");
        assert_eq!(measured, [10], "one probe that is good enough");
    }

    #[test]
    fn commits_that_cannot_be_measured_are_gone_around() {
        let (ending, measured) = searched(16, step(12, 0.1), |commit| commit == 8 || commit == 9);
        assert!(matches!(ending, Ending::Found { commit: 12, .. }), "{ending:?}");
        assert!(!measured.contains(&8));
        // The guilty one lies among them: one of these.
        let (ending, _) = searched(16, step(7, 0.1), |commit| (6..=9).contains(&commit));
        let Ending::OneOf { commits, probability } = ending else { panic!("{ending:?}") };
        assert!(commits == [6, 7, 8, 9, 10] && probability > 0.95, "{commits:?}");
    }

    #[test]
    fn two_changes_are_told_as_two() {
        let time = |commit| {
            if commit >= 12 {
                1.2
            } else if commit >= 6 {
                1.1
            } else {
                1.0
            }
        };
        let (ending, measured) = searched(16, time, |_| false);
        let Ending::Several { ranges: [first, second], probability } = ending else {
            panic!("{ending:?} {measured:?}")
        };
        assert!(probability > 0.95 && (first.0 + 1..=first.1).contains(&6) && (second.0 + 1..=second.1).contains(&12));
    }

    #[test]
    fn one_commit_alone_is_the_one() {
        let (ending, measured) = searched(1, step(1, 0.1), |_| false);
        assert!(matches!(ending, Ending::Found { commit: 1, .. }) && measured == [1], "{ending:?}");
    }

    #[test]
    fn a_doubtful_build_is_measured_again_before_another_is_made() {
        let mut search = Search::new(64, 0.95, 0.002);
        search.observe(Probe { commit: 64, log_ratio: 0.03, error: 0.003 });
        let Step::Probe(middle) = search.next(COSTS, |_| false) else { panic!() };
        assert!((31..=33).contains(&middle), "{middle}");
        search.observe(Probe { commit: 32, log_ratio: 0.015, error: 0.006 });
        assert_eq!(search.next(COSTS, |_| false), Step::Probe(32));
        // Where builds are there already, another commit tells more.
        let free = search.next(COSTS, |_| true);
        assert!(matches!(free, Step::Probe(other) if other != 32), "{free:?}");
    }

    #[test]
    fn the_size_and_the_levels_have_intervals() {
        let mut search = Search::new(4, 0.95, 0.002);
        assert_eq!((search.size(), search.level(4)), (None, None));
        assert_eq!(search.ending(), Ending::OneOf { commits: vec![1, 2, 3, 4], probability: 1.0 });
        search.observe(Probe { commit: 4, log_ratio: 0.1, error: 0.001 });
        let size = search.size().unwrap();
        assert!((size.log_ratio - 0.1).abs() < 1e-3 && size.interval[0] > 0.09 && size.interval[1] < 0.11, "{size:?}");
        let (log, error) = search.level(4).unwrap();
        assert!((log - 0.1).abs() < 1e-12 && (error - 0.003).abs() < 1e-12);
    }
}
