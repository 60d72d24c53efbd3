//! What a rung changed of where the time goes.

use super::hot_functions;
use crate::format;
use std::collections::BTreeMap;
use tenfold_record::{Cell, Profile, Rung};

/// A change of a function's share of the samples too small to be spoken of: profiles of a few hundred samples differ by
/// as much without any change.
const LEAST: f64 = 0.05;

/// A cell with its profile.
pub type Profiled<'r> = (&'r Cell, &'r Profile);

/// The last variant of each rung of ours against the last of the rung before, where both took samples: variants of a rung
/// stand in the order of what they teach.
pub fn pairs<'r>(profiles: &[Profiled<'r>]) -> Vec<[Profiled<'r>; 2]> {
    let own = profiles.iter().filter(|(cell, profile)| cell.rung != Rung::External && profile.samples > 0);
    let last: BTreeMap<Rung, Profiled<'r>> = own.map(|profile| (profile.0.rung, *profile)).collect();
    let last: Vec<_> = last.into_values().collect();
    last.windows(2).map(|pair| [pair[0], pair[1]]).collect()
}

/// The functions whose share of the samples grew and shrank most.
pub fn answer(before: &Profile, after: &Profile) -> String {
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
        [] => "No function's own share of the samples changed by a twentieth.".into(),
        [one] => format!("Own share of the samples: {one}."),
        [one, other, ..] if one == other => format!("Own share of the samples: {one}."),
        all => format!("Own share of the samples: {}.", all.join("; ")),
    }
}
