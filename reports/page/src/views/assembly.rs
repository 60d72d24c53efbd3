//! The inner loop of a profile's hottest function, as the machine runs it.

use crate::text;
use minijinja::Value;
use serde::Serialize;
use tenfold_analysis::{answers, format};
use tenfold_record::{Instruction, Profile};

/// The inner loop.
#[derive(Serialize)]
pub(super) struct AssemblyView {
    answer: String,
    function: String,
    cut: String,
    rows: Vec<RowView>,
}

#[derive(Serialize)]
struct RowView {
    address: String,
    share: String,
    bar: String,
    hot: bool,
    text: Value,
    source: Value,
}

/// Instructions with a smaller share of the samples have none written.
const LEAST: f64 = 0.005;

/// Length of the bar beside a share of 100 %, in pixels.
const BAR: f64 = 80.0;

impl AssemblyView {
    /// The loop, or why there is none.
    pub(super) fn of(profile: &Profile) -> Result<AssemblyView, String> {
        let found = profile.hot_loop.as_ref().map_err(Clone::clone)?;
        let all = profile.samples.max(1) as f64;
        Ok(AssemblyView {
            answer: answers::assembly::answer(found, profile),
            function: found.function.clone(),
            cut: match found.left_out {
                0 => String::new(),
                n => format!("; {} more of its instructions were not kept", format::count(n as u64)),
            },
            rows: found.instructions.iter().map(|instruction| RowView::of(instruction, all)).collect(),
        })
    }
}

impl RowView {
    fn of(instruction: &Instruction, all: f64) -> RowView {
        let share = instruction.samples as f64 / all;
        let hot = share >= LEAST;
        let source = instruction
            .source
            .as_ref()
            .map_or(String::new(), |(file, line)| format!("{}:{line}", file.rsplit('/').next().unwrap_or(file)));
        RowView {
            address: format!("{:x}", instruction.address),
            share: if hot { format::percent(share) } else { String::new() },
            bar: format!("{:.1}", (share * BAR).max(1.0)),
            hot,
            text: Value::from_safe_string(text::verbatim(&instruction.text)),
            source: Value::from_safe_string(text::verbatim(&source)),
        }
    }
}
