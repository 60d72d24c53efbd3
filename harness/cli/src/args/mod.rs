//! The command line: the verbs, and what several of them take.
//!
//! | question | file |
//! |---|---|
//! | what do the verbs that measure take? | `measuring.rs` |
//! | those that judge what was measured? | `judging.rs` |
//! | those that tell of it? | `telling.rs` |
//! | those that follow a project over its commits? | `tracking.rs` |
//! | which values may an option have? | `values.rs` |
//! | what does the help say? | `help.rs` |

mod help;
mod judging;
mod measuring;
mod telling;
mod tracking;
mod values;

pub use judging::{Compare, Lint, Proof, Selftest};
pub use measuring::{Exec, Guess, Listening, Profile, Profiler, Run};
pub use telling::{
    Export, Import, Report, Runs, RunsList, RunsPrune, RunsShow, RunsVerb, SlideDepth, SlideFormat, Slides,
};
pub use tracking::{
    Bisect, Gate, History, HistoryExport, HistoryFolder, HistoryImport, HistoryMerge, HistoryRead, HistoryVerb,
    Nightly, Site,
};

use crate::console::columns;
use clap::error::{ContextKind, ContextValue};
use clap::{Args, CommandFactory, FromArgMatches, Parser, Subcommand, ValueEnum};
use std::path::PathBuf;
use tenfold_launch::fingerprint;
use tenfold_record::Transport;
pub use values::BUILDS;
use values::{assignment, seconds, workers};

/// Measures how much faster code gets, and says why.
#[derive(Parser)]
#[command(name = "tenfold", version, after_help = help::ENVIRONMENT)]
pub struct Program {
    /// How much is printed, and in which colours
    #[command(flatten)]
    pub telling: Telling,
    /// What to do
    #[command(subcommand)]
    pub verb: Verb,
}

impl Program {
    /// What the command line says; a mistake in it, or a question for help, ends the program.
    pub fn read() -> Program {
        let mut command = help::grouped(Program::command()).term_width(columns());
        // Whether the program was built from its commit is found out by asking git: only for those who want to know.
        if std::env::args_os().any(|word| word == "--version" || word == "-V") {
            command = command.version(&*fingerprint::version().leak());
        }
        let matches = command.try_get_matches().unwrap_or_else(|mut fault| {
            // A flag that does not exist is misspelt: nobody wants to pass it "as a value".
            if let Some(ContextValue::StyledStrs(mut tips)) = fault.remove(ContextKind::Suggested) {
                tips.retain(|tip| !tip.to_string().contains("as a value"));
                if !tips.is_empty() {
                    fault.insert(ContextKind::Suggested, ContextValue::StyledStrs(tips));
                }
            }
            fault.exit()
        });
        Program::from_arg_matches(&matches).unwrap_or_else(|fault| fault.exit())
    }
}

/// How much is printed, and in which colours.
#[derive(Args, Clone, Copy, Default)]
pub struct Telling {
    /// Print only results and errors
    #[arg(short, long, global = true, conflicts_with = "verbose", help_heading = "Output")]
    pub quiet: bool,
    /// Also print every command that is started
    #[arg(short, long, global = true, help_heading = "Output")]
    pub verbose: bool,
    /// Colours on standard output: auto, always or never
    #[arg(
        long,
        global = true,
        value_enum,
        value_name = "WHEN",
        default_value = "auto",
        hide_possible_values = true,
        hide_default_value = true,
        help_heading = "Output"
    )]
    pub color: Colour,
}

/// When there are colours.
#[derive(Clone, Copy, Default, ValueEnum)]
pub enum Colour {
    /// On a terminal, unless TERM is dumb or NO_COLOR is set
    #[default]
    Auto,
    /// Always
    Always,
    /// Never
    Never,
}

