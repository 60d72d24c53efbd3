//! What the verbs that judge take.

use super::Out;
use super::values::{builds, minutes, percent, seconds, seed, workers};
use clap::{Args, ValueEnum};
use std::path::PathBuf;

/// `tenfold compare`
#[derive(Args)]
pub struct Compare {
    /// The base: a git revision, a saved program, KERNEL/VARIANT, or a command with --command
    pub a: String,
    /// What is judged, of the same kind
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
    /// Threads or ranks of threaded and distributed variants [default: as many as there are cores]
    #[arg(long, value_name = "N", value_parser = workers, allow_negative_numbers = true)]
    pub workers: Option<usize>,
    /// Accept a slowdown unless its whole interval lies beyond this many per cent
    #[arg(long, value_name = "PERCENT", default_value_t = 1.0, value_parser = percent, allow_negative_numbers = true)]
    pub threshold: f64,
    /// Seconds for each cell
    #[arg(long, default_value_t = 10.0, value_parser = seconds, allow_negative_numbers = true)]
    pub seconds: f64,
    /// Stop sooner where the difference is known to within this many per cent
    #[arg(long, value_name = "PERCENT", default_value_t = 0.5, value_parser = percent, allow_negative_numbers = true)]
    pub precision: f64,
    /// Build each revision this many times, its code in another order each time: speed depends on where code lies
    #[arg(long, value_name = "N", default_value_t = 2, value_parser = builds, allow_negative_numbers = true)]
    pub builds: u64,
    /// A and B are commands, quoted as one word each; no shell runs them, each start is a run
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
    /// Comparisons whose truth is known: false alarms, power, error, coverage
    Duels,
    /// Builds of one source whose code lies elsewhere, compared: false alarms, power, spread
    Layouts,
    /// Realised rate, share in a known function, overhead, starts and stops
    Profilers,
    /// The same work timed by criterion and by hyperfine
    Agreement,
    /// Instructions counted again and again
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
    /// Test only this; may be given several times
    #[arg(long, value_enum, value_delimiter = ',', value_name = "PART")]
    pub only: Vec<Proof>,
    /// Seed of all random orders [default: from the clock]
    #[arg(long, value_parser = seed, allow_negative_numbers = true)]
    pub seed: Option<u64>,
    /// Print one JSON object
    #[arg(long)]
    pub json: bool,
    /// Keep all that is measured in this file, as a JSON object that `report` and `slides` tell of; where a self-test of this
    /// program is kept there already, it goes on
    #[arg(long, value_name = "FILE")]
    pub out: Option<PathBuf>,
}
