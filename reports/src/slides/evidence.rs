//! The evidence line: where the numbers of a slide come from.

use crate::findings::{Estimate, LEVEL};
use crate::format;
use crate::page::date;
use crate::text::short;
use tenfold_record::Run;

/// Longest id and longest name of a machine on a line that a last row can read.
const LONGEST_ID: usize = 48;
const LONGEST_MACHINE: usize = 52;

/// The line under numbers that rest on so many launches each: run, date, machine, n, interval.
pub(super) fn line(run: &Run, launches: impl IntoIterator<Item = usize>) -> String {
    let (least, most) = launches.into_iter().fold((usize::MAX, 0), |(least, most), n| (least.min(n), most.max(n)));
    let n = match most {
        0 => "no launches".into(),
        _ if least == most => format!("n = {most} launches"),
        _ => format!("n = {least} to {most} launches"),
    };
    format!("median and {} interval, {n} · {}", format::percent(LEVEL), source(run))
}

/// The same for estimates.
pub(super) fn of<'a>(run: &Run, estimates: impl IntoIterator<Item = &'a Estimate>) -> String {
    line(run, estimates.into_iter().map(|e| e.n))
}

/// Run, date and machine.
pub(super) fn source(run: &Run) -> String {
    let id = short(&run.id, LONGEST_ID);
    format!("run {id} · {} · {}", date::utc(run.started_ms), short(&run.fingerprint.machine, LONGEST_MACHINE))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::run;

    #[test]
    fn it_says_run_date_machine_n_and_interval() {
        let run = run("?").built();
        assert_eq!(
            line(&run, [8, 6]),
            "median and 95 % interval, n = 6 to 8 launches · run 2026-11-20-example-7f3a · 2026-11-18 11:06 UTC · 2-core \
             example machine"
        );
        assert!(line(&run, [8, 8]).contains("n = 8 launches"));
        assert!(line(&run, []).contains("no launches"));
    }
}
