//! Externals of the user's: `[external.NAME]` with a command, a source to compile or a Python module.

mod program;

use crate::file::{FileError, Source};
use std::path::{Path, PathBuf};
use tenfold_kernel::{AnyKernel, Workers};
use tenfold_record::{Base, External};
use toml::de::{DeTable, DeValue};

/// The keys of an external; the first three say what is started, and those after them belong to one of them.
const KEYS: [&str; 9] =
    ["command", "source", "python", "once", "language", "flags", "packages", "workers", "agreement"];

const WORKERS: [(&str, Workers); 3] = [("one", Workers::One), ("threads", Workers::Threads), ("ranks", Workers::Ranks)];

/// The names that an external has to know or to keep clear of.
struct Names {
    kernel: &'static str,
    taken: Vec<&'static str>,
    params: Vec<&'static str>,
}

/// The externals that `table` declares.
pub(crate) fn externals(
    source: &Source<'_>,
    table: &DeTable<'_>,
    kernel: &dyn AnyKernel,
) -> Result<Vec<External>, FileError> {
    let (variants, peers) = (kernel.variants(), kernel.peers());
    let taken = variants.iter().map(|v| v.name).chain(peers.iter().map(|p| p.name)).chain(kernel.mutants());
    let params = kernel.specs().iter().map(|s| s.name).collect();
    declared(source, table, &Names { kernel: kernel.name(), taken: taken.collect(), params })
}

fn declared(source: &Source<'_>, table: &DeTable<'_>, names: &Names) -> Result<Vec<External>, FileError> {
    let Some(node) = table.get("external") else { return Ok(Vec::new()) };
    let folder = Path::new(source.file).parent().map_or_else(PathBuf::new, Path::to_path_buf);
    let read = |(key, node): (&toml::Spanned<toml::de::DeString<'_>>, _)| {
        let name = key.get_ref().to_string();
        if !name.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-') || name.is_empty() {
            let message =
                format!("'{name}' is not a valid name of an external: use lower-case letters, digits and '-'");
            return Err(source.error(key.span(), message));
        }
        if Base::WORDS.contains(&name.as_str()) {
            let message = format!("'{name}' stands for the machine's {name} in targets: choose another name");
            return Err(source.error(key.span(), message));
        }
        if names.taken.contains(&name.as_str()) {
            let message = format!("{} already has a variant '{name}': choose another name", names.kernel);
            return Err(source.error(key.span(), message));
        }
        let table = source.table("external", node)?;
        source.only(table, &KEYS)?;
        let declared = Declared { source, table, names, folder: &folder };
        let program =
            declared.program().map_err(|e| e.unwrap_or_else(|| source.error(key.span(), NOTHING_TO_START)))?;
        let (workers, agreement) = (declared.workers()?, declared.agreement()?);
        let external = External { name, program, folder: folder.clone(), workers, agreement, digests: Vec::new() };
        Ok(External { digests: external.digested(), ..external })
    };
    source.table("external", node)?.iter().map(read).collect()
}

const NOTHING_TO_START: &str = "nothing says what to start: add one of command = [\"PROGRAM\", \"{input}\", …], \
                                source = \"FILE.c\" and python = \"FILE.py\"";

/// The table of one external.
struct Declared<'a, 't> {
    source: &'a Source<'t>,
    table: &'a DeTable<'a>,
    names: &'a Names,
    folder: &'a Path,
}

