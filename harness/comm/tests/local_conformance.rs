//! Ranks in this process keep to the rules of every transport.

use std::sync::atomic::{AtomicUsize, Ordering};

use tenfold_comm::conformance::{CHECKS, check_all};
use tenfold_comm::{Comm, local};

#[test]
fn every_check_with_1_2_3_4_and_7_ranks_and_in_groups_of_them() {
    for size in [1, 2, 3, 4, 7] {
        let last = AtomicUsize::new(0);
        let result = local::run(size, |comm| check_all(&comm, |_| _ = last.fetch_add(1, Ordering::Relaxed)));
        let check = CHECKS.get(last.load(Ordering::Relaxed) / size).map_or("the end", |check| check.name);
        assert!(result.is_ok(), "{check} with {size} ranks: {}", result.unwrap_err());
    }
}

#[test]
fn declared_messages_are_those_counted_at_1_2_3_4_7_8_and_16_ranks() {
    let check = CHECKS.iter().find(|check| check.name == "collective_calls_send_what_is_declared").expect("it is one");
    for size in [1, 2, 3, 4, 7, 8, 16] {
        local::run(size, |comm| (check.run)(&comm)).unwrap_or_else(|error| panic!("{size} ranks: {error}"));
    }
}

#[test]
fn every_check_alone() {
    let comm = Comm::solo();
    CHECKS.iter().for_each(|check| (check.run)(&comm));
}
