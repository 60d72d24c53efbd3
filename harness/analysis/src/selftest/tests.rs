//! What is said of a self-test, from one built by hand.

use super::*;
use crate::testing::{empty_selftest, selftest};
use tenfold_record::{Called, SelfTest};

fn said(test: &SelfTest, what: &str) -> (String, &'static str) {
    let bars = bars(test);
    let bar = bars.iter().find(|bar| bar.what.contains(what)).unwrap_or_else(|| panic!("no bar '{what}': {bars:#?}"));
    (bar.found.clone(), reached(bar))
}

#[test]
fn every_bar_is_reached_by_what_was_built_to_reach_it() {
    let test = selftest();
    let same = counted(&test, OURS, CellGroup::All, |t| !t.loaded && t.planted == 0.0);
    assert_eq!((same.count, same.slower, same.faster), (2160, 6, 6));
    assert_eq!(said(&test, "false alarms").1, "met");
    let of_each = |share: &str| format!("serial {share} of 60, threaded {share} of 60, distributed {share} of 60");
    assert_eq!(said(&test, "slowdown of 2.0 % found"), (format!("100 % of 180: {}", of_each("100 %")), "met"));
    // Two of sixty of each cell were not found.
    assert_eq!(said(&test, "slowdown of 1.0 % found"), (format!("97 % of 180: {}", of_each("97 %")), "met"));
    assert_eq!(said(&test, "intervals"), ("95 % of 1,080".into(), "met"));
    assert_eq!(said(&test, "instructions").1, "met");
    assert_eq!(said(&test, "pprof: samples in the known"), ("99.9 % of 2,000".into(), "met"));
    assert_eq!(said(&test, "pprof: slowdown").1, "met");
    assert_eq!(said(&test, "perf cpu-clock: started"), ("1,000 done, 0 crashes, 0 refused".into(), "met"));
    let nights =
        ["no change in the first", "no change in nights 151", "a step of 3", "a single spike", "half a standard"];
    for what in nights.into_iter().chain(["bisect over 64 commits"]) {
        assert_eq!(said(&test, what).1, "met", "{what}");
    }
    let (worst, missed) = said(&test, "medians");
    assert!(worst.contains("−3.0 %") && worst.contains("heat threaded × 2") && missed == "missed", "{worst}");
}

#[test]
fn planted_faults_miss_their_bars() {
    let broken = |change: fn(&mut SelfTest)| {
        let mut test = selftest();
        change(&mut test);
        test
    };
    let one_sided = broken(|t| {
        for trial in t.trials.iter_mut().filter(|t| t.verdict == Called::Faster) {
            trial.verdict = Called::Slower;
        }
    });
    assert_eq!(said(&one_sided, "false alarms").1, "missed", "twelve in one direction, none in the other");
    let alarming = broken(|t| {
        for trial in t.trials.iter_mut().filter(|t| t.planted == 0.0).step_by(40) {
            trial.verdict = Called::Slower;
        }
    });
    assert_eq!(said(&alarming, "false alarms").1, "missed");
    let few = broken(|t| t.trials.truncate(300));
    assert_eq!(said(&few, "false alarms").1, "undecided");
    let narrow = broken(|t| t.trials.iter_mut().for_each(|t| t.interval = Some((t.time_ratio, t.time_ratio))));
    assert_eq!(said(&narrow, "intervals").1, "missed");
    let by_chance = broken(|t| {
        t.trials.retain(|t| !t.loaded && t.given >= 3.0);
        t.trials.truncate(100);
        for (index, trial) in t.trials.iter_mut().enumerate() {
            trial.interval = Some(if index < 7 { (9.0, 9.1) } else { (0.5, 2.0) });
        }
    });
    assert_eq!(said(&by_chance, "intervals"), ("93 % of 100".into(), "undecided"));
    let nervous = broken(|t| t.nightly[0].called[..60].fill(Some(9)));
    assert_eq!(said(&nervous, "no change in the first").1, "missed");
    let later = broken(|t| t.nightly[2].called[..60].fill(Some(9)));
    assert_eq!(said(&later, "no change in nights 151").1, "missed");
    let slow = broken(|t| t.nightly[3].called.fill(Some(3)));
    assert_eq!(said(&slow, "a step of 3").1, "missed");
    let costly = broken(|t| t.nightly[7].called.fill(Some(10)));
    assert_eq!(said(&costly, "bisect over 64 commits").1, "missed");
    let unsteady = broken(|t| t.instructions[0].counts[3] += 1);
    assert_eq!(said(&unsteady, "instructions").1, "missed");
    let blind = broken(|t| t.instructions[0].more[0] = t.instructions[0].counts[0]);
    assert_eq!(said(&blind, "instructions").1, "missed");
    let crashed = broken(|t| t.profilers[0].cycles.as_mut().unwrap().crashes.push("signal 11".into()));
    assert_eq!(said(&crashed, "pprof: started").1, "missed");
    let costly = broken(|t| t.profilers[1].overhead.as_mut().unwrap().interval = Some((1.03, 1.04)));
    assert_eq!(said(&costly, "perf cpu-clock: slowdown").1, "missed");
    let vague = broken(|t| t.profilers[1].overhead.as_mut().unwrap().interval = Some((0.9, 1.1)));
    assert_eq!(said(&vague, "perf cpu-clock: slowdown").1, "undecided");
}

