//! How long a rank waits, and how.

use std::time::{Duration, Instant};

use crate::CommError;

const VARIABLE: &str = "TENFOLD_COMM_TIMEOUT";
const DEFAULT_SECONDS: f64 = 120.0;

/// Looks at the message before the rank lets others run: some 100 µs, far more than a message takes between ranks that
/// run, far less than the time slice of one that does not.
const LOOKS: u32 = 1_000;

/// The limit in seconds that the user set, or the default.
pub(super) fn from_environment() -> Result<f64, CommError> {
    let Some(text) = std::env::var_os(VARIABLE) else { return Ok(DEFAULT_SECONDS) };
    parse(&text.to_string_lossy())
}

fn parse(text: &str) -> Result<f64, CommError> {
    match text.trim().parse::<f64>() {
        Ok(seconds) if seconds > 0.0 && has_an_end(seconds) => Ok(seconds),
        _ => Err(CommError::Transport(format!(
            "{VARIABLE} is \"{text}\", but must be a number of seconds above 0, such as 120 or 0.5"
        ))),
    }
}

/// Whether the clock goes on for so many seconds from now.
fn has_an_end(seconds: f64) -> bool {
    Duration::try_from_secs_f64(seconds).is_ok_and(|limit| Instant::now().checked_add(limit).is_some())
}

/// A wait under way: first eager, then polite, in the end impatient.
pub(super) struct Patience {
    looks: u32,
    deadline: Option<Instant>,
}

/// What to do before the next look.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Next {
    /// Look again.
    Look,
    /// The wait turns out to be long: a good time to note down what it is for.
    Settle,
    /// Give up.
    GiveUp,
}

impl Patience {
    pub(super) fn new() -> Self {
        Patience { looks: 0, deadline: None }
    }

    /// Says what to do after a look in vain; lets others run if the wait is long.
    pub(super) fn next(&mut self, seconds: f64) -> Next {
        if self.looks < LOOKS {
            self.looks += 1;
            std::hint::spin_loop();
            return Next::Look;
        }
        let now = Instant::now();
        let Some(deadline) = self.deadline else {
            self.deadline = Some(now + Duration::from_secs_f64(seconds));
            return Next::Settle;
        };
        std::thread::yield_now();
        if now < deadline { Next::Look } else { Next::GiveUp }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_limit_is_a_positive_number_of_seconds() {
        assert_eq!(parse("0.5"), Ok(0.5));
        assert_eq!(parse(" 30 "), Ok(30.0));
        for wrong in ["", "0", "-1", "soon", "NaN", "inf", "1e300"] {
            assert!(parse(wrong).unwrap_err().to_string().contains(VARIABLE), "{wrong}");
        }
    }

    #[test]
    fn a_wait_settles_once_and_ends() {
        let mut patience = Patience::new();
        let mut settled = 0;
        loop {
            match patience.next(0.01) {
                Next::Look => {}
                Next::Settle => settled += 1,
                Next::GiveUp => break,
            }
        }
        assert_eq!(settled, 1);
    }
}
