//! What the value of an option may be.

use super::Listening;

pub fn listening(text: &str) -> Result<Listening, String> {
    match text {
        "" => Ok(Listening(None)),
        given => given.parse().map(|address| Listening(Some(address))).map_err(|_| {
            "an ADDRESS:PORT is needed, as in 192.168.1.20:8017 (or none, with the experiment before --serve)"
                .to_string()
        }),
    }
}

pub fn seconds(text: &str) -> Result<f64, String> {
    match text.parse::<f64>() {
        Ok(x) if x > 0.0 && x <= 86_400.0 => Ok(x),
        _ => Err("a number of seconds above 0 and up to 86400 is needed".to_string()),
    }
}

pub fn percent(text: &str) -> Result<f64, String> {
    match text.parse::<f64>() {
        Ok(x) if (0.0..=1000.0).contains(&x) => Ok(x),
        _ => Err("a number of per cent from 0 to 1000 is needed".to_string()),
    }
}

pub fn minutes(text: &str) -> Result<f64, String> {
    match text.parse::<f64>() {
        Ok(x) if x > 0.0 && x <= 10_080.0 => Ok(x),
        _ => Err("a number of minutes above 0 and up to 10080 is needed".to_string()),
    }
}
