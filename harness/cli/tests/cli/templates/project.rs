//! A small project whose builds take a second: a bare repository as `origin`, clones of it, and a program `tenfold` that is
//! built as a template says.

use super::template::{Step, root};
use crate::common::repository::{Duelist, package};
use crate::common::{Bench, Ran, git, ran};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

pub const STEADY: Duelist = Duelist { variants: &[("v", 1.0)], elsewhere: 0.0, noise: 0.0, wrong: "" };
pub const SLOWER: Duelist = Duelist { variants: &[("v", 1.3)], ..STEADY };
pub const NOISY: Duelist = Duelist { noise: 0.1, ..STEADY };

/// The project, in a folder of its own.
pub struct Project {
    bench: Bench,
}

impl Project {
    /// With two commits on `main`, of equal speed.
    pub fn new() -> Project {
        let project = Project { bench: Bench::new() };
        let work = project.path("work");
        git(&project.path(""), &["init", "-q", "--bare", "-b", "main", "origin"]);
        git(&project.path(""), &["init", "-q", "-b", "main", "work"]);
        git(&work, &["remote", "add", "origin", "../origin"]);
        project.bench.file("work/.gitignore", "/target\n/tenfold-*\n");
        fs::create_dir(work.join("ci")).unwrap();
        fs::copy(root().join("ci/nightly.sh"), work.join("ci/nightly.sh")).unwrap();
        project.commit("main", STEADY, "one");
        project.commit("main", STEADY, "two");
        // What a runner has and this machine may lack, or must not change.
        project.tool("sudo", "");
        project.tool("apt-get", "");
        project
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.bench.path().join(name)
    }

    /// A program that comes before others of its name on the PATH.
    pub fn tool(&self, name: &str, script: &str) {
        self.bench.script(&format!("tools/{name}"), &format!("#!/bin/sh\n{script}\n"));
    }

    /// Commits a program on `branch`, which begins at `main`, pushes it, and returns the commit.
    pub fn commit(&self, branch: &str, program: Duelist, message: &str) -> String {
        let work = self.path("work");
        if branch != "main" {
            git(&work, &["checkout", "-q", "-B", branch, "main"]);
        }
        package(&work, &program.source());
        git(&work, &["add", "."]);
        git(&work, &["commit", "-q", "--allow-empty", "-m", message]);
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
        let script = tempfile::NamedTempFile::new_in(self.bench.path()).unwrap();
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
        ran(command.output().unwrap())
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
