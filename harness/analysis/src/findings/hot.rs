//! Hot functions: a profile's samples by function, without a picture.

use std::collections::{HashMap, HashSet};
use tenfold_record::Profile;

/// A function with its share of a profile's samples.
#[derive(Clone, Debug, PartialEq)]
pub struct HotFunction {
    /// Its name as the profiler gives it.
    pub name: String,
    /// Share of the samples taken in the function itself.
    pub itself: f64,
    /// Share of the samples taken in it or in what it calls.
    pub with_callees: f64,
}

/// The functions of a profile, those with the most samples of their own first, at most `most`.
pub fn hot_functions(profile: &Profile, most: usize) -> Vec<HotFunction> {
    let mut itself: HashMap<&str, u64> = HashMap::new();
    let mut with_callees: HashMap<&str, u64> = HashMap::new();
    let mut all = 0u64;
    for (stack, count) in profile.folded.lines().filter_map(stack_and_count) {
        all += count;
        *itself.entry(stack.rsplit(';').next().unwrap_or(stack)).or_default() += count;
        // A recursive function stands in a stack several times and has the sample once.
        for frame in stack.split(';').collect::<HashSet<_>>() {
            *with_callees.entry(frame).or_default() += count;
        }
    }
    let share = |count: u64| count as f64 / all as f64;
    let mut counted: Vec<(&str, u64)> = itself.into_iter().filter(|(_, count)| *count > 0).collect();
    counted.sort_by(|a, b| b.1.cmp(&a.1).then(a.0.cmp(b.0)));
    let hot = counted.into_iter().take(most).map(|(name, count)| HotFunction {
        name: name.to_string(),
        itself: share(count),
        with_callees: share(with_callees[name]),
    });
    hot.collect()
}

/// A line of folded stacks: frames separated by ';', a space, the count. Lines that are none are skipped.
pub(super) fn stack_and_count(line: &str) -> Option<(&str, u64)> {
    let (stack, count) = line.trim_end().rsplit_once(' ')?;
    Some((stack, count.parse().ok()?))
}

/// Share of a profile's samples taken in functions that `is_it` knows.
pub(super) fn share_of(profile: &Profile, is_it: impl Fn(&str) -> bool) -> f64 {
    let (mut all, mut found) = (0u64, 0u64);
    for (stack, count) in profile.folded.lines().filter_map(stack_and_count) {
        all += count;
        found += if is_it(stack.rsplit(';').next().unwrap_or(stack)) { count } else { 0 };
    }
    if all == 0 { 0.0 } else { found as f64 / all as f64 }
}

/// A file without the way to it: of the standard library the crate is enough, of a fetched one its name and version.
pub fn hot_place(file: &str) -> &str {
    let library = file.strip_prefix("/rustc/").and_then(|rest| Some(rest.split_once("/library/")?.1));
    let fetched = || Some(file.split_once("/registry/src/")?.1.split_once('/')?.1);
    library.or_else(fetched).unwrap_or(file)
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
            assert_eq!(super::hot_place(file), place);
        }
    }
}
