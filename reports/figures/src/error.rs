//! Why a report cannot be written.

/// Why a report cannot be written.
#[derive(Debug, thiserror::Error)]
pub enum ReportError {
    /// A page template failed: a mistake in the templates, with the template's name and line.
    #[error("the page could not be laid out: {0}")]
    Template(#[from] minijinja::Error),
    /// The folded stacks of a profile are none.
    #[error("the profile '{title}' cannot be drawn: {cause}")]
    Flamegraph {
        /// The title it was to have.
        title: String,
        /// What the stacks lack.
        cause: String,
    },
    /// A figure could not be drawn.
    #[error("the figure '{title}' cannot be drawn: {cause}")]
    Figure {
        /// The figure's title.
        title: String,
        /// What went wrong.
        cause: String,
    },
}
