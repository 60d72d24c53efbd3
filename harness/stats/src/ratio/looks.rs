//! A comparison that is looked at while it is still being measured.
//!
//! Looking several times and stopping at the first alarm multiplies the false alarms. Here a share of the
//! alarm rate is set aside for each look, and what is not used is carried on (K. K. G. Lan and
//! D. L. DeMets, "Discrete sequential boundaries for clinical trials", Biometrika 70 (1983) 659–663; by
//! the clock instead of the number of units: the same, "Group sequential procedures: calendar versus
//! information time", Statistics in Medicine 8 (1989) 1191–1198). Under no change the signs of the log
//! ratios are tosses of a fair coin, so the chance of an alarm at this look and at none before it is not
//! approximated but counted, over all ways the tosses can fall. The intervals that decide are the
//! repeated ones of C. Jennison and B. W. Turnbull ("Interim analyses: the repeated confidence interval
//! approach", JRSS B 51 (1989) 305–361): they hold whatever the reason for stopping.

use super::Comparison;
use super::layout::Added;
use super::verdict::{Decision, Verdict, detectable, verdict};
use crate::error::{StatsError, within};
use crate::estimate::{Estimate, Interval};
use crate::fair_coin::{cumulative, tosses};
use crate::median_interval::median_estimate;
use crate::normal::normal_quantile;
use crate::quantile::sorted;

/// Stopping at a narrow interval picks those that came out narrow by chance: with the ordinary interval this cost a point
/// of coverage in simulation (93.7–94.7 % for 95 %, `harness/duel/tests/simulated.rs`). The interval shown is drawn for
/// this part of the error asked, which brings it to 94.5–96 %.
const ERROR_PART: f64 = 0.8;

/// A look: how many units there were, and what share of the alarm rate could be spent until then.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Look {
    /// Units so far.
    pub units: usize,
    /// Share of the alarm rate set aside for this look and all before it, 0 … 1.
    pub share: f64,
}

/// Compares by the log ratios log(base / new) of independent units, all that there are at the last of
/// `looks`. `Decision::alarm_rate` holds over all looks together. The interval shown in `ratio` has
/// the level `Decision::level` under a rule for stopping that asks for its width, never for its place.
///
/// # Errors
/// No looks, looks that shrink, another number of units than the last look says, a bad decision.
pub fn looked(logs: &[f64], looks: &[Look], decision: Decision) -> Result<Comparison, StatsError> {
    decision.check()?;
    check(logs, looks)?;
    let deciding = depth(looks, decision.alarm_rate).map(|minority| interval(logs, minority)).transpose()?;
    let ratio = shown(logs, decision.level)?.map_monotone(f64::exp);
    Ok(Comparison { ratio, p_value: p_value(logs, looks, decision.alarm_rate), verdict: verdict(deciding) })
}

/// As [`looked`], where the sides are builds of two sources, and what is asked is how the sources differ: the intervals
/// contain the difference that layouts make, and a verdict needs all builds to agree.
///
/// # Errors
/// As [`looked`]; another number of `builds`, which are those of each unit.
pub fn looked_over_builds(
    logs: &[f64],
    looks: &[Look],
    builds: &[[usize; 2]],
    decision: Decision,
) -> Result<Comparison, StatsError> {
    decision.check()?;
    check(logs, looks)?;
    let added = Added::of(logs, builds)?;
    let estimate = shown(logs, decision.level)?;
    let widened = |i: Interval| added.widened(estimate.value, i);
    let own = depth(looks, decision.alarm_rate).map(|minority| interval(logs, minority)).transpose()?;
    // The interval of a sign test has the level that whole numbers allow, which is no lower than the one asked.
    let own = own.map(|i| Interval { level: 1.0 - decision.alarm_rate, ..i });
    let deciding = own.map(widened);
    let ratio = Estimate { interval: estimate.interval.map(widened), ..estimate }.map_monotone(f64::exp);
    let otherwise = Verdict::NoDifference { detectable: deciding.map_or(f64::INFINITY, detectable) };
    let verdict = added.agreed(verdict(deciding), otherwise);
    let by_launches = p_value(logs, looks, decision.alarm_rate);
    let p_value = by_launches.max(own.map_or(1.0, |own| added.p_value(estimate.value, error_of(estimate.value, own))));
    // Of a sum of two errors both are approximations.
    let p_value = if verdict == otherwise { p_value } else { p_value.min(decision.alarm_rate) };
    Ok(Comparison { ratio, p_value, verdict })
}

/// The standard error of a log ratio of `value` by the end of its interval that is nearer to zero: that is what decides.
fn error_of(value: f64, interval: Interval) -> f64 {
    let end = if value > 0.0 { interval.low } else { interval.high };
    (value - end).abs() / normal_quantile((1.0 + interval.level) / 2.0)
}

/// The log ratio with the interval that is shown.
fn shown(logs: &[f64], level: f64) -> Result<Estimate, StatsError> {
    let estimate = median_estimate(logs, 1.0 - ERROR_PART * (1.0 - level))?;
    Ok(Estimate { interval: estimate.interval.map(|i| Interval { level, ..i }), ..estimate })
}

