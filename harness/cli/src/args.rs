//! The command line.

use clap::{Args, Parser, Subcommand, ValueEnum};
use std::net::SocketAddr;
use std::path::PathBuf;
use tenfold_record::Transport;

/// Measures how much faster code gets, and says why.
#[derive(Parser)]
#[command(name = "tenfold", version, max_term_width = 100)]
pub struct Program {
    /// What to do
    #[command(subcommand)]
    pub verb: Verb,
}

/// The verbs.
#[derive(Subcommand)]
pub enum Verb {
    /// What this machine can measure, what is missing, how to get it
    Doctor(Doctor),
    /// Kernels, variants, params and their limits, experiments
    List(List),
    /// Run a variant once; print the answer and its check; succeed only if the check passes
    Exec(Exec),
    /// Write down guesses before an experiment is run: your own, or those of a room of learners
    Guess(Guess),
    /// Measure experiments; Ctrl-C keeps what there is, the same command resumes
    Run(Run),
    /// Find out where a variant's time goes: flamegraph, folded stacks, hot functions and lines
    Profile(Profile),
    /// Write the report of a run as one HTML file
    Report(Report),
    /// Measure what this machine can do at most: bandwidths, arithmetic, clock, messages
    Ceilings(Ceilings),
    /// Write a run in the format of another program
    Export(Export),
    /// Write the slides of a run: a deck for a course, every number measured
    Slides(Slides),
    /// Is B slower than A? Two revisions, programs, variants or commands, judged in pairs of processes
    Compare(Compare),
    /// Keep the results of criterion or hyperfine as runs, marked as not checked
    Import(Import),
    /// Check a run against twelve rules of good measurement; fail if one is broken
    Lint(Lint),
    /// Measure the harness by itself on this machine: how often it is right, what its profilers cost, who agrees
    Selftest(Selftest),
    /// Make a new kernel: a crate that compiles, passes its tests and shows up in `list`
    New(New),
    /// Carry out one order of `run` or `ceilings` (not for people)
    #[command(hide = true)]
    Worker(Worker),
    /// Be one side of a duel of `compare` (not for people)
    #[command(hide = true)]
    Duelist,
}

/// How ranks exchange messages.
#[derive(Clone, Copy, ValueEnum)]
pub enum TransportArg {
    /// Ranks are threads of one process
    Local,
    /// Ranks are processes under mpirun
    Mpi,
}

impl From<TransportArg> for Transport {
    fn from(arg: TransportArg) -> Transport {
        match arg {
            TransportArg::Local => Transport::Local,
            TransportArg::Mpi => Transport::Mpi,
        }
    }
}

/// `tenfold doctor`
#[derive(Args)]
pub struct Doctor {
    /// Print one JSON object
    #[arg(long)]
    pub json: bool,
}

/// `tenfold list`
#[derive(Args)]
pub struct List {
    /// Print one JSON object
    #[arg(long)]
    pub json: bool,
}

/// Which variant of which kernel, on which problem.
#[derive(Args)]
pub struct Choice {
    /// Name of the kernel (see `tenfold list`)
    pub kernel: String,
    /// Name of the variant, an external included
    pub variant: String,
    /// Set a param of the problem
    #[arg(long = "set", value_name = "NAME=VALUE")]
    pub set: Vec<String>,
    /// Threads or ranks [default: 1 for serial variants, else as many as there are cores]
    #[arg(long, value_name = "N", allow_negative_numbers = true)]
    pub workers: Option<usize>,
    /// How ranks exchange messages
    #[arg(long, value_enum, default_value = "local")]
    pub transport: TransportArg,
    /// Stop it after this many seconds
    #[arg(long, value_name = "SECONDS", default_value_t = 600.0, value_parser = seconds, allow_negative_numbers = true)]
    pub limit: f64,
}

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

/// Where runs are kept.
#[derive(Args)]
pub struct Out {
    /// Folder of the store and the reports
    #[arg(long, value_name = "FOLDER", default_value = "tenfold-runs")]
    pub out: PathBuf,
}

impl Out {
    /// The store.
    pub fn store(&self) -> PathBuf {
        self.out.join("tenfold.sqlite")
    }
}

/// `tenfold guess`
#[derive(Args)]
pub struct Guess {
    /// Name of an experiment that ships (see `tenfold list`), or a file
    pub experiment: String,
    /// Open a page on the local network where everybody in the room guesses
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

/// `tenfold run`
#[derive(Args)]
pub struct Run {
    /// Names of experiments that ship (see `tenfold list`), or files [default: starter]
    pub experiments: Vec<String>,
    /// Measure shortly: two rounds, a quarter of the sampling time, no profiles or counts
    #[arg(long)]
    pub quick: bool,
    /// Begin anew, even where an unfinished run could be resumed
    #[arg(long)]
    pub fresh: bool,
    /// Rounds, instead of what the experiment says
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..=1000))]
    pub rounds: Option<u32>,
    /// Transport of distributed cells, instead of what the experiment says
    #[arg(long, value_enum)]
    pub transport: Option<TransportArg>,
    /// Seed of the random order of cells [default: from the clock]
    #[arg(long)]
    pub seed: Option<u64>,
    /// Take no profiles and count no instructions
    #[arg(long)]
    pub no_profile: bool,
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
    /// Seconds to sample for
    #[arg(long, default_value_t = 3.0, value_parser = seconds, allow_negative_numbers = true)]
    pub seconds: f64,
    /// Samples a second to ask for
    #[arg(long, default_value_t = 999, value_parser = clap::value_parser!(u32).range(1..=10_000))]
    pub hz: u32,
    /// The profiler
    #[arg(long, value_enum, default_value = "auto")]
    pub tool: Profiler,
    /// Folder of flamegraph and folded stacks
    #[arg(long, value_name = "FOLDER", default_value = "tenfold-runs/profiles")]
    pub out: PathBuf,
    /// Print one JSON object
    #[arg(long)]
    pub json: bool,
}

