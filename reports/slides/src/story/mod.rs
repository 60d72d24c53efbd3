//! The story that a run tells by itself.
//!
//! | file | slides |
//! |---|---|
//! | `opening.rs` | the question, the problems, room for guesses |
//! | `climb.rs` | the ladder rung by rung, then whole |
//! | `profile.rs` | where the time went |
//! | `roofline.rs` | what limits each variant |
//! | `scaling.rs` | what more workers are worth |
//! | `verdict.rs` | guess against measurement, what did not help, what has no number |
//! | `remember.rs` | all rungs at a glance, and what to remember |
//! | `method.rs` | how it was measured, and on what |

mod climb;
mod method;
mod opening;
mod profile;
mod remember;
mod roofline;
mod scaling;
mod verdict;

use super::{Material, Place, Slide};
use tenfold_analysis::findings::{Findings, PartFindings};
use tenfold_figures::ReportError;

/// Longest title, and longest sentence, that fit their places on a slide.
const LONGEST_TITLE: usize = 84;
const LONGEST_SENTENCE: usize = 260;

/// What the chapters are told from.
pub(super) struct Story<'f, 'r> {
    /// What was found.
    pub findings: &'f Findings<'r>,
    /// What is known beside it.
    pub material: &'f Material,
}

impl Story<'_, '_> {
    /// Every slide of the story in its order: those that only a full deck tells are marked.
    pub(super) fn slides(&self) -> Result<Vec<Slide>, ReportError> {
        let chapters = || self.findings.parts.iter().map(|part| Chapter { story: self, part });
        let mut slides = vec![self.question()];
        slides.extend(chapters().map(|chapter| chapter.problem()));
        slides.extend(self.room_for_guesses());
        for chapter in chapters() {
            slides.extend(chapter.climb());
            slides.extend(chapter.ladder());
            slides.extend(chapter.profiles()?);
            slides.extend(chapter.roofline());
            slides.extend(chapter.scaling());
        }
        slides.extend(self.setbacks());
        slides.extend(self.guessed());
        slides.extend(self.remember());
        slides.extend(self.appendix());
        Ok(slides)
    }

    /// Whether several kernels share the deck: then each has room for a few slides alone.
    fn is_shared(&self) -> bool {
        self.findings.parts.len() > 1
    }

    /// Where the slide of this index stands of several that show the same of ever more: the first are enough for a lesson.
    fn place_of(&self, index: usize) -> Place {
        let enough = if self.is_shared() { 4 } else { 1 };
        if index < enough { Place::Main } else { Place::Full }
    }
}

/// The slides of one part.
struct Chapter<'t, 'f, 'r> {
    story: &'t Story<'f, 'r>,
    part: &'f PartFindings<'r>,
}

impl Chapter<'_, '_, '_> {
    /// A slide of this chapter.
    fn slide(&self, key: &str, title: &str) -> Slide {
        Slide {
            key: format!("{}.{key}", self.part.name),
            kicker: tenfold_analysis::text::short(&self.part.name, 40),
            title: tenfold_analysis::text::short(title, LONGEST_TITLE),
            ..Slide::default()
        }
    }
}

/// A sentence cut to its place.
fn sentence(text: &str) -> String {
    tenfold_analysis::text::short(text, LONGEST_SENTENCE)
}
