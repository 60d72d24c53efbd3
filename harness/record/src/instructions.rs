//! How many instructions a variant takes.

use serde::{Deserialize, Serialize};
use tenfold_kernel::Values;

/// The instructions of one run of a serial variant, counted and not sampled: the same program gives the same number.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Instructions {
    /// The kernel.
    pub kernel: String,
    /// The variant.
    pub variant: String,
    /// The problem that was run: a small one, since counting slows a program down fiftyfold.
    pub params: Values,
    /// Work of that run, in the kernel's unit.
    pub work: f64,
    /// The instructions, or why they were not counted.
    pub counted: Result<u64, String>,
}

impl Instructions {
    /// Instructions a unit of work; `None` where they were not counted.
    pub fn per_unit(&self) -> Option<f64> {
        self.counted.as_ref().ok().map(|&instructions| instructions as f64 / self.work)
    }
}
