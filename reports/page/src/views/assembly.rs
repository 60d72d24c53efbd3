//! The inner loop of a profile's hottest function, as the machine runs it.

use crate::text;
use minijinja::{Value, context};
use tenfold_analysis::{answers, format};
use tenfold_record::{Instruction, Profile};

/// Instructions with a smaller share of the samples have none written.
const LEAST: f64 = 0.005;

/// Length of the bar beside a share of 100 %, in pixels.
const BAR: f64 = 80.0;

/// The inner loop, or why there is none.
pub(super) fn assembly(profile: &Profile) -> Result<Value, String> {
    let found = profile.hot_loop.as_ref().map_err(Clone::clone)?;
    let all = profile.samples.max(1) as f64;
    let cut = match found.left_out {
        0 => String::new(),
        1 => "; 1 more of its instructions is not shown".into(),
        n => format!("; {} more of its instructions are not shown", format::count(n as u64)),
    };
    Ok(context! {
        answer => answers::assembly::answer(found, profile),
        function => found.function,
        cut,
        rows => found.instructions.iter().map(|instruction| row(instruction, all)).collect::<Vec<_>>(),
    })
}

fn row(instruction: &Instruction, all: f64) -> Value {
    let share = instruction.samples as f64 / all;
    let hot = share >= LEAST;
    let place = |(file, line): &(String, u32)| format!("{}:{line}", file.rsplit('/').next().unwrap_or(file));
    let source = instruction.source.as_ref().map_or(String::new(), place);
    context! {
        address => format!("{:x}", instruction.address),
        share => if hot { format::percent(share) } else { String::new() },
        bar => format!("{:.1}", (share * BAR).max(1.0)),
        hot,
        text => Value::from_safe_string(text::verbatim(&instruction.text)),
        source => Value::from_safe_string(text::verbatim(&source)),
    }
}
