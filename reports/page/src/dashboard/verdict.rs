//! Tonight's verdict in one sentence, and what else to know.

use super::change::{Known, called, commits, grouped, named, said};
use super::series::Followed;
use super::standing::ChangeState;
use super::words::{commit, reason};
use serde::Serialize;
use tenfold_analysis::format::percent;
use tenfold_history::{Night, Outcome};
use tenfold_stats::median;

/// What the page says first.
#[derive(Debug, PartialEq, Eq, Serialize)]
pub(super) struct Headline {
    /// Its class in the style sheet: "fault", "notice" or "good".
    pub(super) class: &'static str,
    /// The sentence.
    pub(super) sentence: String,
    /// What else to know, a sentence each.
    pub(super) more: Vec<String>,
}

/// The verdict on the newest night.
pub(super) fn verdict(known: &Known<'_>) -> Headline {
    let Some(last) = known.history.nights.last() else {
        let sentence = "No nights yet: “tenfold nightly” measures one.".to_string();
        return Headline { class: "notice", sentence, more: Vec::new() };
    };
    let tonight = known.history.nights.len() - 1;
    let open = grouped(known, |standing| *standing == ChangeState::Open);
    let is_new = |group: &&Vec<usize>| group.iter().any(|i| known.changes[*i].called == tonight);
    let said_of = |groups: &[&Vec<usize>]| groups.iter().map(|group| slower(known, group)).collect::<Vec<_>>();
    let (new, old): (Vec<_>, Vec<_>) = open.iter().partition(is_new);
    let wrong = wrong(known, last);
    let mut said: Vec<(&'static str, String)> = Vec::new();
    if let Some(reason) = &last.void {
        said.push(("notice", format!("This night is void: {}.", self::reason(reason))));
    }
    said.extend(wrong.into_iter().map(|sentence| ("fault", sentence)));
    said.extend(said_of(&new).into_iter().map(|sentence| ("fault", sentence)));
    if last.void.is_none() {
        said.extend(better_or_accepted(known, tonight));
    }
    let still = said_of(&old).into_iter().map(|sentence| ("fault", sentence));
    match said.is_empty() {
        true if open.is_empty() => said.push(("good", nothing(known, last))),
        true => {
            let still: Vec<_> = still.collect();
            said.push(("fault", format!("Nothing new tonight. Still open: {}", still[0].1)));
            said.extend(still.into_iter().skip(1));
        }
        false => said.extend(still.map(|(class, sentence)| (class, format!("Still open: {sentence}")))),
    }
    said.extend(failed(known, last).map(|sentence| ("notice", sentence)));
    // A void night is no fault; else the worst of what is said gives the colour.
    let classes = if last.void.is_some() { ["notice"; 3] } else { ["fault", "notice", "good"] };
    let class = classes.into_iter().find(|class| said.iter().any(|(own, _)| own == class)).unwrap_or("good");
    let mut sentences = said.into_iter().map(|(_, sentence)| sentence);
    Headline { class, sentence: sentences.next().unwrap_or_default(), more: sentences.collect() }
}

/// "flow threaded is 3.1 % slower since abc123 “subject”."
fn slower(known: &Known<'_>, group: &[usize]) -> String {
    let worst = &known.changes[group[0]];
    let since = match group.iter().find_map(|i| named(known, &known.changes[*i])) {
        Some(found) => format!("since {}", commit(found)),
        None => since(known, worst.before, worst.first),
    };
    match group.len() {
        1 => format!("{} {since}.", said(known, worst)),
        n => format!("{n} series are slower {since}; most of all, {}.", said(known, worst)),
    }
}

fn since(known: &Known<'_>, before: usize, first: usize) -> String {
    let (before, first) = (&known.history.nights[before], &known.history.nights[first]);
    let commit = commit(&first.revision);
    match commits(before, first) {
        0 | 1 => format!("since {commit}"),
        n => format!("since one of the {n} commits up to {commit}"),
    }
}

/// What was found tonight and needs nobody.
fn better_or_accepted(known: &Known<'_>, tonight: usize) -> Vec<(&'static str, String)> {
    let found = |wanted: fn(&ChangeState) -> bool| {
        let groups = grouped(known, wanted).into_iter();
        groups.filter(|group| group.iter().any(|i| known.changes[*i].called == tonight)).collect::<Vec<_>>()
    };
    let told = |group: &Vec<usize>, how: &str| {
        let change = &known.changes[group[0]];
        let others = if group.len() > 1 { format!("; {} series changed in total", group.len()) } else { String::new() };
        ("good", format!("{} {}{how}{others}.", said(known, change), since(known, change.before, change.first)))
    };
    let faster = found(|s| matches!(s, ChangeState::Faster | ChangeState::Reverts));
    let accepted = found(|s| *s == ChangeState::Accepted);
    let counted = found(|s| *s == ChangeState::Instructions);
    let accepted = accepted.iter().map(|group| told(group, ", accepted by a commit"));
    let counted = counted.iter().map(|group| told(group, "; no change in time shown"));
    accepted.chain(faster.iter().map(|group| told(group, ""))).chain(counted).collect()
}

fn tonight<'a>(known: &'a Known<'_>) -> impl Iterator<Item = (&'a Followed<'a>, &'a Outcome)> {
    known.followed.iter().filter_map(|f| Some((f, f.outcomes.last().copied().flatten()?)))
}

fn wrong(known: &Known<'_>, last: &Night) -> Vec<String> {
    let wrong = tonight(known).filter_map(|(followed, outcome)| match outcome {
        Outcome::Wrong(reason) => Some((followed.series, reason)),
        _ => None,
    });
    let said = |(series, reason): (_, &String)| {
        let (at, why) = (commit(&last.revision), self::reason(reason));
        let series = called(known, series);
        format!("{series} gives a wrong answer at {at}; its time is not reported: {why}.")
    };
    wrong.map(said).collect()
}

fn failed(known: &Known<'_>, last: &Night) -> Option<String> {
    let mut failed = tonight(known).filter_map(|(followed, outcome)| match outcome {
        Outcome::Failed(reason) => Some(format!("{}: {}", called(known, followed.series), self::reason(reason))),
        _ => None,
    });
    let first = failed.next()?;
    let more = failed.count();
    let left = if more > 0 { format!(" ({more} more below)") } else { String::new() };
    Some(format!("Not run at {}: {first}{left}.", last.revision.short()))
}

fn nothing(known: &Known<'_>, last: &Night) -> String {
    let measured: Vec<&Followed<'_>> =
        tonight(known).filter(|(_, outcome)| matches!(outcome, Outcome::Measured(_))).map(|(f, _)| f).collect();
    let reference = last.reference.short();
    if known.history.nights.len() == 1 {
        return format!(
            "First night: {} series measured against reference {reference}; it takes about ten nights before a change can be detected.",
            measured.len()
        );
    }
    let said = format!("Nothing changed: {} series against reference {reference}", measured.len());
    let least: Vec<f64> = measured.iter().filter_map(|f| f.detectable()).collect();
    match (measured.len(), median(&least).ok()) {
        (_, None) => format!("{said}."),
        (1, Some(least)) => {
            format!("{said}; a change of {} or more would have been found within two nights.", percent(least.exp_m1()))
        }
        (_, Some(least)) => format!(
            "{said}; in half of them, a change of {} or more would have been found within two nights.",
            percent(least.exp_m1())
        ),
    }
}
