//! How a self-test is said.

use super::{Bar, CellGroup, counted, judges, reached};
use crate::format::{self, percent};
use crate::text::capitalised;
use tenfold_record::SelfTest;

/// How many bars are reached.
pub fn summary(bars: &[Bar]) -> String {
    let number_of = |word: &str| bars.iter().filter(|bar| reached(bar) == word).count();
    let missed = match number_of("missed") {
        0 => "none".to_string(),
        n => n.to_string(),
    };
    let untested = match number_of("untested") {
        0 => String::new(),
        n => format!("; {n} not tested"),
    };
    let unknown = match number_of("undecided") {
        0 => String::new(),
        1 => "; 1 needs a longer test".to_string(),
        n => format!("; {n} need a longer test"),
    };
    format!("{} of {} targets met, {missed} missed{untested}{unknown}.", number_of("met"), bars.len())
}

/// How much was compared: "2,160 comparisons, 106 comparisons of builds".
pub fn comparisons(test: &SelfTest) -> String {
    let (programs, builds) = (test.trials.len(), test.layouts.len());
    let of_builds = || format!("{} of builds", format::counted(builds, "comparison"));
    match (programs, builds) {
        (0, 1..) => of_builds(),
        (_, 0) => format::counted(programs, "comparison"),
        _ => format!("{}, {}", format::counted(programs, "comparison"), of_builds()),
    }
}

/// What was found of the bars whose names hold one of these words, a sentence each.
pub fn told(bars: &[Bar], of: &[&str]) -> String {
    let found = bars.iter().filter(|bar| of.iter().any(|part| bar.what.contains(part)));
    // The name of a tool keeps its letters: "pprof: slowdown at 99 Hz".
    let what = |bar: &Bar| if bar.what.contains(": ") { bar.what.clone() } else { capitalised(&bar.what) };
    found.map(|bar| format!("{}: {}.", what(bar), bar.found)).collect::<Vec<_>>().join(" ")
}

/// "False alarms without added load: tenfold 0.6 %, criterion 20 %, tango 2.1 %."
pub fn rivals_answer(test: &SelfTest) -> String {
    let alarms = judges(test).into_iter().filter_map(|judge| {
        let same = counted(test, &judge, CellGroup::All, |t| !t.loaded && t.planted == 0.0);
        (same.count > 0).then(|| format!("{judge} {}", percent(same.alarms())))
    });
    format!("False alarms without added load: {}.", alarms.collect::<Vec<_>>().join(", "))
}
