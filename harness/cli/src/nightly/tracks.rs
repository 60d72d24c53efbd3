//! Tracks: commands and benchmarks of criterion's, built in a work tree of either revision.

use super::criterion::Paired;
use super::subjects::{COMMAND, Subject, contest};
use super::wanted::Chosen;
use crate::fault::{mistake, stopped};
use std::path::{Path, PathBuf};
use std::sync::atomic::AtomicBool;
use tenfold_history::Commit;
use tenfold_launch::benches::{self, Bench};
use tenfold_launch::duel::{Invocation, Silence};
use tenfold_launch::revision::{Repository, Step, Trees};
use tenfold_plan::{Criterion, Track, Tracks};

/// Reads the file of tracks.
pub fn read(file: &Path) -> anyhow::Result<Tracks> {
    let name = file.display().to_string();
    let text = std::fs::read_to_string(file).map_err(|e| mistake(format!("--tracks {name}: {e}")))?;
    tenfold_plan::tracks(&name, &text).map_err(mistake)
}

/// Builds both revisions, called as in `sides`, and finds what both have of the tracks.
pub fn subjects(
    tracks: &Tracks,
    sides: [&str; 2],
    repository: &Repository,
    revisions: [&Commit; 2],
    stop: &AtomicBool,
) -> anyhow::Result<Chosen> {
    let trees = Trees::of(repository, stop);
    let steps = steps(tracks);
    let of = |side: usize| {
        let commit = revisions[side];
        let what = format!("{} {} cannot be built", sides[side], commit.short());
        trees.of_commit(&commit.hash, &steps, &|line| eprintln!("{line}")).map_err(|silence| told(&what, silence))
    };
    let both = [of(0)?, of(1)?];
    let (mut subjects, mut left_out) = commands(&tracks.commands, sides, &both)?;
    if let Some(criterion) = &tracks.criterion {
        let (benches, without) = benches(criterion, sides, &both, stop)?;
        subjects.extend(benches);
        left_out.extend(without);
    }
    Ok((subjects, left_out))
}

/// What is to be built, each once.
pub fn steps(tracks: &Tracks) -> Vec<Step> {
    let mut steps = Vec::new();
    for track in &tracks.commands {
        if let Some(command) = &track.build {
            let step = Step { folder: track.folder.clone(), command: command.clone() };
            if !steps.contains(&step) {
                steps.push(step);
            }
        }
    }
    steps
}

fn told(what: &str, silence: Silence) -> anyhow::Error {
    match silence {
        Silence::Gone(why) => mistake(format!("{what}: {why}")),
        Silence::Interrupted => stopped(),
    }
}

/// The commands whose program both sides have.
fn commands(tracks: &[Track], sides: [&str; 2], trees: &[PathBuf; 2]) -> anyhow::Result<Chosen> {
    let (mut subjects, mut left_out) = (Vec::new(), Vec::new());
    for track in tracks {
        let (program, args) = track.command.split_first().expect("a command has a program");
        let lines = trees.each_ref().map(|tree| {
            let folder = tree.join(&track.folder);
            // A path is one of the work tree; a bare name is looked for on the PATH.
            let program =
                if program.contains('/') { folder.join(program).display().to_string() } else { program.clone() };
            Invocation { program, args: args.to_vec(), folder: Some(folder) }
        });
        let there = lines.each_ref().map(|line| which::which(&line.program).is_ok());
        match there {
            [true, true] => subjects.push(Subject::Command(track.name.clone(), lines)),
            [false, false] => {
                return Err(mistake(format!(
                    "[track.{}]: there is no program '{program}' in either revision or on the PATH: build it (build = …), or \
                     name its folder (folder = …)",
                    track.name
                )));
            }
            [has, _] => {
                let side = sides[usize::from(has)];
                left_out.push((contest(COMMAND, &track.name).to_string(), format!("{side} does not have {program}")));
            }
        }
    }
    Ok((subjects, left_out))
}

/// The benchmarks that both sides have.
fn benches(criterion: &Criterion, sides: [&str; 2], trees: &[PathBuf; 2], stop: &AtomicBool) -> anyhow::Result<Chosen> {
    let of = |side: usize| -> anyhow::Result<Vec<(String, Bench)>> {
        let what = format!("[criterion]: the benches of {}", sides[side]);
        let Criterion { benches, packages, folder } = criterion;
        eprintln!("building the benches of {}", sides[side]);
        let built = benches::built(&trees[side].join(folder), benches, packages, stop);
        let mut named: Vec<(String, Bench)> = Vec::new();
        for bench in built.map_err(|silence| told(&what, silence))? {
            let names = bench.listed(stop).map_err(|silence| told(&format!("{what}, {}", bench.target), silence))?;
            named.extend(names.into_iter().map(|name| (name, bench.clone())));
        }
        Ok(named)
    };
    let (a, b) = (of(0)?, of(1)?);
    Ok(paired(sides, &a, &b))
}

