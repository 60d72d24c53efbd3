//! Ranks in this process keep to the rules of every transport.

use tenfold_comm::conformance::CHECKS;
use tenfold_comm::{Comm, local};

#[test]
fn every_check_with_1_2_3_4_and_7_ranks() {
    for size in [1, 2, 3, 4, 7] {
        for check in CHECKS {
            let result = local::run(size, |comm| (check.run)(&comm));
            assert!(result.is_ok(), "{} with {size} ranks: {}", check.name, result.unwrap_err());
        }
    }
}

#[test]
fn every_check_alone() {
    let comm = Comm::solo();
    CHECKS.iter().for_each(|check| (check.run)(&comm));
}
