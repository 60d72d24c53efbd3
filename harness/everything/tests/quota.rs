//! A launch under a quota of CPU time. It has a file of its own, since the whole test enters the control group.

#[path = "../../machine/tests/common/mod.rs"]
mod common;

use common::FifthOfACpu;
use everything::Everything;
use std::fs;
use std::sync::atomic::AtomicBool;
use std::time::Duration;
use tenfold_kernel::{Rung, Values, erase};
use tenfold_launch::{Ended, Launcher};
use tenfold_machine::{cores, quota, worker_cpus};
use tenfold_measure::order::{Order, Reply};
use tenfold_measure::sampling::{BATCH_SECONDS, Protocol};

#[test]
fn a_launch_says_that_it_was_throttled_and_its_samples_span_periods() {
    let group = match FifthOfACpu::new() {
        Ok(group) => group,
        Err(why) => return println!("skipped: {why}"),
    };
    assert_eq!(Protocol::lasting(0.3, 1).batch_seconds, BATCH_SECONDS);
    fs::write(group.door(), std::process::id().to_string()).unwrap();
    let found = quota::quota().expect("it was just made");
    assert_eq!((found.cpus, found.period, cores()), (0.2, 0.01, 1));

    let kernel = erase::<Everything>();
    let protocol = Protocol::lasting(0.3, 1);
    assert_eq!(protocol.batch_seconds, 0.02, "a whole period lies in it, wherever it begins");
    let params = kernel.resolve(&Values::new()).unwrap();
    let order = Order {
        cpus: worker_cpus(0),
        protocol: Some(protocol),
        ..Order::of(kernel.name(), "naive", Rung::Naive, params, 1)
    };
    let stop = AtomicBool::new(false);
    let launcher = Launcher::new(env!("CARGO_BIN_EXE_everything").into(), &stop);
    let Ended::Replied(Reply::Done(done)) = launcher.launch(&*kernel, &order, Duration::from_secs(100)) else {
        panic!("it did not run")
    };
    let throttling = done.told.throttling.expect("there is a quota");
    assert!(throttling.throttled > 0, "{throttling:?}");
    assert!(done.told.pinning.starts_with(&format!("cpu {}", worker_cpus(0)[0])), "{}", done.told.pinning);
    assert!(done.told.huge_page_bytes.is_some() || !cfg!(target_os = "linux"));
}
