//! Scaling over time: does parallel efficiency erode?
//!
//! Efficiency on N workers is T₁ / (N T_N). That of the revision over that of the reference is the ratio of times on one worker
//! over that on N, since the N cancels: no ideal is needed, and no time of another night.

use super::series::Followed;
use super::words::ratio;
use serde::Serialize;
use tenfold_analysis::format::percent;

/// A variant on one worker and on several.
#[derive(Serialize)]
pub(super) struct Pair {
    /// "flow threaded × 4 (n = 8)".
    name: String,
    /// Index of the series on one worker.
    one: usize,
    /// Index of the series on several.
    many: usize,
    /// Efficiency now over the reference's, with its interval.
    now: String,
    /// Its logarithm, to sort by.
    log: f64,
    /// "lower", "higher" or empty: what the interval shows.
    class: &'static str,
}

/// Every variant that is followed on one worker and on several.
pub(super) fn pairs(followed: &[Followed<'_>]) -> Vec<Pair> {
    let mut pairs = Vec::new();
    for (many, f) in followed.iter().enumerate().filter(|(_, f)| f.series.workers > 1) {
        let same = |one: &Followed<'_>| {
            one.series.workers == 1
                && (&one.series.group, &one.series.name, &one.series.problem)
                    == (&f.series.group, &f.series.name, &f.series.problem)
        };
        let Some(one) = followed.iter().position(same) else { continue };
        let (Some(a), Some(b)) = (followed[one].level(), f.level()) else { continue };
        let log = a.value - b.value;
        // The two are independent: their distances to the ends of their intervals add as squares (Zou & Donner 2008).
        let ([a_low, a_high], [b_low, b_high]) = (a.interval, b.interval);
        let low = log - (a.value - a_low).hypot(b_high - b.value);
        let high = log + (a_high - a.value).hypot(b.value - b_low);
        let class = match (low, high) {
            (_, high) if high < 0.0 => "lower",
            (low, _) if low > 0.0 => "higher",
            _ => "",
        };
        pairs.push(Pair { name: f.series.to_string(), one, many, now: ratio(log, [low, high]), log, class });
    }
    pairs
}

/// The answer to the section's question.
pub(super) fn answer(pairs: &[Pair]) -> String {
    let worst = pairs.iter().filter(|pair| pair.class == "lower").min_by(|a, b| a.log.total_cmp(&b.log));
    match (worst, pairs.len()) {
        (Some(worst), n) => format!(
            "Yes: {} of {n} lost parallel efficiency, most of all {}, which has {} less than the reference.",
            pairs.iter().filter(|pair| pair.class == "lower").count(),
            worst.name,
            percent(-worst.log.exp_m1())
        ),
        (None, 1) => {
            format!("No: {} shows no loss of parallel efficiency against the reference.", pairs[0].name)
        }
        (None, n) => format!("No: none of {n} shows a loss of parallel efficiency against the reference."),
    }
}
