//! A ratio as people write it.

/// Longest text that is read as a number; the longest that means one is far shorter.
const LONGEST: usize = 24;

/// Greatest ratio that is taken, as in an experiment's file.
const GREATEST: f64 = 1e12;

/// How many times faster, from what a person typed: "8", "1.9", "1,9", "400×", "1 000". None where they passed.
///
/// # Errors
/// What is wrong and what is allowed; "1,900" is refused, for it means one thing in London and another in Paris.
pub fn factor(typed: &str) -> Result<Option<f64>, String> {
    let text = typed.trim().trim_end_matches(['×', 'x', 'X', '*']).trim_end();
    if text.is_empty() {
        return Ok(None);
    }
    if text.chars().count() > LONGEST {
        return Err(format!("this is too long for a number ({LONGEST} characters at most): write it like 8 or 1.9"));
    }
    // Spaces, of any kind, group digits.
    let joined: String = text.chars().filter(|c| !c.is_whitespace()).collect();
    let number = match joined.split(',').collect::<Vec<_>>()[..] {
        [_] => joined,
        [_, digits] if digits.len() == 3 && !joined.contains('.') => {
            return Err(format!("'{text}' can be read as two numbers: write it without the comma, or with a point"));
        }
        [whole, digits] if !joined.contains('.') => format!("{whole}.{digits}"),
        [first, ref groups @ ..] if grouped(first, groups) => joined.replace(',', ""),
        _ => return Err(wrong(text)),
    };
    match number.parse::<f64>() {
        Ok(factor) if factor > 0.0 && factor < GREATEST => Ok(Some(factor)),
        _ => Err(wrong(text)),
    }
}

/// Whether commas stand between thousands: "1,234,567" and "1,234.5".
fn grouped(first: &str, groups: &[&str]) -> bool {
    let digits = |group: &str| group.bytes().all(|b| b.is_ascii_digit());
    let three = |group: &str| group.len() == 3 && digits(group);
    let Some((last, middle)) = groups.split_last() else { return false };
    (1..=3).contains(&first.len())
        && digits(first)
        && middle.iter().all(|g| three(g))
        && three(last.split('.').next().unwrap_or(last))
}

fn wrong(text: &str) -> String {
    format!("'{text}' is not a ratio: enter a number above 0, such as 8 or 1.9 (0.5 means half as fast)")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_read_as_people_write_them() {
        for (typed, meant) in [
            ("8", 8.0),
            (" 1.9 ", 1.9),
            ("1,9", 1.9),
            ("400×", 400.0),
            ("40 x", 40.0),
            ("10 000", 10_000.0),
            ("10\u{a0}000", 10_000.0),
            ("1,234,567", 1_234_567.0),
            ("1,234.5", 1234.5),
            ("0.5", 0.5),
            ("1e3", 1000.0),
        ] {
            assert_eq!(factor(typed), Ok(Some(meant)), "{typed}");
        }
        assert_eq!((factor(""), factor("  × ")), (Ok(None), Ok(None)), "who passes says nothing");
    }

    #[test]
    fn what_is_no_ratio_is_refused_with_the_reason() {
        for typed in ["0", "-3", "NaN", "inf", "1e12", "ten", "1,2,3", "1.2,3", "1.2,345", "<script>", "1/3", ","] {
            assert!(factor(typed).is_err(), "{typed}");
        }
        assert!(factor("1,900").unwrap_err().contains("two numbers"));
        assert!(factor(&"9".repeat(10_000)).unwrap_err().len() < 200);
    }
}
