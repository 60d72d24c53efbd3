//! The history: how did the same cells do in run after run, on one machine?

use super::{Findings, ladder, wording};
use std::collections::BTreeMap;
use tenfold_record::{Cell, CellMedian, Rung};

/// One run among others.
#[derive(Clone, Debug)]
pub struct Night {
    /// When it started, in milliseconds of Unix time.
    pub started_ms: i64,
    /// On what machine: runs of other machines are other histories.
    pub machine: String,
    /// What it found.
    pub medians: Vec<CellMedian>,
}

/// The variants of one problem in all runs on one machine.
#[derive(Clone, Debug)]
pub struct History {
    /// The kernel.
    pub kernel: String,
    /// The params, in words: "n = 1,000,000 · steps = 100".
    pub problem: String,
    /// The machine.
    pub machine: String,
    /// When each run started, in milliseconds of Unix time: the oldest first.
    pub started_ms: Vec<i64>,
    /// One for each variant, slowest first.
    pub tracks: Vec<Track>,
}

/// One variant over the runs of a history.
#[derive(Clone, Debug)]
pub struct Track {
    /// The variant with its workers.
    pub label: String,
    /// Its rung.
    pub rung: Rung,
    /// For each run of the history what was found; `None` where the run has no interval for it.
    pub nights: Vec<Option<CellMedian>>,
}

/// How the newest time of a track stands beside the earlier ones.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Newest {
    /// Newest time over the median of the earlier ones.
    pub ratio: f64,
    /// Earlier runs.
    pub earlier: usize,
    /// What may be said.
    pub place: NewestPlace,
}

/// The newest time among the earlier ones.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NewestPlace {
    /// Too few earlier runs for a verdict.
    TooFew,
    /// Not beyond all of them.
    Within,
    /// Above every one.
    Slower,
    /// Below every one.
    Faster,
}

/// Fewest earlier runs for a verdict. Among n + 1 runs of an unchanged program each is equally likely the slowest, whatever
/// the distribution of its times: of 19 earlier ones the newest is slower than all by chance once in twenty.
pub const FEWEST_EARLIER: usize = 19;

/// What a run gives to a history: the rows of its ladders that have an interval.
pub(crate) fn medians(findings: &Findings<'_>) -> Vec<CellMedian> {
    let rows = findings.parts.iter().flat_map(|part| &part.ladder.rows);
    let median = |row: &super::Row<'_>| {
        let estimate = &row.times.estimate;
        let interval = estimate.interval?;
        Some(CellMedian {
            cell: row.times.cell.clone(),
            seconds: estimate.value,
            low: interval.low,
            high: interval.high,
            launches: estimate.n,
        })
    };
    rows.filter_map(median).collect()
}

/// The histories of all problems that two runs or more have measured: where the newest run changed most comes first, and
/// then by kernel, problem and machine.
pub fn histories(mut nights: Vec<Night>) -> Vec<History> {
    nights.sort_by_key(|night| night.started_ms);
    let mut problems: BTreeMap<[String; 3], Vec<(i64, Vec<CellMedian>)>> = BTreeMap::new();
    for night in nights {
        for median in night.medians {
            let Cell { kernel, params, .. } = &median.cell;
            let key = [kernel.clone(), wording::params(params), night.machine.clone()];
            let runs = problems.entry(key).or_default();
            if runs.last().is_none_or(|(started_ms, _)| *started_ms != night.started_ms) {
                runs.push((night.started_ms, Vec::new()));
            }
            runs.last_mut().expect("one was pushed where there was none").1.push(median);
        }
    }
    let enough = problems.into_iter().filter(|(_, runs)| runs.len() > 1);
    let mut histories: Vec<History> =
        enough.map(|([kernel, problem, machine], runs)| History::of(kernel, problem, machine, runs)).collect();
    histories.sort_by(|a, b| b.changed().total_cmp(&a.changed()));
    histories
}

impl History {
    fn of(kernel: String, problem: String, machine: String, runs: Vec<(i64, Vec<CellMedian>)>) -> History {
        let started_ms: Vec<i64> = runs.iter().map(|(started_ms, _)| *started_ms).collect();
        let mut tracks: Vec<Track> = Vec::new();
        for (night, (_, medians)) in runs.into_iter().enumerate() {
            for median in medians {
                let label = ladder::label(&median.cell);
                let place = tracks.iter().position(|track| track.label == label).unwrap_or_else(|| {
                    tracks.push(Track { label, rung: median.cell.rung, nights: vec![None; started_ms.len()] });
                    tracks.len() - 1
                });
                tracks[place].nights[night] = Some(median);
            }
        }
        tracks.sort_by(|a, b| b.reference().total_cmp(&a.reference()));
        History { kernel, problem, machine, started_ms, tracks }
    }

    /// How far the newest run lies beyond all earlier ones, of the variant that it does so most: the logarithm of its ratio,
    /// whether slower or faster; zero where no variant does.
    fn changed(&self) -> f64 {
        let standings = self.tracks.iter().filter_map(Track::standing);
        let beyond = standings.filter(|standing| matches!(standing.place, NewestPlace::Slower | NewestPlace::Faster));
        beyond.map(|standing| standing.ratio.ln().abs()).fold(0.0, f64::max)
    }
}

