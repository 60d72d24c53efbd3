//! A file of tracks: what `tenfold nightly` measures instead of kernels, or beside those that are named.
//!
//! ```toml
//! [track.parse]                        # each start of the command is a run
//! build   = "cargo build --release"    # by a shell, in a work tree of either revision
//! command = "target/release/parse bench.txt"
//! folder  = "tools"                    # of the work tree; its top where it is not said
//!
//! [criterion]                          # benchmarks of criterion's
//! benches  = ["time"]                  # bench targets; all where it is not said
//! packages = ["parser"]
//! ```

use crate::file::{FileError, Source};
use std::path::{Component, Path, PathBuf};
use toml::de::DeTable;

const TRACK: [&str; 3] = ["build", "command", "folder"];
const CRITERION: [&str; 3] = ["benches", "packages", "folder"];

/// What a file of tracks names.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Tracks {
    /// Commands, in the order of their names.
    pub commands: Vec<Track>,
    /// Benchmarks of criterion's.
    pub criterion: Option<Criterion>,
}

/// A command that is followed from revision to revision.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Track {
    /// Its name.
    pub name: String,
    /// What builds it: a line for the shell. None where the files of the revision are all it needs.
    pub build: Option<String>,
    /// The program, and its arguments. No shell starts it.
    pub command: Vec<String>,
    /// Where both are started, relative to the work tree.
    pub folder: PathBuf,
}

/// Benchmarks of criterion's.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Criterion {
    /// Names of bench targets; all where there are none.
    pub benches: Vec<String>,
    /// Their packages; those of the folder where there are none.
    pub packages: Vec<String>,
    /// Where cargo is started, relative to the work tree.
    pub folder: PathBuf,
}

/// Reads the `text` of `file`.
///
/// # Errors
/// What is wrong, with the line and what is allowed.
pub fn tracks(file: &str, text: &str) -> Result<Tracks, FileError> {
    let source = Source { file, text };
    let root = source.parse()?;
    let top = root.get_ref();
    source.only(top, &["track", "criterion"])?;
    let mut tracks = Tracks::default();
    if let Some(node) = top.get("track") {
        for (key, node) in source.table("track", node)? {
            let name = key.get_ref().to_string();
            if name.is_empty() || !name.chars().all(|c| c.is_ascii_alphanumeric() || "-_.".contains(c)) {
                let message = format!("'{name}' is not a valid name of a track: use letters, digits, '-', '_' and '.'");
                return Err(source.error(key.span(), message));
            }
            let table = source.table("track", node)?;
            source.only(table, &TRACK)?;
            let command = match table.get("command") {
                Some(node) => words(&source, node)?,
                None => {
                    let message = format!("[track.{name}] has no command: add command = \"PROGRAM ARGUMENT …\"");
                    return Err(source.error(key.span(), message));
                }
            };
            let build = table.get("build").map(|node| source.text_of("build", node)).transpose()?;
            tracks.commands.push(Track { name, build, command, folder: folder(&source, table)? });
        }
        tracks.commands.sort_by(|a, b| a.name.cmp(&b.name));
    }
    if let Some(node) = top.get("criterion") {
        let table = source.table("criterion", node)?;
        source.only(table, &CRITERION)?;
        let names = |key| names(&source, table, key);
        tracks.criterion = Some(Criterion {
            benches: names("benches")?,
            packages: names("packages")?,
            folder: folder(&source, table)?,
        });
    }
    match tracks == Tracks::default() {
        true => Err(source.error(0..0, "nothing to measure: add [track.NAME] with a command, or [criterion]")),
        false => Ok(tracks),
    }
}

/// A command, split as a shell would.
fn words(source: &Source<'_>, node: &crate::file::Node<'_>) -> Result<Vec<String>, FileError> {
    let line = source.text_of("command", node)?;
    match shell_words::split(&line) {
        Err(_) => Err(source.error(node.span(), format!("command: unclosed quote in: {line}"))),
        Ok(words) if words.is_empty() => Err(source.error(node.span(), "command is empty: name a program")),
        Ok(words) => Ok(words),
    }
}

