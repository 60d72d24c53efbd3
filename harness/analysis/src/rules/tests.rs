//! Each rule on a run that keeps it and on a run planted to break it.

use super::*;
use crate::testing::{CellBuilder, RunBuilder, cell, part, run};
use tenfold_record::{Outcome, Resource, Run, Throttling};

/// A run of `cells` on four cores with everything known of it.
fn documented(cells: Vec<CellBuilder>) -> RunBuilder {
    let run = run("?").with(cells.into_iter().fold(part("traffic"), |part, cell| part.with(cell))).on_cores(4);
    let run = setup::needed()
        .fold(run, |run, (group, name)| run.known(group, name, if name == "dirty" { "no" } else { "something" }));
    run.known("protocol", "parallel time", "barrier before each batch; the slowest rank counts")
        .one_core_can(Resource::LogicBits, 1e12)
}

fn bounded(name: &str) -> CellBuilder {
    cell(name).needing(Resource::LogicBits, 1e6, "bits")
}

fn good() -> Vec<CellBuilder> {
    vec![
        bounded("naive").takes(4.0),
        bounded("threaded").on(1).takes(2.0),
        bounded("threaded").on(2).takes(1.0),
        bounded("distributed").on(2).takes(1.2),
        bounded("vectorised").is_left_out("no time for it"),
    ]
}

fn verdicts(run: &Run) -> Vec<RuleVerdict> {
    check(&Findings::of(run)).into_iter().map(|c| c.verdict).collect()
}

/// The places at which rule `number` is broken.
#[track_caller]
fn broken(run: &Run, number: usize) -> Vec<String> {
    match &verdicts(run)[number - 1] {
        RuleVerdict::Broken(places) => places.clone(),
        other => panic!("rule {number} is not broken: {other:?}"),
    }
}

#[test]
fn a_run_with_everything_keeps_all_twelve() {
    let run = documented(good()).built();
    for (rule, verdict) in RULES.iter().zip(verdicts(&run)) {
        let by_design = matches!(rule.number, 3 | 4 | 6);
        assert_eq!(matches!(verdict, RuleVerdict::ByDesign(_)), by_design, "rule {}: {verdict:?}", rule.number);
        assert!(by_design || matches!(verdict, RuleVerdict::Kept(_)), "rule {}: {verdict:?}", rule.number);
    }
    let said = |run: &Run| {
        let findings = Findings::of(run);
        answer(&findings, &check(&findings))
    };
    assert_eq!(said(&run), "All rules of good measurement are kept: 9 checked on this run (3 hold by design).");
    assert_eq!(
        said(&documented(good()).unfinished().built()),
        "This run is unfinished: 9 rules of good measurement are kept so far (3 hold by design)."
    );
}

#[test]
fn rules_are_numbered_as_in_the_paper() {
    assert!(RULES.iter().map(|r| r.number).eq(1..=12));
}

#[test]
fn a_run_of_nothing_has_nothing_to_break() {
    let verdicts = verdicts(&run("?").built());
    assert!(verdicts.iter().all(|v| !matches!(v, RuleVerdict::Broken(_))), "{verdicts:?}");
    assert!(verdicts.iter().filter(|v| matches!(v, RuleVerdict::NotApplicable(_))).count() >= 10, "{verdicts:?}");
}

#[test]
fn rule_1_a_parallel_base_is_no_base() {
    let cells = vec![cell("threaded").on(2).takes(1.0), cell("naive").takes(4.0)];
    let part = cells.into_iter().fold(part("traffic").over("threaded"), |part, cell| part.with(cell));
    assert_eq!(broken(&run("?").with(part).built(), 1), ["traffic: the base, threaded × 2, runs on 2 workers"]);
}

#[test]
fn rule_2_a_variant_that_vanished_is_named() {
    let mut vanished = documented(good()).built();
    vanished.experiment.parts[0].variants.push("numpy".into());
    assert_eq!(broken(&vanished, 2), ["traffic: numpy is in the experiment but not in the run"]);
    let unexplained = documented(vec![bounded("naive").takes(1.0), bounded("vectorised").is_left_out(" ")]).built();
    assert_eq!(broken(&unexplained, 2), ["traffic: vectorised has neither a valid time nor a reason"]);
    let fewer = documented(vec![bounded("naive").takes_each(&[1.0; 7])]).built();
    assert_eq!(broken(&fewer, 2), ["traffic: naive was launched in 7 of 8 rounds"]);
}

#[test]
fn rule_2_a_launch_that_failed_is_a_reason() {
    let crashed = cell("naive").takes_each(&[1.0; 7]).ends(Outcome::Crashed { reason: "signal 11".into() });
    let run = documented(vec![crashed]).built();
    assert!(matches!(&verdicts(&run)[1], RuleVerdict::Kept(why) if why.contains("1 failed launch all")));
}

