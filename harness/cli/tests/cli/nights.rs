//! Nights of one project, driven as a user drives them: what was planted is found, named and put down to its commit, and nothing
//! else is. Times are said by the project's program, so no machine is too busy for it.

use crate::common::Ran;
use crate::common::repository::{Duelist, Repository};
use serde_json::{Value, json};
use std::os::unix::fs::PermissionsExt;
use tenfold_history::{Event, History};
use tenfold_profile::perf::Perf;

/// A project, and the nights of it so far.
struct Project {
    repository: Repository,
    nights: Vec<Value>,
    codes: Vec<i32>,
}

impl Project {
    /// Without a commit.
    fn new() -> Project {
        let repository = Repository::new();
        // Counting the instructions of so many nights takes minutes: what is asked for them says no.
        let tool = repository.bench.path().join("tenfold-tools/valgrind");
        std::fs::create_dir(tool.parent().unwrap()).unwrap();
        std::fs::write(&tool, "#!/bin/sh\nexit 1\n").unwrap();
        std::fs::set_permissions(tool, std::fs::Permissions::from_mode(0o755)).unwrap();
        Project { repository, nights: Vec::new(), codes: Vec::new() }
    }

    /// Commits a program with these variants, each of which takes exactly as long as is said.
    fn commit(&self, message: &str, variants: &[(&str, f64)]) -> String {
        self.planted(message, Duelist::of(variants))
    }

    fn planted(&self, message: &str, duelist: Duelist) -> String {
        self.repository.duelist(duelist);
        self.repository.commit(message)
    }

    /// A night of the newest commit.
    fn night(&mut self, minutes: &str, env: &[(&str, &str)]) -> &Value {
        let mut command = self.repository.command(&["nightly", "--builds", "1", "--minutes", minutes, "--json"]);
        let tools = self.repository.bench.path().join("tenfold-tools");
        command.env("PATH", format!("{}:{}", tools.display(), std::env::var("PATH").unwrap()));
        let ran = crate::common::ran(command.envs(env.iter().copied()).output().unwrap());
        assert!(matches!(ran.code, Some(0 | 1)), "night {}: {}{}", self.nights.len() + 1, ran.out, ran.err);
        self.codes.push(ran.code.unwrap());
        self.nights.push(ran.json());
        self.nights.last().unwrap()
    }

    fn history(&self) -> History {
        History::open(&self.repository.bench.path().join("tenfold-history")).unwrap()
    }
}

/// What a night tells: the night's number, the series, its ratio, the last revision without the change and the first with it.
fn told(nights: &[Value]) -> Vec<(usize, String, f64, String, String)> {
    let of = |(index, night): (usize, &Value)| {
        let change = move |change: &Value| {
            let text = |value: &Value| value.as_str().unwrap().to_string();
            let name = format!("{} {}", text(&change["series"]["group"]), text(&change["series"]["name"]));
            let ratio = change["ratio"].as_f64().unwrap();
            (index + 1, name, ratio, text(&change["before"]["hash"]), text(&change["first"]["hash"]))
        };
        night["changes"].as_array().unwrap().iter().map(change).collect::<Vec<_>>()
    };
    nights.iter().enumerate().flat_map(of).collect()
}

/// The page of the site, with its no-break spaces as plain ones.
fn page(repository: &Repository) -> String {
    repository.bench.text("tenfold-site/index.html").replace('\u{a0}', " ")
}

