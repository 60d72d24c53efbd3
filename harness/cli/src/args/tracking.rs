//! What the verbs that track a project from night to night take, and the one that judges what is to be merged.

use super::Out;
use super::values::{builds, minutes, percent};
use clap::{Args, Subcommand};
use std::path::PathBuf;

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
    /// Which nights there are, the newest commit first
    List(HistoryList),
    /// Read every file, and name those that are damaged
    Check(HistoryCheck),
    /// Add the nights of another history
    Merge(HistoryMerge),
    /// Write it in the format of another program
    Export(HistoryExport),
    /// Add the nights of a file that `export --format jsonl` wrote
    Import(HistoryImport),
}

/// `tenfold history list`
#[derive(Args)]
pub struct HistoryList {
    /// Print one JSON object
    #[arg(long)]
    pub json: bool,
    /// Where from
    #[command(flatten)]
    pub at: HistoryFolder,
}

/// `tenfold history check`
#[derive(Args)]
pub struct HistoryCheck {
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
    /// The folder of the other history, which stays as it is
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

/// `tenfold nightly`
#[derive(Args)]
pub struct Nightly {
    /// Kernels [default: all that both revisions have]
    #[arg(value_name = "KERNEL")]
    pub kernels: Vec<String>,
    /// Where it is kept
    #[command(flatten)]
    pub at: HistoryFolder,
    /// The revision to judge
    #[arg(long, value_name = "REV", default_value = "HEAD")]
    pub revision: String,
    /// Pin the reference, or move it [default: the one pinned; on the first night the revision's parent]
    #[arg(long, value_name = "REV")]
    pub reference: Option<String>,
    /// Minutes to take, builds included
    #[arg(long, value_name = "M", default_value_t = 30.0, value_parser = minutes, allow_negative_numbers = true)]
    pub minutes: f64,
    /// Measure commands and criterion benchmarks named in this TOML file, too
    #[arg(long, value_name = "FILE")]
    pub tracks: Option<PathBuf>,
    /// Do not call a change of less than this many per cent a regression
    #[arg(long, value_name = "PERCENT", default_value_t = 1.0, value_parser = percent, allow_negative_numbers = true)]
    pub threshold: f64,
    /// Build each revision this many times, its code in another order each time
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
    /// What it is to be merged into
    #[arg(long, value_name = "REV")]
    pub base: String,
    /// The revision to judge
    #[arg(long, value_name = "REV", default_value = "HEAD")]
    pub revision: String,
    /// Accept a slowdown unless its whole interval lies beyond this many per cent
    #[arg(long, value_name = "PERCENT", default_value_t = 1.0, value_parser = percent, allow_negative_numbers = true)]
    pub threshold: f64,
    /// Minutes to take, builds included
    #[arg(long, value_name = "M", default_value_t = 10.0, value_parser = minutes, allow_negative_numbers = true)]
    pub minutes: f64,
    /// Build each revision this many times, its code in another order each time: of fewer builds than four, where code lies may hide
    /// one per cent
    #[arg(long, value_name = "N", default_value_t = 4, value_parser = builds, allow_negative_numbers = true)]
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
    /// Folder to write, made where it is missing
    #[arg(long, value_name = "FOLDER", default_value = "tenfold-site")]
    pub out: PathBuf,
    /// Print one JSON object: what was written where
    #[arg(long)]
    pub json: bool,
    /// Where from
    #[command(flatten)]
    pub at: HistoryFolder,
}
