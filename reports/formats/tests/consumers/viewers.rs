//! Profiles in the programs that show them: the Firefox Profiler's own code, and speedscope in a browser.
//!
//! `scripts/test` lays both down in the folder that `TENFOLD_TOOLS` names.

use super::{exported, well};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde_json::Value;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Command;
use tenfold_analysis::testing::example;
use tenfold_browser::Page;

/// A file among the tools; `None`, said aloud, where it is missing, which in CI is a failure.
fn tool(name: &str) -> Option<PathBuf> {
    let found =
        std::env::var_os("TENFOLD_TOOLS").map(|tools| Path::new(&tools).join(name)).filter(|file| file.exists());
    if found.is_none() {
        assert!(std::env::var_os("CI").is_none(), "TENFOLD_TOOLS names no folder with {name}: see scripts/set-up");
        println!("skipped: TENFOLD_TOOLS names no folder with {name} (scripts/test sets it up)");
    }
    found
}

/// Of each profile in the folded stacks: all samples, and the function with the most of its own and how many these are.
fn hottest(folded: &Path) -> Vec<(String, u64, (String, u64))> {
    let mut profiles: BTreeMap<String, BTreeMap<String, u64>> = BTreeMap::new();
    for line in std::fs::read_to_string(folded).unwrap().lines() {
        let (stack, count) = line.rsplit_once(' ').unwrap();
        let (title, frames) = stack.split_once(';').unwrap();
        let own = profiles.entry(title.into()).or_default();
        *own.entry(frames.rsplit(';').next().unwrap().into()).or_default() += count.parse::<u64>().unwrap();
    }
    let hottest = |own: BTreeMap<String, u64>| own.into_iter().max_by_key(|(_, count)| *count).unwrap();
    profiles.into_iter().map(|(title, own)| (title, own.values().sum(), hottest(own))).collect()
}

/// The Firefox Profiler behind its command line, which keeps a profile open in a process of its own.
struct Firefox<'a> {
    node: PathBuf,
    program: PathBuf,
    home: &'a Path,
}

impl Firefox<'_> {
    fn says(&self, args: &[&str]) -> String {
        let mut command = Command::new(&self.node);
        well(&command.arg(&self.program).args(args).env("HOME", self.home).output().unwrap())
    }

    fn answers(&self, args: &[&str]) -> Value {
        serde_json::from_str(&self.says(&[args, &["--json"]].concat())).unwrap()
    }
}

impl Drop for Firefox<'_> {
    fn drop(&mut self) {
        // Whether there is a process to be ended does not matter here.
        let _ = Command::new(&self.node).arg(&self.program).args(["stop", "--all"]).env("HOME", self.home).output();
    }
}

#[test]
fn the_firefox_profiler_finds_every_cell_and_its_hottest_function() {
    let (Some(node), Some(program)) = (tool("node/bin/node"), tool("profiler-cli/dist/profiler-cli.js")) else {
        return;
    };
    let folder = exported(&example());
    let home = tempfile::tempdir().unwrap();
    let firefox = Firefox { node, program, home: home.path() };
    firefox.says(&["load", folder.path().join("firefox").to_str().unwrap()]);
    let threads = firefox.answers(&["thread", "list"])["threads"].as_array().unwrap().clone();
    let expected = hottest(&folder.path().join("folded"));
    assert_eq!(threads.len(), expected.len());
    for (title, samples, (function, own)) in expected {
        let thread = threads.iter().find(|thread| thread["name"] == *title).unwrap_or_else(|| panic!("no {title}"));
        firefox.says(&["thread", "select", thread["threadHandle"].as_str().unwrap()]);
        let functions = firefox.answers(&["thread", "functions"]);
        assert_eq!(functions["weightType"], "samples");
        let first = &functions["functions"][0];
        assert_eq!((&first["name"], &first["selfSamples"]), (&Value::from(function), &Value::from(own)), "{title}");
        let deepest = functions["functions"].as_array().unwrap().iter().map(|f| f["totalSamples"].as_u64().unwrap());
        assert_eq!(deepest.max(), Some(samples), "{title}");
    }
}

#[test]
fn speedscope_shows_every_profile_and_its_hottest_function() {
    let Some(page) = tool("speedscope/dist/release/index.html") else { return };
    let chromium = tenfold_browser::find().expect("the tests of pages need Chromium too");
    let folder = exported(&example());
    let profile = STANDARD.encode(std::fs::read(folder.path().join("speedscope")).unwrap());
    // As speedscope's own command line hands a file over.
    let script = folder.path().join("profile.js");
    std::fs::write(&script, format!("speedscope.loadFileFromBase64('run.json', '{profile}')")).unwrap();
    let address = format!("{}#localProfilePath={}", page.display(), script.display());
    let mut speedscope = Page::open(&chromium, Path::new(&address), 1280);
    let mut expected = hottest(&folder.path().join("folded"));
    speedscope.until(&format!("document.body.innerText.includes('(1/{})')", expected.len()));
    let listed = "[...document.querySelectorAll('tr[title]')].map(row => [row.title, row.cells[2].innerText])";
    let listed: Vec<(String, String)> = serde_json::from_value(speedscope.ask(listed)).unwrap();
    let order = |title: &str| listed.iter().position(|(listed, _)| listed == title);
    expected.sort_by_key(|(title, ..)| order(title));
    assert_eq!(listed, expected.iter().map(|(title, all, _)| (title.clone(), grouped(*all))).collect::<Vec<_>>());

    // The view that lists functions, those with the most samples of their own first.
    speedscope.click("[...document.querySelectorAll('div')].find(e => e.lastChild?.nodeValue === 'Sandwich')");
    let first = "[...document.querySelectorAll('tr')].filter(row => !row.title && row.cells[0]?.tagName === 'TD')
                 .map(row => [row.cells[2].innerText, row.cells[1].innerText])[0]";
    for (title, _, (function, own)) in expected {
        speedscope.until(&format!("document.body.innerText.includes({})", serde_json::json!(format!("\n{title} ("))));
        let (name, samples): (String, String) = serde_json::from_value(speedscope.ask(first)).unwrap();
        assert_eq!((name, samples.split_once(' ').unwrap().0), (function, grouped(own).as_str()), "{title}");
        speedscope.ask("window.dispatchEvent(new KeyboardEvent('keypress', { key: 'n' }))");
    }
}

/// A number as speedscope writes it.
fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let groups: Vec<&str> = digits.as_bytes().rchunks(3).rev().map(|g| std::str::from_utf8(g).unwrap()).collect();
    groups.join(",")
}
