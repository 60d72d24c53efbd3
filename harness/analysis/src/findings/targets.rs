//! Targets, set before the run, against what was measured.

use super::guesses::measured;
use super::{Estimate, Ladder, Roofline};
use tenfold_record::{Base, Guess, Part, Target};

/// A target with what became of it.
#[derive(Clone, Debug)]
pub struct TargetScore<'r> {
    /// The target.
    pub target: &'r Target,
    /// What was measured, or why nothing was.
    pub outcome: Result<Estimate, String>,
}

/// Whether a target is met.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Met {
    /// The whole interval lies at or above it.
    Yes,
    /// The whole interval lies below it.
    No,
    /// It lies within the interval, or nothing is known.
    Unknown,
}

impl<'r> TargetScore<'r> {
    pub(super) fn of(
        target: &'r Target,
        ladder: &Ladder<'_>,
        roofline: Option<&Roofline<'_>>,
        part: &Part,
    ) -> TargetScore<'r> {
        let Target { subject, base, factor } = target;
        let outcome = match base {
            Base::Variant(base) => {
                measured(&Guess { subject: subject.clone(), base: base.clone(), factor: *factor }, ladder, part)
            }
            Base::Limit => share_of_limit(subject, ladder),
            Base::Bandwidth => share_of_bandwidth(subject, ladder, roofline),
        };
        TargetScore { target, outcome }
    }

    /// Whether it is met.
    pub fn met(&self) -> Met {
        match self.outcome.as_ref().ok().and_then(|estimate| estimate.interval) {
            Some(interval) if interval.low >= self.target.factor => Met::Yes,
            Some(interval) if interval.high < self.target.factor => Met::No,
            _ => Met::Unknown,
        }
    }
}

/// The share of its limit that a variant reaches.
fn share_of_limit(variant: &str, ladder: &Ladder<'_>) -> Result<Estimate, String> {
    let row = ladder.row(variant).ok_or_else(|| format!("{variant} has no valid time"))?;
    let share = row.share_of_limit.ok_or("its limit was not measured")?;
    let limit = share * row.seconds();
    Ok(row.times.estimate.map_monotone(|seconds| limit / seconds))
}

/// The share of the bandwidth of the level its data come from, by the bytes that it streams.
fn share_of_bandwidth(variant: &str, ladder: &Ladder<'_>, roofline: Option<&Roofline<'_>>) -> Result<Estimate, String> {
    let row = ladder.row(variant).ok_or_else(|| format!("{variant} has no valid time"))?;
    let key = row.times.cell.key;
    let position = roofline.and_then(|roofline| roofline.positions.iter().find(|p| p.row.times.cell.key == key));
    let share = position.and_then(|p| p.of_level).ok_or("the bandwidth that it depends on was not measured")?;
    let least = share * row.seconds();
    Ok(row.times.estimate.map_monotone(|seconds| least / seconds))
}

#[cfg(test)]
mod tests {
    use super::*;
    use tenfold_stats::Interval;

    #[test]
    fn a_target_within_the_interval_is_neither_met_nor_missed() {
        let met = |factor: f64| {
            let target = Target { subject: "a".into(), base: Base::Limit, factor };
            let interval = Some(Interval { low: 0.7, high: 0.9, level: 0.95 });
            TargetScore { target: &target, outcome: Ok(Estimate { value: 0.8, interval, n: 8 }) }.met()
        };
        assert_eq!([0.7, 0.75, 0.9, 0.91].map(met), [Met::Yes, Met::Unknown, Met::Unknown, Met::No]);
        let target = Target { subject: "a".into(), base: Base::Limit, factor: 1.0 };
        assert_eq!(TargetScore { target: &target, outcome: Err("a has no number".into()) }.met(), Met::Unknown);
    }
}