/// `tenfold report`
#[derive(Args)]
pub struct Report {
    /// The run [default: the newest]
    pub run: Option<String>,
    /// Print the ladder only
    #[arg(long)]
    pub terminal: bool,
    /// Write the page there instead of beside the store
    #[arg(long, value_name = "FILE")]
    pub html: Option<PathBuf>,
    /// Where from
    #[command(flatten)]
    pub out: Out,
}

/// `tenfold ceilings`
#[derive(Args)]
pub struct Ceilings {
    /// Print one JSON object
    #[arg(long)]
    pub json: bool,
}

/// `tenfold export`
#[derive(Args)]
pub struct Export {
    /// The run [default: the newest]
    pub run: Option<String>,
    /// The format (without it, all are listed)
    #[arg(long, value_name = "FORMAT")]
    pub format: Option<String>,
    /// The file to write; '-' is standard output
    #[arg(long, value_name = "FILE", default_value = "-")]
    pub to: PathBuf,
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

/// `tenfold slides`
#[derive(Args)]
pub struct Slides {
    /// The run [default: the newest]
    pub run: Option<String>,
    /// A deck file: Markdown that sets order, text and own slides
    #[arg(long, value_name = "FILE")]
    pub deck: Option<PathBuf>,
    /// What to write; may be given several times
    #[arg(long, value_enum, default_values = ["reveal", "figures"], value_delimiter = ',')]
    pub format: Vec<SlideFormat>,
    /// Where from; the slides go into a folder of their own in it
    #[command(flatten)]
    pub out: Out,
}

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
    #[arg(long, value_name = "N", allow_negative_numbers = true)]
    pub workers: Option<usize>,
    /// Accept a slowdown up to this many per cent
    #[arg(long, value_name = "PERCENT", default_value_t = 1.0, value_parser = percent, allow_negative_numbers = true)]
    pub threshold: f64,
    /// Seconds for each cell
    #[arg(long, default_value_t = 10.0, value_parser = seconds, allow_negative_numbers = true)]
    pub seconds: f64,
    /// Stop sooner where the difference is known to within this many per cent
    #[arg(long, value_name = "PERCENT", default_value_t = 0.5, value_parser = percent, allow_negative_numbers = true)]
    pub precision: f64,
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
    #[arg(long)]
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

/// `tenfold import`
#[derive(Args)]
pub struct Import {
    /// Folders of criterion's (target/criterion) or files of hyperfine's --export-json
    #[arg(required = true, value_name = "FILE")]
    pub files: Vec<PathBuf>,
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
    /// Realised rate, share in a known function, overhead, starts and stops
    Profilers,
    /// The same work timed by criterion and by hyperfine
    Agreement,
    /// Instructions counted again and again
    Instructions,
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
    #[arg(long)]
    pub seed: Option<u64>,
    /// Print one JSON object
    #[arg(long)]
    pub json: bool,
    /// Write the JSON object to this file
    #[arg(long, value_name = "FILE")]
    pub out: Option<PathBuf>,
    /// Write a page to this file
    #[arg(long, value_name = "FILE")]
    pub html: Option<PathBuf>,
    /// Tell of the self-test in this file, which --out wrote, instead of testing
    #[arg(long, value_name = "FILE", conflicts_with_all = ["minutes", "only", "seed", "out"])]
    pub from: Option<PathBuf>,
}

/// `tenfold new`
#[derive(Args)]
pub struct New {
    /// Name of the kernel: lower-case letters, digits and '_', beginning with a letter
    pub name: String,
}

/// `tenfold worker`
#[derive(Args)]
pub struct Worker {
    /// The order, as JSON
    pub order: String,
}

fn listening(text: &str) -> Result<Listening, String> {
    match text {
        "" => Ok(Listening(None)),
        given => given.parse().map(|address| Listening(Some(address))).map_err(|_| {
            "an ADDRESS:PORT is needed, as in 192.168.1.20:8017 (or none, with the experiment before --serve)"
                .to_string()
        }),
    }
}

fn seconds(text: &str) -> Result<f64, String> {
    match text.parse::<f64>() {
        Ok(x) if x > 0.0 && x <= 86_400.0 => Ok(x),
        _ => Err("a number of seconds above 0 and up to 86400 is needed".to_string()),
    }
}

fn percent(text: &str) -> Result<f64, String> {
    match text.parse::<f64>() {
        Ok(x) if (0.0..=1000.0).contains(&x) => Ok(x),
        _ => Err("a number of per cent from 0 to 1000 is needed".to_string()),
    }
}

fn minutes(text: &str) -> Result<f64, String> {
    match text.parse::<f64>() {
        Ok(x) if x > 0.0 && x <= 10_080.0 => Ok(x),
        _ => Err("a number of minutes above 0 and up to 10080 is needed".to_string()),
    }
}
