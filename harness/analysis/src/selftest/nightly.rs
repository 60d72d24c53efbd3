//! What detectors of changes make of simulated nights.

use super::bars::Bar;
use super::counts::OURS;
use super::derived::share;
use crate::findings::wording;
use crate::format::{count, counted, percent};
use tenfold_record::{Planted, SelfTest, Simulated};
use tenfold_stats::proportion;

/// At most this share of series without a change may raise an alarm in 100 nights.
const ALARMS: f64 = 0.01;

/// A step must be found in this many nights, the middle one of all; and in nine of ten within so many.
const STEP_MEDIAN: usize = 2;
const STEP_MOST: usize = 4;
const CREEP_MOST: usize = 12;
const FOUND: f64 = 0.9;

/// The right commit must be named in this many builds, by so many searches.
const BUILDS_MOST: usize = 9;
const RIGHT: f64 = 0.95;

/// The noise in which a step has to be found as soon; in others it is told how soon it is.
const STEP_IN: &str = "Gaussian";

/// Fewer series say too little.
const FEWEST: usize = 1000;

/// A question to detectors, with what each answered.
#[derive(Clone, Debug, PartialEq)]
pub struct Asked {
    /// What was simulated.
    pub what: String,
    /// What must be reached; `None` where the result is for information.
    pub wanted: Option<String>,
    /// Each judge, what it found, and whether that reaches it; `None` where too little was simulated to say.
    pub found: Vec<(String, String, Option<bool>)>,
}

/// Every question, ours first among the judges.
pub fn nightly(test: &SelfTest) -> Vec<Asked> {
    let mut asked: Vec<((Planted, &str), Asked)> = Vec::new();
    for simulated in test.nightly.iter().filter(|simulated| !simulated.called.is_empty()) {
        let key = (simulated.planted, simulated.noise.as_str());
        let place = asked.iter().position(|(known, _)| *known == key).unwrap_or_else(|| {
            asked.push((key, Asked { what: what(simulated), wanted: wanted(simulated), found: Vec::new() }));
            asked.len() - 1
        });
        let (said, reached) = found(simulated);
        let place_of_ours = if simulated.judge == OURS { 0 } else { asked[place].1.found.len() };
        asked[place].1.found.insert(place_of_ours, (simulated.judge.clone(), said, reached));
    }
    asked.sort_by_key(|((planted, _), _)| *planted);
    asked.into_iter().map(|(_, asked)| asked).collect()
}

/// The bars among them, by this program's detector.
pub(super) fn nightly_bars(test: &SelfTest) -> Vec<Bar> {
    let bar = |asked: Asked| {
        let wanted = asked.wanted?;
        let (_, found, reached) = asked.found.into_iter().find(|(judge, ..)| judge == OURS)?;
        Some(Bar { what: format!("simulated nights: {}", asked.what), wanted, found, reached })
    };
    nightly(test).into_iter().filter_map(bar).collect()
}

fn what(simulated: &Simulated) -> String {
    let noise = &simulated.noise;
    match simulated.planted {
        Planted::Nothing => format!("no change in the first 100 nights, {noise} noise"),
        Planted::NothingLater => format!("no change in nights 151 to 250, {noise} noise"),
        Planted::Step => format!("a step of 3 standard deviations, {noise} noise"),
        Planted::Spike => format!("a single spike, {noise} noise"),
        Planted::Creep => format!("a drift of half a standard deviation per night, {noise} noise"),
        Planted::Commit => format!("bisect over 64 commits, one of them 3 % slower, {noise}"),
    }
}

fn wanted(simulated: &Simulated) -> Option<String> {
    match simulated.planted {
        Planted::Nothing | Planted::NothingLater => {
            Some(format!("an alarm in at most {} of the series", percent(ALARMS)))
        }
        Planted::Step if simulated.noise != STEP_IN => None,
        Planted::Step => {
            Some(format!("found in a median of {STEP_MEDIAN} nights, {} within {STEP_MOST}", percent(FOUND)))
        }
        Planted::Spike => Some(format!("no alarm in {} series", count(FEWEST as u64))),
        Planted::Creep => Some(format!("{} found within {CREEP_MOST} nights", percent(FOUND))),
        Planted::Commit => {
            Some(format!("right commit named in at most {BUILDS_MOST} builds in {} of searches", percent(RIGHT)))
        }
    }
}

