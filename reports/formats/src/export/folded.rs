//! Folded stacks, as flamegraph programs read them.

use crate::profiles::profiles;
use crate::{Format, FormatError, Holds, Results, Written};

/// One line a stack; the first frame names the cell, so that one flamegraph shows all profiles side by side.
pub struct Folded;

impl Format for Folded {
    fn name(&self) -> &'static str {
        "folded"
    }

    fn reader(&self) -> &'static str {
        "flamegraph.pl, inferno: all profiles of the run"
    }

    fn holds(&self) -> Holds {
        Holds::Profiles
    }

    fn write<'r>(&self, results: &'r Results<'_>) -> Result<Written<'r>, FormatError> {
        let mut all = tenfold_profile::Folded::default();
        for of_cell in profiles(self, results)? {
            for (frames, count) in of_cell.stacks.iter() {
                all.add(std::iter::once(of_cell.title.as_str()).chain(frames), count);
            }
        }
        Ok(Written::bytes(all.to_string().into_bytes()))
    }
}
