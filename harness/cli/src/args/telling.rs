//! What the verbs that tell of a run, or take one in, take.

use super::Out;
use super::values::kept;
use clap::{Args, Subcommand, ValueEnum};
use std::path::PathBuf;

/// `tenfold report`
#[derive(Args)]
pub struct Report {
    /// The run, the comparison, or the file of a self-test [default: the newest run]
    pub run: Option<String>,
    /// Print the ladder only
    #[arg(long, conflicts_with = "html")]
    pub terminal: bool,
    /// Write the page to this file instead of beside the store
    #[arg(long, value_name = "FILE")]
    pub html: Option<PathBuf>,
    /// Print one JSON object instead of the ladder
    #[arg(long)]
    pub json: bool,
    /// Where from
    #[command(flatten)]
    pub out: Out,
}

/// `tenfold export`
#[derive(Args)]
pub struct Export {
    /// The run [default: the newest]
    pub run: Option<String>,
    /// The format (without it, all are listed)
    #[arg(long, value_name = "FORMAT")]
    pub format: Option<String>,
    /// The file to write, '-' for standard output; for asv, its results folder, to which the run is added
    #[arg(long, value_name = "PATH", default_value = "-")]
    pub to: PathBuf,
    /// Print one JSON object: what was written where, and what the format could not hold
    #[arg(long)]
    pub json: bool,
    /// Where from
    #[command(flatten)]
    pub out: Out,
}

/// A form of slides.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum SlideFormat {
    /// One HTML file for any browser, with reveal.js inside
    Reveal,
    /// Markdown for remark.js, as EPCC's courses use it
    Remark,
    /// Plain Markdown for Sphinx and Jupyter courses
    Markdown,
    /// Every figure as SVG and PNG; Markdown needs them
    Figures,
}

/// How much of a run the slides tell.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum SlideDepth {
    /// A lesson: at most 15 slides for one kernel, and 5 more for each additional one
    Short,
    /// Every variant, every limit, and the profiles of the slowest and the fastest
    Full,
}

/// `tenfold slides`
#[derive(Args)]
pub struct Slides {
    /// The run, the comparison, or the file of a self-test [default: the newest run]
    pub run: Option<String>,
    /// A deck file: Markdown that sets the order, the text and slides of your own
    #[arg(long, value_name = "FILE")]
    pub deck: Option<PathBuf>,
    /// Cover only this kernel (may be repeated)
    #[arg(long, value_name = "KERNEL")]
    pub kernel: Vec<String>,
    /// How much to show
    #[arg(long, value_enum, default_value = "short")]
    pub depth: SlideDepth,
    /// What to write (may be repeated). The slides' folder then holds only these forms and files of your own
    #[arg(long, value_enum, default_values = ["reveal", "figures"], value_delimiter = ',')]
    pub format: Vec<SlideFormat>,
    /// Where from; the slides go into a folder of their own in it
    #[command(flatten)]
    pub out: Out,
}

/// `tenfold import`
#[derive(Args)]
pub struct Import {
    /// criterion's folders (target/criterion) or files from hyperfine's --export-json
    #[arg(required = true, value_name = "FILE")]
    pub files: Vec<PathBuf>,
    /// Print one JSON object
    #[arg(long)]
    pub json: bool,
    /// Where to
    #[command(flatten)]
    pub out: Out,
}

/// `tenfold runs`
#[derive(Args)]
pub struct Runs {
    /// What to do with them
    #[command(subcommand)]
    pub verb: RunsVerb,
}

/// What is done with the runs of a store.
#[derive(Subcommand)]
pub enum RunsVerb {
    /// List the runs, newest first
    List(RunsList),
    /// Show what the store holds of a run: sessions, launches, cells
    Show(RunsShow),
    /// Delete all but the newest runs, with their pages
    Prune(RunsPrune),
}

/// `tenfold runs list`
#[derive(Args)]
pub struct RunsList {
    /// Print one JSON object
    #[arg(long)]
    pub json: bool,
    /// Where from
    #[command(flatten)]
    pub out: Out,
}

/// `tenfold runs show`
#[derive(Args)]
pub struct RunsShow {
    /// The run [default: the newest]
    pub run: Option<String>,
    /// Print one JSON object
    #[arg(long)]
    pub json: bool,
    /// Where from
    #[command(flatten)]
    pub out: Out,
}

/// `tenfold runs prune`
#[derive(Args)]
pub struct RunsPrune {
    /// How many of the newest runs to keep
    #[arg(long, value_name = "N", value_parser = kept, allow_negative_numbers = true)]
    pub keep: usize,
    /// Only print what would be deleted
    #[arg(long)]
    pub dry_run: bool,
    /// Print one JSON object
    #[arg(long)]
    pub json: bool,
    /// Where from
    #[command(flatten)]
    pub out: Out,
}
