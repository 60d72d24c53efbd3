//! A self-test as one JSON object.

use serde_json::{Value, json};
use tenfold_analysis::selftest::{CellGroup, PLANTED, bars, counted, judges, reached};
use tenfold_duel::Trials;
use tenfold_record::SelfTest;

/// Everything measured, with what was counted for every kind of cell and truth by every judge, and the bars.
pub fn json(test: &SelfTest) -> anyhow::Result<Value> {
    let mut json = serde_json::to_value(test)?;
    json["counted"] = counts(test);
    let bars = bars(test)
        .into_iter()
        .map(|bar| json!({ "what": bar.what, "wanted": bar.wanted, "found": bar.found, "reached": reached(&bar) }));
    json["bars"] = bars.collect();
    Ok(json)
}

fn counts(test: &SelfTest) -> Value {
    let mut all = Vec::new();
    for judge in judges(test) {
        for loaded in [false, true] {
            for planted in [0.0].into_iter().chain(PLANTED) {
                for kind in CellGroup::EACH {
                    let trials = counted(test, &judge, kind, |t| t.loaded == loaded && t.planted == planted);
                    all.push(json!({
                        "judge": judge,
                        "cells": kind.name(),
                        "loaded": loaded,
                        "planted": planted,
                        "counts": numbers(&trials),
                    }));
                }
            }
        }
    }
    Value::Array(all)
}

fn numbers(trials: &Trials) -> Value {
    if trials.count == 0 {
        return json!({ "duels": 0 });
    }
    json!({
        "duels": trials.count,
        "slower": trials.slower,
        "faster": trials.faster,
        "alarms": trials.alarms(),
        "alarms_at_most": trials.alarms_at_most().ok(),
        "coverage": (trials.intervals > 0).then(|| trials.coverage()),
        "median_error": trials.median_error().ok(),
    })
}
