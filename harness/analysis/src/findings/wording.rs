//! How findings are put into words, the same on the page and in the terminal.

use super::{Estimate, Times};
use crate::format;
use tenfold_record::{Launch, Outcome, Part, Scaling, Value, Values};
use tenfold_stats::LEVEL;
use tenfold_stats::table::FEWEST_ROUNDS;

pub use super::ladder::label;

/// Params in words: "n = 10,240,000 · density = 0.52".
pub fn params(params: &Values) -> String {
    let param = |(name, value): (&String, &Value)| match value {
        Value::Int(i) if *i >= 0 => format!("{name} = {}", format::count(*i as u64)),
        // Files of one name may differ, so their content is told as well.
        Value::File(file) => {
            let called = file.path.file_name().unwrap_or(file.path.as_os_str()).to_string_lossy();
            format!("{name} = {called} ({})", file.sha256.get(..8).unwrap_or(&file.sha256))
        }
        other => format!("{name} = {other}"),
    };
    params.iter().map(param).collect::<Vec<_>>().join(" · ")
}

/// The problem in words: "n = 10,240,000 · density = 0.52".
pub fn problem(part: &Part) -> String {
    let params = params(&part.params);
    match part.scaling {
        Scaling::Strong => params,
        Scaling::Weak => format!("{params} for one worker, scaled with the number of workers"),
    }
}

/// A ratio in a sentence, which says so where it has no interval, or one too wide to mean much.
pub fn ratio_in_words(estimate: &Estimate) -> String {
    warned(ratio(estimate), estimate)
}

/// The same of a share.
pub fn share_in_words(estimate: &Estimate) -> String {
    warned(share(estimate), estimate)
}

fn warned(number: String, estimate: &Estimate) -> String {
    match (estimate.interval, noisy(estimate)) {
        (None, _) => format!("{number} (no interval)"),
        (_, Some(warning)) => format!("{number} ({warning})"),
        _ => number,
    }
}

/// A ratio with its interval where there is one: "413× [402, 421]".
pub fn ratio(estimate: &Estimate) -> String {
    match estimate.interval {
        Some(i) => format::ratio_interval(estimate.value, i.low, i.high),
        None => format::ratio(estimate.value),
    }
}

/// A share with its interval where there is one: "94 % [93 %, 95 %]".
pub fn share(estimate: &Estimate) -> String {
    let value = format::percent(estimate.value);
    match estimate.interval {
        Some(i) => format!("{value} [{}, {}]", format::percent(i.low), format::percent(i.high)),
        None => value,
    }
}

/// The interval of a time, with its unit; or why there is none.
pub fn interval_of_seconds(estimate: &Estimate) -> String {
    match estimate.interval {
        Some(i) => format!("[{}, {}]", format::seconds(i.low), format::seconds(i.high)),
        None => no_interval(estimate.n),
    }
}

/// An interval whose upper end is more than so many times its lower end says more of the noise than of the number: it cannot
/// even tell the rungs of most ladders apart.
const TOO_WIDE: f64 = 3.0;

/// That an estimate is of little use, where its interval is too wide: "noisy: interval spans 8.56×".
pub fn noisy(estimate: &Estimate) -> Option<String> {
    let interval = estimate.interval?;
    let spans = interval.high / interval.low;
    (spans > TOO_WIDE).then(|| format!("noisy: interval spans {}", format::ratio(spans)))
}

/// Why there is no interval over `rounds`.
pub(crate) fn no_interval(rounds: usize) -> String {
    format!("no interval: {}, {FEWEST_ROUNDS} are needed", format::counted(rounds, "round"))
}

/// Why nothing is concluded from `rounds`: "3 rounds are too few for an interval; 6 are needed".
pub(crate) fn too_few(rounds: usize) -> String {
    let are = if rounds == 1 { "is" } else { "are" };
    format!("{} {are} too few for an interval; {FEWEST_ROUNDS} are needed", format::counted(rounds, "round"))
}

/// The same in short, where the answers of the part have said it.
pub(crate) const TOO_FEW: &str = "too few rounds";

/// What numbers, of which each has an interval or not, are in a line below them: "one fit over all rounds, 95 % interval".
pub fn fit(numbers: impl IntoIterator<Item = bool>) -> String {
    let (with, without): (Vec<bool>, Vec<bool>) = numbers.into_iter().partition(|has_interval| *has_interval);
    let level = format::percent(LEVEL);
    match (with.is_empty(), without.is_empty()) {
        (true, _) => "one fit over all rounds, too few for an interval".into(),
        (_, true) => format!("one fit over all rounds, {level} interval"),
        _ => format!("one fit over all rounds and, where they are enough, {level} interval"),
    }
}

/// Who timed an unchecked cell.
pub fn timed_by(times: &Times<'_>) -> String {
    let by = |launch: &Launch| match &launch.outcome {
        Outcome::Unchecked { by } => Some(by.clone()),
        _ => None,
    };
    times.measured.unchecked().find_map(by).unwrap_or_default()
}

/// The median of some numbers; not a number where there are none.
pub fn middle(values: impl Iterator<Item = f64>) -> f64 {
    tenfold_stats::median(&values.collect::<Vec<_>>()).unwrap_or(f64::NAN)
}

#[cfg(test)]
mod tests {
    use super::*;
    use tenfold_record::FileValue;

    #[test]
    fn params_of_every_kind_are_told() {
        let file = FileValue { path: "/data/road.npy".into(), sha256: "0123456789abcdef".into(), param: "" };
        let all = [
            ("class", Value::Text("S".into())),
            ("density", Value::Real(0.5)),
            ("n", Value::Int(12_345)),
            ("road", Value::File(file)),
        ];
        let all: Values = all.into_iter().map(|(name, value)| (name.to_string(), value)).collect();
        assert_eq!(params(&all), "class = S · density = 0.5 · n = 12,345 · road = road.npy (01234567)");
    }
}
