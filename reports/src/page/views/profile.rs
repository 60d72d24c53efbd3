//! A profile: flamegraph, hot functions, hot lines, and how far to trust them.

use super::assembly::AssemblyView;
use super::flame::FlameView;
use crate::ReportError;
use crate::findings::{hot_functions, say};
use crate::flamegraph::{self, ORIGINS};
use crate::format;
use serde::Serialize;
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
        let label = say::label(cell);
        let functions = hot_functions(profile, SHOWN);
        let answer = match functions.first() {
            Some(hottest) => {
                format!("{} of the samples are in {} itself.", format::percent(hottest.itself), hottest.name)
            }
            None => "The profiler took no sample.".into(),
        };
        let share = |samples: u64| format::percent(samples as f64 / profile.samples as f64);
        let lines = profile
            .lines
            .iter()
            .take(SHOWN)
            .map(|line| LineView { place: format!("{}:{}", place(&line.file), line.line), share: share(line.samples) });
        let (assembly, no_assembly) = match AssemblyView::of(profile) {
            Ok(assembly) => (Some(assembly), String::new()),
            Err(why) => (None, why),
        };
        let file = [&*cell.kernel, &label];
        let flame =
            (!functions.is_empty()).then(|| FlameView::of(&profile.folded, &cell.kernel, &label, &file)).transpose()?;
        Ok(ProfileView {
            id: format!("profile-{}", cell.key.0),
            about: about(profile),
            answer,
            flame,
            legend: ORIGINS.iter().map(|(origin, name)| Colour { name, class: origin.class() }).collect(),
            functions: functions.iter().map(FunctionView::of).collect(),
            lines: lines.collect(),
            assembly,
            no_assembly,
            label,
        })
    }
}

impl FunctionView {
    fn of(function: &crate::findings::HotFunction) -> FunctionView {
        FunctionView {
            name: function.name.clone(),
            itself: format::percent(function.itself),
            with_callees: format::percent(function.with_callees),
        }
    }
}

/// A file without the way to it: of the standard library the crate is enough, of a fetched one its name and version.
fn place(file: &str) -> &str {
    let library = file.strip_prefix("/rustc/").and_then(|rest| Some(rest.split_once("/library/")?.1));
    let fetched = || Some(file.split_once("/registry/src/")?.1.split_once('/')?.1);
    library.or_else(fetched).unwrap_or(file)
}

/// How far to trust a profile: its tool, samples, rate and overhead.
pub(crate) fn about(profile: &Profile) -> String {
    let overhead = match profile.overhead {
        Some(share) => {
            format!("profiled runs took {} of the time of others of the same process", format::percent(1.0 + share))
        }
        None => "the profiler's overhead was not measured".into(),
    };
    format!(
        "{}: {} samples; {} samples a second of CPU time, asked for {}; {overhead}. Frames narrower than {} are not drawn, and \
         calls nested inside rayon are drawn as one.",
        profile.tool,
        format::count(profile.samples),
        format::number(profile.realised_hz),
        format::number(profile.requested_hz),
        format::percent(flamegraph::NARROWEST / 100.0),
    )
}

#[cfg(test)]
mod tests {
    #[test]
    fn files_are_named_without_the_way_to_them() {
        for (file, place) in [
            ("/rustc/59807616/library/core/src/cmp.rs", "core/src/cmp.rs"),
            (
                "/home/x/.cargo/registry/src/index.crates.io-1949cf8c/pulp-0.22.3/src/x86/v4.rs",
                "pulp-0.22.3/src/x86/v4.rs",
            ),
            ("kernels/heat/src/row.rs", "kernels/heat/src/row.rs"),
            ("/rustc/odd.rs", "/rustc/odd.rs"),
        ] {
            assert_eq!(super::place(file), place);
        }
    }
}
