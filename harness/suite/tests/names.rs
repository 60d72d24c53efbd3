//! Nothing but this crate, the kernels themselves and the experiments name a kernel: a new one is a folder and two lines here.

use std::path::{Path, PathBuf};

/// Where no kernel is named, and in there the folders and files where one may be: as an example, as what is tested, or as the name of an experiment.
const SEARCHED: [&str; 2] = ["harness", "reports"];
const ALLOWED: [&str; 7] = ["suite", "tests", "testing", "examples", "tests.rs", "experiments.rs", "target"];

#[test]
fn no_other_source_names_a_kernel() {
    let names: Vec<&str> = tenfold_suite::kernels().iter().map(|kernel| kernel.name()).collect();
    let root = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../.."));
    let sources: Vec<PathBuf> = SEARCHED.iter().flat_map(|folder| sources(&root.join(folder))).collect();
    assert!(sources.len() > 300, "{} sources", sources.len());
    for file in sources {
        let text = std::fs::read_to_string(&file).unwrap();
        for name in &names {
            assert!(!is_named(&text, name), "{} names the kernel '{name}'", file.display());
        }
    }
}

fn sources(folder: &Path) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let inside = |path: PathBuf| {
        let is_allowed = ALLOWED.iter().any(|name| path.ends_with(name));
        match path.is_dir() {
            _ if is_allowed => Vec::new(),
            true => sources(&path),
            false => vec![path],
        }
    };
    entries.flat_map(inside).filter(|path| path.extension().is_some_and(|ending| ending == "rs")).collect()
}

/// Whether the code of `source` has `name` as a word of a text, or of a path. As the name of a variable it is a word of English.
fn is_named(source: &str, name: &str) -> bool {
    let own = source.split("\n#[cfg(test)]\nmod tests {").next().unwrap();
    let (code, texts) = taken_apart(own);
    // "{name}" is a variable in a text.
    let is_of_word = |c: char| c.is_alphanumeric() || "_-{}".contains(c);
    texts.iter().any(|text| text.split(|c| !is_of_word(c)).any(|word| word == name))
        || code.match_indices(&format!("{name}::")).any(|(at, _)| !code[..at].ends_with(is_of_word))
}

/// The code without comments and texts, and its texts.
fn taken_apart(source: &str) -> (String, Vec<String>) {
    let (mut code, mut texts, mut rest) = (String::new(), Vec::new(), source);
    while let Some(c) = rest.chars().next() {
        let raw = rest.strip_prefix('r').map(|after| after.len() - after.trim_start_matches('#').len());
        let raw = raw.filter(|&hashes| rest[1 + hashes..].starts_with('"') && !code.ends_with(char::is_alphanumeric));
        if rest.starts_with("//") {
            rest = &rest[rest.find('\n').unwrap_or(rest.len())..];
        } else if let Some(hashes) = raw {
            let text = &rest[hashes + 2..];
            let end = format!("\"{}", "#".repeat(hashes));
            let length = text.find(&end).unwrap_or(text.len());
            texts.push(text[..length].to_string());
            rest = text.get(length + end.len()..).unwrap_or_default();
        } else if let Some(text) = rest.strip_prefix('"') {
            let mut is_escaped = false;
            let length = text.find(|c| {
                let is_end = c == '"' && !is_escaped;
                is_escaped = c == '\\' && !is_escaped;
                is_end
            });
            let length = length.unwrap_or(text.len());
            texts.push(text[..length].to_string());
            rest = text.get(length + 1..).unwrap_or_default();
        } else if let Some(after) = ["'\"'", "'\\\"'"].iter().find_map(|quote| rest.strip_prefix(quote)) {
            rest = after;
        } else {
            code.push(c);
            rest = &rest[c.len_utf8()..];
        }
    }
    (code, texts)
}

#[test]
fn a_kernel_that_is_named_is_noticed_wherever_it_is_no_example() {
    for named in [
        "let kernel = \"fft\";",
        "(\"fft naive\", 3)",
        "a('\"'); b(\"fft\")",
        "x(\"\\\"\"); y(\"fft\")",
        "r#\"a \"fft\" b\"#",
        "use fft::Fft;",
        "erase::<fft::Fft>()",
    ] {
        assert!(is_named(named, "fft"), "{named}");
    }
    for other in [
        "// of \"fft\", as fft::run",
        "let fft = 3; // \"fft\"",
        "\"fft-memory\"",
        "\"ffts\"",
        "println!(\"<td>{fft}</td>\")",
        "use rustfft::Fft;",
        "f();\n\n#[cfg(test)]\nmod tests {\n    use fft::Fft;\n}",
    ] {
        assert!(!is_named(other, "fft"), "{other}");
    }
}
