//! What externals need of this machine: interpreter, packages, compilers, `mpirun`. Each is looked for when it is needed.

use super::build::{self, Built};
use super::python::Python;
use super::recipe::{Recipe, Source, Way};
use crate::mpirun::mpirun;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, OnceLock, PoisonError};
use tenfold_kernel::Workers;
use tenfold_record::CommandLine;
use which::which;

/// What was found and built so far.
#[derive(Default)]
pub(crate) struct Tools {
    python: OnceLock<Result<Python, String>>,
    /// The packages that were asked for, by distribution: Python takes longer to find their versions than to start.
    packages: Mutex<BTreeMap<String, Result<String, String>>>,
    /// How long the builds took that no launch has told of yet, by program.
    untold: Mutex<BTreeMap<PathBuf, f64>>,
}

impl Tools {
    /// The interpreter for externals in Python.
    pub(super) fn python(&self) -> Result<&Python, String> {
        self.python.get_or_init(Python::find).as_ref().map_err(String::clone)
    }

    /// The program of `source`, with the time of its build for the first launch that asks.
    pub(super) fn built(&self, source: &Source) -> Result<Built, String> {
        let built = self.build(source)?;
        let seconds = self.untold.lock().unwrap_or_else(PoisonError::into_inner).remove(&built.program);
        Ok(Built { seconds, ..built })
    }

    fn build(&self, source: &Source) -> Result<Built, String> {
        let built = build::built(source)?;
        if let Some(seconds) = built.seconds {
            self.untold.lock().unwrap_or_else(PoisonError::into_inner).insert(built.program.clone(), seconds);
        }
        Ok(built)
    }

    /// Why an external cannot run here, if it cannot. What is to be built is built.
    pub(super) fn missing(&self, recipe: &Recipe<'_>) -> Option<String> {
        let folder = recipe.folder.as_deref().unwrap_or(Path::new(""));
        let of_way = match &recipe.way {
            Way::Command { command: CommandLine::Words(words), .. } => no_program(folder, &words[0]),
            Way::Command { command: CommandLine::Shell(_), .. } => None,
            Way::Compiled(source) => self.build(source).err(),
            Way::Python { packages, .. } => self.no_package(packages, recipe.workers),
        };
        of_way.or_else(|| (recipe.workers == Workers::Ranks).then(|| mpirun().err()).flatten())
    }

    fn no_package(&self, packages: &[(String, String)], workers: Workers) -> Option<String> {
        let python = match self.python() {
            Ok(python) => python,
            Err(why) => return Some(why),
        };
        let mut names: Vec<&str> = packages.iter().map(|(distribution, _)| distribution.as_str()).collect();
        if workers == Workers::Ranks && !names.contains(&"mpi4py") {
            names.push("mpi4py");
        }
        let mut known = self.packages.lock().unwrap_or_else(PoisonError::into_inner);
        let unknown: Vec<&str> = names.iter().copied().filter(|name| !known.contains_key(*name)).collect();
        if !unknown.is_empty() {
            known.extend(python.packages(&unknown));
        }
        names.into_iter().find_map(|name| known[name].clone().err())
    }
}

/// Why the program of a command cannot be started.
fn no_program(folder: &Path, program: &str) -> Option<String> {
    if program.contains('/') {
        let file = folder.join(program);
        return (!file.is_file()).then(|| format!("{} is not there: build it, then run again", file.display()));
    }
    let why = || format!("the program '{program}' is not on the PATH: install it, or write its path with a '/'");
    which(program).is_err().then(why)
}
