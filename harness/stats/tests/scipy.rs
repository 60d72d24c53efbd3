//! The same numbers through SciPy: `scipy_reference.py` wrote the file compared with.

use std::process::Command;

use serde_json::Value;
use tenfold_stats::scaling::{Point, amdahl};
use tenfold_stats::{discoveries, fair_coin, median_interval_exact, normal, quantile};

const SCRIPT: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/scipy_reference.py");

fn numbers(value: &Value) -> Vec<f64> {
    let list = value.as_array().expect("a list");
    list.iter().map(|v| v.as_f64().expect("a number")).collect()
}

fn rows(value: &Value) -> Vec<Vec<f64>> {
    value.as_array().expect("a list").iter().map(numbers).collect()
}

fn close(what: &str, ours: f64, theirs: f64, tolerance: f64) {
    let error = (ours - theirs).abs() / theirs.abs().max(1.0e-300);
    assert!(ours == theirs || error <= tolerance, "{what}: {ours}, SciPy {theirs}");
}

fn compare(reference: &Value) {
    let times = numbers(&reference["times"]);
    for row in rows(&reference["quantiles"]) {
        close("quantile", quantile(&times, row[0]).unwrap(), row[1], 1e-14);
    }
    let interval = median_interval_exact(&times, 0.95).unwrap().unwrap();
    assert_eq!(vec![interval.low, interval.high], numbers(&reference["median_interval"]));
    for row in rows(&reference["sign_tests"]) {
        let ours = fair_coin::sign_test(row[0] as usize, 0, row[1] as usize);
        close("sign test", ours, row[2], 1e-11);
    }
    for row in rows(&reference["normal_quantiles"]) {
        close("normal quantile", normal::normal_quantile(row[0]), row[1], 2e-9);
    }
    let adjusted = discoveries::adjusted(&numbers(&reference["p_values"])).unwrap();
    for (ours, theirs) in adjusted.iter().zip(numbers(&reference["adjusted"])) {
        close("adjusted p-value", *ours, theirs, 1e-14);
    }
    let (workers, strong) = (numbers(&reference["workers"]), numbers(&reference["strong"]));
    let point = |(&p, &t): (&f64, &f64)| Point { workers: p as u32, seconds: vec![t] };
    let points: Vec<Point> = workers.iter().zip(&strong).map(point).collect();
    let law = amdahl(&points, 0.95, 1).unwrap();
    // curve_fit iterates and stops near the minimum; ours is the minimum itself.
    for (ours, theirs) in [law.serial.value, law.one_worker.value].into_iter().zip(numbers(&reference["amdahl"])) {
        close("Amdahl's law", ours, theirs, 1e-6);
    }
}

#[test]
fn the_committed_reference_agrees() {
    compare(&serde_json::from_str(include_str!("scipy_reference.json")).expect("JSON"));
}

/// Says why nothing is tested. `scripts/test` installs SciPy: where CI runs it, that is a failure.
fn skipped(why: &str) {
    assert!(std::env::var_os("CI").is_none(), "{why}");
    println!("skipped: {why}");
}

/// Runs the script again where `TENFOLD_PYTHON` names a Python; says so where it does not.
#[test]
fn the_installed_scipy_agrees() {
    let Some(python) = std::env::var_os("TENFOLD_PYTHON") else {
        return skipped("set TENFOLD_PYTHON to a Python with SciPy to run scipy_reference.py again");
    };
    let probe = Command::new(&python).args(["-c", "import scipy"]).output();
    if !probe.is_ok_and(|p| p.status.success()) {
        return skipped(&format!("{} has no SciPy", python.display()));
    }
    let run = Command::new(&python).arg(SCRIPT).output().expect("Python ran a moment ago");
    assert!(run.status.success(), "{}", String::from_utf8_lossy(&run.stderr));
    compare(&serde_json::from_slice(&run.stdout).expect("JSON"));
}
