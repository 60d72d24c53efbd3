//! When are a night's ratios not to be used?

use super::Quantity;
use super::watched::{Track, tracks};
use crate::{History, Night};
use tenfold_stats::median;
use tenfold_stats::steps::{Rule, levels, steps};

/// A deviation of so many standard deviations is significant.
const SIGNIFICANT: f64 = 3.0;

/// So many series at least have to deviate, and more than half of those that can be judged.
const FEWEST: usize = 3;

/// Φ⁻¹(3/4), which divides a median absolute deviation.
const OF_NORMAL: f64 = 0.674_489_750_196_081_7;

/// A level of fewer nights is too little known.
const LEAST_NIGHTS: usize = 5;

/// Why the ratios of `night`, which is not yet in `history`, are not to be used; `None` where they are.
///
/// A reference that differs from itself shows that the night measured something else than the code. So do series that all
/// deviate one way, unless they did so in the night before already: then it lasts, as what a compiler's flag does.
pub fn void(history: &History, night: &Night) -> Option<String> {
    let alarmed: Vec<String> = night
        .sentinels
        .iter()
        .filter(|sentinel| sentinel.alarmed)
        .map(|sentinel| format!("{} by {:+.1} %", sentinel.series, 100.0 * sentinel.measured.log_ratio.exp_m1()))
        .collect();
    if !alarmed.is_empty() {
        return Some(format!("the reference differs from itself: {}", alarmed.join(", ")));
    }
    let mut known = History { nights: history.nights.clone(), reference: history.reference.clone() };
    let key = |night: &Night| (night.revision.depth, night.started_ms);
    let place = known.nights.partition_point(|other| key(other) <= key(night));
    known.nights.insert(place, night.clone());
    // Whether the night before deviated as well is asked of it even if it is void.
    let around = place.saturating_sub(1)..=place;
    known.nights[around].iter_mut().for_each(|night| night.void = None);
    let lines = known.lines();
    let tracks: Vec<Track> =
        lines.iter().flat_map(|line| tracks(&known, line)).filter(|t| t.kind == Quantity::Time).collect();
    let tonight = one_way(&tracks, place)?;
    let before = place.checked_sub(1).and_then(|before| one_way(&tracks, before));
    if before.is_some_and(|before| before.is_slower == tonight.is_slower) {
        return None;
    }
    let way = if tonight.is_slower { "slower" } else { "faster" };
    Some(format!("{} of {} series are {way} than their levels, none the other way", tonight.deviating, tonight.judged))
}

/// Series that deviate one way in a night.
struct OneWay {
    is_slower: bool,
    deviating: usize,
    judged: usize,
}

/// Whether more than half of the series deviate one way in a night, and none the other way.
fn one_way(tracks: &[Track<'_>], night: usize) -> Option<OneWay> {
    let scores: Vec<f64> = tracks.iter().filter_map(|track| score(track, night)).collect();
    let slower = scores.iter().filter(|score| **score > SIGNIFICANT).count();
    let faster = scores.iter().filter(|score| **score < -SIGNIFICANT).count();
    let deviating = slower.max(faster);
    let is_one_way = slower.min(faster) == 0 && deviating >= FEWEST && 2 * deviating > scores.len();
    is_one_way.then_some(OneWay { is_slower: slower > 0, deviating, judged: scores.len() })
}

/// How far the series lies from its level in that night, in standard deviations; `None` where either is not known.
fn score(track: &Track<'_>, night: usize) -> Option<f64> {
    let at = track.nights.binary_search(&night).ok().filter(|at| !track.observed[*at].is_free)?;
    let before = &track.observed[..at];
    let changed: Vec<usize> = steps(before, &Rule::TIMES).iter().map(|step| step.at).collect();
    let level = *levels(before, &changed).last()?;
    let segment = &before[level.from..];
    if segment.len() < LEAST_NIGHTS {
        return None;
    }
    let deviations: Vec<f64> = segment.iter().map(|o| (o.value - level.value).abs()).collect();
    let errors: Vec<f64> = segment.iter().map(|o| o.error).collect();
    let scattered = median(&deviations).ok()? / OF_NORMAL;
    let tonight = track.observed[at];
    let scale = scattered.max(median(&errors).ok()?).max(tonight.error).max(Rule::TIMES.floor);
    Some((tonight.value - level.value) / scale)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{measured, night, series};
    use crate::{Observation, Outcome, Sentinel};
    use tenfold_stats::steps::planted::Noise;

    const SERIES: usize = 6;

    /// Night `n`, in which the series at each place deviates by so much of what is added to its noise.
    fn nth(n: usize, added: impl Fn(usize) -> f64) -> Night {
        let one = |place: usize| Observation {
            series: series("flow", &format!("v{place}")),
            outcome: Outcome::Measured(measured(0.01 * Noise::Gaussian.series(40, place as u64)[n] + added(place))),
        };
        Night { observations: (0..SERIES).map(one).collect(), ..night(n as u64 + 2) }
    }

    fn history() -> History {
        History { nights: (0..20).map(|n| nth(n, |_| 0.0)).collect(), reference: None }
    }

    #[test]
    fn a_night_in_which_most_series_deviate_one_way_is_void_once() {
        let mut history = history();
        let slow = |n| nth(n, |place| if place < 4 { 0.1 } else { 0.0 });
        assert_eq!(void(&history, &nth(20, |_| 0.0)), None);
        let why = void(&history, &slow(20)).expect("it is void");
        assert_eq!(why, "4 of 6 series are slower than their levels, none the other way");
        // The night after deviates as well: it lasts. So it does in the third.
        history.nights.push(Night { void: Some(why), ..slow(20) });
        assert_eq!(void(&history, &slow(21)), None);
        history.nights.push(slow(21));
        assert_eq!(void(&history, &slow(22)), None);
        // The other way is another reason.
        let fast = nth(21, |_| -0.1);
        history.nights.pop();
        assert_eq!(void(&history, &fast).unwrap(), "6 of 6 series are faster than their levels, none the other way");
    }

    #[test]
    fn few_series_and_both_ways_are_no_reason() {
        let of = |added: fn(usize) -> f64| void(&history(), &nth(20, added));
        assert_eq!(of(|place| if place < 3 { 0.1 } else { 0.0 }), None, "half is not more than half");
        assert_eq!(of(|place| if place < 5 { 0.1 } else { -0.1 }), None);
        let two = |mut night: Night| {
            night.observations.truncate(2);
            night
        };
        assert_eq!(void(&history(), &two(nth(20, |_| 0.1))), None);
        let short = History { nights: history().nights[..3].to_vec(), reference: None };
        assert_eq!(void(&short, &nth(20, |_| 0.1)), None, "no level is known yet");
    }

    #[test]
    fn a_reference_that_differs_from_itself_is_a_reason() {
        let mut night = nth(20, |_| 0.0);
        let sentinel =
            |alarmed| Sentinel { series: series("flow", "naive"), measured: measured(1.05f64.ln()), alarmed };
        night.sentinels = vec![sentinel(false)];
        assert_eq!(void(&history(), &night), None);
        night.sentinels.push(sentinel(true));
        let why = void(&history(), &night).unwrap();
        assert_eq!(why, "the reference differs from itself: flow naive (n=8) by +5.0 %");
    }
}
