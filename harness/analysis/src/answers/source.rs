//! What was changed in the source, and which of its lines are hot?

use crate::findings::source::{Listing, SharedFile};
use crate::format;
use tenfold_record::Run;

/// Which source it is.
pub fn about(run: &Run) -> String {
    let fact = |name| run.fingerprint.get("source", name);
    let revision = fact("revision").map_or(String::new(), |revision| format!(", revision {revision}"));
    let dirty = match fact("dirty") {
        Some(dirty) if dirty.starts_with("yes") => " with uncommitted changes",
        _ => "",
    };
    format!("The source as compiled into the program that was measured{revision}{dirty}.")
}

impl Listing<'_> {
    /// How many of its samples pass through its lines, or why no line is marked.
    pub fn answer(&self) -> String {
        let Listing { variant, heat, shown, .. } = self;
        match heat {
            Ok(heat) => {
                let (through, all) = (format::percent(heat.covered()), format::counted(heat.all as usize, "sample"));
                let shown = shown.map_or(String::new(), |shown| {
                    format!("; {} fall on lines shown here or in the files below", format::percent(shown))
                });
                let pass = if heat.all == 1 { "passes" } else { "pass" };
                format!("{variant}: {through} of its {all} {pass} through these lines{shown}.")
            }
            Err(why) => format!("{variant}: no hot lines marked: {why}."),
        }
    }
}

impl SharedFile<'_> {
    /// How much of which variant's time goes through it.
    pub fn answer(&self) -> String {
        let marked = self.marked();
        let shares: Vec<String> =
            marked.iter().map(|(variant, heat)| format!("{variant} {}", format::percent(heat.covered()))).collect();
        match shares.is_empty() {
            true => "no variant has 1 % or more of its samples in it".to_string(),
            false => format!("samples passing through it: {}", shares.join(", ")),
        }
    }
}
