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

pub fn seconds(text: &str) -> Result<f64, String> {
    match text.parse::<f64>() {
        Ok(x) if x > 0.0 && x <= 86_400.0 => Ok(x),
        _ => Err("must be a number of seconds above 0 and up to 86400".to_string()),
    }
}

pub fn percent(text: &str) -> Result<f64, String> {
    match text.parse::<f64>() {
        Ok(x) if (0.0..=1000.0).contains(&x) => Ok(x),
        _ => Err("must be a percentage from 0 to 1000".to_string()),
    }
}

pub fn confidence(text: &str) -> Result<f64, String> {
    match text.parse::<f64>() {
        Ok(x) if (50.0..=99.99).contains(&x) => Ok(x),
        _ => Err("must be a percentage from 50 to 99.99".to_string()),
    }
}

pub fn minutes(text: &str) -> Result<f64, String> {
    match text.parse::<f64>() {
        Ok(x) if x > 0.0 && x <= 10_080.0 => Ok(x),
        _ => Err("must be a number of minutes above 0 and up to 10080".to_string()),
    }
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
