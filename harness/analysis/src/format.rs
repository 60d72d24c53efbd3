//! How numbers are written, in every figure, page and terminal: three significant digits, SI prefixes on units,
//! `×` on ratios, intervals as `[low, high]`.
//!
//! One place, so that a number reads the same wherever it is met. What is not finite is written as a dash, never as `NaN`.

/// What stands for a number that is not there.
const ABSENT: &str = "–";

/// SI prefixes in steps of a thousand, from 10⁻¹⁵ up to 10¹⁸ (BIPM, The International System of Units, 9th edition, table 7).
const PREFIXES: [(i32, &str); 12] = [
    (-15, "f"),
    (-12, "p"),
    (-9, "n"),
    (-6, "µ"),
    (-3, "m"),
    (0, ""),
    (3, "k"),
    (6, "M"),
    (9, "G"),
    (12, "T"),
    (15, "P"),
    (18, "E"),
];

/// A number to three significant digits with thousands separated: `1.04`, `18.5`, `413`, `46,900`, `0.0123`.
///
/// Zero is `0`; what is not finite is a dash.
pub fn number(value: f64) -> String {
    if !value.is_finite() {
        return ABSENT.into();
    }
    if value == 0.0 {
        return "0".into();
    }
    // Rust's own scientific notation rounds once, exactly, and carries 9.996 over to 1.00e1.
    let scientific = format!("{:.2e}", value.abs());
    let exponent: i32 = scientific.split_once('e').and_then(|(_, e)| e.parse().ok()).unwrap_or(0);
    let sign = if value < 0.0 { "−" } else { "" };
    if !(-5..15).contains(&exponent) {
        return format!("{sign}{scientific}");
    }
    let rounded: f64 = scientific.parse().unwrap_or(value.abs());
    let decimals = (2 - exponent).max(0) as usize;
    format!("{sign}{}", separate_thousands(&format!("{rounded:.decimals$}")))
}

/// A whole number, every digit of it, thousands separated: `10,240,000`.
pub fn count(value: u64) -> String {
    separate_thousands(&value.to_string())
}

/// So many of a thing, named in the singular: `1 launch`, `3 batches`, `1,200 samples`.
pub fn counted(n: usize, noun: &str) -> String {
    let n = n as u64;
    if n == 1 { format!("1 {noun}") } else { format!("{} {}", count(n), plural(noun)) }
}

/// The plural of an English noun, or of a phrase that ends with one.
fn plural(noun: &str) -> String {
    if let Some(before) = noun.strip_suffix("person") {
        return format!("{before}people");
    }
    if noun.ends_with("series") {
        return noun.into();
    }
    match noun.strip_suffix('y') {
        Some(stem) if !stem.ends_with(['a', 'e', 'i', 'o', 'u']) => format!("{stem}ies"),
        _ if ["s", "x", "z", "ch", "sh"].iter().any(|hiss| noun.ends_with(hiss)) => format!("{noun}es"),
        _ => format!("{noun}s"),
    }
}

/// A time in seconds with the prefix that leaves one to three digits before the point: `1.20 ms`, `122 s`.
///
/// Above a thousand seconds the unit stays the second (`1,230 s`): nobody thinks in kiloseconds.
pub fn seconds(value: f64) -> String {
    let (exponent, prefix) = prefix_of_seconds(value);
    with_unit(value, exponent, prefix, "s")
}

/// A time in seconds and its interval in the same unit: `1.20 ms [1.18, 1.23]`.
pub fn seconds_interval(value: f64, low: f64, high: f64) -> String {
    let (exponent, _) = prefix_of_seconds(value);
    format!("{} {}", seconds(value), interval(scaled(low, exponent), scaled(high, exponent)))
}

/// A ratio: `413×`, `1.04×`, `46,900×`.
pub fn ratio(value: f64) -> String {
    if value.is_finite() { format!("{}×", number(value)) } else { ABSENT.into() }
}

