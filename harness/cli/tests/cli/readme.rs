//! The README's examples do what it says.

use crate::common::Bench;
use std::path::Path;

fn readme() -> String {
    std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("../../README.md")).unwrap()
}

/// The fenced blocks of a language.
fn blocks(text: &str, language: &str) -> Vec<String> {
    let fence = format!("```{language}\n");
    text.split(&fence).skip(1).map(|rest| rest.split("```").next().unwrap().to_string()).collect()
}

/// The lines of the shell blocks that call `program`, without their comments.
fn calls(program: &str) -> Vec<Vec<String>> {
    let shell = blocks(&readme(), "sh").concat();
    let lines = shell.lines().map(|line| line.split('#').next().unwrap().trim().to_string());
    lines
        .filter_map(|line| Some(line.strip_prefix(program)?.split_whitespace().map(str::to_string).collect()))
        .collect()
}

#[test]
fn every_call_of_the_program_works() {
    let bench = Bench::new();
    let calls = calls("tenfold ");
    assert!(calls.len() >= 7, "{calls:?}");
    for call in calls {
        let mut args: Vec<&str> = call.iter().map(String::as_str).collect();
        match args[0] {
            // In full these take minutes: one short round shows that they work. `new` has a test of its own.
            "run" if args[1] == "starter" => args.extend(["--quick", "--rounds", "1"]),
            "run" => continue,
            "profile" => args.extend(["--seconds", "0.5", "--set", "n=255", "--set", "steps=4"]),
            // One short round breaks the rule that asks for an interval, and says so.
            "lint" => {
                assert_eq!(bench.run(&args).code, Some(1));
                continue;
            }
            // Building revisions and fighting for an hour: these have tests of their own.
            "new" | "selftest" | "nightly" | "gate" | "bisect" => continue,
            // Serves until Ctrl-C: `guess` has tests of its own.
            "guess" if args.contains(&"--serve") => continue,
            "compare" if args[1] == "main" => continue,
            "compare" => args.extend(["--seconds", "1", "--no-instructions"]),
            _ => {}
        }
        bench.run(&args).well();
    }
    let run = bench.newest();
    for cell in &run.cells {
        // What is missing, is missing for want of a tool, never for a fault of ours.
        if let Some(why) = cell.missing() {
            assert!(cell.cell.left_out.is_some(), "{}: {why}", cell.cell);
        }
    }
}

#[test]
fn the_experiment_is_measured() {
    let bench = Bench::new();
    let example = blocks(&readme(), "toml").remove(0);
    let file = bench.file("example.toml", &example);
    bench.run(&["run", &file, "--quick", "--rounds", "1"]).well();
    assert!(bench.newest().experiment.parts[0].guesses.len() == 2);
}

#[test]
fn the_files_it_names_are_there() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let text = readme();
    let links = text.split("](").skip(1).map(|rest| rest.split([')', '#']).next().unwrap());
    let scripts = text.split("./scripts/").skip(1).map(|rest| rest.split([' ', '`', '\n']).next().unwrap());
    for name in links.map(String::from).chain(scripts.map(|script| format!("scripts/{script}"))) {
        assert!(root.join(&name).exists(), "{name}");
    }
}

/// Every variable of the environment that the sources name is on the page that promises to list them all.
#[test]
fn the_page_of_the_drivers_lists_every_variable() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let page = std::fs::read_to_string(root.join("harness/launch/src/peer/README.md")).unwrap();
    let (mut folders, mut named) = (["harness", "kernels", "reports"].map(|name| root.join(name)).to_vec(), Vec::new());
    while let Some(folder) = folders.pop() {
        for path in std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()) {
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|ending| ending == "rs") {
                let text = std::fs::read_to_string(path).unwrap();
                // In quotes, as whoever asks for one writes it.
                let quoted = text.split('"').filter(|word| word.starts_with("TENFOLD_") && !word.contains(' '));
                named.extend(quoted.filter(|word| word.len() > 8).map(str::to_string));
            }
        }
    }
    let missing: Vec<&String> = named.iter().filter(|name| !page.contains(&format!("`{name}`"))).collect();
    assert!(named.len() > 20 && missing.is_empty(), "{missing:?} of {}", named.len());
}
