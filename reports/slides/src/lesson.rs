//! What is known beside the run: the variants' code with what is to be learnt from it, and how the problems look.

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

/// What a kernel's problem looks like.
#[derive(Clone, Debug)]
pub struct Scene {
    /// The kernel.
    pub kernel: String,
    /// Values in a row.
    pub columns: usize,
    /// Values from 0 to 1, row by row from the top.
    pub values: Vec<f32>,
    /// What is seen.
    pub says: String,
}

/// All that is known beside the run.
#[derive(Clone, Debug, Default)]
pub struct Material {
    /// The variants.
    pub lessons: Vec<Lesson>,
    /// The kernels that have a picture.
    pub scenes: Vec<Scene>,
}

impl Material {
    /// The lesson of a variant.
    pub(super) fn lesson(&self, kernel: &str, variant: &str) -> Option<&Lesson> {
        self.lessons.iter().find(|lesson| lesson.kernel == kernel && lesson.variant == variant)
    }

    /// What the problem of a kernel looks like.
    pub(super) fn scene(&self, kernel: &str) -> Option<&Scene> {
        self.scenes.iter().find(|scene| scene.kernel == kernel)
    }
}
