//! What the verbs that follow a project over its commits take.

use super::Out;
use super::values::{BUILDS, builds, confidence, minutes, percent, workers};
use clap::{Args, Subcommand};
use std::path::PathBuf;

/// `tenfold bisect`
#[derive(Args)]
pub struct Bisect {
    /// A revision from before the change: an ancestor of BAD
    pub good: String,
    /// A revision that has the change
    pub bad: String,
    /// The kernel that got slower, or faster; with --tracks 'command', or a benchmark's group
    pub kernel: String,
    /// Its variant; with --tracks the track's or the benchmark's name
    pub variant: String,
    /// Set a param of the problem [default: the kernel's small problem]
    #[arg(long = "set", value_name = "NAME=VALUE")]
    pub set: Vec<String>,
    /// Threads or ranks [default: 1 for serial variants, else one per core]
    #[arg(long, value_name = "N", value_parser = workers, allow_negative_numbers = true)]
    pub workers: Option<usize>,
    /// Search a command or a criterion benchmark named in this TOML file
    #[arg(long, value_name = "FILE")]
    pub tracks: Option<PathBuf>,
    /// Where what was found is kept, too, for the dashboard: only if there is a history
    #[command(flatten)]
    pub at: HistoryFolder,
    /// Name a commit only if it is the cause with this probability, in per cent
    #[arg(long, value_name = "PERCENT", default_value_t = 95.0, value_parser = confidence, allow_negative_numbers = true)]
    pub confidence: f64,
    /// Minutes to take, builds included; rerun the same command to resume
    #[arg(long, value_name = "M", default_value_t = 60.0, value_parser = minutes, allow_negative_numbers = true)]
    pub minutes: f64,
    /// Discard what an earlier bisection of the same range measured
    #[arg(long)]
    pub fresh: bool,
    /// Print one JSON object
    #[arg(long)]
    pub json: bool,
    /// Where what was measured is kept
    #[command(flatten)]
    pub out: Out,
}

/// `tenfold nightly`
#[derive(Args)]
pub struct Nightly {
    /// Kernels [default: all that both revisions have]
    #[arg(value_name = "KERNEL")]
    pub kernels: Vec<String>,
    /// Where the nights are
    #[command(flatten)]
    pub at: HistoryFolder,
    /// The revision to judge
    #[arg(long, value_name = "REV", default_value = "HEAD")]
    pub revision: String,
    /// Pin the reference to this revision [default: the pinned one; on the first night, the revision's parent]
    #[arg(long, value_name = "REV")]
    pub reference: Option<String>,
    /// Minutes to take, builds included
    #[arg(long, value_name = "M", default_value_t = 30.0, value_parser = minutes, allow_negative_numbers = true)]
    pub minutes: f64,
    /// Measure the commands and criterion benchmarks named in this TOML file, and kernels only if they are named too
    #[arg(long, value_name = "FILE")]
    pub tracks: Option<PathBuf>,
    /// The smallest slowdown that counts as a regression, in per cent
    #[arg(long, value_name = "PERCENT", default_value_t = 1.0, value_parser = percent, allow_negative_numbers = true)]
    pub threshold: f64,
    /// Build each revision this many times, each with a different code layout
    #[arg(long, value_name = "N", default_value_t = 2, value_parser = builds, allow_negative_numbers = true)]
    pub builds: u64,
    /// Folder of the dashboard
    #[arg(long, value_name = "DIR", default_value = "tenfold-site")]
    pub site: PathBuf,
    /// Print one JSON object
    #[arg(long)]
    pub json: bool,
    /// Where the comparison is kept
    #[command(flatten)]
    pub out: Out,
}

/// `tenfold gate`
#[derive(Args)]
pub struct Gate {
    /// Kernels [default: all that both revisions have]
    #[arg(value_name = "KERNEL")]
    pub kernels: Vec<String>,
    /// The revision it is to be merged into
    #[arg(long, value_name = "REV")]
    pub base: String,
    /// The revision to judge
    #[arg(long, value_name = "REV", default_value = "HEAD")]
    pub revision: String,
    /// Accept a slowdown unless its whole interval exceeds this percentage
    #[arg(long, value_name = "PERCENT", default_value_t = 1.0, value_parser = percent, allow_negative_numbers = true)]
    pub threshold: f64,
    /// Measure the commands and criterion benchmarks named in this TOML file, and kernels only if they are named too
    #[arg(long, value_name = "FILE")]
    pub tracks: Option<PathBuf>,
    /// Minutes to take, builds included
    #[arg(long, value_name = "M", default_value_t = 10.0, value_parser = minutes, allow_negative_numbers = true)]
    pub minutes: f64,
    /// Build each revision this many times, each with a different code layout: with fewer than four, layout may hide a
    /// change of one per cent
    #[arg(long, value_name = "N", default_value_t = BUILDS, value_parser = builds, allow_negative_numbers = true)]
    pub builds: u64,
    /// Print one JSON object
    #[arg(long)]
    pub json: bool,
    /// Where the comparison is kept
    #[command(flatten)]
    pub out: Out,
}

/// `tenfold site`
#[derive(Args)]
pub struct Site {
    /// Where the nights are
    #[command(flatten)]
    pub at: HistoryFolder,
    /// Folder to write; created if missing
    #[arg(long, value_name = "DIR", default_value = "tenfold-site")]
    pub out: PathBuf,
    /// Print one JSON object: what was written where
    #[arg(long)]
    pub json: bool,
}

/// Where nights are kept.
#[derive(Args)]
pub struct HistoryFolder {
    /// Folder of the history
    #[arg(long, value_name = "FOLDER", default_value = "tenfold-history")]
    pub history: PathBuf,
}

/// `tenfold history`
#[derive(Args)]
pub struct History {
    /// What to do with it
    #[command(subcommand)]
    pub verb: HistoryVerb,
}

/// What is done with a history.
#[derive(Subcommand)]
pub enum HistoryVerb {
    /// List the nights, newest commit first
    List(HistoryRead),
    /// Read every file and name the damaged ones
    Check(HistoryRead),
    /// Add the nights of another history
    Merge(HistoryMerge),
    /// Write it in another program's format
    Export(HistoryExport),
    /// Add the nights from a file that `export --format jsonl` wrote
    Import(HistoryImport),
}

/// `tenfold history list` and `check`
#[derive(Args)]
pub struct HistoryRead {
    /// Print one JSON object
    #[arg(long)]
    pub json: bool,
    /// Where from
    #[command(flatten)]
    pub at: HistoryFolder,
}

/// `tenfold history merge`
#[derive(Args)]
pub struct HistoryMerge {
    /// The folder of the other history, which is not changed
    pub from: PathBuf,
    /// Print one JSON object
    #[arg(long)]
    pub json: bool,
    /// Where to
    #[command(flatten)]
    pub at: HistoryFolder,
}

/// `tenfold history export`
#[derive(Args)]
pub struct HistoryExport {
    /// The format (without it, all are listed)
    #[arg(long, value_name = "FORMAT")]
    pub format: Option<String>,
    /// The file to write, '-' is standard output
    #[arg(short = 'o', long, value_name = "FILE", default_value = "-")]
    pub to: PathBuf,
    /// Print one JSON object: what was written where
    #[arg(long)]
    pub json: bool,
    /// Where from
    #[command(flatten)]
    pub at: HistoryFolder,
}

/// `tenfold history import`
#[derive(Args)]
pub struct HistoryImport {
    /// The file
    pub file: PathBuf,
    /// Print one JSON object
    #[arg(long)]
    pub json: bool,
    /// Where to
    #[command(flatten)]
    pub at: HistoryFolder,
}
