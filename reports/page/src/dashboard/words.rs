//! How ratios of times are said: as percentages while they are small, as factors from a half on.

use tenfold_analysis::format::{number, percent};
use tenfold_analysis::text::short;
use tenfold_history::{Commit, Night};

/// From this factor on a change is said as a factor, as in a comparison.
pub(super) const FACTOR: f64 = 1.5;

/// An interval of percentages narrower than this is written with two decimals: one would print both ends alike.
const NARROW: f64 = 0.4;

/// The longest message of a commit, and the longest reason, inside a sentence.
const LONGEST_SUBJECT: usize = 100;
const LONGEST_REASON: usize = 240;

/// What stands for a number that is not there.
pub(super) const ABSENT: &str = "–";

/// "3.1 % [2.4, 3.8] slower", "2.0 % [1.4, 2.6] faster", "1.82× [1.79, 1.85] faster" for the logarithm of a ratio of times and
/// its interval.
pub(super) fn moved(log: f64, [low, high]: [f64; 2]) -> String {
    let [t, low, high] = [log, low, high].map(f64::exp);
    match t {
        _ if ![t, low, high].iter().all(|x| x.is_finite()) => ABSENT.to_string(),
        t if t >= 1.0 => format!("{} slower", percents([t - 1.0, low - 1.0, high - 1.0])),
        t if t > 1.0 / FACTOR => format!("{} faster", percents([1.0 - t, 1.0 - high, 1.0 - low])),
        t => format!("{} faster", factors([1.0 / t, 1.0 / high, 1.0 / low])),
    }
}

/// "+3.1 % [2.4, 3.8]", and "1.82× [1.79, 1.85]" from a half on. No line ends inside the interval.
pub(super) fn ratio(log: f64, [low, high]: [f64; 2]) -> String {
    if ![log, low, high].iter().all(|x| x.is_finite()) {
        return ABSENT.to_string();
    }
    let [t, low, high] = [log, low, high].map(f64::exp);
    if !(1.0 / FACTOR..FACTOR).contains(&t) {
        return factors([t, low, high]);
    }
    let sign = if t > 1.0 { "+" } else { "" };
    format!("{sign}{}", percents([t - 1.0, low - 1.0, high - 1.0]))
}

/// "1.82× [1.79, 1.85]".
fn factors([value, low, high]: [f64; 3]) -> String {
    format!("{}× [{},\u{a0}{}]", number(value), number(low), number(high))
}

/// "3.1 % [2.4, 3.8]" of shares of one.
fn percents([value, low, high]: [f64; 3]) -> String {
    let [value, low, high] = [value, low, high].map(|x| 100.0 * x);
    let digits = if high - low < NARROW { 2 } else { 1 };
    format!("{} % [{},\u{a0}{}]", fixed(value, digits), fixed(low, digits), fixed(high, digits))
}

/// A change of instruction counts, which are nearly exact: "+2.31 %", "0.00 %".
pub(super) fn instructions(log: f64) -> String {
    if !log.is_finite() {
        return ABSENT.to_string();
    }
    let text = fixed(100.0 * log.exp_m1(), 2);
    if text.starts_with('−') || text == "0.00" { format!("{text} %") } else { format!("+{text} %") }
}

/// A number with so many decimals, a real minus sign, and no negative zero.
fn fixed(value: f64, digits: usize) -> String {
    let text = format!("{value:.digits$}");
    match text.strip_prefix('-') {
        Some(rest) if rest.bytes().all(|b| matches!(b, b'0' | b'.')) => rest.to_string(),
        Some(rest) => format!("−{rest}"),
        None => text,
    }
}

/// A commit as sentences name it: "1a2b3c4d5e6f “subject”".
pub(super) fn commit(commit: &Commit) -> String {
    format!("{} “{}”", commit.short(), subject(commit))
}

/// The first line of a commit's message, as far as there is room.
pub(super) fn subject(commit: &Commit) -> String {
    short(&commit.subject, LONGEST_SUBJECT)
}

/// A reason as sentences end with it: without its own full stop.
pub(super) fn reason(text: &str) -> String {
    short(text.trim_end_matches('.'), LONGEST_REASON)
}

/// How sure a bisection is: "98 %", and never "100 %".
pub(super) fn confidence(probability: f64) -> String {
    if probability >= 0.999 { "over 99.9 %".to_string() } else { percent(probability) }
}

/// The day of a night: "2026-11-29".
pub(super) fn day(night: &Night) -> String {
    tenfold_analysis::date::utc(night.started_ms).chars().take(10).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ratios_are_percentages_while_they_are_small() {
        let of = |t: f64, low: f64, high: f64| ratio(t.ln(), [low.ln(), high.ln()]).replace('\u{a0}', " ");
        assert_eq!(of(1.031, 1.024, 1.038), "+3.1 % [2.4, 3.8]");
        assert_eq!(of(0.98, 0.974, 0.986), "−2.0 % [−2.6, −1.4]");
        assert_eq!(of(1.0003, 0.9993, 1.0013), "+0.03 % [−0.07, 0.13]");
        assert_eq!(of(1.0, 0.99, 1.01), "0.0 % [−1.0, 1.0]");
        assert_eq!(of(0.999_99, 0.99, 1.01), "0.0 % [−1.0, 1.0]");
        assert_eq!(of(1.000_01, 0.99, 1.01), "+0.0 % [−1.0, 1.0]");
        assert_eq!(of(1.82, 1.79, 1.85), "1.82× [1.79, 1.85]");
        assert_eq!(ratio(f64::NAN, [0.0, 0.0]), "–");
    }

    #[test]
    fn a_change_is_said_in_words() {
        let of = |t: f64, low: f64, high: f64| moved(t.ln(), [low.ln(), high.ln()]).replace('\u{a0}', " ");
        assert_eq!(of(1.031, 1.024, 1.038), "3.1 % [2.4, 3.8] slower");
        assert_eq!(of(0.98, 0.974, 0.986), "2.0 % [1.4, 2.6] faster");
        assert_eq!(of(0.5, 0.49, 0.51), "2.00× [1.96, 2.04] faster");
        assert_eq!(of(f64::NAN, 1.0, 1.0), "–");
    }

    #[test]
    fn instructions_have_two_decimals() {
        assert_eq!([0.0, 0.02, -0.01, -1e-9].map(instructions), ["0.00 %", "+2.02 %", "−1.00 %", "0.00 %"]);
    }
}
