//! The list of changes: one entry for every range of commits, with all series that changed there.

use super::Flame;
use super::series::Followed;
use super::standing::ChangeState;
use super::words::{FACTOR, commit, confidence, day, instructions, moved, ratio, reason, subject};
use crate::text::relative_link;
use minijinja::Value;
use serde::Serialize;
use std::borrow::Cow;
use std::cmp::Reverse;
use std::collections::BTreeMap;
use tenfold_history::changes::{Change, Quantity};
use tenfold_history::{Bisected, Commit, History, Night, Series};

/// Changes in one range of commits that stand alike.
#[derive(Serialize)]
pub(super) struct Entry {
    /// Its class in the style sheet.
    class: &'static str,
    /// "Slower", "Faster", "More instructions".
    what: &'static str,
    /// "open", "accepted", "reverted".
    standing: &'static str,
    /// The commit before and the first one with it, both abbreviated.
    range: [String; 2],
    /// The commit that made it where a bisection found it, else the first one with it, and its message.
    since: [String; 2],
    /// How exactly the range is known.
    span: String,
    /// What is known beyond the numbers.
    notes: Vec<String>,
    rows: Vec<Row>,
    /// What finds the commit, where there are several.
    bisect: Option<String>,
}

/// One series of an entry.
#[derive(Serialize)]
struct Row {
    /// Its place among all series.
    index: Option<usize>,
    name: String,
    problem: String,
    /// The change with its interval.
    ratio: String,
    instructions: String,
    /// The differential flamegraph.
    flame: Option<Value>,
}

/// A section of the list.
#[derive(Serialize)]
pub(super) struct Section {
    anchor: &'static str,
    title: &'static str,
    /// Whether it is always in sight.
    open: bool,
    entries: Vec<Entry>,
}

/// What is known of the page's history.
pub(super) struct Known<'a> {
    pub(super) history: &'a History,
    pub(super) changes: &'a [Change],
    pub(super) bisected: &'a [Bisected],
    pub(super) standings: &'a [ChangeState],
    pub(super) followed: &'a [Followed<'a>],
    pub(super) flames: &'a [Flame],
}

/// The changes, those that ask for something first.
pub(super) fn sections(known: &Known<'_>) -> Vec<Section> {
    let of = |anchor, title, open, wanted: fn(&ChangeState) -> bool| Section {
        anchor,
        title,
        open,
        entries: entries(known, wanted),
    };
    let sections = [
        of("open", "Open", true, |s| *s == ChangeState::Open),
        of("instructions-only", "Instructions only", false, |s| *s == ChangeState::Instructions),
        of("accepted", "Accepted", false, |s| *s == ChangeState::Accepted),
        of("reverted", "Reverted", false, |s| matches!(s, ChangeState::Reverted(_))),
        of("faster", "Faster", false, |s| *s == ChangeState::Faster),
    ];
    sections.into_iter().filter(|section| !section.entries.is_empty()).collect()
}

/// Indices of changes that stand as `wanted`, by range and kind; the newest range first, in it the largest change first.
pub(super) fn grouped(known: &Known<'_>, wanted: fn(&ChangeState) -> bool) -> Vec<Vec<usize>> {
    let mut groups: BTreeMap<([u64; 2], bool), Vec<usize>> = BTreeMap::new();
    for (i, change) in known.changes.iter().enumerate().filter(|(i, _)| wanted(&known.standings[*i])) {
        groups.entry((place(known, change), change.log_size > 0.0)).or_default().push(i);
    }
    let mut groups: Vec<Vec<usize>> = groups.into_values().rev().collect();
    for group in &mut groups {
        group.sort_by(|a, b| known.changes[*b].log_size.abs().total_cmp(&known.changes[*a].log_size.abs()));
    }
    groups
}

/// The depths of the last commit that may have made a change and of the last that has not.
fn place(known: &Known<'_>, change: &Change) -> [u64; 2] {
    match named(known, change) {
        Some(commit) => [commit.depth, commit.depth.saturating_sub(1)],
        None => [change.first, change.before].map(|night| known.history.nights[night].revision.depth),
    }
}

fn entries(known: &Known<'_>, wanted: fn(&ChangeState) -> bool) -> Vec<Entry> {
    grouped(known, wanted).iter().map(|group| entry(known, group)).collect()
}

