//! Profiles: where the time of a cell went.

use crate::CellKey;
use serde::{Deserialize, Serialize};

/// A source line with its samples.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct HotLine {
    /// The file, relative to the workspace where it lies in it.
    pub file: String,
    /// The line.
    pub line: u32,
    /// Samples taken on it; which of a stack's frames count is said where the lines are kept.
    pub samples: u64,
}

/// A line of a kernel's own files with its samples.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct KernelLine {
    /// The file, relative to the workspace.
    pub file: String,
    /// The line.
    pub line: u32,
    /// Samples for which it is the innermost line of its file, so that what is inlined there from elsewhere, or called,
    /// counts for it.
    pub samples: u64,
    /// Of these, the samples for which it is the innermost line of the whole project, so that only what other people's code
    /// does there counts for it; these can be added over files. Profiles of older versions do not know.
    #[serde(default)]
    pub innermost: Option<u64>,
}

/// A machine instruction with its samples.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Instruction {
    /// Its address in the file.
    pub address: u64,
    /// The instruction as the disassembler writes it.
    pub text: String,
    /// Samples on it. A sample is often taken an instruction or two after the one that cost the time.
    pub samples: u64,
    /// File and line it was compiled from, where that is known and not of the standard library.
    pub source: Option<(String, u32)>,
}

/// The innermost loop of the hottest function that has the most samples.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct HotLoop {
    /// The function as compiled.
    pub function: String,
    /// Samples in the function.
    pub function_samples: u64,
    /// Samples in the loop.
    pub samples: u64,
    /// Whether it is a loop; else the instructions are those around the hottest one.
    pub is_loop: bool,
    /// Its instructions, in the order of addresses.
    pub instructions: Vec<Instruction>,
    /// Instructions of it that were too many to keep.
    pub left_out: usize,
}

/// A sampling profile of one cell.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Profile {
    /// The cell.
    pub cell: CellKey,
    /// The profiler: "perf cpu-clock" or "pprof".
    pub tool: String,
    /// Samples asked for, per second and thread.
    pub requested_hz: f64,
    /// Samples got, per second of CPU time.
    pub realised_hz: f64,
    /// Samples in all.
    pub samples: u64,
    /// How much slower the profiled runs were than unprofiled ones of the same process, as a share: 0.01 is 1 %.
    pub overhead: Option<f64>,
    /// Folded stacks: one line a stack, frames from the root separated by ';', then a space and the count.
    pub folded: String,
    /// The hottest lines, most samples first, by the innermost frame of each sample.
    pub lines: Vec<HotLine>,
    /// Lines of the kernel's own files.
    #[serde(default)]
    pub kernel_lines: Vec<KernelLine>,
    /// The hottest loop, or why there is none.
    #[serde(default = "HotLoop::unknown")]
    pub hot_loop: Result<HotLoop, String>,
}

impl HotLoop {
    fn unknown() -> Result<HotLoop, String> {
        Err("the profile was taken by an older version, which kept no instructions".into())
    }
}

#[cfg(test)]
mod tests {
    use super::KernelLine;

    #[test]
    fn what_older_versions_kept_is_still_read() {
        let old: KernelLine = serde_json::from_str(r#"{"file":"a.rs","line":3,"samples":2}"#).unwrap();
        assert_eq!((old.line, old.samples, old.innermost), (3, 2, None));
    }
}
