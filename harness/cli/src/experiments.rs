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

    const FOLDER: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../experiments");

    /// The names of the files of a folder of experiments, in order.
    fn names(folder: &str) -> Vec<String> {
        let files = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap());
        let mut names: Vec<String> = files.filter_map(|file| Some(file.strip_suffix(".toml")?.to_string())).collect();
        names.sort();
        names
    }

    fn is_right(name: &str, file: &str, text: &str) {
        if let Err(e) = read(name, file, text, &tenfold_suite::kernels(), &Overrides::default()) {
            panic!("{e}");
        }
        assert!(!question(text).is_empty(), "{name}");
    }

    #[test]
    fn every_file_of_experiments_ships_and_is_right() {
        let mut shipped: Vec<&str> = SHIPPED.iter().map(|(name, _)| *name).collect();
        shipped.sort();
        assert_eq!(names(FOLDER), shipped);
        SHIPPED.iter().for_each(|(name, text)| is_right(name, name, text));
    }

    #[test]
    fn every_kernel_is_on_the_tour_held_to_its_bars_and_no_straw_man() {
        let bases = std::fs::read_to_string(format!("{FOLDER}/external/bases.toml")).unwrap();
        let shipped = |wanted: &str| SHIPPED.iter().find(|(name, _)| *name == wanted).unwrap().1;
        for kernel in tenfold_suite::kernels() {
            for text in [shipped("tour"), shipped("bars"), &bases] {
                let part = format!("kernel = \"{}\"", kernel.name());
                assert!(text.contains(&part), "{part} is missing in: {}", question(text));
            }
        }
    }

    #[test]
    fn those_that_name_files_beside_them_are_right_where_they_lie() {
        let folder = format!("{FOLDER}/external");
        for name in names(&folder) {
            let file = format!("{folder}/{name}.toml");
            is_right(&name, &file, &std::fs::read_to_string(&file).unwrap());
        }
    }
}
