//! Tells a bisection to people, in 80 columns.

use super::{Bisection, Why};
use crate::lines::{COLUMNS, entry, minutes, paragraph};
use std::collections::BTreeSet;
use tenfold_analysis::comparison::change;
use tenfold_analysis::format::{counted, number, percent, ratio};
use tenfold_history::bisect::Ending;
use tenfold_stats::normal::normal_quantile;

/// More commits are not listed one by one.
const LISTED: usize = 12;

/// Logarithms beyond this are told as factors.
const FACTOR: f64 = 0.405;

/// The first twelve digits of a hash.
pub fn short(hash: &str) -> &str {
    &hash[..12.min(hash.len())]
}

/// Says on standard error what a probe of `commit` came to.
pub fn progress(bisection: &Bisection<'_>, commit: usize) {
    let level = bisection.search.level(commit).map_or(String::new(), |(log, error)| with_error(log, error));
    let left = match bisection.search.ending() {
        Ending::OneOf { commits, .. } => format!("; {} left", counted(commits.len(), "commit")),
        _ => String::new(),
    };
    let (builds, probes) = (bisection.revisions(), bisection.record.probes.len());
    let line = format!("build {builds}, probe {probes}: {}: {level}{left}", place(bisection, commit));
    eprintln!("{}", paragraph(&line));
}

/// That `commit` cannot be measured.
pub fn skipped(bisection: &Bisection<'_>, commit: usize, why: &str) -> String {
    paragraph(&format!("skipped {}: {why}", place(bisection, commit)))
}

/// Prints how it ended, what it rests on, and what was skipped.
pub fn tell(bisection: &Bisection<'_>, ending: &Ending, why: &Why) {
    println!("{}", paragraph(&verdict(bisection, ending)));
    let named: Vec<usize> = match ending {
        Ending::Found { commit, .. } => {
            println!("{}", entry(2, 0, "", bisection.subject(*commit)));
            vec![*commit]
        }
        Ending::OneOf { commits, .. } => commits.clone(),
        _ => Vec::new(),
    };
    if named.len() > 1 {
        named.iter().take(LISTED).for_each(|&commit| println!("  {}", line(bisection, commit, "")));
        if named.len() > LISTED {
            println!("  and {} more", named.len() - LISTED);
        }
    }
    if let Some(next) = next(bisection, ending, why) {
        println!("{}", paragraph(&next));
    }
    let (builds, probes) = (counted(bisection.revisions(), "build"), counted(bisection.record.probes.len(), "probe"));
    println!("\n{builds}, including GOOD and BAD, and {probes}. Time relative to GOOD:");
    let probed: BTreeSet<usize> = bisection.record.probes.iter().map(|kept| bisection.place(&kept.commit)).collect();
    for commit in probed {
        let level = bisection.search.level(commit).map_or(String::new(), |(log, error)| with_error(log, error));
        println!("{} {}", if named == [commit] { "→" } else { " " }, line(bisection, commit, &level));
    }
    if !bisection.record.skipped.is_empty() {
        println!("\nSkipped:");
    }
    for one in &bisection.record.skipped {
        let name = format!("{} {}", bisection.place(&one.commit), short(&one.commit));
        println!("{}", entry(2, 16, &name, &one.why));
    }
}

/// How it ended, in a sentence or two.
pub fn verdict(bisection: &Bisection<'_>, ending: &Ending) -> String {
    let cell = &bisection.record.subject.cell;
    let changed = || match bisection.search.size() {
        Some(size) => {
            let [low, high] = size.interval;
            format!("made {cell} {} [{}, {}]", change(size.log_ratio.exp()), signed(low), signed(high))
        }
        None => format!("changed {cell}"),
    };
    match ending {
        Ending::Found { commit, probability } => {
            format!("{} {}. Confidence: {}.", short(bisection.hash(*commit)), changed(), confidence(*probability))
        }
        Ending::OneOf { commits, probability } => {
            let n = counted(commits.len(), "commit");
            match bisection.search.size() {
                None => format!("{cell}: nothing measured yet; {n} to search."),
                Some(_) if commits.len() == 1 => format!(
                    "{} probably {}. Confidence: {}, less than the {} % asked for.",
                    short(bisection.hash(commits[0])),
                    changed(),
                    confidence(*probability),
                    bisection.args.confidence
                ),
                Some(_) => format!("One of {n} {}. Confidence: {}.", changed(), confidence(*probability)),
            }
        }
        Ending::Same { detectable } => format!(
            "{cell}: no difference found between GOOD and BAD; one of {} would have been found.",
            percent(*detectable)
        ),
        Ending::Several { probability, .. } => {
            format!("{cell} changed more than once between GOOD and BAD. Confidence: {}.", confidence(*probability))
        }
    }
}

