//! The profiles of a run, as the formats of profiles need them.

use crate::{FormatError, Results};
use tenfold_profile::Folded;
use tenfold_record::Profile;

/// A profile with its cell and its stacks.
pub struct CellProfile<'a> {
    /// The profile.
    pub profile: &'a Profile,
    /// What it is a profile of: the cell's name, and its status where it has no number.
    pub title: String,
    /// Its stacks.
    pub stacks: Folded,
}

impl CellProfile<'_> {
    /// Seconds of CPU time that a sample stands for; 0 where the rate is not known.
    pub fn seconds_per_sample(&self) -> f64 {
        let hz = self.profile.realised_hz;
        if hz.is_finite() && hz > 0.0 { 1.0 / hz } else { 0.0 }
    }
}

/// The profiles of a run.
///
/// # Errors
/// [`FormatError::NoProfile`] where there is none, [`FormatError::Stacks`] where one is damaged.
pub fn profiles<'a>(format: &'static str, results: &'a Results<'_>) -> Result<Vec<CellProfile<'a>>, FormatError> {
    let run = results.run;
    if run.profiles.is_empty() {
        return Err(FormatError::NoProfile { format, run: run.id.clone() });
    }
    let cells = results.cells();
    let of = |profile: &'a Profile| {
        let cell = cells.iter().find(|c| c.cell.key == profile.cell);
        let title = match cell {
            Some(cell) if cell.times().is_none() => format!("{} ({})", cell.name, cell.status()),
            Some(cell) => cell.name.clone(),
            None => format!("cell {}", profile.cell.0),
        };
        let stacks = profile.folded.parse();
        let stacks = stacks.map_err(|cause| FormatError::Stacks { cell: title.clone(), cause })?;
        Ok(CellProfile { profile, title, stacks })
    };
    run.profiles.iter().map(of).collect()
}
