//! `tenfold new`: a kernel crate that compiles, passes its tests and shows up in `list`.

use crate::args::New;
use crate::fault::mistake;
use crate::written::whole;
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
    "src/oracles.rs",
    "src/mutants.rs",
    "peers/plain_python.py",
    "peers/plain.c",
    "tests/defence.rs",
    "benches/time.rs",
    "benches/instructions.rs",
];

/// Words that are no crate names in Rust, and those whose type would hide one of its prelude's that the template uses.
#[rustfmt::skip]
const RESERVED: &[&str] = &[
    "abstract", "alloc", "as", "async", "await", "become", "box", "break", "const", "continue", "core", "crate", "do",
    "dyn", "else", "enum", "extern", "false", "final", "fn", "for", "gen", "if", "impl", "in", "let", "loop", "macro",
    "match", "mod", "move", "mut", "override", "priv", "pub", "ref", "return", "self", "static", "std", "struct",
    "super", "test", "trait", "true", "try", "type", "typeof", "unsafe", "unsized", "use", "virtual", "where", "while",
    "yield",
    "ok", "option", "result", "some", "string", "vec",
];

/// Makes the folder and adds it to the list.
pub fn new(args: &New) -> anyhow::Result<ExitCode> {
    let name = &args.name;
    check_letters(name).map_err(mistake)?;
    let root = workspace(&std::env::current_dir()?)?;
    let lock = fs::read_to_string(root.join("Cargo.lock")).unwrap_or_default();
    let folder = root.join("kernels").join(name);
    if folder.exists() {
        return Err(mistake(format!("{} already exists: choose another name", folder.display())));
    }
    check_free(name, &lock).map_err(mistake)?;
    for (file, text) in TEMPLATE {
        let path = folder.join(file);
        fs::create_dir_all(path.parent().expect("a file lies in a folder"))
            .and_then(|()| fs::write(&path, text.replace("__name__", name).replace("__Name__", &camel(name))))
            .with_context(|| format!("cannot write {}", path.display()))?;
    }
    let of_suite = |file: &str| root.join("harness/suite").join(file);
    add(&of_suite("Cargo.toml"), "# The kernels", &format!("{name} = {{ path = \"../../kernels/{name}\" }}"))?;
    add(&of_suite("src/lib.rs"), "// The kernels", &format!("erase::<{name}::{}>(),", camel(name)))?;
    println!("created kernels/{name} and added it to harness/suite");
    println!(
        "next: cargo test -p {name}; edit kernels/{name}/src/lib.rs (what it computes), then the variants one by one"
    );
    Ok(ExitCode::SUCCESS)
}

/// Refuses what is not written as the name of a crate.
fn check_letters(name: &str) -> Result<(), String> {
    let plain = name.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_');
    if !plain || !name.starts_with(|c: char| c.is_ascii_lowercase()) || name.len() > 40 {
        return Err(format!(
            "'{name}' is not a valid kernel name: use up to 40 lower-case letters, digits and '_', starting with a letter"
        ));
    }
    Ok(())
}

/// Refuses what is a name of Rust's, of the template's or of one of the packages in `lock`.
fn check_free(name: &str, lock: &str) -> Result<(), String> {
    let is_package = |package: &str| lock.lines().any(|line| line == format!("name = \"{package}\""));
    // Its type must not be one that the template names.
    let lines = TEMPLATE.iter().flat_map(|(_, text)| text.lines());
    let mut declared = lines.filter(|line| line.starts_with("use ") || line.starts_with("pub struct "));
    let is_type = declared.any(|line| line.split(|c: char| !c.is_alphanumeric() && c != '_').any(|w| w == camel(name)));
    if RESERVED.contains(&name) || is_type || is_package(name) || is_package(&name.replace('_', "-")) {
        return Err(format!("'{name}' already has a meaning in Rust or in every kernel: choose another name"));
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
        mistake(format!("{} is not in a checkout of Tenfold: `new` adds a kernel to one", here.display()))
    })
}

/// Adds `line` to the list in `file` that stands under the comment beginning with `mark`, indented as it is.
fn add(file: &Path, mark: &str, line: &str) -> anyhow::Result<()> {
    let text = fs::read_to_string(file).with_context(|| format!("cannot read {}", file.display()))?;
    let added = added(&text, mark, line);
    let added = added.with_context(|| format!("{}: no list under '{mark}' to add `{line}` to", file.display()))?;
    whole(file, added.as_bytes())
}

fn added(text: &str, mark: &str, line: &str) -> Option<String> {
    let lines: Vec<&str> = text.lines().collect();
    let comment = lines.iter().position(|line| line.trim_start().starts_with(mark))?;
    let indent = |line: &str| line.len() - line.trim_start().len();
    let depth = indent(lines[comment]);
    let list = lines[comment..].iter().take_while(|line| !line.is_empty() && indent(line) >= depth).count();
    let (before, after) = lines.split_at(comment + list);
    let own = format!("{:depth$}{line}", "");
    Some(
        before
            .iter()
            .copied()
            .chain([own.as_str()])
            .chain(after.iter().copied())
            .map(|line| format!("{line}\n"))
            .collect(),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_crate_names() {
        assert_eq!(camel("word_count"), "WordCount");
        let lock = "[[package]]\nname = \"rayon\"\n\n[[package]]\nname = \"rayon-core\"\n";
        for good in ["nbody", "word_count", "fft3", "ray", "squares"] {
            assert_eq!(check_letters(good).and(check_free(good, lock)), Ok(()));
        }
        for bad in
            ["", "Nbody", "3d", "a-b", "../x", "fn", "gen", "vec", "straße", "rayon", "rayon_core", "kernel", "outcome"]
        {
            assert!(check_letters(bad).and(check_free(bad, lock)).is_err(), "{bad}");
        }
    }

    #[test]
    fn a_line_goes_to_the_end_of_its_list_whoever_stands_in_it() {
        let list = "fn all() {\n    vec![\n        // The kernels: so.\n        a(\n            b),\n    ]\n}\n";
        let longer =
            "fn all() {\n    vec![\n        // The kernels: so.\n        a(\n            b),\n        c,\n    ]\n}\n";
        assert_eq!(added(list, "// The kernels", "c,").as_deref(), Some(longer));
        assert_eq!(added("x = 1\n# The kernels\n", "# The kernels", "y = 2").unwrap(), "x = 1\n# The kernels\ny = 2\n");
        let more = added("# The kernels\na = 1\n\n[next]\n", "# The kernels", "b = 2").unwrap();
        assert_eq!(more, "# The kernels\na = 1\nb = 2\n\n[next]\n");
        assert_eq!(added(list, "// Others", "c,"), None);
    }
}