#[test]
fn others_agree_where_the_whole_interval_is_within_the_bar() {
    let mut test = selftest();
    assert_eq!(said(&test, "medians").1, "missed");
    test.agreements.remove(1);
    let (found, reached) = said(&test, "medians");
    assert!(
        found.starts_with("2 of 2 clearly within; largest difference: 1.0 % [") && reached == "met",
        "{found} {reached}"
    );
    // As far apart, but not steadily so: a restless machine, which is no reason to blame anybody.
    for (turn, ours) in test.agreements[1].ours.iter_mut().enumerate() {
        *ours *= if turn % 2 == 0 { 1.05 } else { 0.95 };
    }
    assert_eq!(said(&test, "medians").1, "undecided");
    test.agreements[1].ours.truncate(3);
    assert_eq!(said(&test, "medians").1, "undecided", "three turns have no interval");
}

#[test]
fn each_judge_is_counted_by_its_own_verdicts() {
    let test = selftest();
    assert_eq!(judges(&test), [OURS, "criterion", "tango"]);
    let alarms = |judge: &str| counted(&test, judge, CellGroup::All, |t| !t.loaded && t.planted == 0.0).alarms();
    assert!((alarms("criterion") - 0.2).abs() < 1e-12, "{}", alarms("criterion"));
    assert!(alarms("tango") > 0.02 && alarms("nobody").is_nan());
}

#[test]
fn builds_are_counted_apart_from_identical_sides_and_their_spread_is_found() {
    let test = selftest();
    let bar = |what: &str| bars(&test).into_iter().find(|bar| bar.what.contains(what)).unwrap();
    let alarms = bar("between builds");
    assert_eq!(
        (alarms.found.as_str(), alarms.reached),
        ("0.59 % (3 of 510); mean detectable change 1.8 %", Some(true))
    );
    let power = bar("found between builds");
    assert_eq!((power.found.as_str(), power.reached), ("98 % of 150", Some(true)));
}

#[test]
fn what_was_not_tested_needs_no_longer_test() {
    let mut test = empty_selftest();
    assert_eq!(comparisons(&test), "0 comparisons");
    assert!(summary(&bars(&test)).ends_with("targets met, none missed; 9 not tested."), "{}", summary(&bars(&test)));
    test.layouts = selftest().layouts;
    test.layouts.truncate(40);
    let bars = bars(&test);
    assert_eq!(comparisons(&test), "40 comparisons of builds");
    assert!(summary(&bars).contains("; 8 not tested; 1 needs a longer test."), "{}", summary(&bars));
    let told = told(&bars, &["between builds"]);
    assert!(told.starts_with("False alarms between builds of one source: ") && told.ends_with('.'), "{told}");
}

#[test]
fn an_empty_self_test_reaches_nothing() {
    assert!(bars(&empty_selftest()).iter().all(|bar| bar.reached.is_none() && bar.found == "not tested"));
}
