//! How the time of a self-test is divided.

use crate::args::Proof;
use std::time::{Duration, Instant};

/// The parts in their order with their shares of the time. False alarms are the rarest thing counted, so the duels have
/// most of it, and they come last: what another part does not need is theirs.
const SHARES: [(Proof, f64); 6] = [
    (Proof::Profilers, 0.15),
    (Proof::Agreement, 0.1),
    (Proof::Instructions, 0.1),
    (Proof::Nightly, 0.1),
    (Proof::Layouts, 0.25),
    (Proof::Duels, 0.3),
];

/// The time there is, and for what.
pub struct Budget {
    begun: Instant,
    whole: Duration,
    parts: Vec<(Proof, f64)>,
}

impl Budget {
    /// `minutes` from now, for the parts `only`; for all where there are none.
    pub fn new(minutes: f64, only: &[Proof]) -> Budget {
        let wanted = |part: &Proof| only.is_empty() || only.contains(part);
        let parts: Vec<(Proof, f64)> = SHARES.into_iter().filter(|(part, _)| wanted(part)).collect();
        let all: f64 = parts.iter().map(|(_, share)| share).sum();
        let parts = parts.into_iter().map(|(part, share)| (part, share / all)).collect();
        Budget { begun: Instant::now(), whole: Duration::from_secs_f64(60.0 * minutes), parts }
    }

    /// As of now.
    pub fn begun(self) -> Budget {
        Budget { begun: Instant::now(), ..self }
    }

    /// Whether `part` has any of it.
    pub fn has(&self, part: Proof) -> bool {
        self.parts.iter().any(|(wanted, _)| *wanted == part)
    }

    /// Each part, and until when it may take: asked for when the part begins, so that what the ones before did not use is
    /// not lost.
    pub fn parts(&self) -> impl Iterator<Item = (Proof, Instant)> + '_ {
        let end = self.begun + self.whole;
        self.parts.iter().enumerate().map(move |(index, &(part, share))| {
            let last = index + 1 == self.parts.len();
            let until = Instant::now() + self.whole.mul_f64(share);
            (part, if last { end } else { until.min(end) })
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_part_ends_with_the_time_and_the_others_have_their_share() {
        let budget = Budget::new(10.0, &[]);
        let parts: Vec<(Proof, f64)> =
            budget.parts().map(|(part, until)| (part, (until - budget.begun).as_secs_f64())).collect();
        assert_eq!(parts.last().unwrap(), &(Proof::Duels, 600.0));
        assert!((parts[0].1 - 90.0).abs() < 1.0 && parts[0].0 == Proof::Profilers, "{parts:?}");
        let alone = Budget::new(1.0, &[Proof::Agreement]);
        assert_eq!(
            alone.parts().map(|(part, until)| (part, until - alone.begun)).collect::<Vec<_>>(),
            [(Proof::Agreement, Duration::from_secs(60))]
        );
    }
}
