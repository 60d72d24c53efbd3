//! The experiments that ship, and finding one by name or file.

use crate::fault::mistake;
use std::path::Path;
use tenfold_plan::listed;

macro_rules! shipped {
    ($($name:literal),+ $(,)?) => {
        &[$(($name, include_str!(concat!("../../experiments/", $name, ".toml")))),+]
    };
}

/// Name and text of every experiment that ships. A new one is a file in `harness/experiments` and a name here.
pub const SHIPPED: &[(&str, &str)] = shipped![
    "starter",
    "tour",
    "bars",
    "scaling",
    "limits",
    "traffic-published",
    "mandelbrot-balance",
    "heat-memory",
    "cfd",
    "montecarlo",
    "nbody",
    "matmul",
    "cholesky",
    "fft",
    "dns",
    "cg",
    "wordcount",
    "sgd",
];

/// An experiment's file, found.
pub struct Found {
    /// Its name: the file's without the ending.
    pub name: String,
    /// The file, for messages.
    pub file: String,
    /// Its text.
    pub text: String,
}

/// Finds an experiment that ships by its name, or reads a file.
pub fn find(given: &str) -> anyhow::Result<Found> {
    if let Some((name, text)) = SHIPPED.iter().find(|(name, _)| *name == given) {
        let file = format!("harness/experiments/{name}.toml");
        return Ok(Found { name: name.to_string(), file, text: text.to_string() });
    }
    let path = Path::new(given);
    if !given.ends_with(".toml") && !path.exists() {
        let names: Vec<&str> = SHIPPED.iter().map(|(name, _)| *name).collect();
        return Err(mistake(format!(
            "there is no experiment '{given}' ({}, or a file NAME.toml)",
            listed(given, &names)
        )));
    }
    let text = std::fs::read_to_string(path).map_err(|e| mistake(format!("{given}: {e}")))?;
    let name = path.file_stem().map_or_else(|| given.to_string(), |stem| stem.to_string_lossy().to_string());
    Ok(Found { name, file: given.to_string(), text })
}

/// The question of an experiment's text.
pub fn question(text: &str) -> &str {
    let line = text.lines().find(|line| line.trim_start().starts_with("question")).unwrap_or_default();
    line.split_once('=').map_or("", |(_, quoted)| quoted.trim().trim_matches('"'))
}

#[cfg(test)]
mod tests {
    use super::*;
    use tenfold_plan::{Overrides, read};

    #[test]
    fn every_file_of_experiments_ships_and_is_right() {
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../experiments");
        let mut files: Vec<String> = std::fs::read_dir(folder)
            .unwrap()
            .filter_map(|e| Some(e.unwrap().file_name().into_string().unwrap().strip_suffix(".toml")?.to_string()))
            .collect();
        let mut names: Vec<String> = SHIPPED.iter().map(|(name, _)| name.to_string()).collect();
        files.sort();
        names.sort();
        assert_eq!(files, names);
        let kernels = tenfold_suite::kernels();
        for (name, text) in SHIPPED {
            if let Err(e) = read(name, name, text, &kernels, &Overrides::default()) {
                panic!("{e}");
            }
            assert!(!question(text).is_empty(), "{name}");
        }
    }
}
