//! What the verbs that follow a project over its commits take.

use super::Out;
use super::values::{confidence, minutes, workers};
use clap::Args;

/// `tenfold bisect`
#[derive(Args)]
pub struct Bisect {
    /// A revision from before the change: an ancestor of BAD
    pub good: String,
    /// A revision that has the change
    pub bad: String,
    /// The kernel that got slower, or faster
    pub kernel: String,
    /// Its variant
    pub variant: String,
    /// Set a param of the problem [default: the kernel's small problem]
    #[arg(long = "set", value_name = "NAME=VALUE")]
    pub set: Vec<String>,
    /// Threads or ranks [default: 1 for serial variants, else as many as there are cores]
    #[arg(long, value_name = "N", value_parser = workers, allow_negative_numbers = true)]
    pub workers: Option<usize>,
    /// Name a commit only where it is the one with this probability
    #[arg(long, value_name = "PERCENT", default_value_t = 95.0, value_parser = confidence, allow_negative_numbers = true)]
    pub confidence: f64,
    /// Minutes to take, builds included; the same command resumes
    #[arg(long, value_name = "M", default_value_t = 60.0, value_parser = minutes, allow_negative_numbers = true)]
    pub minutes: f64,
    /// Forget what an earlier bisection of the same range measured
    #[arg(long)]
    pub fresh: bool,
    /// Print one JSON object
    #[arg(long)]
    pub json: bool,
    /// Where what was measured is kept
    #[command(flatten)]
    pub out: Out,
}
