//! What does the inner loop do?

use crate::format;
use tenfold_record::{HotLoop, Profile};

/// How much of `profile` is in its inner loop, and how large that is.
pub fn answer(found: &HotLoop, profile: &Profile) -> String {
    let share = format::percent(found.samples as f64 / profile.samples.max(1) as f64);
    let size = format::counted(found.instructions.len() + found.left_out, "instruction");
    match found.is_loop {
        true => format!("{share} of the samples are in one loop of {size}"),
        false => {
            format!("no loop around the hottest instruction; {share} of the samples are in the {size} around it")
        }
    }
}
