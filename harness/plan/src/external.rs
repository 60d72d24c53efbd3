//! Externals of the user's: `[external.NAME]` with a command, a source to compile or a Python module.

use crate::file::{FileError, Node, Source};
use crate::word::listed;
use std::path::{Path, PathBuf};
use tenfold_kernel::{AnyKernel, Compiler, Workers};
use tenfold_record::{CommandLine, External, Program, filled};
use toml::de::{DeTable, DeValue};

/// The keys of an external; the first three say what is started, and those after them belong to one of them.
const KEYS: [&str; 9] =
    ["command", "source", "python", "once", "language", "flags", "packages", "workers", "agreement"];

/// What a key needs beside it.
const BELONG: [(&str, &str); 4] =
    [("once", "command"), ("language", "source"), ("flags", "source"), ("packages", "python")];

/// What a command may have in braces beside the names of params.
const PLACEHOLDERS: [&str; 4] = ["input", "output", "workers", "params"];

/// Names of compiled languages, with the endings of their files.
const LANGUAGES: [(&str, Compiler, &[&str]); 3] = [
    ("c", Compiler::C, &["c"]),
    ("c++", Compiler::Cpp, &["cpp", "cc", "cxx", "C"]),
    ("fortran", Compiler::Fortran, &["f90", "f95", "f03", "f08"]),
];

/// Flags where the file says nothing.
const FLAGS: [&str; 2] = ["-O3", "-march=native"];

const WORKERS: [(&str, Workers); 3] = [("one", Workers::One), ("threads", Workers::Threads), ("ranks", Workers::Ranks)];

/// The externals that `table` declares.
pub(crate) fn externals(
    source: &Source<'_>,
    table: &DeTable<'_>,
    kernel: &dyn AnyKernel,
) -> Result<Vec<External>, FileError> {
    let Some(node) = table.get("external") else { return Ok(Vec::new()) };
    let taken: Vec<&str> =
        kernel.variants().iter().map(|v| v.name).chain(kernel.peers().iter().map(|p| p.name)).collect();
    let read = |(key, node): (&toml::Spanned<toml::de::DeString<'_>>, _)| {
        let name = key.get_ref().to_string();
        if !name.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-') || name.is_empty() {
            let message = format!("an external is named by lower-case letters, digits and '-', this is '{name}'");
            return Err(source.error(key.span(), message));
        }
        if taken.contains(&name.as_str()) || kernel.mutants().contains(&name.as_str()) {
            let message = format!("{} has a variant '{name}' of its own: choose another name", kernel.name());
            return Err(source.error(key.span(), message));
        }
        let declared = source.table("external", node)?;
        source.only(declared, &KEYS)?;
        let folder = Path::new(source.file).parent().map_or_else(PathBuf::new, Path::to_path_buf);
        let table = Declared { source, table: declared, kernel, folder: &folder };
        let program = table.program().map_err(|e| e.unwrap_or_else(|| source.error(key.span(), NOTHING_TO_START)))?;
        let (workers, agreement) = (table.workers()?, table.agreement()?);
        Ok(External { name, program, folder, workers, agreement })
    };
    source.table("external", node)?.iter().map(read).collect()
}

const NOTHING_TO_START: &str = "nothing says what to start: add one of command = [\"PROGRAM\", \"{input}\", …], \
                                source = \"FILE.c\" and python = \"FILE.py\"";

/// The table of one external.
struct Declared<'a, 't> {
    source: &'a Source<'t>,
    table: &'a DeTable<'a>,
    kernel: &'a dyn AnyKernel,
    folder: &'a Path,
}

impl Declared<'_, '_> {
    /// What is started; the error is none where nothing says so.
    fn program(&self) -> Result<Program, Option<FileError>> {
        let given: Vec<&str> = KEYS[..3].iter().copied().filter(|&key| self.table.get(key).is_some()).collect();
        let &[way] = given.as_slice() else {
            let last = given.last().and_then(|key| self.table.get(*key));
            return Err(last.map(|node| {
                self.source.error(node.span(), format!("{} exclude each other: keep one", given.join(" and ")))
            }));
        };
        for (key, owner) in BELONG {
            if let Some(node) = self.table.get(key).filter(|_| owner != way) {
                return Err(Some(
                    self.source.error(node.span(), format!("'{key}' belongs to '{owner}', not to '{way}'")),
                ));
            }
        }
        let node = &self.table[way];
        Ok(match way {
            "command" => Program::Command { command: self.command(node)?, once: self.once()? },
            "source" => self.compiled(node)?,
            _ => Program::Python { python: self.file(way, node)?, packages: self.packages()? },
        })
    }

    fn command(&self, node: &Node<'_>) -> Result<CommandLine, FileError> {
        let source = self.source;
        let command = match node.get_ref() {
            DeValue::String(line) => {
                self.braces(line, node)?;
                CommandLine::Shell(line.to_string())
            }
            _ => {
                let mut words = Vec::new();
                for item in source.list("command", node)? {
                    let word = source.text_of("command", item)?;
                    self.braces(&word, item)?;
                    words.push(word);
                }
                CommandLine::Words(words)
            }
        };
        match command.texts().first() {
            Some(first) if !first.trim().is_empty() => Ok(command),
            _ => Err(source.error(node.span(), "'command' is empty: name at least the program")),
        }
    }

