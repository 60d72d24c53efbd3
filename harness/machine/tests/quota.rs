//! A quota in a real control group, which the whole test enters.

mod common;

use common::FifthOfACpu;
use std::fs;
use std::time::{Duration, Instant};
use tenfold_machine::{cores, quota};

#[test]
fn a_quota_is_found_and_using_it_up_is_counted() {
    let group = match FifthOfACpu::new() {
        Ok(group) => group,
        Err(why) => return println!("skipped: {why}"),
    };
    let free = cores();
    fs::write(group.door(), std::process::id().to_string()).unwrap();
    let found = quota::quota().expect("it was just made");
    assert_eq!((found.cpus, found.period, cores()), (0.2, 0.01, 1), "{free} cores without it");
    let watch = quota::Watch::begin();
    let mut spent = Some(quota::Throttling::default());
    let begun = Instant::now();
    while spent.is_some_and(|spent| spent.throttled == 0) && begun.elapsed() < Duration::from_secs(60) {
        for turn in 0..1000 {
            std::hint::black_box(turn);
        }
        spent = watch.since();
    }
    assert!(spent.expect("there is a quota").throttled > 0, "{spent:?}");
}
