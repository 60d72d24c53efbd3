//! What is known of the variants beside the run: their code, and what is to be learnt from it.

use super::Code;

/// A variant as a lesson.
#[derive(Clone, Debug)]
pub struct Lesson {
    /// The kernel.
    pub kernel: String,
    /// The variant.
    pub variant: String,
    /// What is to be learnt, in one line; empty where nothing is said.
    pub lesson: String,
    /// The few lines that a slide shows.
    pub code: Code,
}

/// Every lesson there is.
#[derive(Clone, Debug, Default)]
pub struct Lessons(pub Vec<Lesson>);

impl Lessons {
    /// The lesson of a variant.
    pub fn of(&self, kernel: &str, variant: &str) -> Option<&Lesson> {
        self.0.iter().find(|lesson| lesson.kernel == kernel && lesson.variant == variant)
    }
}
