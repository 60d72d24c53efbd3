//! `tenfold selftest` on the machine at hand: that it counts, not what. What it must count is in the simulations of
//! `harness/duel/tests`, where the noise is known.

use crate::common::{Bench, skipped};
use serde_json::Value;

#[test]
fn a_few_seconds_of_duels_are_counted_and_written() {
    let bench = Bench::new();
    let args = ["selftest", "--minutes", "0.1", "--only", "duels", "--seed", "1", "--json", "--out", "st.json"];
    let told = bench.run(&args).well().json();
    let trials = told["trials"].as_array().unwrap();
    assert!(!trials.is_empty(), "{told}");
    for trial in trials {
        assert!(trial["time_ratio"].as_f64().unwrap() > 0.0);
        let (planted, truth) = (trial["planted"].as_f64().unwrap(), trial["truth"].as_f64().unwrap());
        assert!((truth - 1.0 - planted).abs() < 0.006, "planted {planted}, truth {truth}");
    }
    let counted: u64 = told["counted"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|c| c["cells"] == "all" && c["judge"] == "tenfold")
        .map(|c| c["counts"]["duels"].as_u64().unwrap())
        .sum();
    assert_eq!(counted, trials.len() as u64);
    assert_eq!(serde_json::from_str::<Value>(&bench.text("st.json")).unwrap(), told);

    // What was kept is told again: the same object, the same page, and lines that fit.
    let again = bench.run(&["report", "st.json", "--json", "--html", "one.html"]).well();
    assert_eq!(again.json(), told);
    let text = bench.run(&["report", "st.json"]).well().fits();
    assert!(text.out.contains("\ntargets\n"), "{}", text.out);
    assert_eq!(bench.text("one.html"), bench.text("st.html"));
    assert!(bench.text("one.html").contains("How often is identical code called different?"));
    bench.run(&["slides", "st.json"]).well();
    assert!(bench.text("st-slides/deck.html").contains("How often is identical code called different?"));
    bench.run(&["slides", "st.json", "--kernel", "traffic"]).refused(&["st.json is a self-test", "for runs"]);
}

#[test]
fn a_self_test_goes_on_where_it_was_kept() {
    let bench = Bench::new();
    let sitting = |seed: &str| {
        bench.run(&["selftest", "--minutes", "0.07", "--only", "duels", "--seed", seed, "--out", "st.json"]).well();
        serde_json::from_str::<Value>(&bench.text("st.json")).unwrap()
    };
    let (first, both) = (sitting("1"), sitting("2"));
    let trials = |told: &Value| told["trials"].as_array().unwrap().clone();
    let before = trials(&first).len();
    assert!(before > 0 && trials(&both).len() > before);
    assert_eq!(trials(&both)[..before], trials(&first));
    let seeds: Vec<&Value> = both["sittings"].as_array().unwrap().iter().map(|sitting| &sitting["seed"]).collect();
    assert_eq!(seeds, [1, 2]);
    let text = bench.run(&["report", "st.json", "--terminal"]).well().out;
    assert!(text.contains("2 sittings, seed 1, 2"), "{text}");

    // Counts are added to those that are there.
    let count = || {
        bench.run(&["selftest", "--minutes", "0.02", "--only", "instructions", "--out", "counts.json"]).well();
        let told = serde_json::from_str::<Value>(&bench.text("counts.json")).unwrap();
        told["instructions"].as_array().unwrap().iter().map(|cell| cell["counts"].as_array().unwrap().len()).sum()
    };
    let (few, more): (usize, usize) = (count(), count());
    // Without Valgrind there are none.
    assert!(few == 0 || more > few, "{few}, {more}");

    // Numbers of another machine or program are not mixed with these.
    let machine = first["fingerprint"]["machine"].as_str().unwrap();
    let digest = first["fingerprint"]["facts"].as_array().unwrap().iter().find(|f| f["name"] == "program digest");
    for (fact, said) in [(machine, "another machine"), (digest.unwrap()["value"].as_str().unwrap(), "another version")]
    {
        bench.file("st.json", &first.to_string().replace(fact, "?"));
        bench.run(&["selftest", "--minutes", "0.07", "--out", "st.json"]).refused(&["--out st.json", said]);
    }
    let nowhere = bench.run(&["selftest", "--out", "no/folder/st.json"]);
    assert!(nowhere.err.contains("cannot write no/folder/st.json"), "{}", nowhere.err);
}

