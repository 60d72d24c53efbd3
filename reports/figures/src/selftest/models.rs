//! The models of a self-test's figures.

use crate::Gauge;
use crate::gauge::{Goal, Row};
use tenfold_analysis::format::{self, count, number, percent};
use tenfold_analysis::selftest::{
    ALARMS, COVERAGE, CellGroup, ERROR, ESTIMATED_IN, HOT, OURS, OVERHEAD, PLANTED, WITHIN, agreement, cost, counted,
    given, hot_share, judges, ratios, share, spread,
};
use tenfold_analysis::text::short;
use tenfold_duel::Trials;
use tenfold_record::{Rung, SelfTest, TestedCell, Trial};
use tenfold_stats::Estimate;
use tenfold_stats::ratio::SPREAD;

const EXACT: &str = "exact bounds (Clopper and Pearson), each at 95 %";

/// Longest name inside a figure.
const LONGEST: usize = 48;

/// How often are identical sides called different? By kind of cell and by the time given, alone and with a neighbour.
pub(super) fn alarms(test: &SelfTest) -> Gauge {
    let rows = both_loads(|loaded, name| {
        let of_kind = |kind: CellGroup| {
            alarm_row(&format!("{}, {name}", kind.name()), kind.rung(), &same(test, OURS, kind, loaded))
        };
        let in_time = |seconds: f64| {
            let trials =
                counted(test, OURS, CellGroup::All, |t| t.loaded == loaded && t.planted == 0.0 && t.given == seconds);
            alarm_row(&format!("all in {} s, {name}", number(seconds)), CellGroup::All.rung(), &trials)
        };
        let times = given(test, loaded);
        // One time is that of all.
        let times = if times.len() > 1 { times } else { Vec::new() };
        CellGroup::EACH.into_iter().filter_map(of_kind).chain(times.into_iter().filter_map(in_time)).collect()
    });
    Gauge { rows, goal: Some(at_most(ALARMS)), footer: EXACT.to_string() }
}

/// The same by judge.
pub(super) fn judged(test: &SelfTest) -> Gauge {
    let rows = both_loads(|loaded, name| {
        let row = |judge: &String| {
            alarm_row(&format!("{judge}, {name}"), judge_rung(judge), &same(test, judge, CellGroup::All, loaded))
        };
        judges(test).iter().filter_map(row).collect()
    });
    let footer = format!("every judge on the same blocks; {EXACT}");
    Gauge { rows, goal: Some(at_most(ALARMS)), footer }
}

fn both_loads(rows: impl Fn(bool, &str) -> Vec<Row>) -> Vec<Row> {
    [rows(false, "no load"), rows(true, "under load")].concat()
}

fn same(test: &SelfTest, judge: &str, kind: CellGroup, loaded: bool) -> Trials {
    counted(test, judge, kind, |t| t.loaded == loaded && t.planted == 0.0)
}

fn at_most(high: f64) -> Goal {
    Goal { low: None, high: Some(high), label: format!("at most {}", percent(high)) }
}

fn alarm_row(label: &str, rung: Rung, same: &Trials) -> Option<Row> {
    share_row(label, rung, share(same.slower + same.faster, same.count)?)
}

fn share_row(label: &str, rung: Rung, value: Estimate) -> Option<Row> {
    let said = format!("{} of {}", percent(value.value), count(value.n as u64));
    Some(Row { label: short(label, LONGEST), rung, value, dots: Vec::new(), said })
}

/// A rival is drawn as an external is.
fn judge_rung(judge: &str) -> Rung {
    if judge == OURS { Rung::Naive } else { Rung::External }
}

/// How often is a slowdown found? By its size and the kind of cell.
pub(super) fn power(test: &SelfTest, loaded: bool) -> Gauge {
    let found = |planted: f64| {
        let row = move |kind: CellGroup| {
            let holds = |t: &Trial| t.loaded == loaded && t.planted == planted;
            found_row(planted, kind.name(), kind.rung(), &counted(test, OURS, kind, holds))
        };
        [CellGroup::Serial, CellGroup::Threaded, CellGroup::Distributed].into_iter().filter_map(row)
    };
    let footer = format!("time given: 10 s for 1 %, 3 s for the others; {EXACT}");
    Gauge { rows: PLANTED.into_iter().flat_map(found).collect(), goal: None, footer }
}

/// The same by judge, over all cells.
pub(super) fn judged_power(test: &SelfTest, loaded: bool) -> Gauge {
    let judges = judges(test);
    let found = |planted: f64| {
        let row = move |judge: &String| {
            let trials = counted(test, judge, CellGroup::All, |t| t.loaded == loaded && t.planted == planted);
            found_row(planted, judge, judge_rung(judge), &trials)
        };
        judges.iter().filter_map(row)
    };
    let footer = format!("every judge on the same blocks; {EXACT}");
    Gauge { rows: PLANTED.into_iter().flat_map(found).collect(), goal: None, footer }
}

fn found_row(planted: f64, who: &str, rung: Rung, trials: &Trials) -> Option<Row> {
    share_row(&format!("+{:.0} %, {who}", 100.0 * planted), rung, share(trials.slower, trials.count)?)
}

/// The comparisons that had time for an estimate.
fn estimates(test: &SelfTest, kind: CellGroup, loaded: bool) -> Trials {
    counted(test, OURS, kind, |t| t.loaded == loaded && t.given >= ESTIMATED_IN)
}

