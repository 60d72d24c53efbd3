//! How much of a run a deck tells.

use super::slide::{Place, Slide};
use tenfold_analysis::findings::Findings;
use tenfold_record::Run;

/// What of a run is told.
#[derive(Clone, Copy, Debug, Default)]
pub struct Scope<'a> {
    /// How deeply.
    pub depth: Depth,
    /// The kernels; all where none is named.
    pub kernels: &'a [String],
}

/// How deeply a run is told.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Depth {
    /// A lesson: at most 15 slides for one kernel, and 5 more for each further one.
    #[default]
    Short,
    /// Every variant, both ends of the ladder in profile, and what limits each.
    Full,
}

impl Depth {
    /// Whether a slide of the story is told.
    pub(super) fn shows(self, slide: &Slide) -> bool {
        self == Depth::Full || slide.place != Place::Full
    }
}

impl Scope<'_> {
    /// What was found, of the kernels that are told.
    pub(super) fn of<'r>(&self, run: &'r Run) -> Findings<'r> {
        let mut findings = Findings::of(run);
        findings.parts.retain(|part| self.kernels.is_empty() || self.kernels.contains(&part.part.kernel));
        findings
    }
}