/// What to do, where there is something.
fn next(bisection: &Bisection<'_>, ending: &Ending, why: &Why) -> Option<String> {
    let again = "rerun the same command to resume";
    match (ending, why) {
        (Ending::Several { ranges, .. }, _) => {
            let args = bisection.args;
            let mut same: Vec<String> = args.set.iter().map(|set| format!(" --set {set}")).collect();
            same.extend(args.workers.map(|workers| format!(" --workers {workers}")));
            same.extend(args.tracks.as_ref().map(|file| format!(" --tracks {}", file.display())));
            let of = |(after, last): (usize, usize)| {
                let (good, bad) = (short(bisection.hash(after)), short(bisection.hash(last)));
                format!("`tenfold bisect {good} {bad} {} {}{}`", args.kernel, args.variant, same.concat())
            };
            Some(format!("Bisect each part: {} and {}.", of(ranges[0]), of(ranges[1])))
        }
        (Ending::Found { .. }, _) => None,
        (_, Why::Stopped) => Some(format!("Stopped: {again}.")),
        (_, Why::TimeUp) => {
            let are = if bisection.args.minutes == 1.0 { "is" } else { "are" };
            Some(format!("{} {are} up: {again}.", minutes(bisection.args.minutes)))
        }
        (Ending::OneOf { commits, .. }, _) => {
            let hashes: Vec<&str> = commits.iter().map(|&commit| bisection.hash(commit)).collect();
            let hidden = bisection.record.skipped.iter().filter(|one| hashes.contains(&one.commit.as_str())).count();
            Some(match hidden {
                0 => "More probes of these builds would not tell them apart.".to_string(),
                n => format!("They cannot be told apart: {n} of them could not be measured."),
            })
        }
        (Ending::Same { .. }, _) => None,
    }
}

/// "32 of 64, 1a2b3c4d5e6f".
fn place(bisection: &Bisection<'_>, commit: usize) -> String {
    format!("{commit} of {}, {}", bisection.commits.len(), short(bisection.hash(commit)))
}

/// A commit in one line of a table: its place, hash, what `is_said` of it, and as much of its subject as there is room for.
fn line(bisection: &Bisection<'_>, commit: usize, is_said: &str) -> String {
    let head = format!("{commit:>4} {} ", short(bisection.hash(commit)));
    let head = if is_said.is_empty() { head } else { format!("{head} {is_said:<18} ") };
    let room = (COLUMNS - 2).saturating_sub(head.chars().count());
    let subject = bisection.subject(commit);
    match subject.chars().count() <= room {
        true => format!("{head}{subject}"),
        false => format!("{head}{}…", subject.chars().take(room.saturating_sub(1)).collect::<String>()),
    }
}

/// "+3.02 % ± 0.61 %" for a log ratio and its standard error: the interval of 95 %. A large one "2.31× [2.29, 2.33]".
fn with_error(log: f64, error: f64) -> String {
    let half = normal_quantile(0.975) * error;
    match log.abs() < FACTOR {
        true => format!("{} ± {:.2} %", signed(log), half * log.exp() * 100.0),
        false => format!("{} [{}, {}]", signed(log), number((log - half).exp()), number((log + half).exp())),
    }
}

/// "+3.02 %", "−0.40 %"; a large one "2.31×".
fn signed(log: f64) -> String {
    match log.abs() < FACTOR {
        true => format!("{:+.2} %", log.exp_m1() * 100.0).replace('-', "−"),
        false => ratio(log.exp()),
    }
}

/// "98 %"; never "100 %".
fn confidence(probability: f64) -> String {
    match probability * 100.0 {
        p if p >= 99.9 => "over 99.9 %".to_string(),
        p => format!("{p:.1} %"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ratios_are_told_with_their_sign_and_large_ones_as_factors() {
        assert_eq!(with_error(0.03f64.ln_1p(), 0.002), "+3.00 % ± 0.40 %");
        assert_eq!(signed(-0.01), "−1.00 %");
        assert_eq!(with_error(2f64.ln(), 0.001), "2.00× [2.00, 2.00]");
        assert_eq!((confidence(0.9763), confidence(0.99999)), ("97.6 %".into(), "over 99.9 %".into()));
    }
}
