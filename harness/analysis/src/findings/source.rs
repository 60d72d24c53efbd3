//! The sources of the variants and of the files beside them, and which of their lines are hot.

use super::diff;
use std::collections::BTreeMap;
use tenfold_record::{Profile, Run, Rung, Source};

/// Lines with a smaller share of the samples are not marked: one sample of a few hundred says nothing.
pub const NOTABLE: f64 = 0.01;

/// The source of a variant, as it was measured.
#[derive(Clone, Debug)]
pub struct Listing<'r> {
    /// The variant.
    pub variant: &'r str,
    /// Its file and its text.
    pub source: &'r Source,
    /// The rung it stands on.
    pub rung: Rung,
    /// Where its time went, or why nobody knows.
    pub heat: Result<Heat, String>,
    /// The share of its samples whose innermost line of the project is in a source that was kept, 0 to 1; `None` where
    /// nobody knows.
    pub shown: Option<f64>,
}

/// A file in which a variant may spend its time though it is not its own, as it was measured: one beside the variants' files,
/// or that of another variant.
#[derive(Clone, Debug)]
pub struct SharedFile<'r> {
    /// Its file and its text.
    pub source: &'r Source,
    /// The variants with samples in it, in the order of the ladder.
    pub heats: Vec<(&'r str, Heat)>,
}

/// The samples of a profile on the lines of a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Heat {
    /// Samples by line, from 1. A sample counts for the innermost line of the file.
    pub lines: BTreeMap<u32, u64>,
    /// All samples of the profile, those that never pass through this file included.
    pub all: u64,
}

impl SharedFile<'_> {
    /// The variants with a share of their samples in it that means anything.
    pub fn marked(&self) -> Vec<&(&str, Heat)> {
        self.heats.iter().filter(|(_, heat)| heat.covered() >= NOTABLE).collect()
    }
}

impl Heat {
    fn of(profile: &Profile, file: &str) -> Heat {
        let mut lines = BTreeMap::new();
        for line in profile.kernel_lines.iter().filter(|line| line.file == file) {
            *lines.entry(line.line).or_default() += line.samples;
        }
        Heat { lines, all: profile.samples }
    }

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
            let variant = source.variant.as_deref()?;
            let mut cells = run.cells.iter().map(|m| &m.cell).filter(|cell| cell.part == index);
            let cell = cells.find(|cell| cell.kernel == source.kernel && cell.variant == variant)?;
            let profile = profile(run, index, &source.kernel, variant);
            let shown = profile.as_ref().ok().and_then(|profile| shown(run, profile, &source.kernel));
            let heat = profile.map(|profile| Heat::of(profile, &source.file));
            Some(Listing { variant, source, rung: cell.rung, heat, shown })
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

impl<'r> SharedFile<'r> {
    /// All of them for `listings`, which are the variants of part `index`; of the variants' own files those in which another
    /// variant has samples.
    pub fn all(run: &'r Run, index: usize, listings: &[Listing<'r>]) -> Vec<SharedFile<'r>> {
        let of_file = |source: &'r Source| {
            let heat = |variant: &'r str| {
                let heat = Heat::of(profile(run, index, &source.kernel, variant).ok()?, &source.file);
                (!heat.lines.is_empty()).then_some((variant, heat))
            };
            SharedFile { source, heats: listings.iter().filter_map(|listing| heat(listing.variant)).collect() }
        };
        let of_part = |source: &&Source| listings.iter().any(|listing| listing.source.kernel == source.kernel);
        let is_used = |shared: &SharedFile<'_>| match &shared.source.variant {
            Some(owner) => shared.heats.iter().any(|(variant, _)| variant != owner),
            None => true,
        };
        run.sources.iter().filter(of_part).map(of_file).filter(is_used).collect()
    }

    /// Its lines, without those of its tests: they are not compiled into what was measured.
    pub fn lines(&self) -> impl Iterator<Item = &'r str> {
        let code = self.source.text.split("\n#[cfg(test)]\nmod ").next().unwrap_or_default();
        code.trim_end().lines()
    }

    /// The greatest share of a variant's samples that pass through it, 0 to 1.
    pub fn hottest(&self) -> f64 {
        self.heats.iter().map(|(_, heat)| heat.covered()).fold(0.0, f64::max)
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

/// The profile of a variant in part `index`, if it tells lines.
fn profile<'r>(run: &'r Run, index: usize, kernel: &str, variant: &str) -> Result<&'r Profile, String> {
    let of_variant = |profile: &&Profile| {
        let mut cells = run.cells.iter().map(|m| &m.cell).filter(|cell| cell.key == profile.cell);
        cells.any(|cell| cell.part == index && cell.kernel == kernel && cell.variant == variant)
    };
    let profile = run.profiles.iter().find(of_variant).ok_or_else(|| match run.profiles.is_empty() {
        true => "the run took no profiles".to_string(),
        false => "not profiled".to_string(),
    })?;
    match (profile.kernel_lines.is_empty(), profile.lines.is_empty()) {
        (false, _) => Ok(profile),
        (true, true) => Err(format!("{} records functions but not lines; perf records both", profile.tool)),
        (true, false) => Err("none of its samples is in a file of the kernel".into()),
    }
}

/// The share of the samples whose innermost line of the project is in a source of `kernel` that was kept.
fn shown(run: &Run, profile: &Profile, kernel: &str) -> Option<f64> {
    let is_kept = |file: &str| run.sources.iter().any(|source| source.kernel == kernel && source.file == file);
    let in_sight = profile.kernel_lines.iter().filter(|line| is_kept(&line.file));
    let samples: Option<u64> = in_sight.map(|line| line.innermost).sum();
    Some(samples? as f64 / profile.samples.max(1) as f64)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{cell, part, run};
    use tenfold_record::KernelLine;

    #[test]
    fn time_spent_in_another_variants_file_is_in_sight() {
        let profiled = |name: &str| cell(name).takes(1.0).written("pub fn run() {\n}\n").profiled("main;heat::run 8\n");
        let mut run = run("?").with(part("heat").with(profiled("naive")).with(profiled("vectorised"))).built();
        let file = "kernels/heat/src/naive.rs".to_string();
        let line = |innermost| KernelLine { file: file.clone(), line: 1, samples: 5, innermost };
        run.profiles[1].kernel_lines = vec![line(Some(4))];
        let listings = Listing::all(&run, 0);
        assert_eq!(listings.iter().map(|listing| listing.shown).collect::<Vec<_>>(), [Some(1.0), Some(0.5)]);
        let shared = SharedFile::all(&run, 0, &listings);
        let of_both: Vec<_> = shared.iter().map(|b| (b.source.file.as_str(), b.heats.len(), b.hottest())).collect();
        assert_eq!(of_both, [(file.as_str(), 2, 1.0)], "the owner's samples stand beside for comparison");
        // In a file that was not kept they are not.
        run.profiles[1].kernel_lines = vec![KernelLine { file: "kernels/heat/src/row.rs".into(), ..line(Some(4)) }];
        assert_eq!(Listing::all(&run, 0)[1].shown, Some(0.0));
        run.profiles[1].kernel_lines = vec![line(None)];
        assert_eq!(Listing::all(&run, 0)[1].shown, None, "an older version did not know");
        assert!(SharedFile::all(&run, 0, &[]).is_empty());
    }
}
