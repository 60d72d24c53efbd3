//! The story that a run tells by itself.
//!
//! | file | slides |
//! |---|---|
//! | `opening.rs` | the question, the problems, the guesses |
//! | `climb.rs` | the ladder rung by rung, then whole |
//! | `profile.rs` | where the time went |
//! | `roofline.rs` | what limits each variant |
//! | `scaling.rs` | what more workers are worth |
//! | `verdict.rs` | guess against measurement, what went wrong, what has no number |
//! | `method.rs` | how it was measured, and on what |

mod climb;
mod method;
mod opening;
mod profile;
mod roofline;
mod scaling;
mod verdict;

use super::{Lessons, Slide};
use tenfold_analysis::findings::{Findings, PartFindings};
use tenfold_figures::ReportError;

/// Longest title, and longest sentence, that fit their places on a slide.
const LONGEST_TITLE: usize = 84;
const LONGEST_SENTENCE: usize = 260;

/// What the chapters are told from.
pub(super) struct Teller<'f, 'r> {
    /// What was found.
    pub findings: &'f Findings<'r>,
    /// What is known of the variants beside it.
    pub lessons: &'f Lessons,
}

impl Teller<'_, '_> {
    /// Every slide of the story in its order.
    pub(super) fn tell(&self) -> Result<Vec<Slide>, ReportError> {
        let mut slides = self.opening();
        for part in &self.findings.parts {
            let chapter = Chapter { teller: self, part };
            slides.push(chapter.problem());
            slides.extend(chapter.climb());
            slides.extend(chapter.ladder());
            slides.extend(chapter.profiles()?);
            slides.extend(chapter.roofline());
            slides.extend(chapter.scaling());
            slides.extend(chapter.setbacks());
        }
        slides.extend(self.verdict());
        slides.extend(self.method());
        Ok(slides)
    }
}

/// The slides of one part.
struct Chapter<'t, 'f, 'r> {
    teller: &'t Teller<'f, 'r>,
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