impl Declared<'_, '_> {
    fn workers(&self) -> Result<Workers, FileError> {
        self.table.get("workers").map_or(Ok(Workers::One), |node| self.source.choice("workers", node, &WORKERS))
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

#[cfg(test)]
mod tests {
    use super::program::FLAGS;
    use super::*;
    use tenfold_kernel::Compiler;
    use tenfold_record::{CommandLine, Program};

    /// What a file says of one external, beside which there are the files `a.c`, `a.f90`, `a.py` and `a`.
    fn read(text: &str) -> Result<External, String> {
        let folder = tempfile::tempdir().unwrap();
        for name in ["a.c", "a.f90", "a.rs", "a.py", "a"] {
            std::fs::write(folder.path().join(name), "").unwrap();
        }
        let file = folder.path().join("x.toml").display().to_string();
        let source = Source { file: &file, text };
        let names = Names { kernel: "k", taken: vec!["naive"], params: vec!["n", "steps"] };
        let table = source.parse().unwrap();
        let plain = |e: FileError| e.to_string().replace(&format!("{}/", folder.path().display()), "");
        declared(&source, table.get_ref(), &names).map(|mut all| all.remove(0)).map_err(plain)
    }

    #[test]
    fn every_word_is_understood() {
        let words = |words: &[&str]| CommandLine::Words(words.iter().map(|word| word.to_string()).collect());
        let plain = read("external.x = { command = ['./p', '{n}', '{input}', '{params}'] }").unwrap();
        let command = words(&["./p", "{n}", "{input}", "{params}"]);
        assert_eq!(plain.program, Program::Command { command, once: false });
        assert_eq!((plain.workers, plain.agreement), (Workers::One, 0.0));
        let line = read(
            "[external.x]\ncommand = \"awk '{print $1}' | head -n {n}\"\nonce = true\nworkers = 'threads'\nagreement = 1e-9",
        )
        .unwrap();
        let command = CommandLine::Shell("awk '{print $1}' | head -n {n}".into());
        assert_eq!(line.program, Program::Command { command, once: true });
        assert_eq!((line.workers, line.agreement), (Workers::Threads, 1e-9));
        let compiled = |compiler, file: &str, flags: &[&str]| Program::Source {
            source: file.into(),
            compiler,
            flags: flags.iter().map(|flag| flag.to_string()).collect(),
        };
        for (text, expected) in [
            ("source = 'a.c'", compiled(Compiler::C, "a.c", &FLAGS)),
            ("source = 'a.f90', flags = ['-O2']", compiled(Compiler::Fortran, "a.f90", &["-O2"])),
            ("source = 'a.rs', flags = ['faer=0.22.6']", compiled(Compiler::Rust, "a.rs", &["faer=0.22.6"])),
            ("source = 'a', language = 'c++', agreement = 'bitwise'", compiled(Compiler::Cpp, "a", &FLAGS)),
            (
                "python = 'a.py', packages = ['numpy', 'scikit-learn = sklearn'], workers = 'ranks'",
                Program::Python {
                    python: "a.py".into(),
                    packages: vec![("numpy".into(), "numpy".into()), ("scikit-learn".into(), "sklearn".into())],
                },
            ),
        ] {
            assert_eq!(read(&format!("external.x = {{ {text} }}")).unwrap().program, expected);
        }
    }

    #[test]
    fn every_mistake_is_told_with_its_line_and_what_is_allowed() {
        for (text, expected) in [
            ("[external.naive]", "x.toml:1: k already has a variant 'naive'"),
            ("[external.limit]", "x.toml:1: 'limit' stands for the machine's limit in targets"),
            ("[external.X]", "x.toml:1: 'X' is not a valid name of an external"),
            ("[external.x]", "x.toml:1: nothing says what to start: add one of command ="),
            ("[external.x]\ncomand = 'p'", "x.toml:2: unknown key 'comand' (did you mean 'command'?"),
            ("[external.x]\ncommand = 'p'\nsource = 'a.c'", "x.toml:3: command and source exclude each other"),
            ("[external.x]\ncommand = []", "x.toml:2: 'command' is empty"),
            (
                "[external.x]\ncommand = ['p', '{step}']",
                "x.toml:2: unknown placeholder '{step}' (did you mean 'steps'?",
            ),
            (
                "[external.x]\ncommand = 'p {worker}'",
                "x.toml:2: unknown placeholder '{worker}' (did you mean 'workers'?",
            ),
            ("[external.x]\ncommand = 'p'\nonce = 1", "x.toml:3: 'once' needs true or false"),
            ("[external.x]\nonce = true\nsource = 'a.c'", "x.toml:2: 'once' belongs to 'command', not to 'source'"),
            ("[external.x]\nflags = []\ncommand = 'p'", "x.toml:2: 'flags' belongs to 'source', not to 'command'"),
            ("[external.x]\nsource = 'b.c'", "x.toml:2: there is no file b.c"),
            ("[external.x]\nsource = 'a'", "x.toml:2: the file's extension does not tell its language"),
            ("[external.x]\nsource = 'a.c'\nlanguage = 'C'", "x.toml:3: language = \"C\" (did you mean 'c'?"),
            ("[external.x]\nsource = 'a.rs'\nflags = ['-O3']", "x.toml:3: '-O3' does not name a crate and its version"),
            ("[external.x]\npython = 'a.py'\npackages = 'numpy'", "x.toml:3: 'packages' needs a list in brackets"),
            ("[external.x]\npython = 'a.py'\npackages = ['numpy==2']", "x.toml:3: packages: 'numpy==2' is neither"),
            ("[external.x]\ncommand = 'p'\nworkers = 'rank'", "x.toml:3: workers = \"rank\" (did you mean 'ranks'?"),
            ("[external.x]\ncommand = 'p'\nagreement = 'near'", "x.toml:3: agreement = \"near\" (allowed: \"bitwise\""),
            ("[external.x]\ncommand = 'p'\nagreement = -1", "x.toml:3: agreement = -1 (allowed: \"bitwise\""),
            ("[external.x]\ncommand = 'p'\nagreement = nan", "x.toml:3: agreement = NaN (allowed: \"bitwise\""),
        ] {
            let message = read(text).unwrap_err();
            assert!(message.starts_with(expected), "{message}");
        }
    }
}