/// How many times faster, for a column of such: `413×`, `0.80×`, and far below 1 the other way round: `530× slower`.
pub fn faster(value: f64) -> String {
    const FAR_BELOW: f64 = 0.1;
    if value > 0.0 && value < FAR_BELOW { format!("{} slower", ratio(1.0 / value)) } else { ratio(value) }
}

/// A ratio and its interval: `413× [402, 421]`.
pub fn ratio_interval(value: f64, low: f64, high: f64) -> String {
    format!("{} {}", ratio(value), interval(low, high))
}

/// An interval of bare numbers, in the unit of the value it stands behind: `[402, 421]`.
pub fn interval(low: f64, high: f64) -> String {
    format!("[{}, {}]", number(low), number(high))
}

/// A rate in `unit` per second: `rate(2.1e12, "cell")` is `2.10 Tcell/s`.
pub fn rate(per_second: f64, unit: &str) -> String {
    quantity(per_second, &format!("{unit}/s"))
}

/// An amount of any unit that takes SI prefixes: `quantity(3.1e11, "B/s")` is `310 GB/s`.
pub fn quantity(value: f64, unit: &str) -> String {
    let (exponent, prefix) = prefix_of(value);
    with_unit(value, exponent, prefix, unit)
}

/// So many bytes; fewer than a thousand are whole: `64 B`, `65.5 kB`.
pub fn bytes(bytes: u64) -> String {
    if bytes < 1000 { format!("{bytes} B") } else { quantity(bytes as f64, "B") }
}

/// An amount, and another one of the same kind in brackets behind it, in the unit of the first: `12.4 GB/s (9.81)`.
pub fn quantity_beside(value: f64, beside: f64, unit: &str) -> String {
    let (exponent, _) = prefix_of(value);
    format!("{} ({})", quantity(value, unit), number(scaled(beside, exponent)))
}

/// A share of one as a percentage to the precision it deserves: `82 %`, `1.4 %`, `0.03 %`.
pub fn percent(share: f64) -> String {
    if !share.is_finite() {
        return ABSENT.into();
    }
    let percent = share * 100.0;
    // Two digits are what an efficiency is good for; 99.6 % must not round to a perfect 100 %.
    let text = match percent.abs() {
        p if p == 0.0 || (9.95..99.5).contains(&p) || p >= 100.5 => format!("{percent:.0}"),
        p if p >= 0.95 => format!("{percent:.1}"),
        _ => format!("{percent:.2}"),
    };
    let text = if text == "100.0" { "100".into() } else { text };
    format!("{} %", text.replace('-', "−"))
}

/// A share as [`percent`] writes it; one too small to write is no zero: `< 0.01 %`.
pub fn share(share: f64) -> String {
    const LEAST: f64 = 1e-4;
    if 0.0 < share && share < LEAST { format!("< {}", percent(LEAST)) } else { percent(share) }
}

/// The exponent and the prefix that leave one to three digits before the point once rounded to three digits.
fn prefix_of(value: f64) -> (i32, &'static str) {
    if value == 0.0 || !value.is_finite() {
        return (0, "");
    }
    // From the rounded value: 999.6 µs is 1.00 ms, not 1,000 µs.
    let scientific = format!("{:.2e}", value.abs());
    let exponent: i32 = scientific.split_once('e').and_then(|(_, e)| e.parse().ok()).unwrap_or(0);
    let wanted = exponent.div_euclid(3) * 3;
    let nearest = wanted.clamp(PREFIXES[0].0, PREFIXES[PREFIXES.len() - 1].0);
    PREFIXES.into_iter().find(|(e, _)| *e == nearest).unwrap_or((0, ""))
}

fn prefix_of_seconds(value: f64) -> (i32, &'static str) {
    let (exponent, prefix) = prefix_of(value);
    if exponent > 0 { (0, "") } else { (exponent, prefix) }
}

fn scaled(value: f64, exponent: i32) -> f64 {
    value / 10f64.powi(exponent)
}

