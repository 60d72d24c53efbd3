//! What the verbs of nightly tracking take.

use clap::Args;
use std::path::PathBuf;

/// `tenfold site`
#[derive(Args)]
pub struct Site {
    /// Folder of the history
    #[arg(long, value_name = "DIR", default_value = "tenfold-history")]
    pub history: PathBuf,
    /// Folder to write, made where it is missing
    #[arg(long, value_name = "DIR", default_value = "tenfold-site")]
    pub out: PathBuf,
    /// Print one JSON object: what was written where
    #[arg(long)]
    pub json: bool,
}
