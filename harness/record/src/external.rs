//! Externals of the user's: what an experiment file says of them.

use serde::{Deserialize, Serialize};
use std::path::{Path, PathBuf};
use tenfold_kernel::{Compiler, FileValue, Workers};

/// A variant that is a program of the user's, in any language.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct External {
    /// Its name among the variants.
    pub name: String,
    /// What is started.
    #[serde(flatten)]
    pub program: Program,
    /// The folder it runs in: that of the experiment's file.
    pub folder: PathBuf,
    /// What its workers are.
    #[serde(default)]
    pub workers: Workers,
    /// The greatest difference from the reference answer in any float; 0 is bit by bit.
    #[serde(default)]
    pub agreement: f64,
    /// SHA-256 of each file that it is made of and that lies in its folder, as they were when the experiment was read: with
    /// another content it is another program.
    #[serde(default)]
    pub digests: Vec<String>,
}

impl External {
    /// The digests of the files that it is made of, as they are now.
    pub fn digested(&self) -> Vec<String> {
        self.files().iter().map(|file| FileValue::of(file).map_or_else(|e| e.to_string(), |file| file.sha256)).collect()
    }

    /// As far as its words name them: the source, the module, and what a command names that is a file in its folder.
    fn files(&self) -> Vec<PathBuf> {
        let named: Vec<&Path> = match &self.program {
            Program::Command { command: CommandLine::Words(words), .. } => words.iter().map(Path::new).collect(),
            Program::Command { command: CommandLine::Shell(line), .. } => {
                line.split_whitespace().map(Path::new).collect()
            }
            Program::Source { source, .. } => vec![source],
            Program::Python { python, .. } => vec![python],
        };
        let inside = named.into_iter().filter(|name| name.is_relative()).map(|name| self.folder.join(name));
        inside.filter(|file| file.is_file()).collect()
    }
}

/// What is started for an external. Paths are relative to the folder of the experiment's file.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Program {
    /// A command.
    Command {
        /// Its words, with [`placeholders`](filled).
        command: CommandLine,
        /// Whether it is a one-shot command line, started anew for every run, rather than one that speaks the protocol.
        #[serde(default)]
        once: bool,
    },
    /// A source that is compiled first.
    Source {
        /// The file.
        source: PathBuf,
        /// What compiles it.
        compiler: Compiler,
        /// The compiler's flags, and the libraries to link.
        flags: Vec<String>,
    },
    /// A module in Python for the driver that ships with Tenfold.
    Python {
        /// The file.
        python: PathBuf,
        /// The packages it imports: as pip names them, and as they are imported.
        packages: Vec<(String, String)>,
    },
}

/// The words of a command.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum CommandLine {
    /// The program and its arguments.
    Words(Vec<String>),
    /// A line for the shell.
    Shell(String),
}

impl CommandLine {
    /// The words, or the one line.
    pub fn texts(&self) -> &[String] {
        match self {
            CommandLine::Words(words) => words,
            CommandLine::Shell(line) => std::slice::from_ref(line),
        }
    }
}

/// `text` with each `{name}` replaced by what `value` has for it, and left as it is where that is nothing. Braces around
/// anything but a name, and those behind a `$`, are the shell's or awk's.
pub fn filled(text: &str, mut value: impl FnMut(&str) -> Option<String>) -> String {
    let (mut done, mut rest) = (String::new(), text);
    while let Some(open) = rest.find('{') {
        let (before, from) = rest.split_at(open);
        done.push_str(before);
        let name = from[1..].split('}').next().unwrap_or_default();
        let is_name = from[1..].contains('}')
            && name.starts_with(|c: char| c.is_ascii_alphabetic())
            && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_');
        let new = if is_name && !before.ends_with('$') { value(name) } else { None };
        let taken = if new.is_some() { name.len() + 2 } else { 1 };
        done.push_str(new.as_deref().unwrap_or("{"));
        rest = &from[taken..];
    }
    done + rest
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_in_braces_are_replaced_once_and_all_else_stays() {
        let value = |name: &str| (name == "n" || name == "file").then(|| format!("<{{n}} of {name}>"));
        for (text, expected) in [
            ("{n}{file}", "<{n} of n><{n} of file>"),
            ("--size={n}.", "--size=<{n} of n>."),
            ("awk '{print $1}' {m} ${n} {} {a,b} { {n", "awk '{print $1}' {m} ${n} {} {a,b} { {n"),
            ("{{n}}", "{<{n} of n>}"),
        ] {
            assert_eq!(filled(text, value), expected);
        }
    }

    #[test]
    fn a_program_with_another_content_is_another_one() {
        let folder = tempfile::tempdir().unwrap();
        let digests = |program: &Program, text: &str| {
            std::fs::write(folder.path().join("a.py"), text).unwrap();
            let (name, folder) = ("x".into(), folder.path().into());
            let program = program.clone();
            External { name, program, folder, workers: Workers::One, agreement: 0.0, digests: Vec::new() }.digested()
        };
        for program in [
            Program::Python { python: "a.py".into(), packages: Vec::new() },
            Program::Command { command: CommandLine::Words(vec!["python3".into(), "a.py".into()]), once: false },
            Program::Command { command: CommandLine::Shell("python3 a.py {n} | sort".into()), once: true },
        ] {
            let [before, again, after] = ["1", "1", "2"].map(|text| digests(&program, text));
            assert_eq!((before.len(), &before), (1, &again));
            assert_ne!(before, after);
        }
    }

    #[test]
    fn externals_of_every_kind_come_back_and_old_ones_can_be_read() {
        let external = |program| External {
            name: "x".into(),
            program,
            folder: "here".into(),
            workers: Workers::Threads,
            agreement: 1e-9,
            digests: vec!["d1".into()],
        };
        for program in [
            Program::Command { command: CommandLine::Words(vec!["a".into()]), once: false },
            Program::Command { command: CommandLine::Shell("sort | uniq".into()), once: true },
            Program::Source { source: "a.c".into(), compiler: Compiler::C, flags: vec!["-O3".into()] },
            Program::Python { python: "a.py".into(), packages: vec![("scikit-learn".into(), "sklearn".into())] },
        ] {
            let external = external(program);
            let back: External = serde_json::from_str(&serde_json::to_string(&external).unwrap()).unwrap();
            assert_eq!(back, external);
        }
        let old: External = serde_json::from_str(r#"{"name":"c","command":["./c","{n}"],"folder":"f"}"#).unwrap();
        assert_eq!((old.workers, old.agreement), (Workers::One, 0.0));
        assert!(matches!(old.program, Program::Command { once: false, .. }));
    }
}
