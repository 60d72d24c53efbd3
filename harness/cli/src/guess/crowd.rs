//! How many are answered at the same time: all together, and of one address.
//!
//! A request that does not end holds its place for some seconds. One address gets half of the places at most, so whoever
//! sits on them leaves the other half to the others.

use super::limits::neighbourhood;
use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// Places; each is a thread. Browsers open connections ahead of need, so there are more than people who press a button.
const MOST: usize = 256;
/// Places of one address, behind which a whole class may sit.
const MOST_OF_ONE: usize = MOST / 2;

/// The connections that are being answered.
#[derive(Clone, Default)]
pub struct Crowd(Arc<Mutex<HashMap<IpAddr, usize>>>);

/// A place in the crowd, given back when it is dropped.
pub struct Place {
    crowd: Crowd,
    address: IpAddr,
}

impl Crowd {
    /// A place for `address`, if one is free.
    pub fn enter(&self, address: IpAddr) -> Option<Place> {
        let address = neighbourhood(address);
        let mut places = self.places();
        let (taken, own) = (places.values().sum::<usize>(), places.get(&address).copied().unwrap_or(0));
        if taken >= MOST || own >= MOST_OF_ONE {
            return None;
        }
        places.insert(address, own + 1);
        Some(Place { crowd: self.clone(), address })
    }

    /// Whether nobody is being answered.
    pub fn is_empty(&self) -> bool {
        self.places().is_empty()
    }

    fn places(&self) -> MutexGuard<'_, HashMap<IpAddr, usize>> {
        // Counts are whole even where a thread has failed while it held them.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        let mut places = self.crowd.places();
        match places.get_mut(&self.address) {
            Some(own) if *own > 1 => *own -= 1,
            _ => drop(places.remove(&self.address)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::net::Ipv4Addr;

    fn v4(n: u32) -> IpAddr {
        IpAddr::V4(Ipv4Addr::from_bits(n))
    }

    #[test]
    fn one_address_leaves_half_of_the_places() {
        let crowd = Crowd::default();
        let greedy: Vec<Place> = std::iter::from_fn(|| crowd.enter(v4(1))).collect();
        assert_eq!(greedy.len(), MOST_OF_ONE);
        let others: Vec<Place> = (2..1000).map_while(|n| crowd.enter(v4(n))).collect();
        assert_eq!(others.len(), MOST - MOST_OF_ONE);
        drop(others);
        assert!(crowd.enter(v4(2)).is_some() && crowd.enter(v4(1)).is_none());
        drop(greedy);
        assert!(crowd.is_empty(), "who has left is forgotten");
    }
}
