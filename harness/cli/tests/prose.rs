//! What people read is plain English: the worst patterns stay out of pages, slides, terminal, help and errors.

use std::fs;
use std::path::{Path, PathBuf};

/// What once stood there, and what to write instead. Lower case.
const WORST: [(&str, &str); 43] = [
    (" as fast as ", "× faster than; below 1: slower than"),
    ("time a run", "time per run"),
    ("flops a byte", "flops per byte"),
    ("batches a launch", "batches per launch"),
    ("once a round", "once per round"),
    ("by construction", "by design"),
    ("drawn anew", "a new random"),
    ("begins anew", "starts over"),
    ("goes on from there", "rerun the same command to resume"),
    ("can do at most", "measuring ceilings"),
    ("answers wrongly", "its answer is wrong"),
    ("bad minute", "the machine was busy"),
    ("of no interest", "is not reported"),
    ("solves another problem", "default params differ"),
    ("stands for nothing", "unknown placeholder"),
    ("no whole number", "must be an integer"),
    ("is no factor", "must be positive"),
    ("is no name", "is not a name"),
    ("is no time", "is not a valid time"),
    ("launches enough", "enough launches"),
    ("left away", "omitted"),
    ("given for nothing", "ignoring the cost"),
    ("without envelopes", "payload"),
    ("have a ground", "are shaded"),
    ("goes by without", "compute … of the time"),
    ("each of the runs before", "all earlier runs"),
    ("a last row can read", "can be read from the back row"),
    ("carry out one order", "internal: run one work order"),
    ("the harness by itself", "validate the harness on this machine"),
    ("what follows rests on", "results use"),
    ("is called the fastest", "no fastest variant yet"),
    ("not resolved", "undecided; too noisy to compare"),
    ("difference found from", "no significant difference from"),
    ("samples a second", "samples per second"),
    ("samples a launch", "samples per launch"),
    ("strip a launch", "strip per launch"),
    ("one a night", "one per night"),
    ("none of ours", "was not written by tenfold"),
    ("come into question", "are candidates"),
    ("nobody here knows", "not checked by Tenfold"),
    ("beside a load", "under load"),
    ("not to be found", "cannot be found"),
    ("a dot is a launch", "dots are launches"),
];

/// The files that hold words for people, as they are compiled into the program.
fn sources() -> Vec<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let mut folders: Vec<PathBuf> = ["harness", "reports", "kernels"].map(|top| root.join(top)).into();
    let mut files = vec![root.join("README.md")];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap().flatten() {
            let (path, name) = (entry.path(), entry.file_name().to_string_lossy().into_owned());
            match path.is_dir() {
                true if !matches!(name.as_str(), "tests" | "testing" | "vendor" | "target") => folders.push(path),
                false
                    if path
                        .extension()
                        .is_some_and(|e| ["rs", "html", "js", "toml", "md"].iter().any(|known| e == *known)) =>
                {
                    files.push(path)
                }
                _ => {}
            }
        }
    }
    files
}

/// The lines of a file that people may see: no comments of code, and nothing from its tests on.
fn seen(path: &Path, text: &str) -> Vec<(usize, String)> {
    let is_code = path.extension().is_some_and(|e| e == "rs" || e == "js");
    let lines = text.lines().enumerate().take_while(|(_, line)| !is_code || line.trim() != "#[cfg(test)]");
    let spoken = lines.filter(|(_, line)| {
        !is_code || (!line.trim_start().starts_with("//") || line.trim_start().starts_with("/// ") && is_help(path))
    });
    spoken.map(|(index, line)| (index + 1, line.to_lowercase())).collect()
}

/// The doc comments of the arguments are their help.
fn is_help(path: &Path) -> bool {
    path.components().any(|part| part.as_os_str() == "args")
}

#[test]
fn the_worst_patterns_stay_out() {
    let sources = sources();
    assert!(sources.len() > 200, "{}", sources.len());
    let mut found = Vec::new();
    for path in sources {
        let text = fs::read_to_string(&path).unwrap();
        for (line, text) in seen(&path, &text) {
            for (worst, instead) in WORST.iter().filter(|(worst, _)| text.contains(worst)) {
                found.push(format!("{}:{line}: '{worst}': write \"{instead}\"", path.display()));
            }
        }
    }
    assert!(found.is_empty(), "{}", found.join("\n"));
}
