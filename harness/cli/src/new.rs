//! `tenfold new`: a kernel crate that compiles, passes its tests and shows up in `list`.

use crate::args::New;
use crate::fault::mistake;
use crate::report::whole;
use anyhow::Context;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

macro_rules! template {
    ($($file:literal),+ $(,)?) => { &[$(($file, include_str!(concat!("../template/", $file)))),+] };
}

/// The files of a kernel. `__name__` and `__Name__` stand for the crate and its type.
const TEMPLATE: &[(&str, &str)] = template![
    "Cargo.toml",
    "README.md",
    "src/lib.rs",
    "src/naive.rs",
    "src/vectorised.rs",
    "src/threaded.rs",
    "src/distributed.rs",
    "tests/defence.rs",
    "benches/time.rs",
    "benches/instructions.rs",
];

/// Words that are no crate names: Rust's own, and crates that every kernel uses.
const TAKEN: &[&str] = &[
    "as",
    "async",
    "await",
    "box",
    "break",
    "const",
    "continue",
    "core",
    "crate",
    "dyn",
    "else",
    "enum",
    "extern",
    "false",
    "fn",
    "for",
    "if",
    "impl",
    "in",
    "let",
    "loop",
    "match",
    "mod",
    "move",
    "mut",
    "pub",
    "ref",
    "return",
    "self",
    "static",
    "std",
    "struct",
    "super",
    "test",
    "trait",
    "true",
    "type",
    "unsafe",
    "use",
    "where",
    "while",
    "alloc",
    "criterion",
    "gungraun",
    "rayon",
    "serde",
    "tenfold",
];

/// Makes the folder and adds it to the list.
pub fn new(args: &New) -> anyhow::Result<ExitCode> {
    let name = &args.name;
    check(name).map_err(mistake)?;
    let root = workspace(&std::env::current_dir()?)?;
    let folder = root.join("kernels").join(name);
    if folder.exists() {
        return Err(mistake(format!("{} exists already: choose another name", folder.display())));
    }
    for (file, text) in TEMPLATE {
        let path = folder.join(file);
        fs::create_dir_all(path.parent().expect("a file lies in a folder"))
            .and_then(|()| fs::write(&path, text.replace("__name__", name).replace("__Name__", &camel(name))))
            .with_context(|| format!("cannot write {}", path.display()))?;
    }
    let manifest = root.join("harness/suite/Cargo.toml");
    insert(&manifest, "traffic = {", &format!("{name} = {{ path = \"../../kernels/{name}\" }}\n"))?;
    let list = root.join("harness/suite/src/lib.rs");
    insert(&list, "    ]\n", &format!("        erase::<{name}::{}>(),\n", camel(name)))?;
    println!("made kernels/{name} and added it to harness/suite");
    println!(
        "next: cargo test -p {name}; edit kernels/{name}/src/lib.rs (what it computes), then one variant after the other"
    );
    Ok(ExitCode::SUCCESS)
}

fn check(name: &str) -> Result<(), String> {
    let plain = name.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_');
    if !plain || !name.starts_with(|c: char| c.is_ascii_lowercase()) || name.len() > 40 {
        return Err(format!(
            "'{name}' is no name for a kernel: up to 40 lower-case letters, digits and '_', beginning with a letter"
        ));
    }
    if TAKEN.contains(&name) {
        return Err(format!("'{name}' means something to Rust or to every kernel already: choose another name"));
    }
    Ok(())
}

/// "word_count" becomes "WordCount".
fn camel(name: &str) -> String {
    let capital =
        |word: &str| word.chars().take(1).map(|c| c.to_ascii_uppercase()).chain(word.chars().skip(1)).collect();
    name.split('_').map(capital).collect::<Vec<String>>().concat()
}

/// The workspace of Tenfold that holds `here`.
fn workspace(here: &Path) -> anyhow::Result<PathBuf> {
    let found = here.ancestors().find(|folder| folder.join("harness/suite/src/lib.rs").exists());
    found.map(Path::to_path_buf).ok_or_else(|| {
        mistake(format!("{} lies in no checkout of Tenfold: `new` adds a kernel to one", here.display()))
    })
}

/// Inserts `line` before the first `mark` in `file`.
fn insert(file: &Path, mark: &str, line: &str) -> anyhow::Result<()> {
    let text = fs::read_to_string(file).with_context(|| format!("cannot read {}", file.display()))?;
    let at =
        text.find(mark).with_context(|| format!("{}: no place for `{}` was found", file.display(), line.trim()))?;
    whole(file, format!("{}{line}{}", &text[..at], &text[at..]).as_bytes())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_crate_names() {
        assert_eq!(camel("word_count"), "WordCount");
        for good in ["nbody", "word_count", "fft3"] {
            assert_eq!(check(good), Ok(()));
        }
        for bad in ["", "Nbody", "3d", "a-b", "../x", "fn", "straße"] {
            assert!(check(bad).is_err(), "{bad}");
        }
    }
}
