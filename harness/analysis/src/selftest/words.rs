//! How a self-test is said.

use super::{Bar, CellGroup, counted, judges, reached};
use crate::format::percent;
use tenfold_record::SelfTest;

/// How many bars are reached.
pub fn summary(bars: &[Bar]) -> String {
    let number_of = |word: &str| bars.iter().filter(|bar| reached(bar) == word).count();
    let missed = match number_of("missed") {
        0 => "none".to_string(),
        n => n.to_string(),
    };
    let unknown = match number_of("undecided") {
        0 => String::new(),
        1 => "; 1 needs a longer test".to_string(),
        n => format!("; {n} need a longer test"),
    };
    format!("{} of {} targets met, {missed} missed{unknown}.", number_of("met"), bars.len())
}

/// What was found of the bars whose names hold one of these words.
pub fn told(bars: &[Bar], of: &[&str]) -> String {
    let found = bars.iter().filter(|bar| of.iter().any(|part| bar.what.contains(part)));
    found.map(|bar| format!("{}: {}", bar.what, bar.found)).collect::<Vec<_>>().join("; ")
}

/// "False alarms without added load: tenfold 0.6 %, criterion 20 %, tango 2.1 %."
pub fn rivals_answer(test: &SelfTest) -> String {
    let alarms = judges(test).into_iter().filter_map(|judge| {
        let same = counted(test, &judge, CellGroup::All, |t| !t.loaded && t.planted == 0.0);
        (same.count > 0).then(|| format!("{judge} {}", percent(same.alarms())))
    });
    format!("False alarms without added load: {}.", alarms.collect::<Vec<_>>().join(", "))
}
