//! What follows from a [`Run`]: estimates, ladders, limits, scaling, scored guesses, and what is missing.
//!
//! Pure functions of the run: no clock, no randomness, no I/O. The page and the terminal only write down what is found
//! here, so that both say the same.
//!
//! | question | file |
//! |---|---|
//! | how long did a cell take, how sure is that? | `times.rs` |
//! | which can be ranked, and which are too noisy? | `ranking.rs` |
//! | how do all kernels stand at a glance? | `overview.rs` |
//! | how do the variants stand side by side? | `ladder.rs` |
//! | how much is each rung worth? | `rungs.rs` |
//! | how fast could it be at most? | `limit.rs` |
//! | what limits it? | `roofline.rs` |
//! | is a number too good to be true, and why? | `too_fast.rs` |
//! | what was each step worth, and which was worth nothing? | `climb.rs`, `setbacks.rs` |
//! | does it scale? | `scaling.rs` |
//! | was the guess right? | `guesses.rs` |
//! | is the target met? | `targets.rs` |
//! | what did a class guess, and how near was it? | `class.rs` |
//! | how did it go from run to run? | `history.rs` |
//! | what has no number, and why? | `missing.rs` |
//! | what did the profiler see? | `hot.rs`, `change.rs` |
//! | what was changed in the source, and which lines are hot? | `diff.rs`, `source.rs` |
//! | what do the ranks wait for, and what do they send? | `ranks.rs`, `network.rs` |
//! | how was it measured? | `method.rs` |
//! | what is a part called? | `title.rs` |
//! | how is it put into words? | `wording.rs`, `../answers/` |

pub mod change;
mod class;
mod climb;
pub mod diff;
mod efficiency;
mod guesses;
mod history;
mod hot;
mod ladder;
mod limit;
mod method;
mod missing;
pub mod network;
mod overview;
mod phases;
mod ranking;
pub mod ranks;
mod roofline;
mod rungs;
mod scaling;
mod setbacks;
pub mod source;
mod targets;
#[cfg(test)]
mod tests;
mod times;
mod title;
mod too_fast;
pub mod wording;

pub use class::{ClassGuess, NEAR_FACTOR};
pub use climb::{Climb, Gain, Step, Worth};
pub use efficiency::{EfficiencyLine, EfficiencyTable};
pub use guesses::{GuessScore, GuessVerdict, Measurement};
pub(crate) use history::medians;
pub use history::{FEWEST_EARLIER, History, Newest, NewestPlace, Night, Track, histories};
pub use hot::{HotFunction, hot_functions, hot_place};
pub use ladder::{Ladder, Row};
pub(crate) use limit::Machine;
pub use limit::{Limit, MARGIN};
pub use missing::{Lost, Missing, MissingKind};
pub use overview::{Line, Overview, Place};
pub use phases::{Phase, phases};
pub use roofline::{Bound, Cores, NEAR, Position, Roof, Roofline};
pub use rungs::RungWorth;
pub use scaling::{Curve, Point};
pub use setbacks::{Setback, setbacks};
pub use targets::{Met, TargetScore};
pub use tenfold_stats::{Estimate, Interval, LEVEL};
pub use times::{LaunchTimes, Times};
pub use too_fast::{Cause, TooFast};
pub use wording::params;

use rayon::iter::{IndexedParallelIterator, IntoParallelRefIterator, ParallelIterator};
use tenfold_record::{Part, Run, RunState};

/// Everything that follows from a run.
#[derive(Clone, Debug)]
pub struct Findings<'r> {
    /// The run.
    pub run: &'r Run,
    /// One for each part of the experiment, in its order.
    pub parts: Vec<PartFindings<'r>>,
}

