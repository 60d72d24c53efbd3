//! The sources of the variants, and which of their lines are hot.

use super::diff;
use std::collections::BTreeMap;
use tenfold_record::{Profile, Run, Rung, Source};

/// The source of a variant, as it was measured.
#[derive(Clone, Debug)]
pub struct Listing<'r> {
    /// The variant, its file and its text.
    pub source: &'r Source,
    /// The rung it stands on.
    pub rung: Rung,
    /// Where its time went, or why nobody knows.
    pub heat: Result<Heat, String>,
}

/// The samples of a profile on the lines of a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Heat {
    /// Samples by line, from 1. A sample counts for the innermost line of the file.
    pub lines: BTreeMap<u32, u64>,
    /// All samples of the profile, those that never pass through this file included.
    pub all: u64,
}

impl Heat {
    /// The share of all samples on a line, 0 to 1.
    pub fn share(&self, line: u32) -> f64 {
        self.lines.get(&line).copied().unwrap_or(0) as f64 / self.all.max(1) as f64
    }

    /// The share of all samples that pass through the file.
    pub fn covered(&self) -> f64 {
        self.lines.values().sum::<u64>() as f64 / self.all.max(1) as f64
    }
}

impl<'r> Listing<'r> {
    /// The variants of part `index` whose source was kept, in the order of the ladder.
    pub fn all(run: &'r Run, index: usize) -> Vec<Listing<'r>> {
        let listing = |source: &'r Source| {
            let mut cells = run.cells.iter().map(|m| &m.cell).filter(|cell| cell.part == index);
            let cell = cells.find(|cell| cell.kernel == source.kernel && cell.variant == source.variant)?;
            Some(Listing { source, rung: cell.rung, heat: heat(run, index, source) })
        };
        let mut all: Vec<Listing<'r>> = run.sources.iter().filter_map(listing).collect();
        // Stable: variants of one rung stay in the order in which their kernel declares them.
        all.sort_by_key(|listing| listing.rung);
        all
    }

    /// Its lines.
    pub fn lines(&self) -> Vec<&'r str> {
        self.source.text.lines().collect()
    }
}

/// Which listing each one is best read beside, as (that one, this one): of those before it on its own rung and on the rung
/// before, the one with the most lines in common.
pub fn pairs(listings: &[Listing<'_>]) -> Vec<(usize, usize)> {
    let beside = |right: usize| {
        let before = &listings[..right];
        let rung_before = before.iter().map(|l| l.rung).filter(|rung| *rung < listings[right].rung).max();
        let near = |l: &Listing<'_>| l.rung == listings[right].rung || Some(l.rung) == rung_before;
        let likeness = |left: &usize| diff::common(&diff::hunks(&listings[*left].lines(), &listings[right].lines()));
        let left = (0..right).filter(|left| near(&listings[*left])).max_by_key(|left| (likeness(left), *left))?;
        Some((left, right))
    };
    (1..listings.len()).filter_map(beside).collect()
}

/// The samples on the lines of `source`, by the profile of its variant in part `index`.
fn heat(run: &Run, index: usize, source: &Source) -> Result<Heat, String> {
    let of_variant = |profile: &&Profile| {
        let mut cells = run.cells.iter().map(|m| &m.cell).filter(|cell| cell.key == profile.cell);
        cells.any(|c| c.part == index && c.kernel == source.kernel && c.variant == source.variant)
    };
    let profile = run.profiles.iter().find(of_variant).ok_or_else(|| match run.profiles.is_empty() {
        true => "the run took no profiles".to_string(),
        false => "it has no profile".to_string(),
    })?;
    if profile.kernel_lines.is_empty() {
        return Err(match profile.lines.is_empty() {
            true => format!("{}, which took its profile, tells functions and no lines; perf tells them", profile.tool),
            false => "no sample of its profile is in a file of the kernel".into(),
        });
    }
    let own = profile.kernel_lines.iter().filter(|line| line.file == source.file);
    let mut lines = BTreeMap::new();
    for line in own {
        *lines.entry(line.line).or_default() += line.samples;
    }
    Ok(Heat { lines, all: profile.samples })
}