/// The verbs.
#[derive(Subcommand)]
pub enum Verb {
    /// Run a variant once, print the answer and its check
    ///
    /// Succeeds only if the check passes.
    Exec(Exec),
    /// Measure experiments; Ctrl-C keeps what was measured
    ///
    /// Rerun the same command to resume.
    Run(Run),
    /// Is B slower than A? Revisions, programs, variants, commands
    ///
    /// Runs the two side by side in pairs of processes. Exits with 1 if B is slower.
    Compare(Compare),
    /// Where a variant's time goes: flamegraph, hot lines
    Profile(Profile),
    /// Measure ceilings: bandwidths, arithmetic, clock, messages
    Ceilings(Json),
    /// Write the report of a run as one HTML file
    Report(Report),
    /// Check a run against twelve rules of good measurement
    ///
    /// Exits with 1 if one is broken.
    Lint(Lint),
    /// Stored runs: list, show, delete old ones
    Runs(Runs),
    /// Write a run in another program's format
    Export(Export),
    /// Import criterion or hyperfine results as unchecked runs
    Import(Import),
    /// Measure a revision against a reference, night after night
    ///
    /// Exits with 1 on a new regression, with 3 if the night is void.
    Nightly(Nightly),
    /// Can this be merged? Prints a Markdown comment
    ///
    /// Exits with 1 on a slowdown, with 3 if one could have been missed. `[perf-ok: reason]` in a commit message accepts it.
    Gate(Gate),
    /// Which commit made it slower, or faster? Rerun to resume
    ///
    /// Builds and compares commits between GOOD and BAD until one is the
    /// cause with the requested confidence.
    Bisect(Bisect),
    /// The nightly history: list, check, merge, export, import
    History(History),
    /// Write the dashboard, feed and exports of a history
    Site(Site),
    /// What this machine can measure, and how to get the rest
    Doctor(Json),
    /// List kernels, variants, params, limits and experiments
    List(Json),
    /// Create a kernel: a crate that compiles and passes tests
    New(New),
    /// Validate the harness here: false alarms, power, agreement
    Selftest(Selftest),
    /// Print a completion script for a shell
    Completions(Completions),
    /// Write the man pages to a folder
    Man(Man),
    /// Write down guesses before a run: your own, or a room's
    Guess(Guess),
    /// Write a run as a slide deck, every number measured
    Slides(Slides),
}

/// `tenfold completions`
#[derive(Args)]
pub struct Completions {
    /// The shell
    #[arg(value_enum)]
    pub shell: clap_complete::Shell,
}

/// `tenfold man`
#[derive(Args)]
pub struct Man {
    /// The folder; created if missing
    #[arg(value_name = "FOLDER")]
    pub folder: PathBuf,
}

/// `tenfold doctor`, `list` and `ceilings`
#[derive(Args)]
pub struct Json {
    /// Print one JSON object
    #[arg(long)]
    pub json: bool,
}

/// `tenfold new`
#[derive(Args)]
pub struct New {
    /// Name of the kernel: lower-case letters, digits and '_', starting with a letter
    pub name: String,
}

/// Which variant of which kernel, on which problem.
#[derive(Clone, Args)]
pub struct Choice {
    /// Name of the kernel (see `tenfold list`)
    pub kernel: String,
    /// Name of the variant; `exec` accepts externals too
    pub variant: String,
    /// Set a param of the problem; for `exec`, out=FILE.npy saves the output
    #[arg(long = "set", value_name = "NAME=VALUE")]
    pub set: Vec<String>,
    /// More of them: one --set may be followed by several.
    #[arg(value_name = "NAME=VALUE", value_parser = assignment, hide = true)]
    pub more: Vec<String>,
    /// Threads or ranks [default: 1 for serial variants, else one per core]
    #[arg(long, value_name = "N", value_parser = workers, allow_negative_numbers = true)]
    pub workers: Option<usize>,
    /// How ranks exchange messages
    #[arg(long, value_enum, default_value = "local")]
    pub transport: TransportArg,
    /// Stop after this many seconds
    #[arg(long, value_name = "SECONDS", default_value_t = 600.0, value_parser = seconds, allow_negative_numbers = true)]
    pub limit: f64,
}

impl Choice {
    /// The params that are set, in the order of the command line but for those that follow another.
    pub fn given(&self) -> impl Iterator<Item = &String> {
        self.set.iter().chain(&self.more)
    }
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
