//! What is called in series whose truth is known.

use super::planted::{Change, Noise, called, nights};
use super::*;

fn observed(values: &[f64]) -> Vec<Observed> {
    values.iter().map(|&value| Observed { value, error: 0.0, is_free: false }).collect()
}

/// The changes in noise of 1 %.
fn of(values: &[f64]) -> Vec<Step> {
    steps(&observed(&values.iter().map(|v| 0.01 * v).collect::<Vec<_>>()), &Rule::TIMES)
}

/// Nights before a planted change.
const BEFORE: usize = 150;

/// Series of each kind.
const SERIES: u64 = 300;

#[test]
fn in_300_series_of_each_noise_at_most_one_in_100_raises_an_alarm_in_100_nights() {
    for noise in Noise::EACH {
        let alarms = (0..SERIES).filter(|&seed| !of(&noise.series(100, seed)).is_empty()).count();
        assert!(alarms <= 3, "{noise:?}: {alarms} of {SERIES}");
    }
}

#[test]
fn in_300_series_a_step_of_three_deviations_is_found_in_two_nights_and_in_nine_of_ten_within_four() {
    let mut waited: Vec<usize> = (0..SERIES)
        .map(|seed| {
            let series = Change::Step(3.0).planted(Noise::Gaussian.series(BEFORE + 12, 1000 + seed), BEFORE);
            nights(called(&of(&series)), BEFORE).unwrap_or(usize::MAX)
        })
        .collect();
    waited.sort_unstable();
    let share = |within: usize| waited.iter().filter(|w| **w <= within).count() as f64 / SERIES as f64;
    assert!(share(2) >= 0.5 && share(4) >= 0.9, "{} {}", share(2), share(4));
}

#[test]
fn in_300_series_a_creep_of_half_a_deviation_a_night_is_named_within_twelve() {
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
    let mut points = observed(&values.iter().map(|v| 0.01 * v).collect::<Vec<_>>());
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
    let mut values: Vec<f64> = Noise::Gaussian.series(152, 9).iter().map(|v| 0.01 * v).collect();
    values.iter_mut().skip(150).for_each(|v| *v = 0.05);
    let mut points = observed(&values);
    assert_eq!(steps(&points, &Rule::TIMES).len(), 1);
    points.iter_mut().skip(150).for_each(|p| p.error = 0.05);
    assert!(steps(&points, &Rule::TIMES).is_empty());
}

#[test]
fn counts_that_never_scatter_change_by_a_thousandth_and_one_odd_night_is_none() {
    let of = |values: &[f64]| steps(&observed(values), &Rule::INSTRUCTIONS);
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
    assert!(steps(&observed(&[1.0; 200]), &Rule::TIMES).is_empty());
}