/// Half the width of the interval that decides at the last of `looks`, as a log ratio; infinite where the units are too
/// few for one. The width to ask for when stopping.
///
/// # Errors
/// As [`looked`].
pub fn half_width(logs: &[f64], looks: &[Look], decision: Decision) -> Result<f64, StatsError> {
    decision.check()?;
    check(logs, looks)?;
    let minority = depth(looks, decision.alarm_rate);
    Ok(minority.map(|m| interval(logs, m)).transpose()?.map_or(f64::INFINITY, |i| i.width() / 2.0))
}

fn check(logs: &[f64], looks: &[Look]) -> Result<(), StatsError> {
    let Some(last) = looks.last() else {
        return Err(StatsError::TooFew { what: "looks", needed: 1, present: 0 });
    };
    looks.iter().try_for_each(|l| within("share of the alarm rate", l.share, 0.0, 1.0))?;
    for pair in looks.windows(2) {
        let (a, b) = (pair[0], pair[1]);
        within("units of a look", b.units as f64, a.units as f64, f64::MAX)?;
        within("share of the alarm rate", b.share, a.share, 1.0)?;
    }
    match logs.len() == last.units {
        true => Ok(()),
        false => Err(StatsError::Unpaired { what: "units at the last look", left: logs.len(), right: last.units }),
    }
}

/// The interval whose ends leave `minority` values outside on either side.
fn interval(logs: &[f64], minority: usize) -> Result<Interval, StatsError> {
    let (v, n) = (sorted(logs)?, logs.len());
    Ok(Interval { low: v[minority], high: v[n - 1 - minority], level: 1.0 - 2.0 * cumulative(n)[minority] })
}

/// The greatest number of signs in the minority that raises an alarm at the last look; `None` where
/// even signs that all agree do not.
fn depth(looks: &[Look], alarm_rate: f64) -> Option<usize> {
    let mut walk = Walk::default();
    looks.iter().fold(None, |_, look| walk.look(look, alarm_rate))
}

/// Chances of the numbers of positive signs, for the ways of tossing that raised no alarm so far.
struct Walk {
    units: usize,
    chance: Vec<f64>,
    spent: f64,
}

impl Default for Walk {
    fn default() -> Self {
        Walk { units: 0, chance: vec![1.0], spent: 0.0 }
    }
}

impl Walk {
    /// Tosses on to the units of `look`, and takes out what raises an alarm there.
    fn look(&mut self, look: &Look, alarm_rate: f64) -> Option<usize> {
        self.toss(look.units - self.units);
        let n = self.units;
        let mut found = None;
        for minority in 0..n.div_ceil(2) {
            // Both tails at once: this many positive signs, or this many negative ones.
            let mass = self.chance[minority] + self.chance[n - minority];
            if self.spent + mass > alarm_rate * look.share {
                break;
            }
            self.spent += mass;
            self.chance[minority] = 0.0;
            self.chance[n - minority] = 0.0;
            found = Some(minority);
        }
        found
    }

    fn toss(&mut self, times: usize) {
        let new = tosses(times);
        let mut chance = vec![0.0; self.chance.len() + times];
        for (heads, before) in self.chance.iter().enumerate() {
            for (more, p) in new.iter().enumerate() {
                chance[heads + more] += before * p;
            }
        }
        (self.chance, self.units) = (chance, self.units + times);
    }
}

