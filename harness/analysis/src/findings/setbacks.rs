//! Setbacks: steps of the climb that were worth nothing, and what the run itself says of the reason.
//!
//! Every cause is a measurement of the same run, never a guess; where none speaks, that is said.

use super::{Climb, Curve, Estimate, Gain, PartFindings, Row, Worth, hot, wording};
use crate::format;
use crate::origin::Origin;
use tenfold_record::{Cell, Run, Rung};

/// A step that did not help.
#[derive(Clone, Debug)]
pub struct Setback {
    /// The variant.
    pub label: String,
    /// The variant before it.
    pub over: String,
    /// How many times faster than that.
    pub ratio: Estimate,
    /// Whether it is slower; else no difference was found.
    pub slower: bool,
    /// What the run says of the reason, the strongest first.
    pub causes: Vec<String>,
}

/// A limit reached by this share leaves little for the next rung.
const NEAR_THE_LIMIT: f64 = 0.5;

/// Samples outside the kernel's own code are worth a word from this share on.
const NOTABLE: f64 = 0.1;

/// An efficiency below this says that the workers are in each other's way.
const POOR: f64 = 0.75;

/// The steps of the kernel's own that did not help. Peers are no steps: they are in no order.
pub fn setbacks(part: &PartFindings<'_>, run: &Run) -> Vec<Setback> {
    let climb = Climb::of(part);
    let in_vain = |gain: &&Gain<'_, '_>| matches!(gain.worth(), Worth::Hurt | Worth::Nothing);
    let own = climb.steps.iter().filter(|step| !step.row.is_external());
    let lost = own.filter_map(|step| Some((step.row, step.gain.as_ref().filter(in_vain)?)));
    lost.map(|(row, gain)| Setback {
        label: row.label.clone(),
        over: gain.over.label.clone(),
        ratio: gain.ratio,
        slower: gain.worth() == Worth::Hurt,
        causes: causes(row, gain, part, run),
    })
    .collect()
}

impl Setback {
    /// What happened, in a sentence.
    pub fn sentence(&self) -> String {
        let Setback { label, over, ratio, .. } = self;
        match self.slower {
            true => format!("{label} is slower than {over}: {}.", wording::ratio_in_words(ratio)),
            false => {
                format!("No significant difference between {label} and {over}: {}.", wording::ratio_in_words(ratio))
            }
        }
    }
}

fn causes(row: &Row<'_>, gain: &Gain<'_, '_>, part: &PartFindings<'_>, run: &Run) -> Vec<String> {
    let over = gain.over;
    let (mine, theirs) = (row.times.cell, over.times.cell);
    let mut causes = Vec::new();
    if let Some(warning) = wording::noisy(&gain.ratio) {
        causes.push(format!("The measurement is inconclusive ({warning})."));
    }
    if row.beyond_cores {
        let cores = format::counted(run.fingerprint.cores, "core");
        causes.push(format!("It ran {} workers on {cores}.", mine.workers));
    }
    if theirs.workers > 1 && theirs.workers == mine.workers {
        causes.push(format!("Both use {} workers on the same machine, so no cores were added.", mine.workers));
    }
    if let Some(share) = over.share_of_limit.filter(|share| *share >= NEAR_THE_LIMIT) {
        causes.push(format!("{} already reaches {} of its limit.", over.label, format::percent(share)));
    }
    if let Some(curve) = curve_of(row, part).filter(|_| mine.workers > 1) {
        causes.extend(of_curve(curve, row, part));
    }
    causes.extend(elsewhere(row, run));
    if causes.is_empty() {
        let (kernel, variant) = (&mine.kernel, &mine.variant);
        causes.push(match mine.rung {
            Rung::External => "This run does not show why.".to_string(),
            _ => format!("This run does not show why; try tenfold profile {kernel} {variant}."),
        });
    }
    causes
}

fn curve_of<'a, 'r>(row: &Row<'r>, part: &'a PartFindings<'r>) -> Option<&'a Curve<'r>> {
    part.curves.iter().find(|c| c.points.iter().any(|p| p.times.cell.key == row.times.cell.key))
}