fn entry(known: &Known<'_>, group: &[usize]) -> Entry {
    let (change, standing) = (&known.changes[group[0]], known.standings[group[0]]);
    let nights = &known.history.nights;
    let (before, first) = (&nights[change.before], &nights[change.first]);
    let (class, what, said) = match (standing, change.kind) {
        (ChangeState::Accepted, _) => ("accepted", "Slower", "accepted"),
        (ChangeState::Reverted(_), _) => ("reverted", "Slower for a while", "reverted"),
        (ChangeState::Faster | ChangeState::Reverts, _) => ("faster", "Faster", "faster"),
        (_, Quantity::Instructions) if change.log_size > 0.0 => ("counted", "More instructions", "instructions"),
        (_, Quantity::Instructions) => ("counted", "Fewer instructions", "instructions"),
        _ => ("open", "Slower", "open"),
    };
    let found = group.iter().find_map(|i| named(known, &known.changes[*i]));
    let since = found.unwrap_or(&first.revision);
    let is_to_be_found = found.is_none() && commits(before, first) > 1 && !matches!(standing, ChangeState::Reverted(_));
    Entry {
        class,
        what,
        standing: said,
        range: [before.revision.short().to_string(), first.revision.short().to_string()],
        since: [since.short().to_string(), subject(since)],
        span: span(before, first),
        notes: notes(known, group),
        rows: group.iter().map(|i| row(known, *i)).collect(),
        bisect: is_to_be_found.then(|| bisect(before, first, change)),
    }
}

/// How many commits lie in a range; none where one revision was measured twice.
pub(super) fn commits(before: &Night, first: &Night) -> u64 {
    first.revision.depth.saturating_sub(before.revision.depth)
}

/// What bisections found of a change: the newest of those that leave the fewest commits.
fn found<'a>(known: &Known<'a>, change: &Change) -> Option<&'a Bisected> {
    let [before, first] = [change.before, change.first].map(|night| known.history.nights[night].revision.depth);
    let is_of = |found: &&Bisected| {
        found.series == change.series
            && (found.log_size > 0.0) == (change.log_size > 0.0)
            && found.commits.iter().all(|commit| before < commit.depth && commit.depth <= first)
    };
    let found = known.bisected.iter().filter(is_of);
    found.min_by_key(|found| (found.commits.len(), Reverse(found.found_ms)))
}

/// The commit that made a change, where a bisection found it.
pub(super) fn named<'a>(known: &Known<'a>, change: &Change) -> Option<&'a Commit> {
    match &found(known, change)?.commits[..] {
        [commit] => Some(commit),
        _ => None,
    }
}

/// "Bisected: abc123 “subject” made flow threaded slower: +3.1 % [2.9, 3.3]. Confidence: 98 %."
fn told(known: &Known<'_>, found: &Bisected) -> String {
    let commit = match &found.commits[..] {
        [commit] => self::commit(commit),
        commits => format!("one of {}", commits.iter().map(Commit::short).collect::<Vec<_>>().join(", ")),
    };
    let (series, change) = (called(known, &found.series), ratio(found.log_size, found.interval));
    let way = if found.log_size > 0.0 { "slower" } else { "faster" };
    format!("Bisected: {commit} made {series} {way}: {change}. Confidence: {}.", confidence(found.probability))
}

fn span(before: &Night, first: &Night) -> String {
    let range = match commits(before, first) {
        0 => "No commit lies between, so something other than the code changed".to_string(),
        1 => "A single commit".to_string(),
        n => format!("One of {n} commits"),
    };
    format!("{range}, between the nights of {} and {}.", day(before), day(first))
}

fn notes(known: &Known<'_>, group: &[usize]) -> Vec<String> {
    let nights = &known.history.nights;
    let mut notes = Vec::new();
    for i in group {
        let change = &known.changes[*i];
        if let Some(accepted) = &change.accepted {
            let note = format!("Accepted by {:.12}: “{}”.", accepted.commit, reason(&accepted.reason));
            if !notes.contains(&note) {
                notes.push(note);
            }
        }
        if let ChangeState::Reverted(by) = known.standings[*i] {
            let back = &nights[known.changes[by].first];
            let note = format!(
                "{} recovered since {} ({}).",
                called(known, &change.series),
                commit(&back.revision),
                day(back)
            );
            notes.push(note);
        }
    }
    notes.extend(group.iter().filter_map(|i| found(known, &known.changes[*i])).map(|found| told(known, found)));
    let called = group.iter().map(|i| known.changes[*i].called).min();
    if let Some(night) = called.and_then(|called| nights.get(called)) {
        notes.push(format!("Found on the night of {}.", day(night)));
    }
    notes
}

