//! What the value of an option may be.

use super::Listening;

pub fn listening(text: &str) -> Result<Listening, String> {
    match text {
        "" => Ok(Listening(None)),
        given => given.parse().map(|address| Listening(Some(address))).map_err(|_| {
            "must be ADDRESS:PORT, such as 192.168.1.20:8017 (or none, with the experiment before --serve)".to_string()
        }),
    }
}

pub fn assignment(text: &str) -> Result<String, String> {
    let is_one = text.contains('=');
    is_one.then(|| text.to_string()).ok_or_else(|| "after KERNEL and VARIANT there can only be params".to_string())
}

pub fn seconds(text: &str) -> Result<f64, String> {
    number(text, |x| x > 0.0 && x <= 86_400.0, "a number of seconds above 0 and up to 86400")
}

pub fn minutes(text: &str) -> Result<f64, String> {
    number(text, |x| x > 0.0 && x <= 10_080.0, "a number of minutes above 0 and up to 10080")
}

pub fn percent(text: &str) -> Result<f64, String> {
    number(text, |x| (0.0..=1000.0).contains(&x), "a percentage from 0 to 1000")
}

pub fn confidence(text: &str) -> Result<f64, String> {
    number(text, |x| (50.0..=99.99).contains(&x), "a percentage from 50 to 99.99")
}

fn number(text: &str, is_allowed: fn(f64) -> bool, what: &str) -> Result<f64, String> {
    text.parse().ok().filter(|x| is_allowed(*x)).ok_or_else(|| format!("must be {what}"))
}

pub fn rounds(text: &str) -> Result<u32, String> {
    whole(text, 1, 1000)
}

pub fn rate(text: &str) -> Result<u32, String> {
    whole(text, 1, 10_000)
}

pub fn workers(text: &str) -> Result<usize, String> {
    whole(text, 1, 4096)
}

/// How often a verdict on two revisions builds each of them. Layouts of one source may fall into two classes, and two builds of
/// a side often fall into one of them.
pub const BUILDS: u64 = 4;

pub fn builds(text: &str) -> Result<u64, String> {
    whole(text, 1, 16)
}

pub fn seed(text: &str) -> Result<u64, String> {
    whole(text, 0, u64::MAX)
}

pub fn kept(text: &str) -> Result<usize, String> {
    whole(text, 1, 1_000_000)
}

fn whole<T: TryFrom<u64>>(text: &str, least: u64, most: u64) -> Result<T, String> {
    let number = text.parse::<u64>().ok().filter(|number| (least..=most).contains(number));
    number.and_then(|number| T::try_from(number).ok()).ok_or(format!("must be an integer from {least} to {most}"))
}
