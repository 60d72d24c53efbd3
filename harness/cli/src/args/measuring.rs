//! What the verbs that measure take.

use super::values::{listening, rate, rounds, seconds, seed};
use super::{Choice, Out, TransportArg};
use clap::{Args, ValueEnum};
use std::net::SocketAddr;
use std::path::PathBuf;

/// `tenfold exec`
#[derive(Args)]
pub struct Exec {
    /// What to run
    #[command(flatten)]
    pub choice: Choice,
    /// Print one JSON object
    #[arg(long)]
    pub json: bool,
}

/// `tenfold run`
#[derive(Args)]
pub struct Run {
    /// Names of experiments that ship (see `tenfold list`), or files [default: starter]
    pub experiments: Vec<String>,
    /// Measure quickly: two rounds, a quarter of the sampling time, no profiles or counts
    #[arg(long)]
    pub quick: bool,
    /// Start over, even if an unfinished run could be resumed
    #[arg(long)]
    pub fresh: bool,
    /// Retry launches that crashed or hit their time limit, in the newest run of the experiment
    #[arg(long, conflicts_with = "fresh")]
    pub retry: bool,
    /// Number of rounds, overriding the experiment
    #[arg(long, value_name = "N", value_parser = rounds, allow_negative_numbers = true)]
    pub rounds: Option<u32>,
    /// Transport of distributed cells, overriding the experiment
    #[arg(long, value_enum)]
    pub transport: Option<TransportArg>,
    /// Seed of the random order of cells [default: from the clock]
    #[arg(long, value_parser = seed, allow_negative_numbers = true)]
    pub seed: Option<u64>,
    /// Take no profiles and count no instructions
    #[arg(long)]
    pub no_profile: bool,
    /// Measure only this variant, as KERNEL/VARIANT (may be repeated)
    #[arg(long, value_name = "KERNEL/VARIANT")]
    pub only: Vec<String>,
    /// Only print what would be measured and about how long it would take
    #[arg(long)]
    pub dry_run: bool,
    /// Print one JSON object
    #[arg(long)]
    pub json: bool,
    /// Where to
    #[command(flatten)]
    pub out: Out,
}

/// Which profiler.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Profiler {
    /// perf where it is allowed, else pprof
    Auto,
    /// perf record -e cpu-clock
    Perf,
    /// pprof, inside the process
    Pprof,
}

/// `tenfold profile`
#[derive(Args)]
pub struct Profile {
    /// What to profile
    #[command(flatten)]
    pub choice: Choice,
    /// Seconds to sample
    #[arg(long, default_value_t = 3.0, value_parser = seconds, allow_negative_numbers = true)]
    pub seconds: f64,
    /// Samples per second to request
    #[arg(long, default_value_t = 999, value_parser = rate, allow_negative_numbers = true)]
    pub hz: u32,
    /// The profiler
    #[arg(long, value_enum, default_value = "auto")]
    pub tool: Profiler,
    /// Folder for the flamegraph and the folded stacks
    #[arg(long, value_name = "FOLDER", default_value = "tenfold-runs/profiles")]
    pub out: PathBuf,
    /// Print one JSON object
    #[arg(long)]
    pub json: bool,
}

/// `tenfold guess`
#[derive(Args)]
pub struct Guess {
    /// Name of an experiment that ships (see `tenfold list`), or a file
    pub experiment: String,
    /// Serve a page on the local network where everybody in the room can guess
    #[arg(long, value_name = "ADDRESS:PORT", num_args = 0..=1, default_missing_value = "", value_parser = listening)]
    pub serve: Option<Listening>,
    /// Your name, if the report may show it beside your guess
    #[arg(long, conflicts_with = "serve")]
    pub name: Option<String>,
    /// Print one JSON object
    #[arg(long)]
    pub json: bool,
    /// Where to
    #[command(flatten)]
    pub out: Out,
}

/// Where the page of guesses listens: an address given, or this machine's on the local network.
#[derive(Clone, Copy, Debug)]
pub struct Listening(pub Option<SocketAddr>);
