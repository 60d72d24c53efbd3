//! A profile: flamegraph, hot functions, hot lines, and how far to trust them.

use super::assembly::AssemblyView;
use super::flame::FlameView;
use serde::Serialize;
use tenfold_analysis::findings::{hot_functions, hot_place, wording};
use tenfold_analysis::origin::{ORIGINS, Origin};
use tenfold_analysis::{answers, format};
use tenfold_figures::{ReportError, flamegraph};
use tenfold_record::{Cell, Profile};

/// Hot functions and lines shown; the flamegraph has them all.
const SHOWN: usize = 8;

/// The profile of one cell.
#[derive(Serialize)]
pub(super) struct ProfileView {
    id: String,
    label: String,
    about: String,
    answer: String,
    /// `None` where the profiler took no sample.
    flame: Option<FlameView>,
    legend: Vec<Colour>,
    functions: Vec<FunctionView>,
    lines: Vec<LineView>,
    assembly: Option<AssemblyView>,
    no_assembly: String,
}

#[derive(Serialize)]
struct Colour {
    name: &'static str,
    class: &'static str,
}

#[derive(Serialize)]
struct FunctionView {
    name: String,
    itself: String,
    with_callees: String,
}

#[derive(Serialize)]
struct LineView {
    place: String,
    share: String,
}

impl ProfileView {
    pub(super) fn of(cell: &Cell, profile: &Profile) -> Result<ProfileView, ReportError> {
        let label = wording::label(cell);
        let functions = hot_functions(profile, SHOWN);
        let share = |samples: u64| format::percent(samples as f64 / profile.samples as f64);
        let lines = profile.lines.iter().take(SHOWN).map(|line| LineView {
            place: format!("{}:{}", hot_place(&line.file), line.line),
            share: share(line.samples),
        });
        let (assembly, no_assembly) = match AssemblyView::of(profile) {
            Ok(assembly) => (Some(assembly), String::new()),
            Err(why) => (None, why),
        };
        let file = [&*cell.kernel, &label];
        let flame =
            (!functions.is_empty()).then(|| FlameView::of(&profile.folded, &cell.kernel, &label, &file)).transpose()?;
        Ok(ProfileView {
            id: format!("profile-{}", cell.key.0),
            about: flamegraph::about(profile),
            answer: answers::flamegraph::answer(profile, &cell.kernel),
            flame,
            legend: ORIGINS.iter().map(|(origin, name)| Colour { name, class: class(*origin) }).collect(),
            functions: functions.iter().map(FunctionView::of).collect(),
            lines: lines.collect(),
            assembly,
            no_assembly,
            label,
        })
    }
}

impl FunctionView {
    fn of(function: &tenfold_analysis::findings::HotFunction) -> FunctionView {
        FunctionView {
            name: function.name.clone(),
            itself: format::percent(function.itself),
            with_callees: format::percent(function.with_callees),
        }
    }
}

/// The class that colours its square in a legend.
fn class(origin: Origin) -> &'static str {
    match origin {
        Origin::Own => "own",
        Origin::Library => "library",
        Origin::Standard => "standard",
        Origin::Rayon => "rayon",
        Origin::Mpi => "mpi",
        Origin::System => "system",
        Origin::Unknown => "unknown",
    }
}
