//! What an external is made of, whether it ships with a kernel or is the user's.

use std::path::PathBuf;
use tenfold_kernel::{Claim, Compiler, Language, PeerInfo, Workers};
use tenfold_record::{CommandLine, External, Program};

/// An external before anything is built or looked for.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Recipe<'a> {
    /// How it is started.
    pub way: Way<'a>,
    /// What its workers are.
    pub workers: Workers,
    /// The folder it runs in; none for that of this program.
    pub folder: Option<PathBuf>,
    /// By what it is claimed to be right.
    pub claim: Claim<'a>,
}

/// How an external is started.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Way<'a> {
    /// By a command; one that does not speak the protocol is started for every run.
    Command { command: &'a CommandLine, once: bool },
    /// As a program that is built first.
    Compiled(Source),
    /// As a module of a driver in Python.
    Python { module: Module, packages: Vec<(String, String)> },
}

/// A source to compile.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Source {
    /// What compiles it.
    pub compiler: Compiler,
    /// The compiler's flags, and the libraries to link.
    pub flags: Vec<String>,
    /// The file's name, without its folder.
    pub name: String,
    /// What it holds.
    pub text: String,
}

/// A module in Python.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Module {
    /// Its text.
    Text(&'static str),
    /// Its file.
    File(PathBuf),
}

impl<'a> Recipe<'a> {
    /// Of a peer that ships with a kernel.
    pub fn of_kernel(peer: &PeerInfo) -> Recipe<'static> {
        let name = peer.file.rsplit('/').next().unwrap_or(peer.file);
        let way = match peer.language {
            Language::Python { packages } => Way::Python {
                module: Module::Text(peer.source),
                packages: packages.iter().map(|p| (p.distribution.to_string(), p.module.to_string())).collect(),
            },
            Language::Compiled { compiler, flags } => Way::Compiled(Source {
                compiler,
                flags: flags.iter().map(|flag| flag.to_string()).collect(),
                name: name.to_string(),
                text: peer.source.to_string(),
            }),
        };
        Recipe { way, workers: peer.workers, folder: None, claim: Claim::Of(peer.name) }
    }

    /// Of a program of the user's.
    ///
    /// # Errors
    /// Its source cannot be read.
    pub fn of_user(external: &'a External) -> Result<Recipe<'a>, String> {
        let way = match &external.program {
            Program::Command { command, once } => Way::Command { command, once: *once },
            Program::Source { source, compiler, flags } => {
                let file = external.folder.join(source);
                Way::Compiled(Source {
                    compiler: *compiler,
                    flags: flags.clone(),
                    name: file.file_name().unwrap_or_default().to_string_lossy().to_string(),
                    text: std::fs::read_to_string(&file).map_err(|e| format!("{}: {e}", file.display()))?,
                })
            }
            Program::Python { python, packages } => {
                let file = external.folder.join(python);
                let file = std::path::absolute(&file).unwrap_or(file);
                Way::Python { module: Module::File(file), packages: packages.clone() }
            }
        };
        let folder = Some(external.folder.clone()).filter(|folder| !folder.as_os_str().is_empty());
        Ok(Recipe { way, workers: external.workers, folder, claim: Claim::Within(external.agreement) })
    }
}