#[test]
fn profilers_are_put_to_the_proof() {
    let bench = Bench::new();
    let told = bench.run(&["selftest", "--minutes", "0.2", "--only", "profilers", "--json"]).well().json();
    let profilers = told["profilers"].as_array().unwrap();
    assert_eq!(profilers[0]["tool"], "pprof", "it needs nothing: {told}");
    for profiler in profilers {
        let sampled = profiler["sampled"].as_array().unwrap();
        assert_eq!(sampled.len(), 2, "{told}");
        for one in sampled {
            let (hot, samples) = (one["hot"].as_u64().unwrap(), one["samples"].as_u64().unwrap());
            assert!(samples > 0 && 100 * hot >= 95 * samples, "{one}");
        }
        assert!(profiler["overhead"]["time_ratio"].as_f64().unwrap() > 0.0, "{told}");
        assert_eq!(profiler["cycles"]["crashes"], Value::Array(Vec::new()), "{told}");
    }
}

#[test]
fn counts_of_instructions_repeat_where_they_can_be_counted() {
    let told = Bench::new().run(&["selftest", "--minutes", "0.01", "--only", "instructions", "--json"]).well().json();
    let counted = told["instructions"].as_array().unwrap();
    if counted.is_empty() {
        let missing = told["missing"].to_string();
        assert!(missing.contains("valgrind"), "{missing}");
        return skipped(&missing);
    }
    for cell in counted {
        let counts: Vec<u64> = cell["counts"].as_array().unwrap().iter().map(|n| n.as_u64().unwrap()).collect();
        assert!(counts.len() >= 2 && counts.iter().all(|n| *n == counts[0]), "{cell}");
        for more in cell["more"].as_array().unwrap() {
            assert_eq!(more.as_u64().unwrap() * 199, counts[0] * 200, "every run is the same: {cell}");
        }
    }
}

#[test]
fn others_time_the_same_work() {
    let told = Bench::new().run(&["selftest", "--minutes", "0.01", "--only", "agreement", "--json"]).well().json();
    let (agreements, missing) = (told["agreements"].as_array().unwrap(), told["missing"].to_string());
    for agreement in agreements {
        // How well they agree is what a quiet machine tells; here other tests run beside it. Both are seconds of one run.
        let (ours, theirs) = (agreement["ours"][0].as_f64().unwrap(), agreement["theirs"][0].as_f64().unwrap());
        assert!([ours, theirs].iter().all(|seconds| (1e-8..10.0).contains(seconds)), "{agreement}");
    }
    for (with, how) in [("hyperfine", "cargo install hyperfine"), ("criterion", "cargo build")] {
        let met = agreements.iter().any(|a| a["with"].as_str().unwrap().starts_with(with));
        assert!(met || missing.contains(how) && std::env::var_os("CI").is_none(), "{with}: {told}");
    }
}

#[test]
fn nights_are_simulated_and_judged_by_all_who_are_there() {
    let told = Bench::new()
        .run(&["selftest", "--minutes", "0.01", "--only", "nightly", "--seed", "1", "--json"])
        .well()
        .json();
    let nightly = told["nightly"].as_array().unwrap();
    let of = |judge: &str| {
        nightly.iter().filter(|one| one["judge"].as_str().unwrap().starts_with(judge)).collect::<Vec<_>>()
    };
    let ours = of("tenfold");
    assert_eq!(ours.len(), 15, "{told}");
    assert!(ours.iter().all(|one| one["called"].as_array().unwrap().len() >= 100), "{told}");
    let missing = told["missing"].to_string();
    for (package, name) in [("apache-otava", "Apache Otava"), ("asv", "asv")] {
        let is_told = of(package).iter().filter(|one| !one["called"].as_array().unwrap().is_empty()).count() == 14;
        assert!(
            is_told || missing.contains(&format!("{name}: No module named")) && std::env::var_os("CI").is_none(),
            "{told}"
        );
    }
    assert!(
        told["bars"].to_string().contains("simulated nights: no change in nights 151 to 250, spiky noise"),
        "{told}"
    );
}

#[test]
fn what_makes_no_sense_is_refused() {
    let bench = Bench::new();
    bench.run(&["selftest", "--minutes", "0"]).refused(&["--minutes", "above 0"]);
    bench.run(&["selftest", "--only", "dules"]).refused(&["dules", "duels"]);
    let file = bench.file("odd.json", "{}");
    for verb in ["report", "slides"] {
        bench.run(&[verb, &file]).refused(&["odd.json: this is not a self-test", "missing field"]);
    }
}
