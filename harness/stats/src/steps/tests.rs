//! What is called in series whose truth is known.

use super::planted::{Change, Noise, called, nights};
use super::*;

/// Noise of 1 %, of which nights state so much as their error.
fn observed(values: &[f64], stated: f64) -> Vec<Observed> {
    values.iter().map(|v| Observed { value: 0.01 * v, error: 0.01 * stated, is_free: false }).collect()
}

/// The changes in noise of 1 % whose nights state it.
fn of(values: &[f64]) -> Vec<Step> {
    steps(&observed(values, 1.0), &Rule::TIMES)
}

/// What nights may state of their noise: nothing, half, or all of it.
const STATED: [f64; 3] = [0.0, 0.5, 1.0];

/// Nights before a planted change.
const BEFORE: usize = 150;

/// Series of each kind. Of so many, more than `MOST` raise an alarm less than once in 100 tests where one in 100 does.
const SERIES: u64 = 500;
const MOST: usize = 11;

#[test]
fn of_each_noise_about_one_series_in_100_raises_an_alarm_in_its_first_100_nights_or_in_100_after_150() {
    for (noise, stated) in Noise::EACH.into_iter().flat_map(|noise| STATED.map(|stated| (noise, stated))) {
        let mut alarms = [0; 2];
        for seed in 0..SERIES {
            let found = steps(&observed(&noise.series(BEFORE + 100, seed), stated), &Rule::TIMES);
            alarms[0] += usize::from(found.iter().any(|step| step.called < 100));
            alarms[1] += usize::from(found.iter().any(|step| step.called >= BEFORE));
        }
        assert!(alarms.iter().all(|alarms| *alarms <= MOST), "{noise:?} {stated}: {alarms:?} of {SERIES}");
    }
}

/// The share of steps of so many deviations, planted after so many nights, that is found within so many.
fn found(before: usize, size: f64, within: usize, stated: f64) -> f64 {
    let is_found = |seed: &u64| {
        let series = Change::Step(size).planted(Noise::Gaussian.series(before + 12, 1000 + seed), before);
        let found = steps(&observed(&series, stated), &Rule::TIMES);
        nights(called(&found), before).is_some_and(|nights| nights <= within)
    };
    (0..SERIES).filter(is_found).count() as f64 / SERIES as f64
}

#[test]
fn a_step_of_three_deviations_is_found_in_two_nights_and_in_nine_of_ten_within_four() {
    for stated in STATED {
        let shares = [2, 4].map(|within| found(BEFORE, 3.0, within, stated));
        assert!(shares[0] >= 0.5 && shares[1] >= 0.9, "{stated}: {shares:?}");
    }
}

#[test]
fn nights_that_state_their_errors_bear_a_large_change_from_the_first_week_on() {
    for stated in [0.5, 1.0] {
        let shares = [(4, 10.0), (8, 8.0), (8, 20.0)].map(|(before, size)| found(before, size, 4, stated));
        assert!(shares.iter().all(|share| *share >= 0.9), "{stated}: {shares:?}");
    }
}

#[test]
fn a_change_that_anyone_sees_in_ten_real_nights_is_called() {
    // Ratios and their errors in per cent; nobody had planted it.
    let values = [0.43, 0.38, -0.29, 0.10, -0.19, 0.26, 2.53, 3.61, 3.47, 2.70];
    let errors = [0.20, 0.27, 0.33, 0.12, 0.26, 0.17, 0.29, 0.30, 0.19, 0.62];
    let night = |(value, error): (f64, f64)| Observed { value: value / 100.0, error: error / 100.0, is_free: false };
    let found = steps(&values.into_iter().zip(errors).map(night).collect::<Vec<_>>(), &Rule::TIMES);
    assert_eq!(found.iter().map(|step| step.at).collect::<Vec<_>>(), [6], "{found:?}");
}

/// Counts of instructions, which state no error.
fn counts(values: &[f64]) -> Vec<Observed> {
    values.iter().map(|&value| Observed { value, error: 0.0, is_free: false }).collect()
}

#[test]
fn three_nights_of_equal_instructions_are_enough_to_see_more_of_them() {
    let counted = |values: &[f64]| steps(&counts(values), &Rule::INSTRUCTIONS);
    let found = counted(&[0.0, 0.0, 0.0, 0.04, 0.04]);
    assert_eq!(found.iter().map(|step| (step.at, step.called)).collect::<Vec<_>>(), [(3, 4)]);
    assert!(counted(&[0.0, 0.0, 0.0, 0.04, 0.0, 0.0]).is_empty() && counted(&[0.0, 0.04, 0.04, 0.04]).is_empty());
}

#[test]
fn a_creep_of_half_a_deviation_a_night_is_named_within_twelve() {
    let found = (0..SERIES).filter(|seed| {
        let series = Change::Creep(0.5).planted(Noise::Gaussian.series(BEFORE + 12, 2000 + seed), BEFORE);
        nights(called(&of(&series)), BEFORE).is_some_and(|nights| nights <= 12)
    });
    assert!(found.count() as f64 >= 0.9 * SERIES as f64);
}

