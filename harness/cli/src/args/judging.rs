//! What the verbs that judge take.

use super::Out;
use super::values::{BUILDS, builds, minutes, percent, seconds, seed, workers};
use clap::{Args, ValueEnum};
use std::path::PathBuf;

/// `tenfold compare`
#[derive(Args)]
pub struct Compare {
    /// The base: a git revision, a saved program, KERNEL/VARIANT, or a command with --command
    pub a: String,
    /// What to compare with it, of the same kind
    pub b: String,
    /// Kernels [default: all that both sides have]
    #[arg(value_name = "KERNEL")]
    pub kernels: Vec<String>,
    /// Compare only this variant (may be repeated)
    #[arg(long = "variant", value_name = "VARIANT")]
    pub variants: Vec<String>,
    /// Set a param of the problem [default: each kernel's small problem]
    #[arg(long = "set", value_name = "NAME=VALUE")]
    pub set: Vec<String>,
    /// Threads or ranks of threaded and distributed variants [default: one per core]
    #[arg(long, value_name = "N", value_parser = workers, allow_negative_numbers = true)]
    pub workers: Option<usize>,
    /// Accept a slowdown unless its whole interval exceeds this percentage
    #[arg(long, value_name = "PERCENT", default_value_t = 1.0, value_parser = percent, allow_negative_numbers = true)]
    pub threshold: f64,
    /// Seconds per cell; up to four times as many while the difference is not known to within --threshold, or 1 %
    #[arg(long, default_value_t = 10.0, value_parser = seconds, allow_negative_numbers = true)]
    pub seconds: f64,
    /// Stop early once the difference is known to within this percentage
    #[arg(long, value_name = "PERCENT", default_value_t = 0.5, value_parser = percent, allow_negative_numbers = true)]
    pub precision: f64,
    /// Build each revision this many times, each with a different code layout: layout affects speed
    #[arg(long, value_name = "N", default_value_t = BUILDS, value_parser = builds, allow_negative_numbers = true)]
    pub builds: u64,
    /// A and B are commands, each quoted as one word; they start without a shell, and each start is one run
    #[arg(long)]
    pub command: bool,
    /// Do not count instructions
    #[arg(long)]
    pub no_instructions: bool,
    /// Do not sample the stacks of changed cells
    #[arg(long)]
    pub no_profile: bool,
    /// Seed of all random orders [default: from the clock]
    #[arg(long, value_parser = seed, allow_negative_numbers = true)]
    pub seed: Option<u64>,
    /// Print one JSON object
    #[arg(long, conflicts_with = "markdown")]
    pub json: bool,
    /// Print a Markdown table, for a pull request
    #[arg(long)]
    pub markdown: bool,
    /// Where to
    #[command(flatten)]
    pub out: Out,
}

/// `tenfold lint`
#[derive(Args)]
pub struct Lint {
    /// The run [default: the newest]
    pub run: Option<String>,
    /// Print one JSON object
    #[arg(long)]
    pub json: bool,
    /// Where from
    #[command(flatten)]
    pub out: Out,
}

/// A part of the self-test.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Proof {
    /// Comparisons with a known result: false alarms, power, error, coverage
    Duels,
    /// Builds of one source in different code layouts, compared: false alarms, power, spread
    Layouts,
    /// Profilers: realised rate, share of a known function, overhead, starts and stops
    Profilers,
    /// The same work timed by criterion and by hyperfine
    Agreement,
    /// How well instruction counts repeat
    Instructions,
    /// Simulated nights: false alarms and changes found, by this program, Apache Otava and asv; commits found by bisecting
    Nightly,
}

/// `tenfold selftest`
#[derive(Args)]
pub struct Selftest {
    /// Minutes to test for
    #[arg(long, default_value_t = 10.0, value_parser = minutes, allow_negative_numbers = true)]
    pub minutes: f64,
    /// Test only this (may be repeated)
    #[arg(long, value_enum, value_delimiter = ',', value_name = "PART")]
    pub only: Vec<Proof>,
    /// Seed of all random orders [default: from the clock]
    #[arg(long, value_parser = seed, allow_negative_numbers = true)]
    pub seed: Option<u64>,
    /// Print one JSON object
    #[arg(long)]
    pub json: bool,
    /// Save all measurements to this file, as JSON that `report` and `slides` read; a self-test of this program that is
    /// already there is continued
    #[arg(long, value_name = "FILE")]
    pub out: Option<PathBuf>,
}