fn found(simulated: &Simulated) -> (String, Option<bool>) {
    let called = &simulated.called;
    let n = called.len();
    let within = |nights: usize| called.iter().filter(|c| c.is_some_and(|c| c <= nights)).count();
    let alarms = called.iter().flatten().count();
    let of = count(n as u64);
    match simulated.planted {
        Planted::Nothing | Planted::NothingLater => {
            let at_most = proportion::at_most(alarms, n, 0.95)
                .map_or(String::new(), |most| format!(", upper bound {}", percent(most)));
            let share = alarms as f64 / n as f64;
            let surely_more = proportion::at_least(alarms, n, 0.95).is_ok_and(|least| least > ALARMS);
            let reached = if share <= ALARMS { (n >= FEWEST).then_some(true) } else { surely_more.then_some(false) };
            (format!("{} ({} of {of}{at_most})", percent(share), count(alarms as u64)), reached)
        }
        Planted::Step => {
            let median = median(called).map_or("never".to_string(), |median| counted(median, "night"));
            let soon = within(STEP_MOST);
            let needed = [(within(STEP_MEDIAN), 0.5), (soon, FOUND)];
            let is_soon = needed.iter().all(|(found, least)| *found as f64 >= least * n as f64);
            let surely_less = needed
                .iter()
                .any(|(found, least)| proportion::at_most(*found, n, 0.95).is_ok_and(|most| most < *least));
            let reached = if is_soon { Some(true) } else { surely_less.then_some(false) };
            let reached = reached.filter(|_| n >= FEWEST && simulated.noise == STEP_IN);
            (format!("median {median}, {} within {STEP_MOST} nights, of {of}", bounded(soon, n)), reached)
        }
        Planted::Spike => {
            let reached = if alarms > 0 { Some(false) } else { (n >= FEWEST).then_some(true) };
            (format!("{} of {of}", count(alarms as u64)), reached)
        }
        Planted::Creep => {
            let soon = within(CREEP_MOST);
            let reached = (n >= FEWEST).then_some(soon as f64 >= FOUND * n as f64);
            (format!("{} of {of}", bounded(soon, n)), reached)
        }
        Planted::Commit => {
            let soon = within(BUILDS_MOST);
            let median = median(called).map_or("never".to_string(), |median| counted(median, "build"));
            let reached = (n >= FEWEST).then_some(soon as f64 >= RIGHT * n as f64);
            (format!("{} of {of}, median {median}", bounded(soon, n)), reached)
        }
    }
}

/// The least number of nights in which half of the series were called; `None` where fewer than half ever were.
fn median(called: &[Option<usize>]) -> Option<usize> {
    let mut waited: Vec<usize> = called.iter().map(|called| called.unwrap_or(usize::MAX)).collect();
    waited.sort_unstable();
    Some(waited[(waited.len() - 1) / 2]).filter(|median| *median < usize::MAX)
}

fn bounded(of: usize, n: usize) -> String {
    share(of, n).map_or("–".to_string(), |share| wording::share(&share))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(planted: Planted, called: Vec<Option<usize>>) -> (String, Option<bool>) {
        found(&Simulated { noise: "Gaussian".into(), planted, judge: OURS.into(), called })
    }

    #[test]
    fn alarms_are_held_against_one_per_cent() {
        let with = |alarms: usize, n: usize| of(Planted::Nothing, (0..n).map(|i| (i < alarms).then_some(9)).collect());
        // The bound of 20 in 2,000 is that of `tenfold_stats::proportion`.
        assert_eq!(with(20, 2000), ("1.0 % (20 of 2,000, upper bound 1.4 %)".into(), Some(true)));
        assert_eq!(with(0, 100).1, None, "too few");
        assert_eq!(with(21, 2000).1, None, "a little more may be chance");
        assert_eq!(with(60, 2000).1, Some(false));
    }

    #[test]
    fn a_step_has_to_be_found_by_half_in_two_nights_and_by_nine_of_ten_within_four() {
        let with = |two: usize, four: usize, never: usize| {
            let times = |n: usize, called| std::iter::repeat_n(called, n);
            of(Planted::Step, times(two, Some(2)).chain(times(four, Some(4))).chain(times(never, None)).collect())
        };
        let (said, reached) = with(500, 400, 100);
        assert!(said.starts_with("median 2 nights, 90 % [") && said.ends_with("] within 4 nights, of 1,000"), "{said}");
        assert_eq!(reached, Some(true));
        assert_eq!((with(499, 401, 100).1, with(600, 299, 101).1), (None, None), "a little less may be chance");
        // 30 and 20 less are not: the standard deviations are 16 and 9.5.
        assert_eq!((with(470, 430, 100).1, with(600, 280, 120).1), (Some(false), Some(false)));
        assert!(with(1, 0, 9).0.starts_with("median never"));
    }

    #[test]
    fn one_spike_is_one_too_many_and_nine_of_ten_creeps_are_enough() {
        assert_eq!(of(Planted::Spike, vec![None; 1000]), ("0 of 1,000".into(), Some(true)));
        assert_eq!(of(Planted::Spike, vec![Some(2)]).1, Some(false));
        let creep =
            |late: usize| of(Planted::Creep, (0..1000).map(|i| Some(if i < late { 13 } else { 12 })).collect()).1;
        assert_eq!((creep(100), creep(101)), (Some(true), Some(false)));
    }

    #[test]
    fn a_search_has_to_be_right_and_soon_in_95_of_100() {
        let with = |late: usize, wrong: usize| {
            let builds = |i| if i < wrong { None } else { Some(if i < wrong + late { 10 } else { 8 }) };
            of(Planted::Commit, (0..1000).map(builds).collect())
        };
        let (said, reached) = with(30, 20);
        assert!(said.starts_with("95 % [") && said.ends_with("] of 1,000, median 8 builds"), "{said}");
        assert_eq!((reached, with(31, 20).1, with(30, 21).1), (Some(true), Some(false), Some(false)));
    }
}
