//! A small project whose builds take a second: a bare repository as `origin`, clones of it, and a program `tenfold` that is
//! built as a template says. In a duel it says that a run takes as long as its source has it; all else the real program does.

use super::template::{Step, root};
use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use tempfile::TempDir;
use tenfold_measure::duel::protocol::{GREETING, MARK, VERB};

/// What the program says in a duel.
#[derive(Clone, Copy)]
pub struct Speed {
    /// How long a run takes, in milliseconds.
    pub milliseconds: f64,
    /// By how much of that one process differs from another.
    pub noise: f64,
}

pub const STEADY: Speed = Speed { milliseconds: 1.0, noise: 0.0002 };
pub const SLOWER: Speed = Speed { milliseconds: 1.3, ..STEADY };
pub const NOISY: Speed = Speed { noise: 0.5, ..STEADY };

/// The project, in a folder of its own.
pub struct Project {
    folder: TempDir,
}

/// What came of a step.
#[derive(Debug)]
pub struct Ran {
    pub code: Option<i32>,
    pub out: String,
    pub err: String,
}

impl Ran {
    #[track_caller]
    pub fn ends_with(self, code: i32) -> Ran {
        assert_eq!(self.code, Some(code), "{}{}", self.out, self.err);
        self
    }
}

impl Project {
    /// With two commits on `main`, of equal speed.
    pub fn new() -> Project {
        let project = Project { folder: tempfile::tempdir().unwrap() };
        let work = project.path("work");
        fs::create_dir_all(work.join("src")).unwrap();
        fs::create_dir_all(work.join("ci")).unwrap();
        fs::create_dir(project.path("tools")).unwrap();
        git(&project.path(""), &["init", "-q", "--bare", "-b", "main", "origin"]);
        git(&project.path(""), &["init", "-q", "-b", "main", "work"]);
        git(&work, &["remote", "add", "origin", "../origin"]);
        let package = "[package]\nname = \"tenfold\"\nversion = \"0.0.0\"\nedition = \"2024\"\n[workspace]\n";
        fs::write(work.join("Cargo.toml"), format!("{package}[features]\nmpi = []\n")).unwrap();
        let lock = "version = 4\n\n[[package]]\nname = \"tenfold\"\nversion = \"0.0.0\"\n";
        fs::write(work.join("Cargo.lock"), lock).unwrap();
        fs::write(work.join(".gitignore"), "/target\n/tenfold-*\n").unwrap();
        fs::copy(root().join("ci/nightly.sh"), work.join("ci/nightly.sh")).unwrap();
        project.commit("main", STEADY, "one");
        project.commit("main", STEADY, "two");
        // What a runner has and this machine may lack, or must not change.
        project.tool("sudo", "");
        project.tool("apt-get", "");
        project
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// A program that comes before others of its name on the PATH.
    pub fn tool(&self, name: &str, script: &str) {
        let path = self.path("tools").join(name);
        fs::write(&path, format!("#!/bin/sh\n{script}\n")).unwrap();
        fs::set_permissions(&path, fs::Permissions::from_mode(0o755)).unwrap();
    }

    /// Commits a program of this speed on `branch`, which begins at `main`, pushes it, and returns the commit.
    pub fn commit(&self, branch: &str, speed: Speed, message: &str) -> String {
        let work = self.path("work");
        if branch != "main" {
            git(&work, &["checkout", "-q", "-B", branch, "main"]);
        }
        fs::write(work.join("src/main.rs"), program(speed, message.lines().next().unwrap())).unwrap();
        git(&work, &["add", "."]);
        git(&work, &["commit", "-q", "-m", message]);
        git(&work, &["push", "-q", "origin", branch]);
        let commit = git(&work, &["rev-parse", "HEAD"]);
        git(&work, &["checkout", "-q", "main"]);
        commit
    }

    /// A clean clone, in which `revision` is checked out as runners do it: on no branch.
    pub fn cloned(&self, name: &str, revision: &str) -> PathBuf {
        git(&self.path(""), &["clone", "-q", "origin", name]);
        let clone = self.path(name);
        git(&clone, &["checkout", "-q", "--detach", revision]);
        clone
    }

    /// Runs the steps of a job in `clone`: after one that fails, those that run always.
    pub fn job(&self, clone: &Path, steps: &[Step], env: &[(&str, &str)]) -> Vec<Ran> {
        let mut ran: Vec<Ran> = Vec::new();
        for step in steps {
            let failed = ran.iter().any(|ran| ran.code != Some(0));
            if runs(step.condition.as_deref(), failed, clone) {
                ran.push(self.step(clone, step, env));
            }
        }
        ran
    }

    /// Runs one step in `clone`.
    pub fn step(&self, clone: &Path, step: &Step, env: &[(&str, &str)]) -> Ran {
        let script = tempfile::NamedTempFile::new_in(self.folder.path()).unwrap();
        fs::write(script.path(), &step.script).unwrap();
        let mut command = Command::new(step.shell[0]);
        command.args(&step.shell[1..]).arg(script.path()).current_dir(clone);
        // A runner knows nothing of this machine's settings, nor of who commits.
        command.env_clear().envs(&step.env).env("GIT_CONFIG_GLOBAL", "/dev/null").env("GIT_CONFIG_NOSYSTEM", "1");
        let own = std::env::var("PATH").unwrap();
        command.env("PATH", format!("{}:{own}", self.path("tools").display())).env("HOME", self.home());
        let cargo = |name: &str, folder: &str| {
            let home = || PathBuf::from(std::env::var_os("HOME").unwrap()).join(folder);
            std::env::var_os(name).map_or_else(home, PathBuf::from)
        };
        command.env("CARGO_HOME", cargo("CARGO_HOME", ".cargo")).env("RUSTUP_HOME", cargo("RUSTUP_HOME", ".rustup"));
        command.envs(env.iter().copied());
        Ran::of(command.output().unwrap())
    }

    /// The home folder of those who run steps.
    pub fn home(&self) -> PathBuf {
        let home = self.path("home");
        fs::create_dir_all(&home).unwrap();
        home
    }

    /// The files of the branch `tenfold-history` at origin.
    pub fn kept(&self) -> Vec<String> {
        let listed = git(&self.path("origin"), &["ls-tree", "-r", "--name-only", "tenfold-history"]);
        listed.lines().map(str::to_string).collect()
    }

    /// How many nights the branch has.
    pub fn nights(&self) -> usize {
        self.kept().iter().filter(|name| name.starts_with("nights/") && name.ends_with(".jsonl")).count()
    }

    /// The reference that the branch has.
    pub fn reference(&self) -> String {
        git(&self.path("origin"), &["cat-file", "blob", "tenfold-history:reference"])
    }
}

impl Ran {
    fn of(output: Output) -> Ran {
        let text = |bytes| String::from_utf8(bytes).unwrap();
        Ran { code: output.status.code(), out: text(output.stdout), err: text(output.stderr) }
    }
}

/// Whether a step of GitHub's with this condition runs.
fn runs(condition: Option<&str>, failed: bool, clone: &Path) -> bool {
    let Some(condition) = condition else { return !failed };
    condition.split(" && ").all(|part| match part {
        "always()" => true,
        part => {
            let file = part.strip_prefix("hashFiles('").and_then(|rest| rest.strip_suffix("') != ''"));
            clone.join(file.unwrap_or_else(|| panic!("not understood: {part}"))).exists()
        }
    })
}

/// Runs git and returns what it prints.
pub fn git(folder: &Path, args: &[&str]) -> String {
    let identity = ["-c", "user.name=x", "-c", "user.email=x@x", "-c", "commit.gpgsign=false"];
    let done = Command::new("git").args(identity).args(args).current_dir(folder).output().unwrap();
    assert!(done.status.success(), "git {args:?}: {}", String::from_utf8_lossy(&done.stderr));
    String::from_utf8(done.stdout).unwrap().trim().to_string()
}

/// The source of the program.
fn program(speed: Speed, subject: &str) -> String {
    let Speed { milliseconds, noise } = speed;
    let real = env!("CARGO_BIN_EXE_tenfold");
    format!(
        r##"// {subject}
use std::io::BufRead;
use std::os::unix::process::CommandExt;
use std::time::Duration;

const KERNELS: &str = r#"{{"kernels":[{{"kernel":"k","params":[],"variants":[["v","naive"]]}}]}}"#;
const READY: &str = r#"{{"ready":{{"params":{{}},"path":"portable","wrong":null}}}}"#;
const JUDGED: &str = r#"{{"judged":{{"wrong":null}}}}"#;

fn main() {{
    let args: Vec<String> = std::env::args().skip(1).collect();
    if args.first().is_none_or(|verb| verb != "{VERB}") {{
        panic!("{{}}", std::process::Command::new({real:?}).args(args).exec());
    }}
    println!("{GREETING}");
    // From -1 to 1, and another in every process.
    let drawn = f64::from(std::process::id().wrapping_mul(2_654_435_761) >> 16) / 32_768.0 - 1.0;
    let run = {milliseconds:?}e-3 * (1.0 + {noise:?} * drawn);
    for ask in std::io::stdin().lock().lines().map_while(Result::ok) {{
        let timed = ask.split_once("\"timed\":").map(|(_, rest)| rest.trim_end_matches('}}').parse::<f64>().unwrap());
        let answer = match ask.split('"').nth(1) {{
            Some("list") => KERNELS.to_string(),
            Some("prepare") => READY.to_string(),
            Some("judge") => JUDGED.to_string(),
            Some("run" | "count") => {{
                let seconds = run * timed.unwrap_or(1.0);
                std::thread::sleep(Duration::from_secs_f64(seconds));
                format!(r#"{{{{"ran":{{{{"seconds":{{seconds:e}},"switches":0}}}}}}}}"#)
            }}
            _ => "\"done\"".to_string(),
        }};
        println!("{MARK}{{answer}}");
    }}
}}
"##
    )
}