/// How often do the intervals hold the truth?
pub(super) fn coverage(test: &SelfTest) -> Gauge {
    let rows = both_loads(|loaded, name| {
        let row = |kind: CellGroup| {
            let trials = estimates(test, kind, loaded);
            let value = share(trials.covered, trials.intervals)?;
            share_row(&format!("{}, {name}", kind.name()), kind.rung(), value)
        };
        CellGroup::EACH.into_iter().filter_map(row).collect()
    });
    let (low, high) = COVERAGE;
    let label = format!("{} to {}", percent(low), percent(high));
    let goal = Some(Goal { low: Some(low), high: Some(high), label });
    let footer = format!("comparisons of {ESTIMATED_IN} s or more; {EXACT}");
    Gauge { rows, goal, footer }
}

/// How far are the estimates off?
pub(super) fn errors(test: &SelfTest) -> Gauge {
    let rows = both_loads(|loaded, name| {
        let row = |kind: CellGroup| {
            let trials = estimates(test, kind, loaded);
            let value = Estimate { value: trials.median_error().ok()?, interval: None, n: trials.count };
            let said = format!("median {:.2} points", 100.0 * value.value);
            // Beyond a few times the bar a dot says no more, and would press the rest together.
            let dots = trials.errors.iter().copied().filter(|e| *e <= 8.0 * ERROR).collect();
            Some(Row { label: format!("{}, {name}", kind.name()), rung: kind.rung(), value, dots, said })
        };
        CellGroup::EACH.into_iter().filter_map(row).collect()
    });
    let goal = Goal { low: None, high: Some(ERROR), label: format!("median at most {:.1} points", 100.0 * ERROR) };
    let footer = format!(
        "faint dots are comparisons of {ESTIMATED_IN} s or more; those off by more than {} are not drawn",
        percent(8.0 * ERROR)
    );
    Gauge { rows, goal: Some(goal), footer }
}

/// How much do builds of one source differ, cell by cell?
pub(super) fn spreads(test: &SelfTest) -> Gauge {
    let row = |(place, cell): (usize, &TestedCell)| {
        let spread = spread(test, place)?;
        let n = test.layouts.iter().filter(|t| t.cell == place && t.planted == 0.0).count();
        let value = Estimate { value: spread, interval: None, n };
        let said = format!("{} in {}", percent(spread), format::counted(n, "comparison"));
        Some(Row { label: short(&cell.name, LONGEST), rung: cell.rung, value, dots: Vec::new(), said })
    };
    let rows = test.cells.iter().enumerate().filter_map(row).collect();
    let goal = Goal { low: None, high: Some(SPREAD), label: format!("assumed: {}", percent(SPREAD)) };
    let footer = "standard deviation of the log of a build’s time, including the scatter of launches".to_string();
    Gauge { rows, goal: Some(goal), footer }
}

/// Do samples fall into the known function?
pub(super) fn hot(test: &SelfTest) -> Gauge {
    let rows = test.profilers.iter().flat_map(|profiler| {
        profiler.sampled.iter().filter_map(|sampled| {
            let label = format!("{} at {:.0} Hz", profiler.tool, sampled.requested_hz);
            share_row(&label, Rung::Naive, hot_share(sampled)?)
        })
    });
    let goal = Goal { low: Some(HOT), high: None, label: format!("at least {}", percent(HOT)) };
    Gauge { rows: rows.collect(), goal: Some(goal), footer: EXACT.to_string() }
}

/// What does a profiler cost?
pub(super) fn overhead(test: &SelfTest) -> Gauge {
    let rows = test.profilers.iter().filter_map(|profiler| {
        let overhead = profiler.overhead.as_ref()?;
        let less_one = |ratio: f64| ratio - 1.0;
        let value = cost(overhead).map_monotone(less_one);
        let said = format!("{}, {}", percent(value.value), format::counted(overhead.launches.len(), "launch"));
        let dots = overhead.launches.iter().copied().map(less_one).collect();
        Some(Row {
            label: short(&format!("{} at {} Hz", profiler.tool, overhead.hz), LONGEST),
            rung: Rung::Naive,
            value,
            dots,
            said,
        })
    });
    let footer =
        "time with profiler / time without, minus 1; faint dots are launches; median with its 95 % interval".into();
    Gauge { rows: rows.collect(), goal: Some(at_most(OVERHEAD)), footer }
}

/// Do other programs find the same times?
pub(super) fn agreements(test: &SelfTest) -> Gauge {
    let rows = test.agreements.iter().filter_map(|one| {
        let value = agreement(one)?.map_monotone(|ratio| ratio - 1.0);
        let said = format!("{}, {}", percent(value.value), format::counted(value.n, "turn"));
        let dots = ratios(one).into_iter().map(|ratio| ratio - 1.0).collect();
        Some(Row { label: short(&format!("{}, {}", one.work, one.with), LONGEST), rung: one.rung, value, dots, said })
    });
    let goal = Goal { low: Some(-WITHIN), high: Some(WITHIN), label: format!("within {}", percent(WITHIN)) };
    let footer = "our median / theirs, minus 1; faint dots are turns; median with its 95 % interval".into();
    Gauge { rows: rows.collect(), goal: Some(goal), footer }
}
