//! Slides of a run: one story, written for reveal.js, remark.js, and courses in plain Markdown.
//!
//! ```text
//! Run ──▶ findings ──▶ story ──┬▶ reveal    one offline HTML file, presented by keyboard
//! deck file ──▶ references ────┤▶ remark    Markdown, as EPCC's courses use it
//!                              └▶ plain     Markdown for Sphinx and Jupyter
//! ```
//!
//! Pure, like the page: the same run and the same deck file give the same bytes.

mod evidence;
mod figures;
mod lesson;
mod reveal;
mod slide;
mod story;

pub use lesson::{Lesson, Lessons};
pub use slide::{Block, Code, Deck, Figure, Slide, Theme};

use crate::ReportError;
use crate::findings::Findings;
use tenfold_record::Run;

/// The deck that a run tells by itself.
///
/// # Errors
/// [`ReportError`] where a figure cannot be drawn.
pub fn deck(run: &Run, lessons: &Lessons) -> Result<Deck, ReportError> {
    let findings = Findings::of(run);
    let slides = story::Teller { findings: &findings, lessons }.tell()?;
    Ok(Deck { title: run.experiment.question.clone(), slides, theme: Theme::Light })
}

impl Deck {
    /// The deck as one HTML file for reveal.js, which it holds.
    ///
    /// # Errors
    /// [`ReportError`] where it cannot be laid out.
    pub fn reveal(&self) -> Result<String, ReportError> {
        reveal::html(self)
    }
}