impl Track {
    /// The median over all runs, in seconds: what each is drawn against.
    pub fn reference(&self) -> f64 {
        wording::middle(self.nights.iter().flatten().map(|night| night.seconds))
    }

    /// How the newest run stands beside the earlier ones; `None` where the newest has no time, or is the only one.
    pub fn standing(&self) -> Option<Newest> {
        let (newest, earlier) = self.nights.split_last()?;
        let newest = newest.as_ref()?.seconds;
        let earlier: Vec<f64> = earlier.iter().flatten().map(|night| night.seconds).collect();
        let median = tenfold_stats::median(&earlier).ok()?;
        let place = match earlier.len() {
            few if few < FEWEST_EARLIER => NewestPlace::TooFew,
            _ if earlier.iter().all(|seconds| *seconds < newest) => NewestPlace::Slower,
            _ if earlier.iter().all(|seconds| *seconds > newest) => NewestPlace::Faster,
            _ => NewestPlace::Within,
        };
        Some(Newest { ratio: newest / median, earlier: earlier.len(), place })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{self, cell, part};

    fn night(index: usize, naive: f64, machine: &str) -> Night {
        let run = testing::run("?")
            .with(part("traffic").with(cell("naive").takes(naive)).with(cell("vectorised").takes(1e-3)));
        Night { started_ms: index as i64, machine: machine.into(), medians: medians(&Findings::of(&run.built())) }
    }

    /// `earlier` runs that take 1.00, 1.01, 1.02 and so on over and over, the newest first; then one that takes `newest`.
    fn history(earlier: usize, newest: f64) -> History {
        let times = (0..earlier).map(|i| 1.0 + 0.01 * (i % 5) as f64).chain([newest]);
        let nights: Vec<Night> = times.enumerate().map(|(i, seconds)| night(i, seconds, "m")).collect();
        let histories = histories(nights.into_iter().rev().collect());
        assert_eq!(histories.len(), 1);
        histories.into_iter().next().unwrap()
    }

    #[test]
    fn nights_stand_in_the_order_of_time_and_variants_in_that_of_the_ladder() {
        let history = history(5, 2.0);
        assert_eq!(history.started_ms, [0, 1, 2, 3, 4, 5]);
        assert_eq!(history.problem, "n = 1,000,000 · steps = 100");
        let labels: Vec<&str> = history.tracks.iter().map(|track| track.label.as_str()).collect();
        assert_eq!(labels, ["naive", "vectorised"]);
        let newest = history.tracks[0].nights[5].as_ref().unwrap();
        assert!((newest.seconds / 2.0 - 1.0).abs() < 0.005 && newest.low < 2.0 && newest.launches == 8, "{newest:?}");
    }

    #[test]
    fn a_run_beyond_all_earlier_ones_is_called_so_from_twenty_runs_on() {
        let place = |earlier, newest| history(earlier, newest).tracks[0].standing().unwrap().place;
        assert_eq!(place(19, 1.05), NewestPlace::Slower);
        assert_eq!(place(19, 0.99), NewestPlace::Faster);
        assert_eq!(place(19, 1.03), NewestPlace::Within);
        assert_eq!(place(19, 1.04), NewestPlace::Within, "as slow as the slowest is not slower");
        assert_eq!(place(18, 9.0), NewestPlace::TooFew);
        let answer = history(19, 1.05).answer();
        assert!(answer.starts_with("naive is slower than in all 19 earlier runs: 1.03× their median"), "{answer}");
        assert!(answer.ends_with("1 variant is within the range of earlier runs."), "{answer}");
    }

    #[test]
    fn what_changed_most_comes_first() {
        // Twenty nights on which everything stays as it is, but the newest of two machines.
        let nights = |machine: &str, newest: f64| -> Vec<Night> {
            (0..=FEWEST_EARLIER).map(|k| night(k, if k == FEWEST_EARLIER { newest } else { 1.0 }, machine)).collect()
        };
        let all = [nights("a steady one", 1.0), nights("b slower", 1.5), nights("c much faster", 0.25)].concat();
        let machines: Vec<String> = histories(all).into_iter().map(|history| history.machine).collect();
        assert_eq!(machines, ["c much faster", "b slower", "a steady one"]);
    }

    #[test]
    fn machines_and_problems_are_not_mixed() {
        let nights = vec![night(0, 1.0, "m"), night(1, 1.0, "other"), night(2, 1.0, "m")];
        let found = histories(nights);
        assert_eq!(found.len(), 1, "one run on the other machine is no history");
        assert_eq!(found[0].started_ms, [0, 2]);
    }

    #[test]
    fn a_cell_without_an_interval_is_no_night() {
        let run = testing::run("?").with(part("traffic").with(cell("naive").takes_each(&[1.0, 1.0]))).built();
        assert!(medians(&Findings::of(&run)).is_empty());
    }
}
