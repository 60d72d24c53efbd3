//! `tenfold selftest` on the machine at hand: that it counts, not what. What it must count is in the simulation of
//! `harness/duel/tests/simulated.rs`, where the noise is known.

mod common;

use common::Bench;

#[test]
fn a_few_seconds_of_duels_are_counted_and_written() {
    let bench = Bench::new();
    let ran = bench.run(&["selftest", "--minutes", "0.1", "--seed", "1", "--json", "--out", "st.json"]).well();
    let told = ran.json();
    let trials = told["trials"].as_array().unwrap();
    assert!(!trials.is_empty(), "{}", ran.out);
    for trial in trials {
        assert!(trial["time_ratio"].as_f64().unwrap() > 0.0);
        let (planted, truth) = (trial["planted"].as_f64().unwrap(), trial["truth"].as_f64().unwrap());
        assert!((truth - 1.0 - planted).abs() < 0.006, "planted {planted}, truth {truth}");
    }
    let counted: u64 = told["counted"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|c| c["cells"] == "all")
        .map(|c| c["counts"]["duels"].as_u64().unwrap())
        .sum();
    assert_eq!(counted, trials.len() as u64);
    let written = std::fs::read_to_string(bench.path().join("st.json")).unwrap();
    assert_eq!(serde_json::from_str::<serde_json::Value>(&written).unwrap(), told);
}

#[test]
fn a_time_that_is_none_is_refused() {
    Bench::new().run(&["selftest", "--minutes", "0"]).refused(&["--minutes", "above 0"]);
}
