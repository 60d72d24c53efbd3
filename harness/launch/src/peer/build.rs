//! Externals from source: what compilers have built, kept by content.

use super::compilers::{Found, find};
use super::crates;
use super::recipe::Source;
use crate::processor;
use sha2::{Digest, Sha256};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use tenfold_kernel::Compiler;
use tenfold_measure::clock;

/// What speaks the protocol for a program in C or C++, in Fortran, and in Rust.
const DRIVERS: [(&str, &str); 3] = [
    ("tenfold_peer.h", include_str!("tenfold_peer.h")),
    ("tenfold_peer.f90", include_str!("tenfold_peer.f90")),
    crates::DRIVER,
];

/// How many lines of a compiler's complaints are shown.
const LINES: usize = 3;

/// A program made from source.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Built {
    pub program: PathBuf,
    /// What built it: "gcc 12.2.0 -O3 -march=native".
    pub by: String,
    /// How long that took, in seconds, if it was not there before.
    pub seconds: Option<f64>,
}

/// The program of `source`: built before from the same content by the same compiler for this CPU, or now.
pub(super) fn built(source: &Source) -> Result<Built, String> {
    built_in(&folder()?, source)
}

fn built_in(folder: &Path, source: &Source) -> Result<Built, String> {
    let compiler = find(source.compiler)?;
    let own = if source.compiler == Compiler::Rust { vec![crates::FLAGS.to_string()] } else { Vec::new() };
    let by = [vec![compiler.name.clone()], source.flags.clone(), own].concat().join(" ");
    let name = format!("{}-{}", stem(&source.name), digest(source, &compiler));
    let program = folder.join(&name);
    if program.is_file() {
        return Ok(Built { program, by, seconds: None });
    }
    let start = clock::now();
    let trouble = |e: std::io::Error| format!("{}: {e}", folder.display());
    fs::create_dir_all(folder).map_err(trouble)?;
    let scratch = tempfile::tempdir_in(folder).map_err(trouble)?;
    for (name, text) in DRIVERS.into_iter().chain([(source.name.as_str(), source.text.as_str())]) {
        fs::write(scratch.path().join(name), text).map_err(trouble)?;
    }
    let (mut command, made) = match source.compiler {
        Compiler::Rust => {
            crates::manifest(scratch.path(), source, &name).map_err(trouble)?;
            crates::command(&compiler.words, &name, folder, &by)
        }
        _ => (command(&compiler, source), scratch.path().join(PROGRAM)),
    };
    let output = command.current_dir(scratch.path()).output();
    let output = output.map_err(|e| format!("cannot start {}: {e}", compiler.words[0]))?;
    if !output.status.success() {
        let said = first_errors(&String::from_utf8_lossy(&output.stderr));
        return Err(format!("{by} cannot build {}: {said}", source.name));
    }
    // Whoever builds the same at the same time gets the same, and neither sees half a program.
    fs::rename(made, &program).map_err(trouble)?;
    Ok(Built { program, by, seconds: Some(clock::now() - start) })
}

/// The name of what is built, while it is built.
const PROGRAM: &str = "program";

fn command(compiler: &Found, source: &Source) -> Command {
    let mut command = Command::new(&compiler.words[0]);
    command.args(&compiler.words[1..]);
    // A linker takes of a library what the files before it are missing.
    let is_library = |flag: &&String| flag.starts_with("-l") || flag.starts_with("-Wl,");
    command.args(source.flags.iter().filter(|flag| !is_library(flag)));
    match source.compiler {
        Compiler::Fortran => command.arg("tenfold_peer.f90"),
        _ => command.args(["-I", "."]),
    };
    command.arg(&source.name).args(["-o", PROGRAM]).args(source.flags.iter().filter(is_library)).arg("-lm");
    command
}

/// What tells one program from another: all that goes into it. The processor is part of it for `-march=native`.
fn digest(source: &Source, compiler: &Found) -> String {
    let parts = [compiler.words.clone(), vec![compiler.line.clone(), processor::described()], source.flags.clone()];
    let texts = DRIVERS.iter().map(|(_, text)| *text).chain([source.name.as_str(), source.text.as_str()]);
    let mut hash = Sha256::new();
    for part in parts.iter().flatten().map(String::as_str).chain(texts) {
        hash.update((part.len() as u64).to_le_bytes());
        hash.update(part);
    }
    tenfold_kernel::hex(&hash.finalize()[..16])
}

/// The file of a module in Python, the same for the same text: what Numba has compiled of a file it keeps by the file's name.
pub(super) fn module(text: &str) -> Result<PathBuf, String> {
    let folder = folder()?;
    let file = folder.join(format!("{}.py", tenfold_kernel::hex(&Sha256::digest(text)[..16])));
    if !file.is_file() {
        let trouble = |e: std::io::Error| format!("{}: {e}", folder.display());
        fs::create_dir_all(&folder).map_err(trouble)?;
        let part = tempfile::NamedTempFile::new_in(&folder).map_err(trouble)?;
        fs::write(part.path(), text).map_err(trouble)?;
        part.persist(&file).map_err(|e| trouble(e.error))?;
    }
    Ok(file)
}

