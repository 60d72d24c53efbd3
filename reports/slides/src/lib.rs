//! Slides of a run: one story, written for reveal.js, remark.js, and courses in plain Markdown.
//!
//! ```text
//! Run ──▶ findings ──▶ story ──┬▶ reveal    one offline HTML file, presented by keyboard
//! deck file ──▶ compose ───────┤▶ remark    Markdown, as EPCC's courses use it
//!                              ├▶ plain     Markdown for Sphinx and Jupyter
//!                              └▶ figures   SVG and PNG
//! ```
//!
//! Pure, like the page: the same run and the same deck file give the same bytes.

mod compose;
mod deck_file;
mod evidence;
mod figures;
mod lesson;
mod markdown;
mod own;
mod plain;
#[cfg(feature = "png")]
mod png;
mod reference;
mod remark;
mod reveal;
mod room;
mod slide;
mod story;
mod written;

pub use deck_file::{DeckError, Problem};
pub use lesson::{Lesson, Lessons};
pub use reference::Unresolved;
pub use room::TooFull;
pub use slide::{Block, Code, Deck, Figure, Slide, Theme};

use tenfold_analysis::findings::Findings;
use tenfold_figures::ReportError;
use tenfold_record::Run;

/// The deck that a run tells by itself.
///
/// # Errors
/// [`ReportError`] where a figure cannot be drawn.
pub fn deck(run: &Run, lessons: &Lessons) -> Result<Deck, ReportError> {
    let findings = Findings::of(run);
    let slides = story::Teller { findings: &findings, lessons }.tell()?;
    Ok(Deck { title: run.experiment.question.clone(), slides, theme: Theme::Light, too_full: Vec::new() })
}

/// The deck that a deck file asks for, or the mistake in it.
///
/// # Errors
/// [`ReportError`] where a figure cannot be drawn.
pub fn deck_of(run: &Run, lessons: &Lessons, file: &str) -> Result<Result<Deck, DeckError>, ReportError> {
    let findings = Findings::of(run);
    let slides = story::Teller { findings: &findings, lessons }.tell()?;
    Ok(deck_file::DeckFile::read(file).and_then(|file| compose::compose(&file, &slides, &findings)))
}

impl Deck {
    /// The deck as one HTML file for reveal.js, which it holds.
    ///
    /// # Errors
    /// [`ReportError`] where it cannot be laid out.
    pub fn reveal(&self) -> Result<String, ReportError> {
        reveal::html(self)
    }

    /// The deck as Markdown for remark.js.
    pub fn remark(&self) -> String {
        remark::markdown(self)
    }

    /// The deck as plain Markdown.
    pub fn markdown(&self) -> String {
        plain::markdown(self)
    }

    /// Every figure that has files of its own, once.
    pub fn figures(&self) -> Vec<&Figure> {
        let mut figures: Vec<&Figure> = Vec::new();
        for block in self.slides.iter().flat_map(|slide| &slide.blocks) {
            if let Block::Figure(figure) = block
                && !figure.name.is_empty()
                && figures.iter().all(|known| known.name != figure.name)
            {
                figures.push(figure);
            }
        }
        figures
    }
}

impl Figure {
    /// The figure as pixels, in the light theme.
    ///
    /// # Errors
    /// [`ReportError`] where it cannot be drawn.
    #[cfg(feature = "png")]
    pub fn png(&self) -> Result<Vec<u8>, ReportError> {
        png::png(&self.picture, &self.name)
    }
}
