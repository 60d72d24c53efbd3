//! A self-test as one JSON object.

use super::tell::KINDS;
use super::{Outcome, Trial};
use serde_json::{Value, json};
use tenfold_duel::Trials;
use tenfold_stats::Verdict;

/// The machine, what was counted for every kind of cell and truth, and every duel.
pub fn json(outcome: &Outcome) -> Value {
    let mut counted = Vec::new();
    for loaded in [false, true] {
        for planted in [0.0, 0.01, 0.02, 0.05] {
            for (name, holds) in KINDS {
                let trials = outcome.count(|t| {
                    t.bout.loaded == loaded && t.bout.planted == planted && holds(outcome.cells[t.cell].rung)
                });
                counted.push(json!({ "cells": name, "loaded": loaded, "planted": planted, "counts": counts(&trials) }));
            }
        }
    }
    json!({
        "started_ms": outcome.started_ms,
        "seed": outcome.seed,
        "machine": outcome.fingerprint.machine,
        "fingerprint": outcome.fingerprint,
        "cells": outcome.cells.iter().map(|c| json!({
            "name": c.name, "rung": c.rung, "params": c.program.prepare.params, "workers": c.program.prepare.workers,
        })).collect::<Vec<_>>(),
        "counted": counted,
        "failed": outcome.failed,
        "trials": outcome.trials.iter().map(|t| trial(outcome, t)).collect::<Vec<_>>(),
    })
}

fn counts(trials: &Trials) -> Value {
    if trials.count == 0 {
        return json!({ "duels": 0 });
    }
    json!({
        "duels": trials.count,
        "slower": trials.slower,
        "faster": trials.faster,
        "alarms": trials.alarms(),
        "alarms_at_most": trials.alarms_at_most().ok(),
        "coverage": trials.coverage(),
        "median_error": trials.median_error().ok(),
    })
}

fn trial(outcome: &Outcome, trial: &Trial) -> Value {
    let comparison = &trial.finding.comparison;
    let time = comparison.ratio.map_monotone(|r| 1.0 / r);
    json!({
        "cell": outcome.cells[trial.cell].name,
        "loaded": trial.bout.loaded,
        "planted": trial.bout.planted,
        "truth": trial.truth,
        "time_ratio": time.value,
        "low": time.interval.map(|i| i.low),
        "high": time.interval.map(|i| i.high),
        "p_value": comparison.p_value,
        "verdict": match comparison.verdict {
            Verdict::Faster => "faster",
            Verdict::Slower => "slower",
            Verdict::NoDifference { .. } => "no difference",
        },
        "logs": trial.finding.logs,
        "turns": trial.finding.quads,
        "disturbed": trial.finding.disturbed,
        "seconds": trial.seconds,
    })
}
