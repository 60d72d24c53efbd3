//! How often an address may ask, and all together: token buckets (a burst, then a steady rate), as many as fit a bounded
//! table.
//!
//! A whole class may sit behind one address, so what one address may do is made for two hundred people; what all may do
//! together is what one process answers without effort.

use std::collections::HashMap;
use std::net::{IpAddr, Ipv6Addr};
use std::time::Instant;

/// Most addresses remembered. Of full buckets nothing need be remembered, so only those in use count.
const MOST_ADDRESSES: usize = 4096;

/// A burst, and how fast it comes back.
#[derive(Clone, Copy, Debug)]
pub struct Rate {
    /// So many at once.
    pub burst: f64,
    /// So many a second in the long run.
    pub per_second: f64,
}

/// What is left of a burst.
#[derive(Clone, Copy, Debug)]
struct Bucket {
    left: f64,
    at: Instant,
}

/// Allows what stays below both rates.
pub struct Limiter {
    each: Rate,
    all: Rate,
    together: Bucket,
    addresses: HashMap<IpAddr, Bucket>,
}

impl Limiter {
    /// For `each` address, and for `all` of them together.
    pub fn new(each: Rate, all: Rate, now: Instant) -> Limiter {
        Limiter { each, all, together: Bucket { left: all.burst, at: now }, addresses: HashMap::new() }
    }

    /// Whether `address` may do it once more; if so, it counts.
    pub fn allow(&mut self, address: IpAddr, now: Instant) -> bool {
        let Some(own) = self.own(address, now) else { return false };
        own.left -= 1.0;
        self.together.left -= 1.0;
        true
    }

    /// Whether `address` may do it once more; it does not count yet.
    pub fn may(&mut self, address: IpAddr, now: Instant) -> bool {
        self.own(address, now).is_some()
    }

    /// What is left for `address`, if it and all together have something left.
    fn own(&mut self, address: IpAddr, now: Instant) -> Option<&mut Bucket> {
        let address = neighbourhood(address);
        self.together.fill(self.all, now);
        if self.together.left < 1.0 {
            return None;
        }
        if !self.addresses.contains_key(&address) && self.addresses.len() >= MOST_ADDRESSES {
            self.addresses.retain(|_, bucket| {
                bucket.fill(self.each, now);
                bucket.left < self.each.burst
            });
            if self.addresses.len() >= MOST_ADDRESSES {
                return None;
            }
        }
        let own = self.addresses.entry(address).or_insert(Bucket { left: self.each.burst, at: now });
        own.fill(self.each, now);
        Some(own).filter(|own| own.left >= 1.0)
    }
}

impl Bucket {
    fn fill(&mut self, rate: Rate, now: Instant) {
        let passed = now.saturating_duration_since(self.at).as_secs_f64();
        self.left = (self.left + passed * rate.per_second).min(rate.burst);
        self.at = now;
    }
}

/// One machine may have all addresses of an IPv6 network of 64 bits, and change them at will (RFC 8981): they count as one.
pub fn neighbourhood(address: IpAddr) -> IpAddr {
    match address.to_canonical() {
        IpAddr::V6(v6) => {
            let [a, b, c, d, ..] = v6.segments();
            IpAddr::V6(Ipv6Addr::new(a, b, c, d, 0, 0, 0, 0))
        }
        v4 => v4,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::net::Ipv4Addr;
    use std::time::Duration;

    const EACH: Rate = Rate { burst: 3.0, per_second: 1.0 };

    fn v4(n: u32) -> IpAddr {
        IpAddr::V4(Ipv4Addr::from_bits(n))
    }

    #[test]
    fn a_burst_passes_and_then_a_steady_rate() {
        let start = Instant::now();
        let mut limiter = Limiter::new(EACH, Rate { burst: 100.0, per_second: 100.0 }, start);
        let mut allowed = |address, milliseconds| limiter.allow(address, start + Duration::from_millis(milliseconds));
        assert_eq!([0, 0, 0, 0].map(|t| allowed(v4(1), t)), [true, true, true, false]);
        assert!(!limiter.may(v4(1), start) && limiter.may(v4(2), start) && limiter.may(v4(2), start));
        let mut allowed = |address, milliseconds| limiter.allow(address, start + Duration::from_millis(milliseconds));
        assert!(allowed(v4(2), 0), "another address is not to blame");
        assert_eq!([999, 1001, 1002].map(|t| allowed(v4(1), t)), [false, true, false]);
        assert_eq!(
            [60_000; 4].map(|t| allowed(v4(1), t)),
            [true, true, true, false],
            "rest saves up one burst, not more"
        );
    }

    #[test]
    fn all_together_have_a_limit_too() {
        let start = Instant::now();
        let mut limiter = Limiter::new(EACH, Rate { burst: 5.0, per_second: 1.0 }, start);
        assert_eq!((0..20).filter(|&n| limiter.allow(v4(n), start)).count(), 5);
    }

    #[test]
    fn the_table_is_bounded_and_forgets_who_is_at_rest() {
        let start = Instant::now();
        let plenty = Rate { burst: 1e9, per_second: 1e9 };
        let mut limiter = Limiter::new(EACH, plenty, start);
        let allowed = (0..10_000).filter(|&n| limiter.allow(v4(n), start)).count();
        assert_eq!((allowed, limiter.addresses.len()), (MOST_ADDRESSES, MOST_ADDRESSES));
        assert!(limiter.allow(v4(20_000), start + Duration::from_secs(2)), "the others' buckets are full again");
        assert_eq!(limiter.addresses.len(), 1);
    }

    #[test]
    fn a_network_of_ipv6_counts_as_one_address() {
        let v6 = |last| IpAddr::V6(Ipv6Addr::new(0xfd00, 1, 2, 3, 0, 0, 0, last));
        assert_eq!(neighbourhood(v6(1)), neighbourhood(v6(2)));
        assert_eq!(neighbourhood("::ffff:10.0.0.1".parse().unwrap()), neighbourhood("10.0.0.1".parse().unwrap()));
        assert_ne!(neighbourhood(v4(1)), neighbourhood(v4(2)));
    }
}
