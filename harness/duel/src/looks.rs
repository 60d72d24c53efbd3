//! When a duel is looked at.
//!
//! Looks are planned by the clock, as shares of the time there is: a half, a quarter, an eighth. Each may spend its part
//! of the alarm rate ([`tenfold_stats::ratio::looked`]). A duel ends at a look whose interval is narrow enough. It never
//! ends because of what the interval says: such a rule would favour large differences. Nor does it go on because of that: a
//! time may be doubled where the interval is too wide, before anybody has looked at where it lies.

use tenfold_stats::ratio::Look;

/// When looks are due, as shares of the time.
const DUE: [f64; 4] = [0.125, 0.25, 0.5, 1.0];

/// Fewest launches that can raise an alarm at one false alarm in a hundred (2 · ½⁸ < 0.01).
pub const FEWEST_LAUNCHES: usize = 8;

/// A duel with fewer launches than [`FEWEST_LAUNCHES`], or with too wide an interval, goes on for so many times its time.
const PATIENCE: f64 = 4.0;

/// The planned looks of one duel.
pub(crate) struct Plan {
    seconds: f64,
    longest: f64,
    next: usize,
}

impl Plan {
    pub(crate) fn new(seconds: f64) -> Plan {
        Plan { seconds, longest: PATIENCE * seconds, next: 0 }
    }

    /// Doubles the time; `false` where it was doubled as often as it may be.
    pub(crate) fn prolong(&mut self) -> bool {
        let longer = 2.0 * self.seconds;
        let may = longer <= self.longest;
        if may {
            self.seconds = longer;
        }
        may
    }

    /// The look that is due after `launches` launches in `spent` seconds, if one is. The last has the share 1: it comes
    /// when another launch would no longer fit into the time.
    pub(crate) fn due(&mut self, spent: f64, launches: usize) -> Option<Look> {
        let each = spent / launches as f64;
        let few = launches < FEWEST_LAUNCHES;
        if spent + each > self.seconds && (!few || spent + each > self.longest) {
            return Some(Look { units: launches, share: 1.0 });
        }
        // Too few can spend nothing, and what would have been spent is carried on.
        if few || spent < DUE[self.next] * self.seconds {
            return None;
        }
        while self.next + 1 < DUE.len() && spent >= DUE[self.next] * self.seconds {
            self.next += 1;
        }
        Some(Look { units: launches, share: self.next as f64 / DUE.len() as f64 })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn looks(seconds: f64, each: f64) -> Vec<(usize, f64)> {
        let mut plan = Plan::new(seconds);
        let mut looks = Vec::new();
        for launches in 1.. {
            if let Some(look) = plan.due(launches as f64 * each, launches) {
                looks.push((look.units, look.share));
                if look.share == 1.0 {
                    break;
                }
            }
        }
        looks
    }

    #[test]
    fn looks_come_at_shares_of_the_time() {
        assert_eq!(looks(8.0, 0.0625), [(16, 0.25), (32, 0.5), (64, 0.75), (128, 1.0)]);
    }

    #[test]
    fn looks_at_too_few_launches_are_left_out_and_the_last_waits_for_enough() {
        assert_eq!(looks(8.0, 0.5), [(8, 0.75), (16, 1.0)]);
        assert_eq!(looks(8.0, 2.0), [(8, 1.0)]);
        assert_eq!(looks(8.0, 10.0), [(3, 1.0)]);
    }
    #[test]
    fn a_prolonged_duel_is_looked_at_for_the_last_time_at_two_or_four_times_its_time() {
        let mut plan = Plan::new(8.0);
        let last =
            |plan: &mut Plan| (1..).find(|&n| plan.due(f64::from(n), n as usize).is_some_and(|look| look.share == 1.0));
        assert_eq!(last(&mut plan), Some(8));
        assert!(plan.prolong());
        assert_eq!(last(&mut plan), Some(16));
        assert!(plan.prolong());
        assert_eq!(last(&mut plan), Some(32));
        assert!(!plan.prolong());
    }
}
