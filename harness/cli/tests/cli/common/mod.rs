//! Drives the real binary, in a folder of its own.

pub mod repository;

use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};
use std::time::{Duration, Instant};
use tempfile::TempDir;

/// A folder in which the program runs.
pub struct Bench {
    folder: TempDir,
}

/// What a run of the program left behind.
#[derive(Debug)]
pub struct Ran {
    pub code: Option<i32>,
    pub out: String,
    pub err: String,
}

impl Bench {
    pub fn new() -> Bench {
        Bench { folder: tempfile::tempdir().unwrap() }
    }

    /// One that holds a small experiment, `small.toml`.
    pub fn with_experiment(text: &str) -> Bench {
        let bench = Bench::new();
        bench.file("small.toml", text);
        bench
    }

    pub fn path(&self) -> &Path {
        self.folder.path()
    }

    /// Writes a file, in a folder that is made, and returns its name.
    pub fn file(&self, name: &str, text: &str) -> String {
        let path = self.path().join(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
        name.to_string()
    }

    /// Writes a script that can be run, and returns its path.
    pub fn script(&self, name: &str, text: &str) -> String {
        use std::os::unix::fs::PermissionsExt;
        let path = self.path().join(self.file(name, text));
        std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o755)).unwrap();
        path.to_string_lossy().into_owned()
    }

    /// The text of a file.
    pub fn text(&self, name: &str) -> String {
        std::fs::read_to_string(self.path().join(name)).unwrap()
    }

    /// A command of the program that is not started yet.
    pub fn command(&self, args: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_tenfold"));
        command.args(args).current_dir(self.path()).stdin(Stdio::null()).env("NO_COLOR", "1");
        command
    }

    pub fn run(&self, args: &[&str]) -> Ran {
        ran(self.command(args).output().unwrap())
    }

    pub fn store(&self) -> PathBuf {
        self.path().join("tenfold-runs/tenfold.sqlite")
    }

    /// The newest run in the store.
    pub fn newest(&self) -> tenfold_record::Run {
        let store = tenfold_record::Store::open(&self.store()).unwrap();
        let newest = store.runs().unwrap().remove(0);
        store.load(&newest.id).unwrap()
    }

    /// The runs' pages in their folder.
    pub fn pages(&self) -> Vec<PathBuf> {
        let entries = std::fs::read_dir(self.path().join("tenfold-runs")).unwrap();
        let pages = entries.map(|e| e.unwrap().path()).filter(|p| p.extension().is_some_and(|e| e == "html"));
        pages.filter(|p| p.file_name() != self.index().file_name()).collect()
    }

    /// The index of all runs.
    pub fn index(&self) -> PathBuf {
        self.path().join("tenfold-runs/index.html")
    }
}

/// Runs git in a folder and returns what it prints.
pub fn git(folder: &Path, args: &[&str]) -> String {
    let identity = ["-c", "user.name=x", "-c", "user.email=x@x", "-c", "commit.gpgsign=false"];
    let done = Command::new("git").args(identity).args(args).current_dir(folder).output().unwrap();
    assert!(done.status.success(), "git {args:?}: {}", String::from_utf8_lossy(&done.stderr));
    String::from_utf8(done.stdout).unwrap().trim().to_string()
}

/// Waits until something is so.
#[track_caller]
pub fn until(what: &str, mut is_so: impl FnMut() -> bool) {
    let patience = Instant::now() + Duration::from_secs(120);
    while !is_so() {
        assert!(Instant::now() < patience, "never came about: {what}");
        std::thread::sleep(Duration::from_millis(50));
    }
}

/// Starts a command whose output is read at its end.
pub fn started(command: &mut Command) -> Child {
    command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap()
}

/// Stops the program as Ctrl-C does, and waits for its end.
pub fn interrupted(child: Child) -> Ran {
    let sent = Command::new("kill").args(["-INT", &child.id().to_string()]).status().unwrap();
    assert!(sent.success());
    ran(child.wait_with_output().unwrap())
}

pub fn ran(output: Output) -> Ran {
    Ran {
        code: output.status.code(),
        out: String::from_utf8(output.stdout).unwrap(),
        err: String::from_utf8(output.stderr).unwrap(),
    }
}

impl Ran {
    /// Ended well; returns itself for further questions.
    #[track_caller]
    pub fn well(self) -> Ran {
        self.ends_with(0)
    }

    /// Ended with this code; returns itself for further questions.
    #[track_caller]
    pub fn ends_with(self, code: i32) -> Ran {
        assert_eq!(self.code, Some(code), "{}{}", self.out, self.err);
        self
    }

    /// Refused with exit code 2, one clear message that says all of `parts`, and no panic.
    #[track_caller]
    pub fn refused(self, parts: &[&str]) {
        let Ran { out, err, .. } = self.ends_with(2);
        assert!(out.is_empty(), "nothing belongs on standard output: {out}");
        for part in parts {
            assert!(err.contains(part), "'{part}' is not said in: {err}");
        }
        assert!(!err.contains("panicked"), "{err}");
    }

    /// No line is wider than a terminal of 80 columns.
    #[track_caller]
    pub fn fits(self) -> Ran {
        let wide = self.out.lines().chain(self.err.lines()).find(|line| line.chars().count() > 80);
        assert_eq!(wide, None, "wider than 80 columns");
        self
    }

    pub fn json(&self) -> serde_json::Value {
        serde_json::from_str(&self.out).unwrap_or_else(|e| panic!("{e}: {}", self.out))
    }
}

/// A small experiment with traffic, to which sections may be added.
pub fn small(variants: &str) -> String {
    format!(
        "question = \"Is it <faster>?\"\nkernel = \"traffic\"\nparams = {{ n = 2000, steps = 4 }}\n\
         variants = [{variants}]\nworkers = [1]\nrounds = 1\nsampling_seconds = 0.01\n"
    )
}

/// There is no MPI, which only a program that was built for it asks for.
pub fn without_mpi(why: &str) {
    match cfg!(feature = "mpi") {
        true => skipped(why),
        false => eprintln!("not tested: {why}"),
    }
}

/// A program that the rest of a test needs is missing: that is said, and in CI a failure.
pub fn skipped(why: &str) {
    assert!(std::env::var_os("CI").is_none(), "{why}");
    eprintln!("not tested: {why}");
}
