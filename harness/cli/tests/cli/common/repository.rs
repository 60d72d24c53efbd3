//! A git repository whose program says in a duel what was planted, and is built in a second.

use super::{Bench, Ran, git, ran};
use std::fs;
use std::path::Path;
use std::process::Command;
use tenfold_measure::duel::protocol::{GREETING, MARK, VERB};

/// What the program says in a duel.
pub struct Duelist<'a> {
    /// The variants of its kernel `k`, each with the milliseconds that a run takes.
    pub variants: &'a [(&'a str, f64)],
    /// By how much of that one process differs from another. What is drawn raises a false alarm now and then: a test that wants
    /// none has none.
    pub noise: f64,
    /// By how much of that it is longer in a build whose code lies as that of the second side of two.
    pub elsewhere: f64,
    /// The variant whose answer is wrong.
    pub wrong: &'a str,
}

impl Duelist<'_> {
    /// One with these variants, whose times do not scatter.
    pub fn of<'a>(variants: &'a [(&'a str, f64)]) -> Duelist<'a> {
        Duelist { variants, noise: 0.0, elsewhere: 0.0, wrong: "wrong" }
    }

    /// The source of the program, which leaves to the real one all but duels.
    pub fn source(&self) -> String {
        let names: Vec<String> = self.variants.iter().map(|(name, _)| format!("[\"{name}\",\"naive\"]")).collect();
        PROGRAM
            .replace("REAL", env!("CARGO_BIN_EXE_tenfold"))
            .replace("VERB", VERB)
            .replace("GREETING", GREETING)
            .replace("MARK", MARK)
            .replace("NAMES", &names.join(","))
            .replace("VARIANTS", &format!("{:?}", self.variants))
            .replace("NOISE", &format!("{:?}", self.noise))
            .replace("ELSEWHERE", &format!("{:?}", self.elsewhere))
            .replace("WRONG", self.wrong)
    }
}

/// However long a run is said to take, it does for each millisecond of it what perf and Valgrind can see: `planted` what is beyond
/// one. Between two runs it sleeps, and leaves the cores to other tests.
const PROGRAM: &str = r##"
use std::hint::black_box;
use std::io::BufRead;
use std::os::unix::process::CommandExt;

// By these names a flamegraph tells that they are the kernel's.
#[unsafe(export_name = "k::steady")]
#[inline(never)]
fn steady(rounds: u64) -> u64 {
    (0..rounds).fold(1, |x, i| black_box(x * 3 % 1_000_003 + i))
}

#[unsafe(export_name = "k::planted")]
#[inline(never)]
fn planted(rounds: u64) -> u64 {
    (0..rounds).fold(2, |x, i| black_box(x * 3 % 1_000_003 + i))
}

#[inline(never)]
fn counted_run(milliseconds: f64) -> u64 {
    let rounds = |milliseconds: f64| (2e4 * milliseconds.max(0.0)) as u64;
    steady(rounds(milliseconds.min(1.0))) + planted(rounds(milliseconds - 1.0))
}

fn main() {
    let args: Vec<String> = std::env::args().skip(1).collect();
    if args.first().is_none_or(|verb| verb != "VERB") {
        panic!("{}", std::process::Command::new("REAL").args(args).exec());
    }
    println!("GREETING");
    let program = std::env::args().next().unwrap();
    let layout = if program.ends_with("-3") || program.ends_with("-4") { 1.0 + ELSEWHERE } else { 1.0 };
    // From -1 to 1, and another in every process.
    let drawn = f64::from(std::process::id().wrapping_mul(2_654_435_761) >> 16) / 32_768.0 - 1.0;
    let (mut milliseconds, mut wrong) = (0.0, "");
    for ask in std::io::stdin().lock().lines().map_while(Result::ok) {
        let answer = match ask.split('"').nth(1) {
            Some("list") => r#"{"kernels":[{"kernel":"k","params":[],"variants":[NAMES]}]}"#.to_string(),
            Some("prepare") => {
                let asked = |name: &str| ask.contains(&format!(r#""variant":"{name}""#));
                let (name, time) = VARIANTS.into_iter().find(|(name, _)| asked(name)).unwrap();
                (milliseconds, wrong) = (time, if name == "WRONG" { r#""2, expected 3""# } else { "null" });
                format!(r#"{{"ready":{{"params":{{}},"path":"portable","wrong":{wrong}}}}}"#)
            }
            Some("judge") => format!(r#"{{"judged":{{"wrong":{wrong}}}}}"#),
            Some("run" | "count") => {
                let timed = ask.split_once(r#""timed":"#).map_or("1", |(_, rest)| rest.trim_end_matches('}'));
                let seconds = timed.parse::<f64>().unwrap() * milliseconds * 1e-3 * layout * (1.0 + NOISE * drawn);
                black_box(counted_run(milliseconds));
                std::thread::sleep(std::time::Duration::from_millis(1));
                format!(r#"{{"ran":{{"seconds":{seconds:e},"switches":0}}}}"#)
            }
            _ => r#""done""#.to_string(),
        };
        println!("MARK{answer}");
    }
}
"##;

/// Writes a workspace without dependencies into a folder, whose program is `tenfold` and `tenfold-duelist`, as both are built.
pub fn package(folder: &Path, source: &str) {
    for name in ["src", "duelist"] {
        fs::create_dir_all(folder.join(name)).unwrap();
    }
    let write = |name: &str, text: &str| fs::write(folder.join(name), text).unwrap();
    let head =
        |name| format!("[package]\nname = \"{name}\"\nversion = \"0.0.0\"\nedition = \"2024\"\n[features]\nmpi = []\n");
    write("Cargo.toml", &(head("tenfold") + "[workspace]\nmembers = [\"duelist\"]\n"));
    let same = "[[bin]]\nname = \"tenfold-duelist\"\npath = \"../src/main.rs\"\n";
    write("duelist/Cargo.toml", &(head("tenfold-duelist") + same));
    let locked = |name| format!("\n[[package]]\nname = \"{name}\"\nversion = \"0.0.0\"\n");
    write("Cargo.lock", &format!("version = 4\n{}{}", locked("tenfold"), locked("tenfold-duelist")));
    write("src/main.rs", source);
}

/// A repository in a folder of its own.
pub struct Repository {
    pub bench: Bench,
}

impl Repository {
    /// An empty one.
    pub fn new() -> Repository {
        let repository = Repository { bench: Bench::new() };
        repository.git(&["init", "-q", "-b", "main"]);
        repository.bench.file(".gitignore", "/target\n/tenfold-*\n");
        repository
    }

    /// One whose only commit is a program with this source.
    pub fn holding(source: &str) -> Repository {
        let repository = Repository::new();
        package(repository.bench.path(), source);
        repository.commit("One");
        repository
    }

    /// What git says.
    pub fn git(&self, args: &[&str]) -> String {
        git(self.bench.path(), args)
    }

    /// Commits all there is, and says its hash.
    pub fn commit(&self, message: &str) -> String {
        self.git(&["add", "."]);
        self.git(&["commit", "-q", "--allow-empty", "-m", message]);
        self.git(&["rev-parse", "HEAD"])
    }

    /// Writes a program that duels as it is told to.
    pub fn duelist(&self, duelist: Duelist) {
        package(self.bench.path(), &duelist.source());
    }

    /// Commits a program with these variants, whose times do not scatter, and says its hash.
    pub fn planted(&self, message: &str, variants: &[(&str, f64)]) -> String {
        self.duelist(Duelist::of(variants));
        self.commit(message)
    }

    /// A clone of the last commit alone.
    pub fn shallow(&self) -> Repository {
        let clone = Repository { bench: Bench::new() };
        clone.git(&["clone", "-q", "--depth", "1", &format!("file://{}", self.bench.path().display()), "."]);
        clone
    }

    /// The program, not started yet.
    pub fn command(&self, args: &[&str]) -> Command {
        let mut command = self.bench.command(args);
        command.env_remove("CARGO_TARGET_DIR").env("CARGO_NET_OFFLINE", "true");
        command
    }

    pub fn run(&self, args: &[&str]) -> Ran {
        ran(self.command(args).output().unwrap())
    }
}
