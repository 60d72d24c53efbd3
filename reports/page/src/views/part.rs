//! One part of the experiment: its problem, its ladder, its scaling, its distributions, its profiles.

use super::change::ChangeView;
use super::efficiency::EfficiencyView;
use super::figure::Figure;
use super::ladder::LadderView;
use super::profile::ProfileView;
use super::ranks::RanksView;
use super::roofline::RooflineView;
use super::scaling::ScalingView;
use super::source::SourcesView;
use super::{LostView, MissingView};
use serde::Serialize;
use tenfold_analysis::findings::{EfficiencyTable, PartFindings, Times, wording};
use tenfold_analysis::{answers, format};
use tenfold_figures as figures;
use tenfold_figures::ReportError;
use tenfold_record::{Cell, Profile, Run, Workers};

/// One part.
#[derive(Serialize)]
pub(super) struct PartView {
    anchor: String,
    kernel: String,
    summary: String,
    problem: String,
    ladder: LadderView,
    roofline: Option<RooflineView>,
    scaling: Option<ScalingView>,
    spread: String,
    distributions: Vec<DistributionView>,
    /// The efficiencies by number of ranks.
    efficiencies: Vec<EfficiencyView>,
    ranks: Vec<RanksView>,
    /// Whether ranks were measured and nobody watched them.
    no_ranks: bool,
    sources: Option<SourcesView>,
    profiles: Vec<ProfileView>,
    changes: Vec<ChangeView>,
    unchecked: Vec<UncheckedView>,
    missing: Vec<MissingView>,
    lost: Vec<LostView>,
}

/// A cell that another program timed.
#[derive(Serialize)]
struct UncheckedView {
    label: String,
    by: String,
    time: String,
    interval: String,
    launches: usize,
    samples: usize,
}

impl UncheckedView {
    fn of(times: &Times<'_>) -> UncheckedView {
        UncheckedView {
            label: wording::label(times.cell),
            by: wording::timed_by(times),
            time: format::seconds(times.estimate.value),
            interval: wording::interval_of_seconds(&times.estimate),
            launches: times.launches.len(),
            samples: times.samples(),
        }
    }
}

/// Every sample of a cell.
#[derive(Serialize)]
struct DistributionView {
    label: String,
    about: String,
    figure: Figure,
}

impl DistributionView {
    fn of(times: &Times<'_>) -> DistributionView {
        let launches = times.launches.len();
        let spread = times.spread().map_or(String::new(), |s| format!(", slowest {} the fastest", format::ratio(s)));
        let disturbed = match times.disturbed() {
            0 => String::new(),
            n => format!(", {n} samples disturbed"),
        };
        let throttled = match times.throttled() {
            0 => String::new(),
            n => format!(", {n} throttled by the CPU quota"),
        };
        let offset = times.start_offset().map_or(String::new(), |seconds| {
            format!(", ranks began within {} of each other (median)", format::seconds(seconds))
        });
        DistributionView {
            label: wording::label(times.cell),
            about: format!(
                "{}, {launches} {}{throttled}{spread}{disturbed}{offset}",
                format::seconds(times.estimate.value),
                if launches == 1 { "launch" } else { "launches" }
            ),
            figure: Figure::new(
                format!("Samples of {}.", wording::label(times.cell)),
                &[&times.cell.kernel, &wording::label(times.cell), "samples"],
                &figures::Distribution::of(times),
            ),
        }
    }
}

/// The fragment that leads to a part.
pub(super) fn anchor(index: usize) -> String {
    format!("part-{}", index + 1)
}

impl PartView {
    pub(super) fn of(index: usize, part: &PartFindings<'_>, run: &Run) -> Result<PartView, ReportError> {
        let profiles = run.profiles.iter().filter_map(|profile| {
            let cell = run.cells.iter().map(|m| &m.cell).find(|c| c.key == profile.cell && c.part == index)?;
            Some((cell, profile))
        });
        let profiles: Vec<(&Cell, &Profile)> = profiles.collect();
        let traces = run.traces.iter().filter_map(|trace| {
            let cell = run.cells.iter().map(|m| &m.cell).find(|c| c.key == trace.cell && c.part == index)?;
            RanksView::of(cell, trace, run.fingerprint.cores)
        });
        let mut ranks: Vec<RanksView> = traces.collect();
        RanksView::open_largest_within(&mut ranks, run.fingerprint.cores);
        // An external's ranks cannot be watched.
        let on_ranks = part.times.iter().any(|t| t.cell.rung.workers() == Workers::Ranks && t.cell.workers > 1);
        Ok(PartView {
            efficiencies: EfficiencyTable::all(part, run).iter().map(EfficiencyView::of).collect(),
            no_ranks: ranks.is_empty() && on_ranks,
            anchor: anchor(index),
            kernel: part.title.clone(),
            summary: part.part.summary.clone(),
            problem: wording::problem(part.part),
            ladder: LadderView::of(part),
            roofline: RooflineView::of(part),
            scaling: ScalingView::of(part, run),
            distributions: part.times.iter().map(DistributionView::of).collect(),
            spread: answers::distribution::spread(&part.times),
            ranks,
            sources: SourcesView::of(run, index),
            changes: ChangeView::all(&profiles)?,
            profiles: profiles
                .iter()
                .map(|(cell, profile)| ProfileView::of(cell, profile))
                .collect::<Result<_, _>>()?,
            unchecked: part.unchecked.iter().map(UncheckedView::of).collect(),
            missing: part.missing.iter().map(MissingView::of).collect(),
            lost: part.lost.iter().map(LostView::of).collect(),
        })
    }
}
