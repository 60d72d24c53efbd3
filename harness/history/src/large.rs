//! Years of nights.

use crate::testing::{measured, night};
use crate::{History, Instructions, Measured, Night, Observation, Outcome, Series};

const NIGHTS: u64 = 1000;
const KERNELS: usize = 12;
const VARIANTS: usize = 10;

/// The night of that depth, with every series measured.
fn full(depth: u64) -> Night {
    let observation = |index: usize| {
        // Ratios that need all their digits.
        let ratio = ((depth as usize * KERNELS * VARIANTS + index) as f64).sin() / 100.0;
        let instructions = Some(Instructions { reference: 123_456_789, revision: 123_456_789 + depth });
        Observation {
            series: Series {
                group: format!("kernel-{}", index / VARIANTS),
                name: format!("variant-{}", index % VARIANTS),
                problem: "n=5000 steps=10".to_string(),
                workers: 1 + index % 2,
            },
            outcome: Outcome::Measured(Measured { instructions, ..measured(ratio) }),
        }
    };
    Night { observations: (0..KERNELS * VARIANTS).map(observation).collect(), ..night(depth) }
}

#[test]
fn a_thousand_nights_of_a_hundred_and_twenty_series_are_read_back_to_the_last_bit_and_take_one_more() {
    let folder = tempfile::tempdir().unwrap();
    let nights: Vec<Night> = (2..NIGHTS + 2).map(full).collect();
    let whole = History { nights, reference: None };
    // The last ones first: the order of arrival is not that of commits.
    for night in whole.nights.iter().rev() {
        History::append(folder.path(), night).unwrap();
    }
    let read = History::open(folder.path()).unwrap();
    assert!(read == whole);
    let lines = read.lines();
    assert_eq!(lines.len(), KERNELS * VARIANTS);
    for line in &lines {
        assert_eq!((line.points.len(), line.instructions.len()), (NIGHTS as usize, NIGHTS as usize), "{}", line.series);
    }
    let more = full(NIGHTS + 2);
    History::append(folder.path(), &more).unwrap();
    assert_eq!(History::open(folder.path()).unwrap().nights.last(), Some(&more));
}