fn row(known: &Known<'_>, index: usize) -> Row {
    let change = &known.changes[index];
    let place = known.followed.iter().position(|followed| *followed.series == change.series);
    let followed = place.map(|place| &known.followed[place]);
    let told = known
        .changes
        .iter()
        .find(|other| other.kind == Quantity::Instructions && super::standing::is_told_by(other, change));
    let counted = match (change.kind, told) {
        (Quantity::Instructions, _) => Some(change.log_size),
        (Quantity::Time, Some(told)) => Some(told.log_size),
        (Quantity::Time, None) => followed.and_then(|f| f.instructions_between(change.before, change.first)),
    };
    let flame = known.flames.iter().find(|flame| flame.change == index);
    Row {
        index: place,
        name: Series { problem: String::new(), ..change.series.clone() }.to_string(),
        problem: change.series.problem.clone(),
        ratio: match change.kind {
            Quantity::Time => ratio(change.log_size, change.interval),
            Quantity::Instructions => "no change shown".to_string(),
        },
        instructions: counted.map_or_else(|| "not counted".to_string(), instructions),
        flame: flame.map(|flame| Value::from_safe_string(relative_path(&flame.file))),
    }
}

/// A link to a file below the page's folder.
fn relative_path(file: &str) -> String {
    let parts = file.split('/').map(|part| relative_link(part).trim_start_matches("./").to_string());
    format!("./{}", parts.collect::<Vec<_>>().join("/"))
}

/// "flow threaded is 3.1 % [2.4, 3.8] slower"; "flow threaded: +2.10 % instructions".
pub(super) fn said(known: &Known<'_>, change: &Change) -> String {
    let (series, log, interval) = (called(known, &change.series), change.log_size, change.interval);
    match change.kind {
        Quantity::Time if log.exp() >= FACTOR => format!("{series} takes {} the time", ratio(log, interval)),
        Quantity::Time => format!("{series} is {}", moved(log, interval)),
        Quantity::Instructions => format!("{series}: {} instructions", instructions(log)),
    }
}

/// A series as sentences name it: with its problem where another one of that name has another.
pub(super) fn called(known: &Known<'_>, series: &Series) -> String {
    let short = |series: &Series| Series { problem: String::new(), ..series.clone() };
    let is_like = |followed: &&Followed<'_>| short(followed.series) == short(series);
    let series = if known.followed.iter().filter(is_like).count() > 1 { series.clone() } else { short(series) };
    series.to_string()
}

/// The command that finds the commit.
fn bisect(before: &Night, first: &Night, change: &Change) -> String {
    let (good, bad) = (before.revision.short(), first.revision.short());
    let mut words = vec!["tenfold", "bisect", good, bad, change.series.group.as_str(), change.series.name.as_str()];
    for param in change.series.problem.split_whitespace() {
        words.extend(["--set", param]);
    }
    if change.series.group == "command" {
        words.extend(["--tracks", "FILE.toml"]);
    }
    let workers = change.series.workers.to_string();
    if change.series.workers != 1 {
        words.extend(["--workers", &workers]);
    }
    words.into_iter().map(word).collect::<Vec<_>>().join(" ")
}

/// What a shell takes as this one word, whatever it holds; plain where it is plain.
fn word(text: &str) -> Cow<'_, str> {
    let plain = |b: u8| b.is_ascii_alphanumeric() || b"=_-.,:+/@%".contains(&b);
    if !text.is_empty() && text.bytes().all(plain) { Cow::Borrowed(text) } else { shell_words::quote(text) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_link_stays_below_the_page() {
        assert_eq!(relative_path("flames/a night/x.svg"), "./flames/a%20night/x.svg");
        assert_eq!(relative_path("javascript:alert(1)"), "./javascript%3Aalert%281%29");
    }
}