/// Benchmarks of one name; those that only one side has, or has twice, are left out.
fn paired(sides: [&str; 2], a: &[(String, Bench)], b: &[(String, Bench)]) -> Chosen {
    let of = |side: &[(String, Bench)], name: &str| -> Vec<Bench> {
        side.iter().filter(|(own, _)| own == name).map(|(_, bench)| bench.clone()).collect()
    };
    let (mut subjects, mut left_out) = (Vec::new(), Vec::new());
    let mut met: Vec<&str> = Vec::new();
    for (name, _) in b.iter().chain(a) {
        if met.contains(&name.as_str()) {
            continue;
        }
        met.push(name);
        match (&of(a, name)[..], &of(b, name)[..]) {
            ([first], [second]) => {
                let pair = Paired { name: name.clone(), sides: [first.clone(), second.clone()] };
                subjects.push(Subject::Bench(pair));
            }
            ([], _) => left_out.push((name.clone(), format!("{} does not have this benchmark", sides[0]))),
            (_, []) => left_out.push((name.clone(), format!("{} does not have this benchmark", sides[1]))),
            _ => left_out.push((name.clone(), "several benches have a benchmark of this name".to_string())),
        }
    }
    (subjects, left_out)
}

#[cfg(test)]
mod tests {
    use super::*;

    const SIDES: [&str; 2] = ["the reference", "the revision"];

    #[test]
    fn what_is_built_alike_is_built_once() {
        let track = |name: &str, build: Option<&str>, folder: &str| Track {
            name: name.into(),
            build: build.map(str::to_string),
            command: vec!["x".into()],
            folder: folder.into(),
        };
        let commands = vec![
            track("a", Some("make"), ""),
            track("b", Some("make"), ""),
            track("c", Some("make"), "sub"),
            track("d", None, ""),
        ];
        let folders: Vec<PathBuf> =
            steps(&Tracks { commands, criterion: None }).into_iter().map(|step| step.folder).collect();
        assert_eq!(folders, [PathBuf::new(), PathBuf::from("sub")]);
    }

    #[test]
    fn benchmarks_are_paired_by_name_and_what_is_new_is_left_out() {
        let bench = |target: &str| Bench { target: target.into(), program: target.into(), folder: PathBuf::from("f") };
        let named = |names: &[(&str, &str)]| -> Vec<(String, Bench)> {
            names.iter().map(|(name, target)| (name.to_string(), bench(target))).collect()
        };
        let (subjects, left_out) = paired(
            SIDES,
            &named(&[("both", "x"), ("old", "x"), ("twice", "x")]),
            &named(&[("both", "x"), ("new", "x"), ("twice", "x"), ("twice", "y")]),
        );
        assert_eq!(subjects.iter().map(Subject::name).collect::<Vec<_>>(), ["both"]);
        let reasons: Vec<String> = left_out.iter().map(|(what, why)| format!("{what}: {why}")).collect();
        assert_eq!(
            reasons,
            [
                "new: the reference does not have this benchmark",
                "twice: several benches have a benchmark of this name",
                "old: the revision does not have this benchmark"
            ]
        );
    }

    #[test]
    fn a_program_that_is_nowhere_is_named_with_what_to_do() {
        let folder = tempfile::tempdir().unwrap();
        let trees = ["a", "b"].map(|name| folder.path().join(name));
        trees.iter().for_each(|tree| std::fs::create_dir(tree).unwrap());
        let track =
            |command: &str| Track { name: "x".into(), build: None, command: vec![command.into()], folder: "".into() };
        let refused = commands(&[track("target/release/x")], SIDES, &trees).unwrap_err().to_string();
        assert!(refused.starts_with("[track.x]: there is no program 'target/release/x'"), "{refused}");
        let (subjects, _) = commands(&[track("sh")], SIDES, &trees).unwrap();
        let [Subject::Command(_, [line, _])] = &subjects[..] else { panic!("one command") };
        assert_eq!((line.program.as_str(), line.folder.as_deref()), ("sh", Some(trees[0].as_path())));
    }
}
