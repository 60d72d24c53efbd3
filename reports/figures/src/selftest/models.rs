//! The models of a self-test's figures.

use crate::gauge::{Goal, Row};
use crate::power::{Point, Series};
use crate::{Estimate, Gauge, Power};
use tenfold_analysis::format::{count, number, percent};
use tenfold_analysis::selftest::{
    ALARMS, COVERAGE, ERROR, ESTIMATED_IN, HOT, Kind, OURS, OVERHEAD, PLANTED, WITHIN, agreement, counted, given,
    hot_share, judges, ratios, share, spread,
};
use tenfold_analysis::text::short;
use tenfold_duel::Trials;
use tenfold_record::{Rung, SelfTest, TestedCell};
use tenfold_stats::ratio::SPREAD;

const EXACT: &str = "exact bounds (Clopper and Pearson), each with 95 %";

/// Longest name inside a figure.
const LONGEST: usize = 48;

/// How often are identical sides called different? By kind of cell and by the time given, alone and with a neighbour.
pub(super) fn alarms(test: &SelfTest) -> Gauge {
    let rows = both_loads(|loaded, name| {
        let of_kind =
            |kind: Kind| alarm_row(format!("{}, {name}", kind.name()), kind.rung(), &same(test, OURS, kind, loaded));
        let in_time = |seconds: f64| {
            let trials =
                counted(test, OURS, Kind::All, |t| t.loaded == loaded && t.planted == 0.0 && t.given == seconds);
            alarm_row(format!("all in {} s, {name}", number(seconds)), Kind::All.rung(), &trials)
        };
        let times = given(test, loaded);
        // One time is that of all.
        let times = if times.len() > 1 { times } else { Vec::new() };
        Kind::EACH.into_iter().filter_map(of_kind).chain(times.into_iter().filter_map(in_time)).collect()
    });
    Gauge { rows, goal: Some(at_most(ALARMS)), footer: EXACT.to_string(), ..Gauge::default() }
}

/// The same by judge.
pub(super) fn judged(test: &SelfTest) -> Gauge {
    let rows = both_loads(|loaded, name| {
        let row = |judge: &String| {
            alarm_row(
                short(&format!("{judge}, {name}"), LONGEST),
                judge_rung(judge),
                &same(test, judge, Kind::All, loaded),
            )
        };
        judges(test).iter().filter_map(row).collect()
    });
    let footer = format!("every judge on the same blocks; {EXACT}");
    Gauge { rows, goal: Some(at_most(ALARMS)), footer, ..Gauge::default() }
}

fn both_loads(rows: impl Fn(bool, &str) -> Vec<Row>) -> Vec<Row> {
    [rows(false, "alone"), rows(true, "beside a load")].concat()
}

fn same(test: &SelfTest, judge: &str, kind: Kind, loaded: bool) -> Trials {
    counted(test, judge, kind, |t| t.loaded == loaded && t.planted == 0.0)
}

fn at_most(high: f64) -> Goal {
    Goal { low: None, high: Some(high), label: format!("at most {}", percent(high)) }
}

fn alarm_row(label: String, rung: Rung, same: &Trials) -> Option<Row> {
    let value = Estimate::from(&share(same.slower + same.faster, same.count)?);
    let said = format!("{} of {}", percent(value.value), count(same.count as u64));
    Some(Row { label, rung, value, dots: Vec::new(), said })
}

/// A rival is drawn as an external is.
fn judge_rung(judge: &str) -> Rung {
    if judge == OURS { Rung::Naive } else { Rung::External }
}

/// How often is a slowdown found? By kind of cell.
pub(super) fn power(test: &SelfTest, loaded: bool) -> Power {
    let series = [Kind::Serial, Kind::Threaded, Kind::Distributed].into_iter();
    let series = series.map(|kind| {
        power_series(kind.name(), kind.rung(), |planted| {
            counted(test, OURS, kind, |t| t.loaded == loaded && t.planted == planted)
        })
    });
    Power {
        series: series.collect(),
        footer: format!("time given: 10 s for 1 %, 3 s for the others; {EXACT}"),
        ..Power::default()
    }
}

/// The same by judge, over all cells.
pub(super) fn judged_power(test: &SelfTest, loaded: bool) -> Power {
    let series = judges(test).into_iter().map(|judge| {
        power_series(&short(&judge, LONGEST), judge_rung(&judge), |planted| {
            counted(test, &judge, Kind::All, |t| t.loaded == loaded && t.planted == planted)
        })
    });
    Power { series: series.collect(), footer: format!("every judge on the same blocks; {EXACT}"), ..Power::default() }
}

fn power_series(label: &str, rung: Rung, of: impl Fn(f64) -> Trials) -> Series {
    let points = [0.0].into_iter().chain(PLANTED).filter_map(|planted| {
        let trials = of(planted);
        Some(Point { planted, found: Estimate::from(&share(trials.slower, trials.count)?) })
    });
    Series { label: label.to_string(), rung, points: points.collect() }
}

/// The comparisons that had time for an estimate.
fn estimates(test: &SelfTest, kind: Kind, loaded: bool) -> Trials {
    counted(test, OURS, kind, |t| t.loaded == loaded && t.given >= ESTIMATED_IN)
}

