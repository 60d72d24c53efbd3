//! Where does the time go?

use crate::findings::{HotFunction, hot_functions, phases};
use crate::format;
use std::collections::BTreeMap;
use tenfold_record::Profile;

/// A change of a function's share of the samples too small to be spoken of: profiles of a few hundred samples differ by
/// as much without any change.
const LEAST: f64 = 0.05;

/// Phases that have room in a sentence, and the least share that is worth a word.
const MOST_PHASES: usize = 3;
const LEAST_PHASE: f64 = 0.05;

/// What the kernel spends its time on, and which function is hottest, by its own share.
pub fn answer(profile: &Profile, kernel: &str) -> String {
    let phases = phases(profile, kernel).into_iter().filter(|phase| phase.share >= LEAST_PHASE).take(MOST_PHASES);
    let mut told: Vec<String> =
        phases.map(|phase| format!("{} in {}", format::percent(phase.share), phase.name)).collect();
    let hottest = hottest(&hot_functions(profile, 1));
    if told.is_empty() {
        return hottest;
    }
    told[0] = told[0].replacen(" in ", " of the time is in ", 1);
    format!("{}. {hottest}", told.join(", "))
}

fn hottest(functions: &[HotFunction]) -> String {
    match functions.first() {
        Some(hottest) => {
            format!("Highest self time: {}, {}.", bare(&hottest.name), format::percent(hottest.itself))
        }
        None => "The profiler took no samples.".into(),
    }
}

/// The name of a function without the types that it is made for: a sentence has no room for them.
fn bare(name: &str) -> String {
    let mut depth = 0usize;
    let outside = |letter: &char| {
        let is_inside = depth > 0;
        match letter {
            '<' => depth += 1,
            '>' => depth = depth.saturating_sub(1),
            _ => {}
        }
        !is_inside && *letter != '<'
    };
    // A name that begins with a type is of a trait, and says nothing without it.
    if name.starts_with('<') { name.to_string() } else { name.chars().filter(outside).collect() }
}

/// The functions whose share of the samples grew and shrank most.
pub fn changed(before: &Profile, after: &Profile) -> String {
    let mut shares: BTreeMap<String, [f64; 2]> = BTreeMap::new();
    for (side, profile) in [before, after].into_iter().enumerate() {
        for function in hot_functions(profile, usize::MAX) {
            shares.entry(function.name).or_default()[side] = function.itself;
        }
    }
    let by_change =
        |a: &(&String, &[f64; 2]), b: &(&String, &[f64; 2])| (a.1[1] - a.1[0]).total_cmp(&(b.1[1] - b.1[0]));
    let told = |(name, [was, is]): (&String, &[f64; 2])| {
        ((is - was).abs() >= LEAST).then(|| format!("{name}: {} → {}", format::percent(*was), format::percent(*is)))
    };
    let ends = [shares.iter().max_by(by_change), shares.iter().min_by(by_change)];
    let told: Vec<String> = ends.into_iter().flatten().filter_map(told).collect();
    match told.as_slice() {
        [] => "No function's self time changed by more than 5 points.".into(),
        [one] => format!("Self time: {one}."),
        [one, other, ..] if one == other => format!("Self time: {one}."),
        all => format!("Self time: {}.", all.join("; ")),
    }
}

#[cfg(test)]
mod tests {
    use super::{answer, bare};
    use tenfold_record::CellKey;

    #[test]
    fn phases_come_before_the_hottest_function() {
        let folded = "main;heat::run;heat::step;heat::row 6\nmain;heat::run;heat::close 3\nmain;heat::run 1";
        let profile = crate::testing::watched::profile(CellKey(0), folded.into(), "step.rs");
        let told = "60 % of the time is in step, 30 % in close. Highest self time: heat::row, 60 %.";
        assert_eq!(answer(&profile, "heat"), told);
    }

    #[test]
    fn a_function_is_named_without_the_types_it_is_made_for() {
        assert_eq!(bare("traffic::unpack<pulp::x86::v3::V3>"), "traffic::unpack");
        assert_eq!(bare("a::b<c<d>, e>::f"), "a::b::f");
        assert_eq!(bare("<a as b>::c"), "<a as b>::c");
        assert_eq!(bare("core::_mm256_and_si256"), "core::_mm256_and_si256");
    }
}
