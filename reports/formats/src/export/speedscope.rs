//! speedscope's file format (<https://www.speedscope.app/file-format-schema.json>).

use crate::profiles::profiles;
use crate::strings::Strings;
use crate::{Format, FormatError, Holds, Results, Written};
use serde_json::{Value, json};

/// One sampled profile a cell, weighed by samples. Sampling keeps no order in time, so stacks follow each other by name.
pub const FORMAT: Format = Format {
    name: "speedscope",
    reader: "speedscope: all profiles of the run",
    holds: Holds::Profiles,
    is_binary: false,
    write,
};

fn write<'r>(results: &'r Results<'_>) -> Result<Written<'r>, FormatError> {
    let mut frames = Strings::default();
    let mut sampled: Vec<Value> = Vec::new();
    for of_cell in profiles(FORMAT.name, results)? {
        let (mut samples, mut weights) = (Vec::new(), Vec::new());
        for (stack, count) in of_cell.stacks.iter() {
            samples.push(stack.map(|frame| frames.index(frame)).collect::<Vec<_>>());
            weights.push(count);
        }
        sampled.push(json!({
            "type": "sampled",
            "name": of_cell.title,
            "unit": "none",
            "startValue": 0,
            "endValue": of_cell.stacks.total(),
            "samples": samples,
            "weights": weights,
        }));
    }
    let frames: Vec<Value> = frames.all().iter().map(|name| json!({ "name": name })).collect();
    let file = json!({
        "$schema": "https://www.speedscope.app/file-format-schema.json",
        "exporter": format!("tenfold {}", env!("CARGO_PKG_VERSION")),
        "name": results.run.id,
        "activeProfileIndex": 0,
        "shared": { "frames": frames },
        "profiles": sampled,
    });
    serde_json::to_vec(&file).map(Written::bytes).map_err(|e| FormatError::failed(FORMAT.name, e))
}
