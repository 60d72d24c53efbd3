//! Which profiles are held against each other: what a rung changed of where the time goes.

use std::collections::BTreeMap;
use tenfold_record::{Cell, Profile, Rung};

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