/// Everything that follows for one part.
#[derive(Clone, Debug)]
pub struct PartFindings<'r> {
    /// Its name: its kernel; of a second part of the same kernel, with its number: "mandelbrot-2".
    pub name: String,
    /// How a reader knows it: its kernel; among several parts of one kernel with what tells them apart: "heat, weak scaling".
    pub title: String,
    /// The part.
    pub part: &'r Part,
    /// The times of every cell that has a number, in the order of the plan.
    pub times: Vec<Times<'r>>,
    /// The variants side by side.
    pub ladder: Ladder<'r>,
    /// The variants under the roofs of the machine, where the kernel counts operations and their ceiling was measured.
    pub roofline: Option<Roofline<'r>>,
    /// One curve for each variant measured with more than one number of workers.
    pub curves: Vec<Curve<'r>>,
    /// The guesses, scored.
    pub guesses: Vec<GuessScore<'r>>,
    /// The targets, scored.
    pub targets: Vec<TargetScore<'r>>,
    /// What a class guessed at the same ratios; only those that anybody guessed at.
    pub class: Vec<ClassGuess<'r>>,
    /// Cells timed by another program, whose answers nobody here has checked: shown apart and compared with nothing.
    pub unchecked: Vec<Times<'r>>,
    /// Every cell without a number, with its reason.
    pub missing: Vec<Missing<'r>>,
    /// Launches without times of cells that have a number from their other launches.
    pub lost: Vec<Lost<'r>>,
}

impl<'r> Findings<'r> {
    /// Derives everything from a run.
    pub fn of(run: &'r Run) -> Findings<'r> {
        let parts = run.experiment.parts.par_iter().enumerate();
        Findings { run, parts: parts.map(|(index, part)| PartFindings::of(run, index, part)).collect() }
    }

    /// Whether all rounds are there.
    pub fn finished(&self) -> bool {
        self.run.state == RunState::Finished
    }

    /// Cells whose answer was wrong.
    pub fn wrong(&self) -> Vec<&Missing<'r>> {
        self.missing_of(MissingKind::Wrong)
    }

    /// Cells that are faster than the machine allows.
    pub fn too_fast(&self) -> Vec<&Missing<'r>> {
        self.missing_of(MissingKind::TooFast)
    }

    /// Targets that are surely missed.
    pub fn missed(&self) -> usize {
        self.parts.iter().flat_map(|part| &part.targets).filter(|target| target.met() == Met::No).count()
    }

    fn missing_of(&self, kind: MissingKind) -> Vec<&Missing<'r>> {
        self.parts.iter().flat_map(|part| &part.missing).filter(|m| m.kind == kind).collect()
    }
}

impl<'r> PartFindings<'r> {
    fn of(run: &'r Run, index: usize, part: &'r Part) -> PartFindings<'r> {
        let cells = run.cells.iter().filter(|m| m.cell.part == index);
        let times::Sorted { timed, unchecked, mut missing } = Times::all(cells);
        let (times, too_fast) = too_fast::sift(timed, run);
        missing.extend(too_fast);
        missing.sort_by_key(|m| m.cell.key);
        let lost = times.iter().flat_map(|times| Lost::all(times.measured)).collect();
        let ladder = Ladder::of(part, &times, run);
        let roofline = Roofline::of(&ladder, run);
        let curves = scaling::curves(part, &times, run.fingerprint.cores);
        let guesses = part.guesses.iter().map(|guess| GuessScore::of(guess, &ladder, part)).collect();
        let score = |target| TargetScore::of(target, &ladder, roofline.as_ref(), part);
        let targets = part.targets.iter().map(score).collect();
        let class = class::of_part(run, index, part, &ladder);
        let before = run.experiment.parts[..index].iter().filter(|other| other.kernel == part.kernel).count();
        let name = if before == 0 { part.kernel.clone() } else { format!("{}-{}", part.kernel, before + 1) };
        let title = title::of(&run.experiment.parts, part);
        PartFindings {
            name,
            title,
            part,
            times,
            ladder,
            roofline,
            curves,
            guesses,
            targets,
            class,
            unchecked,
            missing,
            lost,
        }
    }
}
