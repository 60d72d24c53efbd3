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

mod authored;
mod common;
mod comparison;
mod compose;
mod deck_file;
mod evidence;
mod figures;
mod lesson;
mod plain;
#[cfg(feature = "png")]
mod png;
mod reference;
mod remark;
mod reveal;
mod scope;
mod selftest;
mod slide;
mod story;
mod written;

pub use comparison::comparison;
pub use deck_file::{DeckError, Problem};
pub use lesson::{Lesson, Material, Scene};
pub use reference::Unresolved;
pub use scope::{Depth, Scope};
pub use selftest::selftest;
pub use slide::{Block, Code, Deck, Place, Slide, SlideFigure, Theme};

use tenfold_figures::ReportError;
use tenfold_record::Run;

/// The deck that a run tells by itself, as far as `scope` goes.
///
/// # Errors
/// [`ReportError`] where a figure cannot be drawn.
pub fn deck(run: &Run, material: &Material, scope: Scope<'_>) -> Result<Deck, ReportError> {
    let findings = scope.of(run);
    let mut slides = story::Story { findings: &findings, material }.slides()?;
    slides.retain(|slide| scope.depth.shows(slide));
    Ok(Deck { title: run.experiment.question.clone(), slides, theme: Theme::Light })
}

/// The deck that a deck file asks for, or the mistake in it.
///
/// # Errors
/// [`ReportError`] where a figure cannot be drawn.
pub fn deck_of(
    run: &Run,
    material: &Material,
    scope: Scope<'_>,
    file: &str,
) -> Result<Result<Deck, DeckError>, ReportError> {
    let findings = scope.of(run);
    let slides = story::Story { findings: &findings, material }.slides()?;
    Ok(deck_file::DeckFile::read(file).and_then(|file| compose::compose(&file, &slides, &findings, scope.depth)))
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
    pub fn figures(&self) -> Vec<&SlideFigure> {
        let mut figures: Vec<&SlideFigure> = Vec::new();
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

impl SlideFigure {
    /// The figure as pixels, in the light theme.
    ///
    /// # Errors
    /// [`ReportError`] where it cannot be drawn.
    #[cfg(feature = "png")]
    pub fn png(&self) -> Result<Vec<u8>, ReportError> {
        png::png(&self.picture, &self.name)
    }
}
