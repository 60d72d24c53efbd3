//! One part of the experiment: its problem, its ladder, its scaling, its distributions, its profiles.

use super::change::ChangeView;
use super::efficiency;
use super::figure::PageFigure;
use super::ladder::ladder;
use super::profile::profile;
use super::ranks::RanksView;
use super::roofline::roofline;
use super::scaling::scaling;
use super::source::sources;
use super::{lost, missing};
use minijinja::{Value, context};
use tenfold_analysis::findings::{EfficiencyTable, PartFindings, Times, wording};
use tenfold_analysis::{answers, format};
use tenfold_figures as figures;
use tenfold_figures::ReportError;
use tenfold_record::{Cell, Profile, Run, Workers};

/// The fragment that leads to a part.
pub(super) fn anchor(index: usize) -> String {
    format!("part-{}", index + 1)
}

/// One part.
pub(super) fn part(index: usize, part: &PartFindings<'_>, run: &Run) -> Result<Value, ReportError> {
    let cell = |key| run.cells.iter().map(|m| &m.cell).find(|c| c.key == key && c.part == index);
    let profiles = run.profiles.iter().filter_map(|profile| Some((cell(profile.cell)?, profile)));
    let profiles: Vec<(&Cell, &Profile)> = profiles.collect();
    let cores = run.fingerprint.cores;
    let traces = run.traces.iter().filter_map(|trace| RanksView::of(cell(trace.cell)?, trace, cores));
    let mut ranks: Vec<RanksView> = traces.collect();
    RanksView::open_largest_within(&mut ranks, cores);
    // An external's ranks cannot be watched.
    let on_ranks = part.times.iter().any(|t| t.cell.rung.workers() == Workers::Ranks && t.cell.workers > 1);
    Ok(context! {
        // The efficiencies by number of ranks.
        efficiencies => EfficiencyTable::all(part, run).iter().map(efficiency::table).collect::<Vec<_>>(),
        // Whether ranks were measured and nobody watched them.
        no_ranks => ranks.is_empty() && on_ranks,
        anchor => anchor(index),
        kernel => part.title,
        summary => part.part.summary,
        // A param and its value stay on one line.
        problem => wording::problem(part.part).replace(" = ", "\u{a0}=\u{a0}"),
        ladder => ladder(part),
        roofline => roofline(part),
        scaling => scaling(part, run),
        distributions => part.times.iter().map(distribution).collect::<Vec<_>>(),
        spread => answers::distribution::spread(&part.times),
        ranks,
        sources => sources(run, index),
        changes => ChangeView::all(&profiles)?,
        profiles => profiles.iter().map(|(cell, of)| profile(cell, of)).collect::<Result<Vec<_>, _>>()?,
        unchecked => part.unchecked.iter().map(unchecked).collect::<Vec<_>>(),
        missing => part.missing.iter().map(missing).collect::<Vec<_>>(),
        lost => part.lost.iter().map(lost).collect::<Vec<_>>(),
    })
}

/// A cell that another program timed.
fn unchecked(times: &Times<'_>) -> Value {
    context! {
        label => wording::label(times.cell),
        by => wording::timed_by(times),
        time => format::seconds(times.estimate.value),
        interval => wording::interval_of_seconds(&times.estimate),
        launches => times.launches.len(),
        samples => times.samples(),
    }
}

/// Every sample of a cell.
fn distribution(times: &Times<'_>) -> Value {
    let (label, launches) = (wording::label(times.cell), format::counted(times.launches.len(), "launch"));
    let spread = times.spread().map_or(String::new(), |s| format!(", slowest {} the fastest", format::ratio(s)));
    let disturbed = match times.disturbed() {
        0 => String::new(),
        n => format!(", {} disturbed", format::counted(n, "sample")),
    };
    let throttled = match times.throttled() {
        0 => String::new(),
        n => format!(", {n} throttled by the CPU quota"),
    };
    let offset = times.start_offset().map_or(String::new(), |seconds| {
        format!(", ranks started within {} of each other (median)", format::seconds(seconds))
    });
    let about = format!("{}, {launches}{throttled}{spread}{disturbed}{offset}", format::seconds(times.estimate.value));
    let file = [&*times.cell.kernel, &label, "samples"];
    let figure = PageFigure::new(format!("Samples of {label}."), &file, &figures::Distribution::of(times));
    context! { label, about, figure }
}
