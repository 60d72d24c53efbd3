//! Rule 10: parallel times.

use super::{RuleVerdict, numbers, place};
use crate::findings::{Findings, Times};
use tenfold_record::Workers;

/// Rule 10. The protocol says how workers were synchronised and how their times became one, and each batch of a distributed
/// cell has the time and the start of every rank. An external times its ranks itself.
pub(super) fn parallel_times_say_how(findings: &Findings<'_>) -> RuleVerdict {
    let parallel: Vec<&Times<'_>> = numbers(findings).filter(|times| times.cell.workers > 1).collect();
    if parallel.is_empty() {
        return RuleVerdict::NotApplicable("nothing ran on more than one worker".into());
    }
    let said = findings.run.fingerprint.get("protocol", "parallel time").filter(|said| !said.trim().is_empty());
    let mut places = Vec::new();
    if said.is_none() {
        places.push("protocol: how parallel times were measured is not recorded".to_string());
    }
    let of_ranks = || parallel.iter().filter(|times| times.cell.rung.workers() == Workers::Ranks);
    for times in of_ranks() {
        let fewest = times.launches.iter().map(|launch| launch.fewest_ranks).min().unwrap_or(0);
        if fewest < times.cell.workers {
            let workers = times.cell.workers;
            places.push(format!("{}: a batch has times for only {fewest} of {workers} ranks", place(times.cell)));
        }
    }
    let said = said.unwrap_or_default();
    let recorded = if of_ranks().next().is_some() { "; every rank's start and time are recorded" } else { "" };
    RuleVerdict::of(places, format!("{said}{recorded}"))
}
