//! The Python interpreter for externals, and the packages it has.

use crate::installed::{beside, version_of};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Command;

/// A Python interpreter.
#[derive(Clone, Debug, PartialEq)]
pub struct Python {
    /// Its program.
    pub program: PathBuf,
    /// Its version: "Python 3.11.7".
    pub version: String,
}

/// How to get the packages, for messages.
const HOW: &str = "./scripts/measure sets it up in target/python, or name an interpreter with TENFOLD_PYTHON";

impl Python {
    /// Finds the interpreter: the one `TENFOLD_PYTHON` names, else the virtual environment that the scripts make in the
    /// build folder, else `python3` on the PATH.
    pub fn find() -> Result<Python, String> {
        if let Some(named) = std::env::var_os("TENFOLD_PYTHON") {
            let named = PathBuf::from(named);
            return Python::at(&named)
                .ok_or_else(|| format!("TENFOLD_PYTHON names {}, which is not a Python interpreter", named.display()));
        }
        let built = beside("python/bin/python3").and_then(|program| Python::at(&program));
        built
            .or_else(|| Python::at(Path::new("python3")))
            .ok_or_else(|| format!("no Python interpreter was found ({HOW})"))
    }

    fn at(program: &Path) -> Option<Python> {
        let version = version_of(program, &["--version"])?;
        version.starts_with("Python 3").then(|| Python { program: program.to_path_buf(), version })
    }

    /// The version of each of `packages` that is installed, by its distribution's name; a reason for each that is not.
    pub fn packages(&self, packages: &[&str]) -> BTreeMap<String, Result<String, String>> {
        let script = "import importlib.metadata as m, sys\nfor n in sys.argv[1:]:\n try: print(n, m.version(n))\n except m.PackageNotFoundError: pass";
        let output = Command::new(&self.program).arg("-c").arg(script).args(packages).output();
        let text = output.map(|o| String::from_utf8_lossy(&o.stdout).to_string()).unwrap_or_default();
        let found: BTreeMap<&str, &str> = text.lines().filter_map(|line| line.split_once(' ')).collect();
        packages
            .iter()
            .map(|&name| {
                let version = found.get(name).map(|v| v.to_string());
                let missing = || format!("the Python package {name} is not installed for {} ({HOW})", self.version);
                (name.to_string(), version.ok_or_else(missing))
            })
            .collect()
    }
}
