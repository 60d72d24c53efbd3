//! How long a night takes: builds and all within the minutes it was given.

use std::time::{Duration, Instant};

/// What is measured at least, however long the builds took: where nothing is measured they were made for nothing.
const LEAST: Duration = Duration::from_secs(120);

/// Builds that took less are not worth a word.
const NOTICED: Duration = Duration::from_secs(5);

/// The time there is.
pub struct Budget {
    begun: Instant,
    whole: Duration,
    end: Instant,
}

impl Budget {
    /// `minutes` from now.
    pub fn begin(minutes: f64) -> Budget {
        let (begun, whole) = (Instant::now(), Duration::from_secs_f64(60.0 * minutes));
        Budget { begun, whole, end: begun + whole }
    }

    /// All is built, `took` after the beginning: what is left, in words where there is something to say.
    pub fn built(&mut self, took: Duration) -> Option<String> {
        let least = LEAST.min(self.whole);
        let left = self.whole.saturating_sub(took).max(least);
        self.end = self.begun + took + left;
        if took <= NOTICED {
            return None;
        }
        let minutes = |time: Duration| format!("{:.1} minutes", time.as_secs_f64() / 60.0);
        let builds = format!("builds took {} of {:.1}", minutes(took), self.whole.as_secs_f64() / 60.0);
        Some(match took + left > self.whole {
            true => format!(
                "{builds}: measuring for {} anyway; the builds are kept, so the next night starts sooner",
                minutes(left)
            ),
            false => format!("{builds}: {} are left to measure", minutes(left)),
        })
    }

    /// How long it has taken so far.
    pub fn taken(&self) -> Duration {
        self.begun.elapsed()
    }

    /// Seconds that are left.
    pub fn left(&self) -> f64 {
        self.end.saturating_duration_since(Instant::now()).as_secs_f64()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn builds_leave_the_rest_and_two_minutes_at_least() {
        let after = |minutes: f64, took: u64| {
            let mut budget = Budget::begin(minutes);
            let said = budget.built(Duration::from_secs(took));
            ((budget.end - budget.begun).as_secs(), said)
        };
        assert_eq!(after(30.0, 2), (1800, None));
        assert_eq!(
            after(30.0, 180),
            (1800, Some("builds took 3.0 minutes of 30.0: 27.0 minutes are left to measure".into()))
        );
        let (end, said) = after(30.0, 1860);
        assert_eq!(end, 1980);
        assert!(said.unwrap().starts_with("builds took 31.0 minutes of 30.0: measuring for 2.0 minutes anyway"));
        // Whoever gives less than two minutes gets no more.
        assert_eq!(after(1.0, 60).0, 120);
    }
}