    /// Refuses braces around a word that is neither a param nor one of ours.
    fn braces(&self, text: &str, node: &Node<'_>) -> Result<(), FileError> {
        let known: Vec<&str> = self.kernel.specs().iter().map(|s| s.name).chain(PLACEHOLDERS).collect();
        let mut unknown = None;
        filled(text, |name| {
            unknown = unknown.take().or_else(|| (!known.contains(&name)).then(|| name.to_string()));
            None
        });
        match unknown {
            None => Ok(()),
            Some(name) => {
                let message = format!("'{{{name}}}' stands for nothing ({})", listed(&name, &known));
                Err(self.source.error(node.span(), message))
            }
        }
    }

    fn once(&self) -> Result<bool, FileError> {
        match self.table.get("once").map(|node| (node, node.get_ref())) {
            None => Ok(false),
            Some((_, DeValue::Boolean(once))) => Ok(*once),
            Some((node, _)) => Err(self.source.error(node.span(), "'once' needs true or false")),
        }
    }

    fn compiled(&self, node: &Node<'_>) -> Result<Program, FileError> {
        let file = self.file("source", node)?;
        let names = LANGUAGES.map(|(name, ..)| name);
        let compiler = match self.table.get("language") {
            Some(node) => {
                let word = self.source.text_of("language", node)?;
                let known = LANGUAGES.iter().find(|(name, ..)| *name == word).map(|(_, compiler, _)| *compiler);
                let message = || format!("language = \"{word}\" ({})", listed(&word, &names));
                known.ok_or_else(|| self.source.error(node.span(), message()))?
            }
            None => {
                let ending = file.extension().and_then(|ending| ending.to_str()).unwrap_or_default();
                let known = LANGUAGES.iter().find(|(.., endings)| endings.contains(&ending));
                let message = || {
                    format!(
                        "the file's ending does not tell its language: add language = … (allowed: {})",
                        names.join(", ")
                    )
                };
                known.map(|(_, compiler, _)| *compiler).ok_or_else(|| self.source.error(node.span(), message()))?
            }
        };
        let flags = match self.table.get("flags") {
            None => FLAGS.map(str::to_string).to_vec(),
            Some(node) => self.texts("flags", node)?,
        };
        Ok(Program::Source { source: file, compiler, flags })
    }

    /// "scikit-learn = sklearn": as pip names it, and where that differs as it is imported.
    fn packages(&self) -> Result<Vec<(String, String)>, FileError> {
        let Some(node) = self.table.get("packages") else { return Ok(Vec::new()) };
        let split = |text: String| match text.split_once('=') {
            Some((distribution, module)) => (distribution.trim().to_string(), module.trim().to_string()),
            None => (text.clone(), text),
        };
        Ok(self.texts("packages", node)?.into_iter().map(split).collect())
    }

    fn texts(&self, key: &str, node: &Node<'_>) -> Result<Vec<String>, FileError> {
        self.source.list(key, node)?.iter().map(|item| self.source.text_of(key, item)).collect()
    }

    /// A file beside the experiment's.
    fn file(&self, key: &str, node: &Node<'_>) -> Result<PathBuf, FileError> {
        let file = PathBuf::from(self.source.text_of(key, node)?);
        let there = self.folder.join(&file);
        if there.is_file() {
            return Ok(file);
        }
        Err(self.source.error(node.span(), format!("there is no file {}", there.display())))
    }

    fn workers(&self) -> Result<Workers, FileError> {
        let Some(node) = self.table.get("workers") else { return Ok(Workers::One) };
        let word = self.source.text_of("workers", node)?;
        match WORKERS.iter().find(|(name, _)| *name == word) {
            Some((_, workers)) => Ok(*workers),
            None => {
                let hint = listed(&word, &WORKERS.map(|(name, _)| name));
                Err(self.source.error(node.span(), format!("workers = \"{word}\" ({hint})")))
            }
        }
    }

    fn agreement(&self) -> Result<f64, FileError> {
        const ALLOWED: &str = "allowed: \"bitwise\", or the greatest difference in any float, as in 1e-9";
        let Some(node) = self.table.get("agreement") else { return Ok(0.0) };
        if let DeValue::String(word) = node.get_ref() {
            let message = || format!("agreement = \"{word}\" ({ALLOWED})");
            return if word == "bitwise" { Ok(0.0) } else { Err(self.source.error(node.span(), message())) };
        }
        let bound = self.source.number("agreement", node)?;
        if bound >= 0.0 && bound.is_finite() {
            return Ok(bound);
        }
        Err(self.source.error(node.span(), format!("agreement = {bound} ({ALLOWED})")))
    }
}
