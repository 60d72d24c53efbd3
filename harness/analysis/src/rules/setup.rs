//! Rule 9: what must be known to repeat a run.

use super::{RuleVerdict, place, shown};
use crate::findings::Findings;
use crate::format::counted;
use tenfold_record::Launch;

/// Facts without which nobody can repeat a run: group and name, as the fingerprint has them.
const NEEDED: [(&str, &str); 16] = [
    ("source", "revision"),
    ("source", "dirty"),
    ("compiler", "compiler"),
    ("compiler", "flags"),
    ("compiler", "target"),
    ("processor", "model"),
    ("processor", "frequency governor"),
    ("memory", "memory"),
    ("memory", "caches"),
    ("system", "system"),
    ("system", "kernel"),
    ("system", "load at start"),
    ("system", "clock"),
    ("protocol", "seed"),
    ("protocol", "sampling"),
    ("protocol", "order"),
];

/// Rule 9. The source is a revision that others can get, the facts are there ("hidden by the hypervisor" is a fact, nothing
/// is not), every launch says which code path it took and where it was pinned, and none stood still for want of CPU time: nobody
/// repeats what depends on when a quota was used up.
pub(super) fn the_setup_is_written_down(findings: &Findings<'_>) -> RuleVerdict {
    if shown(findings).next().is_none() {
        return RuleVerdict::NotApplicable("no time is shown".into());
    }
    let print = &findings.run.fingerprint;
    let known = |group: &str, name: &str| print.get(group, name).filter(|value| !value.trim().is_empty());
    let mut places: Vec<String> = NEEDED
        .iter()
        .filter(|(group, name)| known(group, name).is_none())
        .map(|(group, name)| format!("{group}: {name} is not recorded"))
        .collect();
    if let Some(dirty) = known("source", "dirty").filter(|dirty| *dirty != "no") {
        places.push(format!("source: dirty is '{dirty}', so the revision is not what was measured"));
    }
    if let Some(revision) = known("source", "revision").filter(|revision| revision.starts_with("unknown")) {
        places.push(format!("source: the revision is {revision}"));
    }
    for times in shown(findings) {
        let launches = || times.measured.good().chain(times.measured.unchecked());
        let lacks = |of: fn(&Launch) -> &str| launches().any(|launch| of(launch).trim().is_empty());
        if lacks(|l| &l.path) {
            places.push(format!("{}: the code path or interpreter is not recorded", place(times.cell)));
        }
        if lacks(|l| &l.pinning) {
            places.push(format!("{}: its pinning is not recorded", place(times.cell)));
        }
        if times.throttled() > 0 {
            let (cell, throttled) = (place(times.cell), times.throttled());
            let all = counted(times.launches.len(), "launch");
            places
                .push(format!("{cell}: the CPU quota throttled {throttled} of {all}: raise it, or use fewer workers"));
        }
    }
    RuleVerdict::of(places, "source, compiler, machine, protocol, and each launch's code path and cores are recorded")
}

#[cfg(test)]
pub(super) fn needed() -> impl Iterator<Item = (&'static str, &'static str)> {
    NEEDED.into_iter()
}
