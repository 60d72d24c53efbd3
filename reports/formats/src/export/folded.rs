//! Folded stacks, as flamegraph programs read them.

use crate::profiles::profiles;
use crate::{Format, FormatError, Holds, Results, Written};

/// One line a stack; the first frame names the cell, so that one flamegraph shows all profiles side by side.
pub const FORMAT: Format = Format {
    name: "folded",
    reader: "flamegraph.pl, inferno: all profiles of the run",
    holds: Holds::Profiles,
    is_binary: false,
    write,
};

fn write<'r>(results: &'r Results<'_>) -> Result<Written<'r>, FormatError> {
    let mut all = tenfold_profile::Folded::default();
    for of_cell in profiles(FORMAT.name, results)? {
        for (frames, count) in of_cell.stacks.iter() {
            all.add(std::iter::once(of_cell.title.as_str()).chain(frames), count);
        }
    }
    Ok(Written::bytes(all.to_string().into_bytes()))
}