/// How often do the intervals hold the truth?
pub(super) fn coverage(test: &SelfTest) -> Gauge {
    let rows = both_loads(|loaded, name| {
        let row = |kind: Kind| {
            let trials = estimates(test, kind, loaded);
            let value = Estimate::from(&share(trials.covered, trials.intervals)?);
            let said = format!("{} of {}", percent(value.value), count(trials.intervals as u64));
            Some(Row { label: format!("{}, {name}", kind.name()), rung: kind.rung(), value, dots: Vec::new(), said })
        };
        Kind::EACH.into_iter().filter_map(row).collect()
    });
    let (low, high) = COVERAGE;
    let label = format!("{} to {}", percent(low), percent(high));
    let goal = Some(Goal { low: Some(low), high: Some(high), label });
    let footer = format!("comparisons of {ESTIMATED_IN} s or more; {EXACT}");
    Gauge { rows, goal, footer, ..Gauge::default() }
}

/// How far are the estimates off?
pub(super) fn errors(test: &SelfTest) -> Gauge {
    let rows = both_loads(|loaded, name| {
        let row = |kind: Kind| {
            let trials = estimates(test, kind, loaded);
            let value = Estimate { value: trials.median_error().ok()?, interval: None, n: trials.count };
            let said = format!("median {:.2} points", 100.0 * value.value);
            // Beyond a few times the bar a dot says no more, and would press the rest together.
            let dots = trials.errors.iter().copied().filter(|e| *e <= 8.0 * ERROR).collect();
            Some(Row { label: format!("{}, {name}", kind.name()), rung: kind.rung(), value, dots, said })
        };
        Kind::EACH.into_iter().filter_map(row).collect()
    });
    let goal = Goal { low: None, high: Some(ERROR), label: format!("median at most {:.1} points", 100.0 * ERROR) };
    let footer = format!(
        "a faint dot is a comparison of {ESTIMATED_IN} s or more; those more than {} off are not drawn",
        percent(8.0 * ERROR)
    );
    Gauge { rows, goal: Some(goal), footer, ..Gauge::default() }
}

/// How much do builds of one source differ, cell by cell?
pub(super) fn spreads(test: &SelfTest) -> Gauge {
    let row = |(place, cell): (usize, &TestedCell)| {
        let spread = spread(test, place)?;
        let n = test.layouts.iter().filter(|t| t.cell == place && t.planted == 0.0).count();
        let value = Estimate { value: spread, interval: None, n };
        let said = format!("{} in {n} comparisons", percent(spread));
        Some(Row { label: short(&cell.name, LONGEST), rung: cell.rung, value, dots: Vec::new(), said })
    };
    let rows = test.cells.iter().enumerate().filter_map(row).collect();
    let goal = Goal { low: None, high: Some(SPREAD), label: format!("taken for {}", percent(SPREAD)) };
    let footer = "standard deviation of the log of a build’s time, the scatter of launches included".to_string();
    Gauge { rows, goal: Some(goal), footer, ..Gauge::default() }
}

/// Do samples fall into the known function?
pub(super) fn hot(test: &SelfTest) -> Gauge {
    let rows = test.profilers.iter().flat_map(|profiler| {
        profiler.sampled.iter().filter_map(|sampled| {
            let value = Estimate::from(&hot_share(sampled)?);
            let label = short(&format!("{} at {:.0} Hz", profiler.tool, sampled.requested_hz), LONGEST);
            let said = format!("{} of {}", percent(value.value), count(sampled.samples));
            Some(Row { label, rung: Rung::Naive, value, dots: Vec::new(), said })
        })
    });
    let goal = Goal { low: Some(HOT), high: None, label: format!("at least {}", percent(HOT)) };
    Gauge { rows: rows.collect(), goal: Some(goal), footer: EXACT.to_string(), ..Gauge::default() }
}

/// What does a profiler cost?
pub(super) fn overhead(test: &SelfTest) -> Gauge {
    let rows = test.profilers.iter().filter_map(|profiler| {
        let overhead = profiler.overhead.as_ref()?;
        let less_one = |ratio: f64| ratio - 1.0;
        let value = overhead.time_ratio;
        // An interpolated interval may end a rounding error beside the median itself.
        let interval = overhead.interval.map(|(low, high)| (less_one(low.min(value)), less_one(high.max(value))));
        let value = Estimate { value: less_one(value), interval, n: overhead.launches.len() };
        let said = format!("{}, {} launches", percent(value.value), overhead.launches.len());
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
        "time with over time without, less one; a faint dot is a launch; the median and its 95 % interval".into();
    Gauge { rows: rows.collect(), goal: Some(at_most(OVERHEAD)), footer, ..Gauge::default() }
}

/// Do other programs find the same times?
pub(super) fn agreements(test: &SelfTest) -> Gauge {
    let rows = test.agreements.iter().filter_map(|one| {
        let value = Estimate::from(&agreement(one)?.map_monotone(|ratio| ratio - 1.0));
        let said = format!("{}, {} turns", percent(value.value), value.n);
        let dots = ratios(one).into_iter().map(|ratio| ratio - 1.0).collect();
        Some(Row { label: short(&format!("{}, {}", one.work, one.with), LONGEST), rung: one.rung, value, dots, said })
    });
    let goal = Goal { low: Some(-WITHIN), high: Some(WITHIN), label: format!("within {}", percent(WITHIN)) };
    let footer = "our median over theirs, less one; a faint dot is a turn; the median and its 95 % interval".into();
    Gauge { rows: rows.collect(), goal: Some(goal), footer, ..Gauge::default() }
}
