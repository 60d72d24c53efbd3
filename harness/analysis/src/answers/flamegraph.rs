//! Where does the time go?

use crate::findings::{HotFunction, hot_functions};
use crate::format;
use std::collections::BTreeMap;
use tenfold_record::Profile;

/// A change of a function's share of the samples too small to be spoken of: profiles of a few hundred samples differ by
/// as much without any change.
const LEAST: f64 = 0.05;

/// Which function is hottest, by its own share.
pub fn hottest(functions: &[HotFunction]) -> String {
    match functions.first() {
        Some(hottest) => {
            format!("{} self time is in {}.", format::percent(hottest.itself), hottest.name)
        }
        None => "The profiler took no sample.".into(),
    }
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
