//! How often was who right?

use tenfold_duel::Trials;
use tenfold_record::{Called, Rung, SelfTest, Trial, Workers};

/// The judge whose verdicts are the trials' own.
pub const OURS: &str = "tenfold";

/// The slowdowns that are planted, as shares.
pub const PLANTED: [f64; 3] = [0.01, 0.02, 0.05];

/// Cells that are counted together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CellGroup {
    /// Of one worker.
    Serial,
    /// On threads.
    Threaded,
    /// On ranks.
    Distributed,
    /// All.
    All,
}

impl CellGroup {
    /// Every kind, all cells last.
    pub const EACH: [CellGroup; 4] = [CellGroup::Serial, CellGroup::Threaded, CellGroup::Distributed, CellGroup::All];

    /// Its name.
    pub fn name(self) -> &'static str {
        match self {
            CellGroup::Serial => "serial",
            CellGroup::Threaded => "threaded",
            CellGroup::Distributed => "distributed",
            CellGroup::All => "all",
        }
    }

    /// Whether cells of `rung` are of this kind.
    pub fn holds(self, rung: Rung) -> bool {
        match self {
            CellGroup::Serial => rung.workers() == Workers::One,
            CellGroup::Threaded => rung.workers() == Workers::Threads,
            CellGroup::Distributed => rung.workers() == Workers::Ranks,
            CellGroup::All => true,
        }
    }

    /// The rung in whose colour it is drawn: the lowest of ours that it holds.
    pub fn rung(self) -> Rung {
        let ours = Rung::TABLE.iter().map(|info| info.rung).filter(|rung| *rung != Rung::External);
        ours.into_iter().find(|rung| self.holds(*rung)).expect("every kind of workers has a rung")
    }
}

/// The judges: this harness first, then whoever else had an opinion, in the order of their first.
pub fn judges(test: &SelfTest) -> Vec<String> {
    let mut judges = vec![OURS.to_string()];
    for opinion in test.trials.iter().flat_map(|t| &t.opinions) {
        if !judges.contains(&opinion.judge) {
            judges.push(opinion.judge.clone());
        }
    }
    judges
}

/// The times that were given to comparisons of identical sides under this load, in seconds, the shortest first.
pub fn given(test: &SelfTest, loaded: bool) -> Vec<f64> {
    let same = test.trials.iter().filter(|t| t.loaded == loaded && t.planted == 0.0);
    let mut given: Vec<f64> = same.map(|t| t.given).collect();
    given.sort_by(f64::total_cmp);
    given.dedup();
    given
}

/// The trials of cells of `kind` of which `holds` is true, as `judge` judged them; those on which it has no opinion are left
/// out.
pub fn counted(test: &SelfTest, judge: &str, kind: CellGroup, holds: impl Fn(&Trial) -> bool) -> Trials {
    let mut trials = Trials::default();
    for trial in test.trials.iter().filter(|t| kind.holds(test.cells[t.cell].rung) && holds(t)) {
        add(&mut trials, trial, judge);
    }
    trials
}

/// The duels between builds of one source to which so much was planted.
pub(crate) fn between_builds(test: &SelfTest, planted: f64) -> Trials {
    let mut trials = Trials::default();
    test.layouts.iter().filter(|t| t.planted == planted).for_each(|trial| add(&mut trials, trial, OURS));
    trials
}

fn add(trials: &mut Trials, trial: &Trial, judge: &str) {
    let (verdict, ratio) = match trial.opinions.iter().find(|o| o.judge == judge) {
        Some(opinion) => (opinion.verdict, opinion.time_ratio),
        None if judge == OURS => (trial.verdict, trial.time_ratio),
        None => return,
    };
    trials.count += 1;
    match verdict {
        Called::Slower => trials.slower += 1,
        Called::Faster => trials.faster += 1,
        Called::NoDifference => {}
    }
    if let Some((low, high)) = trial.interval.filter(|_| judge == OURS) {
        trials.intervals += 1;
        trials.covered += usize::from((low..=high).contains(&trial.truth));
    }
    // As a share of the time that is judged: the same for A / B and B / A.
    trials.errors.push((trial.truth / ratio - 1.0).abs());
}