#[test]
fn in_1000_series_no_single_spike_is_called_a_change() {
    let alarms = (0..1000u64).filter(|seed| {
        let quiet = Noise::Gaussian.series(BEFORE + 6, 3000 + seed);
        let size = [10.0, -10.0, 30.0][*seed as usize % 3];
        // What the noise itself raises is counted elsewhere.
        of(&quiet).is_empty() && !of(&Change::Spike(size).planted(quiet, BEFORE)).is_empty()
    });
    assert_eq!(alarms.count(), 0);
}

#[test]
fn a_step_that_is_reverted_is_two_changes_and_so_are_two_small_ones() {
    for seed in 0..20 {
        let noise = || Noise::Gaussian.series(110, seed);
        let reverted = Change::Step(-10.0).planted(Change::Step(10.0).planted(noise(), 60), 75);
        let found = of(&reverted);
        assert_eq!(found.iter().map(|step| step.at).collect::<Vec<_>>(), [60, 75], "{seed}: {found:#?}");
        let twice = Change::Step(4.0).planted(Change::Step(4.0).planted(noise(), 60), 75);
        let found = of(&twice);
        assert_eq!(found.len(), 2, "{seed}: {found:#?}");
        assert!(found.iter().all(|step| (step.size - 0.04).abs() < 0.015), "{seed}: {found:#?}");
    }
}

#[test]
fn a_step_is_called_with_its_place_its_size_and_what_is_left_of_doubt() {
    let series = Change::Step(10.0).planted(Noise::Gaussian.series(80, 6), 50);
    let found = of(&series);
    assert_eq!((found.len(), found[0].at), (1, 50));
    assert!((51..=52).contains(&found[0].called) && found[0].none <= MOST_NONE, "{found:?}");
    let [low, high] = found[0].interval;
    assert!(low < 0.1 && 0.1 < high && high - low < 0.02, "{found:?}");
}

#[test]
fn what_is_called_is_known_from_the_nights_up_to_then() {
    // Later nights change no call, only its size.
    let series = Change::Step(4.0).planted(Noise::Autocorrelated.series(120, 11), 60);
    let all = of(&series);
    assert!(!all.is_empty());
    for step in &all {
        let then = of(&series[..=step.called]);
        let last = then.last().expect("it was called then");
        assert_eq!((last.at, last.called, last.none), (step.at, step.called, step.none));
        assert!(of(&series[..step.called]).len() < then.len());
    }
}

#[test]
fn a_free_level_is_no_change_and_the_next_one_is() {
    let mut values = Noise::Gaussian.series(100, 3);
    values.iter_mut().skip(40).for_each(|v| *v += 50.0);
    let mut points = observed(&values, 0.5);
    assert_eq!(steps(&points, &Rule::TIMES).len(), 1);
    points[40].is_free = true;
    assert!(steps(&points, &Rule::TIMES).is_empty());
    points.iter_mut().skip(80).for_each(|p| p.value += 0.1);
    let found = steps(&points, &Rule::TIMES);
    assert_eq!(found.iter().map(|step| step.at).collect::<Vec<_>>(), [80]);
}

#[test]
fn a_night_s_own_error_is_the_least_its_noise_can_be() {
    // Two nights 5 % off where nights scatter by 1 % are a change, and none where these nights know no better than to 5 %.
    let mut values = Noise::Gaussian.series(152, 9);
    values.iter_mut().skip(150).for_each(|v| *v = 5.0);
    let mut points = observed(&values, 0.5);
    assert_eq!(steps(&points, &Rule::TIMES).len(), 1);
    points.iter_mut().skip(150).for_each(|p| p.error = 0.05);
    assert!(steps(&points, &Rule::TIMES).is_empty());
}

#[test]
fn counts_that_never_scatter_change_by_a_thousandth_and_one_odd_night_is_none() {
    let of = |values: &[f64]| steps(&counts(values), &Rule::INSTRUCTIONS);
    assert!(of(&[0.0; 40]).is_empty());
    let step = |size: f64| [vec![0.0; 20], vec![size; 10]].concat();
    let found = of(&step(0.0012));
    assert_eq!(found.len(), 1);
    assert_eq!((found[0].at, found[0].size, found[0].interval), (20, 0.0012, [0.0012, 0.0012]));
    assert!(of(&step(0.0009)).is_empty());
    let mut odd = vec![0.0; 30];
    odd[20] = 0.5;
    assert!(of(&odd).is_empty());
}

#[test]
fn few_nights_say_nothing() {
    assert!(of(&[]).is_empty() && of(&[1.0]).is_empty());
    assert!(of(&[0.0, 1.0, 0.0, 9.0, 9.0, 9.0]).is_empty());
    assert!(of(&[100.0; 200]).is_empty());
}