/// An alarm rate at which the last look would have raised the alarm (the repeated p-value of Jennison and Turnbull 1989): at most
/// `alarm_rate` exactly where that raises it. It is the least one but for early looks, which may spend less at a higher rate, as
/// chances come in lumps. Ties count with the minority, as in [`crate::fair_coin::sign_test`].
fn p_value(logs: &[f64], looks: &[Look], alarm_rate: f64) -> f64 {
    let count = |holds: fn(&f64) -> bool| logs.iter().filter(|l| holds(l)).count();
    let minority = logs.len() - count(|l| *l > 0.0).max(count(|l| *l < 0.0));
    let alarm = |rate: f64| depth(looks, rate).is_some_and(|d| d >= minority);
    // Below the chance that all tosses agree no rate raises an alarm; below the other no one asks.
    let least = 0.5f64.powi(logs.len() as i32).max(1e-300);
    let (mut low, mut high) = if alarm(alarm_rate) { (least, alarm_rate) } else { (alarm_rate, 1.0) };
    if !alarm(high) {
        return 1.0;
    }
    while high / low > 1.001 {
        // Their product may be too small for a number.
        let middle = low.sqrt() * high.sqrt();
        if alarm(middle) { high = middle } else { low = middle }
    }
    high
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fair_coin::sign_test;
    use crate::ratio::Verdict;

    const ONCE: fn(usize) -> [Look; 1] = |units| [Look { units, share: 1.0 }];

    #[test]
    fn a_single_look_is_the_exact_sign_test() {
        for n in 1..40 {
            for negative in 0..=n {
                let logs: Vec<f64> = (0..n).map(|i| if i < negative { -0.1 } else { 0.1 }).collect();
                let p_value = sign_test(n - negative, 0, negative);
                let looked = looked(&logs, &ONCE(n), Decision::default()).unwrap();
                let alarm = !matches!(looked.verdict, Verdict::NoDifference { .. });
                assert_eq!(alarm, p_value <= 0.01, "{n} {negative}");
                assert!((looked.p_value / p_value - 1.0).abs() < 2e-3, "{} {p_value}", looked.p_value);
            }
        }
    }

    /// Every way that `n` coins can fall, walked through all looks.
    fn alarms_by_enumeration(looks: &[Look], rate: f64) -> f64 {
        let n = looks.last().unwrap().units;
        let alarm = |way: &u32| {
            (1..=looks.len()).any(|k| {
                let units = looks[k - 1].units;
                let heads = (way & ((1 << units) - 1)).count_ones() as usize;
                depth(&looks[..k], rate).is_some_and(|d| heads.min(units - heads) <= d)
            })
        };
        (0..1u32 << n).filter(alarm).count() as f64 / f64::from(1u32 << n)
    }

    #[test]
    fn over_all_looks_the_alarm_rate_is_kept_and_nearly_used() {
        let plan = [(4, 0.25), (9, 0.5), (13, 0.75), (18, 1.0)].map(|(units, share)| Look { units, share });
        for rate in [0.01, 0.05, 0.2] {
            let counted = alarms_by_enumeration(&plan, rate);
            assert!(counted <= rate && counted > 0.4 * rate, "{rate}: {counted}");
        }
        // Four looks that each take the whole rate for themselves would not keep it.
        let naive: f64 = {
            let alarm = |way: &u32| {
                plan.iter().any(|look| {
                    let heads = (way & ((1 << look.units) - 1)).count_ones() as usize;
                    depth(&ONCE(look.units), 0.05).is_some_and(|d| heads.min(look.units - heads) <= d)
                })
            };
            (0..1u32 << 18).filter(alarm).count() as f64 / f64::from(1u32 << 18)
        };
        assert!(naive > 0.055, "{naive}");
    }

    #[test]
    fn what_early_looks_do_not_use_is_carried_on() {
        let late = [Look { units: 3, share: 0.5 }, Look { units: 20, share: 1.0 }];
        assert_eq!(depth(&late, 0.01), depth(&ONCE(20), 0.01));
    }

    #[test]
    fn a_p_value_ends_however_many_units_there_are() {
        let mixed = |n: usize, odd: usize| (0..n).map(|i| if i % odd == 0 { -0.1 } else { 0.1 }).collect::<Vec<f64>>();
        let of = |logs: &[f64]| p_value(logs, &ONCE(logs.len()), 0.01);
        let all_agree = of(&[0.1; 600]);
        assert!((all_agree / 2f64.powi(-599) - 1.0).abs() < 2e-3, "{all_agree}");
        assert!(of(&mixed(1_200, 2)) > 0.9 && of(&mixed(1_200, 3)) < 1e-20);
        assert!(of(&[0.1; 1_200]) < 1.1e-300);
    }

    #[test]
    fn a_verdict_never_stands_beside_a_greater_p_value() {
        // At 0.01 the first look can spend nothing; from 0.0104 on it does, and leaves too little for the last.
        let looks = [Look { units: 8, share: 0.75 }, Look { units: 21, share: 1.0 }];
        let logs: Vec<f64> = (0..21).map(|i| if i < 4 { -0.1 } else { 0.1 }).collect();
        let one = looked(&logs, &looks, Decision::default()).unwrap();
        assert!(one.verdict == Verdict::Faster && one.p_value <= 0.01, "{one:?}");
        // Launches that do not scatter, of four builds a side.
        let builds: Vec<[usize; 2]> = (0..16).map(|i| [i % 4, i / 4]).collect();
        let built = looked_over_builds(&[0.005; 16], &ONCE(16), &builds, Decision::default()).unwrap();
        // t = 0.005 / 0.0015 with 12 degrees of freedom.
        assert!(built.verdict == Verdict::Faster && (built.p_value - 0.006).abs() < 1e-4, "{built:?}");
        let unsure = looked_over_builds(&[0.003; 16], &ONCE(16), &builds, Decision::default()).unwrap();
        assert!(matches!(unsure.verdict, Verdict::NoDifference { .. }) && unsure.p_value > 0.01, "{unsure:?}");
    }

    #[test]
    fn the_width_needs_enough_units() {
        assert_eq!(half_width(&[0.1; 7], &ONCE(7), Decision::default()), Ok(f64::INFINITY));
        let logs: Vec<f64> = (0..8).map(f64::from).collect();
        assert_eq!(half_width(&logs, &ONCE(8), Decision::default()), Ok(3.5));
    }

    #[test]
    fn mistakes_are_named() {
        let d = Decision::default();
        assert!(looked(&[], &[], d).is_err());
        assert!(looked(&[0.1; 3], &ONCE(4), d).is_err());
        assert!(looked(&[0.1; 3], &[Look { units: 5, share: 0.5 }, Look { units: 3, share: 1.0 }], d).is_err());
        assert!(looked(&[0.1; 3], &[Look { units: 3, share: 1.5 }], d).is_err());
    }
}