#[test]
fn what_is_planted_in_fourteen_nights_is_told_once_and_put_down_to_its_commit() {
    let mut project = Project::new();
    // More than it takes: a night ends when all is known.
    let minutes = "1";
    project.commit("Base", &[("v", 1.0), ("w", 1.0), ("old", 1.0)]);

    // Nine nights in which nothing gets slower.
    project.commit("Tidy up", &[("v", 1.0), ("w", 1.0), ("old", 1.0)]);
    let first = project.night(minutes, &[]).clone();
    assert_eq!(first["night"]["observations"].as_array().unwrap().len(), 3, "{first}");
    project.commit("Rename", &[("v", 1.0), ("w", 1.0), ("renamed", 1.0)]);
    project.night(minutes, &[]);
    let quiet = [("v", 1.0), ("w", 1.0), ("renamed", 1.0), ("new", 1.0)];
    project.commit("Add", &quiet);
    let left_out = project.night(minutes, &[])["night"]["left_out"].to_string();
    for (name, side) in [("old", "revision"), ("renamed", "reference"), ("new", "reference")] {
        assert!(left_out.contains(&format!("[\"k {name}\",\"the {side} does not have this variant\"]")), "{left_out}");
    }
    project.commit("Hurry", &quiet);
    project.planted("Hurry more", Duelist { wrong: "w", ..Duelist::of(&quiet) });
    assert_eq!(project.night(minutes, &[])["verdict"], "wrong");
    assert!(page(&project.repository).contains("k w gives a wrong answer at "));
    for message in ["Mend", "Tidy up again", "Say more", "Say less", "Tidy up"] {
        project.commit(message, &quiet);
        project.night(minutes, &[]);
    }

    // One of three commits makes v slower; there is time for stacks in the night that is the first to see it.
    project.commit("Look closer", &quiet);
    let slower = [("v", 1.3), ("w", 1.0), ("renamed", 1.0), ("new", 1.0)];
    let culprit = project.commit("Check the bounds", &slower);
    let last = project.commit("Explain the bounds", &slower);
    let seen = project.night(minutes, &[]).clone();
    assert_eq!(seen["verdict"], "passed", "one night may be a spike: {seen}");
    for message in ["Tidy up", "Say more", "Say less"] {
        project.commit(message, &slower);
        project.night(minutes, &[]);
    }
    // Another machine, by what nights are told apart: the widest path of its CPU.
    project.commit("Move", &slower);
    project.night(minutes, &[("TENFOLD_PATH", "portable")]);

    let found = told(&project.nights);
    let revision = |night: usize| project.nights[night - 1]["night"]["revision"]["hash"].as_str().unwrap().to_string();
    let [(slow, of, ratio, from, to)] = &found[..] else { panic!("{found:#?}") };
    assert_eq!((of.as_str(), from, to), ("k v", &revision(9), &revision(10)), "{found:#?}");
    assert!((ratio / 1.3 - 1.0).abs() < 1e-3 && (11..=13).contains(slow), "{ratio} in night {slow}");
    for (index, (code, night)) in project.codes.iter().zip(&project.nights).enumerate() {
        let expected = i32::from([4, *slow].contains(&(index + 1)));
        assert_eq!((*code, &night["night"]["void"]), (expected, &Value::Null), "night {}: {night}", index + 1);
    }
    assert_eq!((revision(10), project.nights[8]["night"]["revision"]["depth"].clone()), (last.clone(), json!(11)));

    // The other machine is an event and no change.
    let history = project.history();
    let lines = history.lines();
    let of_v = lines.iter().find(|line| line.series.name == "v").unwrap();
    assert_eq!(of_v.points.len(), 14);
    let events: Vec<&Event> = of_v.points.iter().filter_map(|point| point.after_event.as_ref()).collect();
    assert!(matches!(events[..], [Event::Machine { .. }]) && of_v.points[13].after_event.is_some(), "{events:?}");

    let repository = &project.repository;
    let [good, bad] = [&revision(9), &last].map(|hash| hash[..12].to_string());
    let shown = page(repository);
    assert!(
        shown.contains("Nothing new tonight. Still open: k v is 30.0")
            && shown.contains(&format!("] slower since one of the 3 commits up to {bad} “Explain the bounds”.")),
        "{shown}"
    );
    assert!(shown.contains("One of 3 commits, between the nights of "), "{shown}");
    let feed = repository.bench.text("tenfold-site/feed.xml");
    assert_eq!(feed.matches("<entry>").count(), 1, "{feed}");
    let range =
        format!("First measured with {bad} (Explain the bounds); the last commit measured without it is {good}");
    assert!(feed.contains("k v: 30.0 % more time") && feed.contains(&range), "{feed}");

    // The command that the page gives finds the commit, and the page says so from then on.
    let command = format!("tenfold bisect {good} {bad} k v");
    assert!(shown.contains(&format!("<code>{command}</code>")), "{shown}");
    let words: Vec<&str> = command.split(' ').skip(1).chain(["--json"]).collect();
    let bisected = repository.run(&words).well();
    let json = bisected.json();
    assert_eq!((&json["outcome"], &json["commits"][0]["hash"]), (&json!("found"), &json!(culprit)), "{json}");
    assert_eq!(json["between"], 3);
    assert!(bisected.err.contains("kept: tenfold-history/bisected/"), "{}", bisected.err);
    repository.run(&["site"]).well();
    let shown = page(repository);
    let culprit = format!("{} “Check the bounds”", &culprit[..12]);
    assert!(shown.contains(&format!("] slower since {culprit}.")), "{shown}");
    assert!(shown.contains(&format!("Bisected: {culprit} made k v slower: ")) && !shown.contains(&command), "{shown}");

    // What v does more than before is in its flamegraph.
    let flame = format!("flames/{}/k-v.svg", seen["night"]["id"].as_str().unwrap());
    match Perf::find() {
        Ok(_) => {
            assert!(shown.contains(&format!("<a href=\"./{flame}\">flamegraph</a>")), "{flame}: {seen}");
            let drawn = repository.bench.text(&format!("tenfold-site/{flame}"));
            assert!(drawn.contains("planted") && drawn.contains("steady"), "{drawn}");
        }
        Err(why) => println!("skipped: no flamegraph: {why}"),
    }
}

#[test]
fn a_night_whose_reference_differs_from_itself_is_shown_and_not_used() {
    let project = Project::new();
    project.commit("One", &[("v", 1.0)]);
    project.planted("Depend on where code lies", Duelist { elsewhere: 0.1, ..Duelist::of(&[("v", 1.0)]) });
    project.repository.commit("Two");
    let repository = &project.repository;
    let night = |builds: &str| repository.run(&["nightly", "--minutes", "0.5", "--builds", builds]);
    let void: Ran = night("2");
    let compared = std::fs::read_dir(repository.bench.path().join("target/compare")).unwrap().flatten();
    if compared.into_iter().any(|entry| entry.path().join("one-layout").is_file()) {
        println!("skipped: this linker knows one layout, so two builds of a revision are the same");
        return;
    }
    assert_eq!(void.code, Some(3), "{}{}", void.out, void.err);
    let why = "the reference differs from itself: k v by +10.0 %";
    let said = void.out.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(said.starts_with(&format!("Void, so nothing is concluded from this night: {why}.")), "{}", void.out);
    assert!(
        said.contains("1 cell of the reference against itself, 1 of them falsely called a change."),
        "{}",
        void.out
    );
    assert!(page(repository).contains(&format!("This night is void: {why}.")));
    assert!(repository.run(&["history", "list"]).well().out.contains("1 night, 1 void; pinned: "));
    // It is kept, and no point of any series.
    let history = project.history();
    assert_eq!((history.nights[0].void.as_deref(), history.nights[0].observations.len()), (Some(why), 1));
    assert!(history.lines().is_empty());
    // The same builds on both sides say the same.
    night("1").well();
    assert_eq!(project.history().lines()[0].points.len(), 1);
}