/// A list of names; empty where it is not said.
fn names(source: &Source<'_>, table: &DeTable<'_>, key: &str) -> Result<Vec<String>, FileError> {
    let Some(node) = table.get(key) else { return Ok(Vec::new()) };
    let read = |node| match source.text_of(key, node)? {
        name if name.is_empty() || name.starts_with('-') => {
            Err(source.error(node.span(), format!("{key}: '{name}' is not a name")))
        }
        name => Ok(name),
    };
    source.list(key, node)?.iter().map(read).collect()
}

/// A folder within the work tree.
fn folder(source: &Source<'_>, table: &DeTable<'_>) -> Result<PathBuf, FileError> {
    let Some(node) = table.get("folder") else { return Ok(PathBuf::new()) };
    let text = source.text_of("folder", node)?;
    let inside = Path::new(&text).components().all(|part| matches!(part, Component::Normal(_) | Component::CurDir));
    match inside {
        true => Ok(PathBuf::from(text)),
        false => Err(source.error(node.span(), format!("folder = \"{text}\": must be inside the repository"))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn commands_and_benches_are_read() {
        let text = "[track.parse]\nbuild = \"make -j2\"\ncommand = \"./parse 'a b' c\"\nfolder = \"tools\"\n\
                    [track.best]\ncommand = \"best\"\n[criterion]\nbenches = [\"time\"]\n";
        let read = tracks("t.toml", text).unwrap();
        assert_eq!(read.commands.iter().map(|track| track.name.as_str()).collect::<Vec<_>>(), ["best", "parse"]);
        let parse = &read.commands[1];
        assert_eq!((parse.build.as_deref(), parse.folder.as_path()), (Some("make -j2"), Path::new("tools")));
        assert_eq!(parse.command, ["./parse", "a b", "c"]);
        assert_eq!((read.commands[0].build.as_deref(), read.commands[0].folder.as_path()), (None, Path::new("")));
        let criterion = read.criterion.unwrap();
        assert_eq!((criterion.benches, criterion.packages), (vec!["time".to_string()], Vec::new()));
        assert!(tracks("t.toml", "[criterion]\n").unwrap().criterion.unwrap().benches.is_empty());
    }

    #[test]
    fn mistakes_are_refused_with_the_line_and_what_is_allowed() {
        for (text, message) in [
            ("", "t.toml:1: nothing to measure: add [track.NAME]"),
            ("[tracks.x]\n", "t.toml:1: unknown key 'tracks' (did you mean 'track'? allowed: track, criterion)"),
            ("[track.x]\nbuild = \"make\"\n", "t.toml:1: [track.x] has no command"),
            ("[track.x]\ncomand = \"y\"\n", "t.toml:2: unknown key 'comand' (did you mean 'command'?"),
            ("[track.x]\ncommand = 1\n", "t.toml:2: 'command' needs a text in quotes"),
            ("[track.x]\ncommand = \"\"\n", "t.toml:2: command is empty"),
            ("[track.x]\ncommand = \"a 'b\"\n", "t.toml:2: command: unclosed quote"),
            ("[track.\"x y\"]\ncommand = \"a\"\n", "t.toml:1: 'x y' is not a valid name of a track"),
            ("[track.x]\ncommand = \"a\"\nfolder = \"../x\"\n", "t.toml:3: folder = \"../x\": must be inside"),
            ("[track.x]\ncommand = \"a\"\nfolder = \"/x\"\n", "t.toml:3: folder"),
            ("[criterion]\nbench = []\n", "t.toml:2: unknown key 'bench' (did you mean 'benches'?"),
            ("[criterion]\nbenches = \"time\"\n", "t.toml:2: 'benches' needs a list in brackets"),
            ("[criterion]\nbenches = [\"--x\"]\n", "t.toml:2: benches: '--x' is not a name"),
            ("[track\n", "t.toml:1: not TOML"),
        ] {
            let refused = tracks("t.toml", text).unwrap_err().to_string();
            assert!(refused.contains(message), "{text}: {refused}");
        }
    }
}