/// Where Numba keeps what it has compiled, unless the user says where; none where there is no folder for it.
pub(super) fn compiled_by_numba() -> Option<PathBuf> {
    let named = std::env::var_os("NUMBA_CACHE_DIR").map(PathBuf::from);
    named.or_else(|| Some(folder().ok()?.join("numba")))
}

/// The file's name without its ending, fit to begin another's.
fn stem(name: &str) -> String {
    let stem = Path::new(name).file_stem().unwrap_or_default().to_string_lossy();
    stem.chars().map(|c| if c.is_ascii_alphanumeric() || c == '_' { c } else { '-' }).collect()
}

/// The first of a compiler's complaints that say "error", or where none does its first lines.
fn first_errors(said: &str) -> String {
    let lines = || said.lines().map(str::trim).filter(|line| !line.is_empty());
    let errors: Vec<&str> = lines().filter(|line| line.to_lowercase().contains("error")).take(LINES).collect();
    let shown = if errors.is_empty() { lines().take(LINES).collect() } else { errors };
    shown.join("\n")
}

/// Where programs are kept: in `peers` in cargo's build folder if this program lies in one, else in the user's cache.
fn folder() -> Result<PathBuf, String> {
    let exe = std::env::current_exe().unwrap_or_default();
    if let Some(target) = exe.ancestors().find(|folder| folder.join("CACHEDIR.TAG").is_file()) {
        return Ok(target.join("peers"));
    }
    let named = |name: &str| std::env::var_os(name).map(PathBuf::from).filter(|path| path.is_absolute());
    let cache = named("XDG_CACHE_HOME").or_else(|| Some(named("HOME")?.join(".cache")));
    Ok(cache.ok_or("no folder for built programs: neither XDG_CACHE_HOME nor HOME is set")?.join("tenfold/peers"))
}

/// The version of the C compiler, if it has OpenMP, or why that cannot be used.
pub(crate) fn openmp() -> Result<String, String> {
    let text = "#include <omp.h>\nint main(void) { return omp_get_max_threads() < 1; }\n";
    let source =
        Source { compiler: Compiler::C, flags: vec!["-fopenmp".into()], name: "openmp.c".into(), text: text.into() };
    built(&source).map(|built| built.by)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn source(compiler: Compiler, flags: &[&str], name: &str, text: &str) -> Source {
        let flags = flags.iter().map(|flag| flag.to_string()).collect();
        Source { compiler, flags, name: name.into(), text: text.into() }
    }

    /// Whether there is a compiler; says so where there is none.
    fn has(compiler: Compiler) -> bool {
        let found = find(compiler);
        if let Err(why) = &found {
            println!("skipped: {why}");
        }
        found.is_ok()
    }

    #[test]
    fn a_program_is_built_once_for_each_content() {
        if !has(Compiler::C) {
            return;
        }
        let folder = tempfile::tempdir().unwrap();
        let returns = |code: u8, flags: &[&str]| {
            let text = format!("int main(void) {{ return {code}; }}\n");
            built_in(folder.path(), &source(Compiler::C, flags, "a b.c", &text)).unwrap()
        };
        let first = returns(3, &["-O1"]);
        assert!(first.seconds.is_some_and(|seconds| seconds > 0.0) && first.by.ends_with(" -O1"), "{first:?}");
        assert_eq!(Command::new(&first.program).status().unwrap().code(), Some(3));
        assert_eq!(returns(3, &["-O1"]), Built { seconds: None, ..first.clone() });
        let others = [returns(4, &["-O1"]), returns(3, &["-O2"])];
        assert!(others.iter().all(|other| other.seconds.is_some() && other.program != first.program));
        let left: Vec<_> = fs::read_dir(folder.path()).unwrap().map(|file| file.unwrap().file_name()).collect();
        assert_eq!(left.len(), 3, "only programs are left: {left:?}");
    }

    #[test]
    fn two_that_build_the_same_at_once_both_have_it() {
        if !has(Compiler::C) {
            return;
        }
        let folder = tempfile::tempdir().unwrap();
        let source = source(Compiler::C, &[], "a.c", "int main(void) { return 0; }\n");
        let build = || built_in(folder.path(), &source).map(|built| built.program);
        let programs = std::thread::scope(|scope| {
            [scope.spawn(build), scope.spawn(build)].map(|thread| thread.join().unwrap().unwrap())
        });
        assert_eq!(programs[0], programs[1]);
        assert!(Command::new(&programs[0]).status().unwrap().success());
    }

    #[test]
    fn what_cannot_be_built_is_told_by_the_compilers_own_words() {
        if !has(Compiler::C) {
            return;
        }
        let folder = tempfile::tempdir().unwrap();
        let why = |flags: &[&str], text: &str| {
            let why = built_in(folder.path(), &source(Compiler::C, flags, "a.c", text)).unwrap_err();
            assert!(why.lines().count() <= LINES + 1, "{why}");
            why
        };
        let wrong = why(&["-O3"], "int main(void) { return x; }\n");
        assert!(wrong.contains(" -O3 cannot build a.c: a.c:1:") && wrong.contains("error"), "{wrong}");
        let flag = why(&["-fno-such-thing"], "int main(void) { return 0; }\n");
        assert!(flag.contains("-fno-such-thing"), "{flag}");
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0, "nothing is left of it");
    }
}
