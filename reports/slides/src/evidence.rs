//! The evidence line: where the numbers of a slide come from.

use tenfold_analysis::findings::{Estimate, wording};
use tenfold_analysis::text::short;
use tenfold_analysis::{date, format};
use tenfold_record::Run;

/// Longest id and longest name of a machine on a line that a last row can read.
const LONGEST_ID: usize = 48;
const LONGEST_MACHINE: usize = 52;

/// The line under numbers that rest on so many launches each, and each of which has an interval or not: run, date, machine,
/// n, interval.
pub(super) fn line(run: &Run, numbers: impl IntoIterator<Item = (usize, bool)>) -> String {
    let numbers: Vec<(usize, bool)> = numbers.into_iter().collect();
    let least = numbers.iter().map(|(n, _)| *n).min().unwrap_or(0);
    let most = numbers.iter().map(|(n, _)| *n).max().unwrap_or(0);
    let n = match most {
        0 => "no launches".into(),
        _ if least == most => format!("n = {}", format::counted(most, "launch")),
        _ => format!("n = {least} to {most} launches"),
    };
    let what = wording::fit(numbers.iter().map(|(_, has_interval)| *has_interval));
    format!("{what}, {n} · {}", source(run))
}

/// The same for estimates.
pub(super) fn of<'a>(run: &Run, estimates: impl IntoIterator<Item = &'a Estimate>) -> String {
    line(run, estimates.into_iter().map(|e| (e.n, e.interval.is_some())))
}

/// Run, date and machine.
pub(super) fn source(run: &Run) -> String {
    let id = short(&run.id, LONGEST_ID);
    format!("run {id} · {} · {}", date::utc(run.started_ms), short(&run.fingerprint.machine, LONGEST_MACHINE))
}

#[cfg(test)]
mod tests {
    use super::*;
    use tenfold_analysis::testing::run;

    #[test]
    fn it_says_run_date_machine_n_and_interval() {
        let run = run("?").built();
        assert_eq!(
            line(&run, [(8, true), (6, true)]),
            "one fit over all rounds, 95 % interval, n = 6 to 8 launches · run 2026-11-20-example-7f3a · 2026-11-18 11:06 UTC · 2-core \
             example machine"
        );
        assert!(line(&run, [(8, true); 2]).contains("n = 8 launches"));
        assert!(line(&run, []).contains("no launches"));
        let few = line(&run, [(3, false)]);
        assert!(few.starts_with("one fit over all rounds, too few for an interval, n = 3 launches · "), "{few}");
        let some = line(&run, [(3, false), (8, true)]);
        assert!(
            some.starts_with("one fit over all rounds and, where they are enough, 95 % interval, n = 3 to 8"),
            "{some}"
        );
    }
}