fn with_unit(value: f64, exponent: i32, prefix: &str, unit: &str) -> String {
    if value.is_finite() { format!("{} {prefix}{unit}", number(scaled(value, exponent))) } else { ABSENT.into() }
}

fn separate_thousands(digits: &str) -> String {
    let (whole, rest) = digits.find('.').map_or((digits, ""), |point| digits.split_at(point));
    let mut text = String::with_capacity(digits.len() + whole.len() / 3);
    for (index, digit) in whole.chars().enumerate() {
        if index > 0 && (whole.len() - index).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text + rest
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_far_slower_is_told_the_other_way_round() {
        assert_eq!([413.0, 0.8, 1.0 / 530.0].map(faster), ["413×", "0.800×", "530× slower"]);
    }

    #[test]
    fn numbers_have_three_significant_digits() {
        for (value, text) in [
            (0.0, "0"),
            (1.0, "1.00"),
            (1.044, "1.04"),
            (9.996, "10.0"),
            (18.46, "18.5"),
            (412.9, "413"),
            (999.6, "1,000"),
            (46_923.0, "46,900"),
            (1_234_567.0, "1,230,000"),
            (0.012_345, "0.0123"),
            (-2.5, "−2.50"),
            (1e300, "1.00e300"),
            (f64::NAN, "–"),
            (f64::INFINITY, "–"),
        ] {
            assert_eq!(number(value), text, "{value}");
        }
    }

    #[test]
    fn counts_keep_every_digit() {
        assert_eq!(count(999), "999");
        assert_eq!(count(10_240_000), "10,240,000");
    }

    #[test]
    fn one_is_singular_and_plurals_are_english() {
        for (n, noun, text) in [
            (0, "sample", "0 samples"),
            (1, "sample", "1 sample"),
            (1200, "sample", "1,200 samples"),
            (1, "batch", "1 batch"),
            (2, "batch", "2 batches"),
            (2, "guess", "2 guesses"),
            (2, "crash", "2 crashes"),
            (2, "entry", "2 entries"),
            (2, "day", "2 days"),
            (2, "series", "2 series"),
            (1, "person", "1 person"),
            (2, "person", "2 people"),
            (2, "changed file", "2 changed files"),
        ] {
            assert_eq!(counted(n, noun), text);
        }
    }

    #[test]
    fn times_take_the_prefix_of_the_rounded_value() {
        for (value, text) in [
            (1.2e-3, "1.20 ms"),
            (122.0, "122 s"),
            (999.6e-6, "1.00 ms"),
            (999.4e-6, "999 µs"),
            (3.21e-10, "321 ps"),
            (1234.0, "1,230 s"),
            (0.0, "0 s"),
            (f64::NAN, "–"),
        ] {
            assert_eq!(seconds(value), text, "{value}");
        }
    }

    #[test]
    fn an_interval_keeps_the_unit_of_its_value() {
        assert_eq!(seconds_interval(1.2e-3, 0.9e-3, 1.31e-3), "1.20 ms [0.900, 1.31]");
        assert_eq!(seconds_interval(1.0, 0.98, 1.03), "1.00 s [0.980, 1.03]");
        assert_eq!(ratio_interval(413.2, 402.1, 421.4), "413× [402, 421]");
    }

    #[test]
    fn rates_and_shares() {
        assert_eq!(ratio(413.2), "413×");
        assert_eq!(rate(2.1e12, "cell"), "2.10 Tcell/s");
        assert_eq!(quantity(3.1e11, "B/s"), "310 GB/s");
        assert_eq!(quantity_beside(1.24e10, 9.8e8, "B/s"), "12.4 GB/s (0.980)");
        for (share, text) in
            [(0.82, "82 %"), (0.014, "1.4 %"), (0.000_31, "0.03 %"), (0.996, "99.6 %"), (1.0, "100 %"), (1.31, "131 %")]
        {
            assert_eq!(percent(share), text);
        }
        assert_eq!([share(3.1e-4), share(1e-5), share(0.0)], ["0.03 %", "< 0.01 %", "0 %"].map(String::from));
    }
}
