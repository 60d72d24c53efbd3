//! `tenfold ceilings`: what is printed, and that its numbers make sense.

use crate::common::Bench;
use serde_json::Value;

#[test]
fn one_object_holds_every_ceiling_and_what_messages_cost() {
    let found = Bench::new().run(&["ceilings", "--json"]).well().json();
    let ceilings = found["ceilings"].as_array().unwrap();
    let best = |resource: &str, name: &str| {
        let one = ceilings.iter().find(|c| c["resource"] == resource && c["name"] == name && c["reach"] == "one_core");
        one.and_then(|c| c["per_second"].as_f64())
    };
    for ceiling in ceilings {
        let value = |name: &str| ceiling[name].as_f64();
        assert!(value("per_second") >= value("median") && value("median") > Some(0.0), "{ceiling}");
        assert!(!ceiling["method"].as_str().unwrap().is_empty());
    }
    if let Some(l1) = best("l1_bytes", "read") {
        assert!(l1 >= best("memory_bytes", "read").unwrap());
    }
    // STREAM counts 16 of the 24 bytes that a copy with plain stores moves, and 24 of the 32 of a triad.
    for (name, share) in [("copy, plain stores", 16.0 / 24.0), ("triad, plain stores", 24.0 / 32.0)] {
        let of_memory = ceilings.iter().filter(|c| c["resource"] == "memory_bytes" && c["name"] == name);
        for ceiling in of_memory {
            let counted = ceiling["stream_per_second"].as_f64().unwrap() / ceiling["per_second"].as_f64().unwrap();
            assert!((counted - share).abs() <= 1e-12, "{ceiling}");
        }
    }
    let messages = found["messages"].as_array().unwrap();
    let local: &Value = &messages[0];
    assert_eq!((local["transport"].as_str(), local["one_way"].as_array().map(Vec::len)), (Some("local"), Some(25)));
    assert!(!local["loggp"]["pieces"].as_array().unwrap().is_empty());
    assert!(messages[1]["one_way"].is_array() || messages[1]["not_measured"].is_string());
}