/// What scaling says: how good the workers are together, and what one of them alone costs.
fn of_curve(curve: &Curve<'_>, row: &Row<'_>, part: &PartFindings<'_>) -> Vec<String> {
    let mut causes = Vec::new();
    let widest = curve.widest_within_cores().filter(|p| p.workers > 1);
    if let Some((point, efficiency)) = widest.and_then(|p| Some((p, p.efficiency?))).filter(|(_, e)| e.value < POOR) {
        let serial =
            point.karp_flatt.map_or(String::new(), |k| format!("; the serial fraction is {}", wording::share(&k)));
        let efficiency = format::percent(efficiency.value);
        causes.push(format!("Parallel efficiency on {} workers is {efficiency}{serial}.", point.workers));
    }
    let alone = curve.points.first().filter(|p| p.workers == 1);
    let is_ours = |cell: &Cell| cell.rung != Rung::External;
    let serial = part.ladder.rows.iter().filter(|r| r.ranked && is_ours(r.times.cell) && !r.times.cell.is_parallel());
    let serial = serial.min_by(|a, b| a.seconds().total_cmp(&b.seconds()));
    let cost = alone.zip(serial).and_then(|(alone, serial)| Some((serial, serial.times.speed_up_over(&alone.times)?)));
    if let Some((serial, ratio)) = cost.filter(|(_, ratio)| ratio.interval.is_some_and(|i| i.low > 1.0)) {
        let factor = wording::ratio(&ratio);
        causes.push(format!("On one worker, {} takes {factor} the time of {}.", row.times.cell.variant, serial.label));
    }
    causes
}

/// Where its profile spends time outside the program's own code.
fn elsewhere(row: &Row<'_>, run: &Run) -> Option<String> {
    let profile = run.profiles.iter().find(|p| p.cell == row.times.cell.key)?;
    let places = [(Origin::Rayon, "in rayon"), (Origin::Mpi, "in MPI"), (Origin::System, "in the operating system")];
    let kernel = &row.times.cell.kernel;
    let shares =
        places.map(|(origin, place)| (hot::share_of(profile, |name| Origin::of(name, kernel) == origin), place));
    let (share, place) = shares.into_iter().max_by(|a, b| a.0.total_cmp(&b.0))?;
    (share >= NOTABLE).then(|| format!("{} of its samples are {place}.", format::percent(share)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::findings::Findings;
    use crate::testing::{cell, part, run};

    #[test]
    fn a_rung_that_helped_is_none() {
        let part = part("traffic").with(cell("naive").takes(2.0)).with(cell("vectorised").takes(1.0));
        let run = run("?").with(part).built();
        assert!(setbacks(&Findings::of(&run).parts[0], &run).is_empty());
    }

    #[test]
    fn causes_are_measurements_of_the_run() {
        let steady = |name: &str, workers, seconds: f64| cell(name).on(workers).takes_each(&[seconds; 6]);
        let part = part("traffic")
            .with(steady("naive", 1, 8.0))
            .with(steady("vectorised", 1, 1.0))
            .with(steady("threaded", 1, 2.0))
            .with(steady("threaded", 2, 1.5).profiled("main;traffic::run 60\nmain;rayon_core::wait 40\n"))
            .with(steady("distributed", 2, 1.5));
        let run = run("?").with(part).built();
        let found = setbacks(&Findings::of(&run).parts[0], &run);
        assert_eq!(found[0].sentence(), "threaded × 2 is slower than vectorised: 0.667× [0.667, 0.667].");
        assert_eq!(
            found[0].causes,
            [
                "Parallel efficiency on 2 workers is 67 %; the serial fraction is 50 % [50 %, 50 %].",
                "On one worker, threaded takes 2.00× [2.00, 2.00] the time of vectorised.",
                "40 % of its samples are in rayon.",
            ]
        );
        assert_eq!(found[1].causes, ["Both use 2 workers on the same machine, so no cores were added."]);
        assert!(!found[1].slower);
    }

    #[test]
    fn where_nothing_speaks_that_is_said() {
        let part =
            part("heat").with(cell("naive").takes_each(&[1.0; 6])).with(cell("vectorised").takes_each(&[1.0; 6]));
        let run = run("?").with(part).built();
        let found = setbacks(&Findings::of(&run).parts[0], &run);
        assert_eq!(found[0].causes, ["This run does not show why; try tenfold profile heat vectorised."]);
    }
}
