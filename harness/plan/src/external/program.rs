//! What an external starts: a command, a file to compile, or a Python module.

use super::{Declared, KEYS};
use crate::file::{FileError, Node};
use crate::word::listed;
use std::path::{Path, PathBuf};
use tenfold_kernel::Compiler;
use tenfold_record::{CommandLine, Program, filled};
use toml::de::DeValue;

/// What a key needs beside it.
const BELONG: [(&str, &str); 4] =
    [("once", "command"), ("language", "source"), ("flags", "source"), ("packages", "python")];

/// What a command may have in braces beside the names of params.
const PLACEHOLDERS: [&str; 4] = ["input", "output", "workers", "params"];

/// Names of compiled languages.
const LANGUAGES: [(&str, Compiler); 4] =
    [("c", Compiler::C), ("c++", Compiler::Cpp), ("fortran", Compiler::Fortran), ("rust", Compiler::Rust)];

/// Flags where the file says nothing.
pub(super) const FLAGS: [&str; 2] = ["-O3", "-march=native"];

impl Declared<'_, '_> {
    /// What is started; the error is none where nothing says so.
    pub(super) fn program(&self) -> Result<Program, Option<FileError>> {
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
        let known: Vec<&str> = self.names.params.iter().copied().chain(PLACEHOLDERS).collect();
        let mut unknown = None;
        filled(text, |name| {
            unknown = unknown.take().or_else(|| (!known.contains(&name)).then(|| name.to_string()));
            None
        });
        match unknown {
            None => Ok(()),
            Some(name) => {
                let message = format!("unknown placeholder '{{{name}}}' ({})", listed(&name, &known));
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
        let compiler = match (self.table.get("language"), written_in(&file)) {
            (Some(node), _) => self.source.choice("language", node, &LANGUAGES)?,
            (None, Some(compiler)) => compiler,
            (None, None) => {
                let names = LANGUAGES.map(|(name, _)| name).join(", ");
                let message =
                    format!("the file's extension does not tell its language: add language = … (allowed: {names})");
                return Err(self.source.error(node.span(), message));
            }
        };
        let flags = match self.table.get("flags") {
            None if compiler == Compiler::Rust => Vec::new(),
            None => FLAGS.map(str::to_string).to_vec(),
            Some(node) => self.source.texts("flags", node)?,
        };
        if let Some(flag) = flags.iter().find(|flag| compiler == Compiler::Rust && !flag.contains('=')) {
            let message = format!("'{flag}' does not name a crate and its version, such as 'faer=0.22.6'");
            return Err(self.source.error(self.table.get("flags").unwrap_or(node).span(), message));
        }
        Ok(Program::Source { source: file, compiler, flags })
    }

    /// "scikit-learn = sklearn": as pip names it, and where that differs as it is imported.
    fn packages(&self) -> Result<Vec<(String, String)>, FileError> {
        let Some(node) = self.table.get("packages") else { return Ok(Vec::new()) };
        let is_word = |c: char| c.is_alphanumeric() || "_.-".contains(c);
        let split = |item: &Node<'_>| {
            let text = self.source.text_of("packages", item)?;
            let (distribution, module) = text.split_once('=').unwrap_or((&text, &text));
            let both = [distribution, module].map(|word| word.trim().to_string());
            if both.iter().any(|word| word.is_empty() || !word.chars().all(is_word)) {
                let message = format!(
                    "packages: '{text}' is neither \"PACKAGE\" nor \"PACKAGE = MODULE\"; versions cannot be named"
                );
                return Err(self.source.error(item.span(), message));
            }
            let [distribution, module] = both;
            Ok((distribution, module))
        };
        self.source.list("packages", node)?.iter().map(split).collect()
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
}

/// The language that the ending of a file tells.
fn written_in(file: &Path) -> Option<Compiler> {
    match file.extension()?.to_str()? {
        "c" => Some(Compiler::C),
        "cpp" | "cc" | "cxx" | "C" => Some(Compiler::Cpp),
        "f90" | "f95" | "f03" | "f08" => Some(Compiler::Fortran),
        "rs" => Some(Compiler::Rust),
        _ => None,
    }
}