#[test]
fn rules_5_and_7_few_launches_bear_no_interval() {
    let few = [2.0; 5];
    let run = documented(vec![bounded("naive").takes_each(&few), bounded("vectorised").takes_each(&few)]).built();
    let no_interval = "no interval: 5 rounds, 6 are needed";
    assert_eq!(broken(&run, 5), ["naive", "vectorised"].map(|name| format!("traffic: {name}: {no_interval}")));
    assert_eq!(broken(&run, 7), ["traffic: vectorised over naive: 5 shared rounds are too few for an interval"]);
    assert!(matches!(verdicts(&run)[5], RuleVerdict::NotApplicable(_)));
}

#[test]
fn rule_8_a_median_of_launches_that_disagree_says_little() {
    let run = documented(vec![bounded("naive").takes_each(&[1.0, 1.0, 8.0, 0.5, 1.0, 1.0, 9.0, 9.0])]).built();
    assert!(broken(&run, 8)[0].starts_with("traffic: naive is noisy: interval spans "));
}

#[test]
fn rule_9_a_missing_fact_a_changed_source_or_an_unknown_path_is_named() {
    let without = |group: &str, name: &str| {
        let mut run = documented(good()).built();
        run.fingerprint.facts.retain(|f| (f.group.as_str(), f.name.as_str()) != (group, name));
        broken(&run, 9)
    };
    for (group, name) in setup::needed() {
        assert_eq!(without(group, name), [format!("{group}: {name} is not recorded")]);
    }
    let set = |name: &str, value: &str| {
        let mut run = documented(good()).built();
        run.fingerprint.facts.iter_mut().filter(|f| f.name == name).for_each(|f| f.value = value.into());
        broken(&run, 9)
    };
    assert_eq!(set("dirty", "yes: it differs").len(), 1);
    assert_eq!(set("revision", "unknown (built outside a git checkout)").len(), 1);
    let mut unpinned = documented(good()).built();
    unpinned.cells[0].launches[3].pinning.clear();
    unpinned.cells[0].launches[2].path.clear();
    assert_eq!(broken(&unpinned, 9).len(), 2);
    let mut throttled = documented(good()).built();
    let stood = |throttled| Some(Throttling { periods: 9, throttled, seconds: 0.1 });
    throttled.cells[0].launches[3].throttling = stood(0);
    assert!(matches!(verdicts(&throttled)[8], RuleVerdict::Kept(_)), "a quota that was not used up is none");
    throttled.cells[0].launches[3].throttling = stood(2);
    assert!(broken(&throttled, 9)[0].contains("the CPU quota throttled 1 of "), "{:?}", broken(&throttled, 9));
}

#[test]
fn rule_10_a_rank_without_times_and_an_unknown_protocol_are_named() {
    let mut lost = documented(good()).built();
    let samples = &mut lost.cells[3].launches[5].samples;
    *samples = samples.iter().filter(|s| !(s.rank == 1 && s.index == 2)).collect();
    assert_eq!(broken(&lost, 10), ["traffic: distributed × 2: a batch has times for only 1 of 2 ranks"]);
    let mut unsaid = documented(good()).built();
    unsaid.fingerprint.facts.retain(|f| f.name != "parallel time");
    assert_eq!(broken(&unsaid, 10), ["protocol: how parallel times were measured is not recorded"]);
}

#[test]
fn rule_11_a_need_without_its_ceiling_is_named() {
    let run = documented(vec![cell("naive").takes(1.0).needing(Resource::MemoryBytes, 1e9, "bytes")]).built();
    assert_eq!(broken(&run, 11), ["traffic: no ceiling for memory was measured"]);
    let undeclared = documented(vec![cell("naive").takes(1.0)]).built();
    assert!(matches!(verdicts(&undeclared)[10], RuleVerdict::NotApplicable(_)));
}

#[test]
fn rule_12_two_points_at_one_place_have_no_line() {
    let twice = || bounded("threaded").on(2).takes(1.0);
    let run = documented(vec![bounded("threaded").on(1).takes(2.0), twice(), twice()]).built();
    assert_eq!(broken(&run, 12), ["traffic: the line of threaded has two points at 2 workers"]);
}

#[test]
fn an_imported_run_breaks_what_its_file_does_not_say() {
    let imported = cell("sort").timed_elsewhere("criterion", &[1.0]);
    let run = run("?").with(part("bench").with(imported)).built();
    let broken: Vec<usize> =
        check(&Findings::of(&run)).iter().filter(|c| c.is_broken()).map(|c| c.rule.number).collect();
    assert_eq!(broken, [5, 9]);
}

#[test]
fn curves_alone_have_speed_ups_over_one_worker() {
    let threads = |workers, seconds| cell("threaded").on(workers).takes(seconds);
    let run = documented(vec![threads(1, 4.0), threads(2, 2.0)]).built();
    assert!(matches!(&verdicts(&run)[0], RuleVerdict::ByDesign(why) if why.contains("one worker of the same variant")));
    // Threads have no ranks whose starts could be recorded.
    assert!(matches!(&verdicts(&run)[9], RuleVerdict::Kept(how) if !how.contains("rank's start")));
}
