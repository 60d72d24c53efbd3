//! A comparison as one JSON object.

use serde_json::{Value, json};
use tenfold_analysis::comparison::{ALARM_RATE, CellStanding, Standing, regressed};
use tenfold_record::Comparison;
use tenfold_stats::Estimate;

/// The comparison: parties, rule, and every cell with verdict, interval and what it rests on.
pub fn json(comparison: &Comparison, cells: &[CellStanding<'_>]) -> Value {
    json!({
        "id": comparison.id,
        "a": comparison.parties[0],
        "b": comparison.parties[1],
        "seed": comparison.seed,
        "threshold": comparison.threshold,
        "alarm_rate": ALARM_RATE,
        "regression": regressed(cells),
        "cells": cells.iter().map(cell).collect::<Vec<_>>(),
        "left_out": comparison.left_out.iter().map(|(cell, reason)| json!({ "cell": cell, "reason": reason })).collect::<Vec<_>>(),
    })
}

fn cell(cell: &CellStanding<'_>) -> Value {
    let contest = &cell.duel.contest;
    let (verdict, reason) = match &cell.standing {
        Standing::Faster => ("faster", None),
        Standing::Slower { .. } => ("slower", None),
        Standing::NoDifference { .. } => ("no difference", None),
        Standing::Wrong(side, why) => ("wrong", Some(format!("{side}: {why}"))),
        Standing::TooFast(side, why) => ("too fast", Some(format!("{side}: {why}"))),
        Standing::Failed(side, why) => ("failed", Some(format!("{side}: {why}"))),
        Standing::Stopped => ("stopped", None),
    };
    let detectable = match cell.standing {
        Standing::NoDifference { detectable } if detectable.is_finite() => Some(detectable),
        _ => None,
    };
    json!({
        "kernel": contest.kernel,
        "variants": contest.variants,
        "params": contest.params,
        "workers": contest.workers,
        "verdict": verdict,
        "beyond_threshold": cell.standing == Standing::Slower { beyond: true },
        "reason": reason,
        "time_ratio": cell.time_ratio().map(|Estimate { value, interval, .. }| json!({
            "value": value,
            "low": interval.map(|i| i.low),
            "high": interval.map(|i| i.high),
            "level": interval.map(|i| i.level),
        })),
        "detectable": detectable,
        "p_value": cell.finding.as_ref().map(|f| f.comparison.p_value),
        "adjusted_p_value": cell.adjusted,
        "launches": cell.finding.as_ref().map_or(0, |f| f.logs.len()),
        "turns": cell.finding.as_ref().map_or(0, |f| f.quads),
        "disturbed": cell.finding.as_ref().map_or(0, |f| f.disturbed),
        "interruptions": cell.finding.as_ref().map(|f| json!({
            "a": f.interruptions.shares[0],
            "b": f.interruptions.shares[1],
            "p_value": f.interruptions.p_value,
            "more_often": cell.interrupted.map(|side| side.to_string()),
        })),
        "throttling": cell.duel.throttling,
        "iterations": cell.duel.iterations,
        "end": cell.duel.end,
        "seconds": cell.duel.wall_seconds,
        "instructions": match &cell.duel.instructions {
            None => Value::Null,
            Some(Ok(counts)) => json!({ "a": counts[0], "b": counts[1] }),
            Some(Err(reason)) => json!({ "reason": reason }),
        },
    })
}
