//! A git repository whose program `tenfold` is a page of Rust that duels as it is told to: built in a second.

use super::{Bench, Ran, ran};
use std::process::Command;
use tenfold_measure::duel::protocol::GREETING;

/// A repository in a folder of its own.
pub struct Repository {
    pub bench: Bench,
}

impl Repository {
    /// An empty one.
    pub fn new() -> Repository {
        let repository = Repository { bench: Bench::new() };
        repository.git(&["init", "-q", "-b", "main"]);
        repository.bench.file(".gitignore", "target\ntenfold-*\n");
        repository
    }

    /// What git says.
    pub fn git(&self, args: &[&str]) -> String {
        let identity = ["-c", "user.name=x", "-c", "user.email=x@x", "-c", "commit.gpgsign=false"];
        let done = Command::new("git").args(identity).args(args).current_dir(self.bench.path()).output().unwrap();
        assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
        String::from_utf8(done.stdout).unwrap().trim().to_string()
    }

    /// Commits all there is, and says its hash.
    pub fn commit(&self, message: &str) -> String {
        self.git(&["add", "."]);
        self.git(&["commit", "-q", "--allow-empty", "-m", message]);
        self.git(&["rev-parse", "HEAD"])
    }

    /// Writes a file, in a folder that is made.
    pub fn file(&self, name: &str, text: &str) {
        std::fs::create_dir_all(self.bench.path().join(name).parent().unwrap()).unwrap();
        self.bench.file(name, text);
    }

    /// Writes a program whose kernel `k` has these variants, each with the factor that its time is multiplied by; the answer of
    /// the one named `wrong` is wrong.
    pub fn kernels(&self, variants: &[(&str, f64)]) {
        self.file(
            "Cargo.toml",
            "[package]\nname = \"tenfold\"\nversion = \"0.0.0\"\nedition = \"2024\"\n[workspace]\n[features]\nmpi = []\n",
        );
        self.file("Cargo.lock", "version = 4\n\n[[package]]\nname = \"tenfold\"\nversion = \"0.0.0\"\n");
        let names: Vec<String> = variants.iter().map(|(name, _)| format!("[\"{name}\",\"naive\"]")).collect();
        let arms: Vec<String> = variants.iter().map(|(name, factor)| format!("(\"{name}\", {factor:?})")).collect();
        let source = PROGRAM
            .replace("GREETING", GREETING)
            .replace("NAMES", &names.join(","))
            .replace("FACTORS", &arms.join(", "));
        self.file("src/main.rs", &source);
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

/// Each run of a variant is said to take a tenth of a millisecond times its factor, with a scatter of a thousandth.
const PROGRAM: &str = r##"
use std::io::{BufRead, Write};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

const TIMES: &[(&str, f64)] = &[FACTORS];

fn say(text: &str) {
    let mut out = std::io::stdout().lock();
    writeln!(out, "{text}").unwrap();
    out.flush().unwrap();
}

fn main() {
    say("GREETING");
    let mut random = SystemTime::now().duration_since(UNIX_EPOCH).unwrap().as_nanos() as u64 | 1;
    let mut factor = 1.0;
    for ask in std::io::stdin().lock().lines().map_while(Result::ok) {
        if ask == "\"list\"" {
            say(r#"tenfold-duel {"kernels":[{"kernel":"k","params":[],"variants":[NAMES]}]}"#);
        } else if ask.starts_with("{\"reference\"") {
            say("tenfold-duel \"done\"");
        } else if ask.starts_with("{\"prepare\"") {
            let named = TIMES.iter().find(|(name, _)| ask.contains(&format!("\"variant\":\"{name}\"")));
            factor = named.unwrap().1;
            let wrong = if named.unwrap().0 == "wrong" { "\"2, expected 3\"" } else { "null" };
            say(&format!("tenfold-duel {{\"ready\":{{\"params\":{{}},\"path\":\"portable\",\"wrong\":{wrong}}}}}"));
        } else if ask == "\"judge\"" {
            say(r#"tenfold-duel {"judged":{"wrong":null}}"#);
        } else {
            let timed = ask.split("\"timed\":").nth(1).map_or("1", |rest| rest.trim_end_matches('}'));
            random ^= random << 13;
            random ^= random >> 7;
            random ^= random << 17;
            let scatter = 1.0 + 1e-3 * (random as f64 / u64::MAX as f64 - 0.5);
            let seconds = timed.parse::<f64>().unwrap() * 1e-4 * factor * scatter;
            std::thread::sleep(Duration::from_micros(300));
            say(&format!("tenfold-duel {{\"ran\":{{\"seconds\":{seconds:.12},\"switches\":0}}}}"));
        }
    }
}
"##;
