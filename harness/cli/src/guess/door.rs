//! Who is let in: whoever was told the PIN, by the QR code or by the projector's page.
//!
//! ```text
//! /PIN ──right──▶ a cookie that nobody guesses ──▶ the form
//! ```
//!
//! A request names the host that it was meant for. A page elsewhere can make its own name point at this machine and then ask in
//! a visitor's browser (DNS rebinding), but it cannot make its name a number: only addresses are answered, never names.

use super::http::{Refusal, Request, Response};
use super::limits::{Limiter, Rate};
use super::room::SCREEN;
use std::net::{IpAddr, Ipv6Addr, SocketAddr};
use std::sync::{Mutex, PoisonError};
use std::time::Instant;
use subtle::ConstantTimeEq;

/// The cookie of those who were let in.
const COOKIE: &str = "tenfold-room";

/// Wrong PINs: some of a class mistype theirs, and whoever tries a million of them is at it for days.
const WRONG: (Rate, Rate) = (Rate { burst: 10.0, per_second: 0.2 }, Rate { burst: 60.0, per_second: 1.0 });

/// The door of one opening of the room.
pub struct Door {
    pin: String,
    /// 128 random bits: whoever shows them knew the PIN.
    key: String,
    wrong: Mutex<Limiter>,
}

impl Door {
    /// With a new PIN.
    pub fn new() -> Door {
        Door {
            pin: format!("{:06}", rand::random_range(0..1_000_000)),
            key: format!("{:032x}", rand::random::<u128>()),
            wrong: Mutex::new(Limiter::new(WRONG.0, WRONG.1, Instant::now())),
        }
    }

    /// The PIN, which is the path of the address for the room.
    pub fn pin(&self) -> &str {
        &self.pin
    }

    /// Answers whoever comes by a PIN, right or wrong.
    pub fn knock(&self, request: &Request, address: IpAddr) -> Option<Response> {
        let (pin, way) = request.path.strip_prefix('/').map(|path| path.split_once('/').unwrap_or((path, "")))?;
        if pin.is_empty() || !pin.bytes().all(|b| b.is_ascii_digit()) {
            return None;
        }
        // Held over the comparison: tries at the same moment count one after the other.
        let mut wrong = self.wrong.lock().unwrap_or_else(PoisonError::into_inner);
        if !wrong.may(address, Instant::now()) {
            return Some(Response::too_many("Too many wrong PINs: wait a minute and try again."));
        }
        if !same(pin, &self.pin) {
            wrong.allow(address, Instant::now());
            return Some(Response::text(403, "Wrong PIN: scan the code again, or type the projector's address."));
        }
        let to = if way == SCREEN.trim_start_matches('/') { SCREEN } else { "/" };
        let mut response = Response::text(303, "");
        response.fields = vec![("Location", to.into()), ("Set-Cookie", super::room::cookie(COOKIE, &self.key))];
        Some(response)
    }

    /// Whether this browser was let in.
    pub fn knows(&self, request: &Request) -> bool {
        request.cookie(COOKIE).is_some_and(|key| same(key, &self.key))
    }
}

/// Whether two texts are the same, in a time that does not depend on where they differ.
fn same(given: &str, kept: &str) -> bool {
    given.as_bytes().ct_eq(kept.as_bytes()).into()
}

/// Refuses what was meant for a name, or sent by a page of somebody else's.
pub fn addressed(request: &Request) -> Result<(), Refusal> {
    if !is_number(&request.host) {
        return Err(Refusal(421, "Open this page by the address on the projector, not by a name."));
    }
    // A page of another site carries that site's name (RFC 6454, section 7).
    match &request.origin {
        Some(origin) if origin.strip_prefix("http://") != Some(&request.host) => {
            Err(Refusal(403, "This form was sent from another page."))
        }
        _ => Ok(()),
    }
}

/// Whether a host is an IP address, with a port or without, or this machine's own name for itself, which browsers never look up
/// elsewhere (RFC 6761, section 6.3).
fn is_number(host: &str) -> bool {
    let local = host
        .strip_prefix("localhost")
        .is_some_and(|port| port.is_empty() || port.strip_prefix(':').is_some_and(|port| port.parse::<u16>().is_ok()));
    let six = || host.strip_prefix('[')?.strip_suffix(']')?.parse::<Ipv6Addr>().ok();
    local || host.parse::<SocketAddr>().is_ok() || host.parse::<std::net::Ipv4Addr>().is_ok() || six().is_some()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_answered_and_names_are_not() {
        for host in ["192.168.1.20:8017", "192.168.1.20", "[fd00::1]:80", "[fd00::1]", "localhost:8017", "localhost"] {
            assert!(is_number(host), "{host}");
        }
        let names = [
            "",
            "evil.example",
            "evil.example:8017",
            "127.0.0.1.evil.example",
            "localhost.evil.example",
            "localhost:x",
        ];
        for host in names {
            assert!(!is_number(host), "{host}");
        }
    }

    #[test]
    fn a_page_of_somebody_elses_is_told_apart() {
        let from = |origin: &str| {
            addressed(&Request { host: "10.0.0.1:80".into(), origin: Some(origin.into()), ..Request::default() })
        };
        assert_eq!(from("http://10.0.0.1:80"), Ok(()));
        for other in ["http://evil.example", "null", "https://10.0.0.1:80", "http://10.0.0.1:81", ""] {
            assert_eq!(from(other).unwrap_err().0, 403, "{other}");
        }
    }
}
