//! What the verbs that track a project from night to night take.

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
