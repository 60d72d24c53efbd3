//! Drives the real binary, in a folder of its own.

#![allow(dead_code)] // Each test file uses a part.

pub mod repository;

use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use tempfile::TempDir;

/// A folder in which the program runs.
pub struct Bench {
    folder: TempDir,
}

/// What a run of the program left behind.
pub struct Ran {
    pub code: Option<i32>,
    pub out: String,
    pub err: String,
}

impl Bench {
    pub fn new() -> Bench {
        Bench { folder: tempfile::tempdir().unwrap() }
    }

    pub fn path(&self) -> &Path {
        self.folder.path()
    }

    /// Writes a file and returns its name.
    pub fn file(&self, name: &str, text: &str) -> String {
        std::fs::write(self.path().join(name), text).unwrap();
        name.to_string()
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

/// Has git do something in the folder of `bench`.
pub fn git(bench: &Bench, args: &[&str]) {
    let identity = ["-c", "user.name=x", "-c", "user.email=x@x", "-c", "commit.gpgsign=false"];
    let done = Command::new("git").args(identity).args(args).current_dir(bench.path()).output().unwrap();
    assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
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
        assert_eq!(self.code, Some(0), "{}{}", self.out, self.err);
        self
    }

    /// Refused with exit code 2, one clear message that says all of `parts`, and no panic.
    #[track_caller]
    pub fn refused(self, parts: &[&str]) {
        assert_eq!(self.code, Some(2), "{}{}", self.out, self.err);
        assert!(self.out.is_empty(), "nothing belongs on standard output: {}", self.out);
        for part in parts {
            assert!(self.err.contains(part), "'{part}' is not said in: {}", self.err);
        }
        assert!(!self.err.contains("panicked"), "{}", self.err);
    }

    pub fn json(&self) -> serde_json::Value {
        serde_json::from_str(&self.out).unwrap_or_else(|e| panic!("{e}: {}", self.out))
    }
}
