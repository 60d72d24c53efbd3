//! A profile: flamegraph, hot functions, hot lines, and how far to trust them.

use super::assembly::assembly;
use super::flame::FlameView;
use minijinja::{Value, context};
use tenfold_analysis::findings::{HotFunction, hot_functions, hot_place, wording};
use tenfold_analysis::origin::{ORIGINS, Origin};
use tenfold_analysis::{answers, format};
use tenfold_figures::{ReportError, flamegraph};
use tenfold_record::{Cell, HotLine, Profile};

/// Hot functions and lines shown; the flamegraph has them all.
const SHOWN: usize = 8;

/// The profile of one cell.
pub(super) fn profile(cell: &Cell, profile: &Profile) -> Result<Value, ReportError> {
    let label = wording::label(cell);
    let functions = hot_functions(profile, SHOWN);
    let share = |samples: u64| format::percent(samples as f64 / profile.samples as f64);
    let line = |line: &HotLine| {
        context! { place => format!("{}:{}", hot_place(&line.file), line.line), share => share(line.samples) }
    };
    let function = |function: &HotFunction| {
        let (itself, with_callees) = (format::percent(function.itself), format::percent(function.with_callees));
        context! { name => function.name, itself, with_callees }
    };
    let (assembly, no_assembly) = match assembly(profile) {
        Ok(assembly) => (Some(assembly), String::new()),
        Err(why) => (None, why),
    };
    let file = [&*cell.kernel, &label];
    // There is none where the profiler took no sample.
    let flame =
        (!functions.is_empty()).then(|| FlameView::of(&profile.folded, &cell.kernel, &label, &file)).transpose()?;
    let legend = ORIGINS.iter().map(|(origin, name)| context! { name, class => class(*origin) });
    Ok(context! {
        id => format!("profile-{}", cell.key.0),
        about => flamegraph::about(profile),
        answer => answers::flamegraph::answer(profile, &cell.kernel),
        flame,
        legend => legend.collect::<Vec<_>>(),
        functions => functions.iter().map(function).collect::<Vec<_>>(),
        lines => profile.lines.iter().take(SHOWN).map(line).collect::<Vec<_>>(),
        assembly,
        no_assembly,
        label,
    })
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
