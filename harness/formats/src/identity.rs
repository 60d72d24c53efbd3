//! What a cell is called in other programs.

use tenfold_record::{Cell, Rung, Values};

/// The name of a cell: unique within its run, and the same for the same cell of another run, so that programs which
/// follow a benchmark over time find it again: `traffic/threaded/n=1000000,steps=20/workers=2`.
///
/// A distributed cell ends in its transport.
pub fn identity(cell: &Cell) -> String {
    let mut name = format!("{}/{}", cell.kernel, cell.variant);
    if !cell.params.is_empty() {
        name.push('/');
        name.push_str(&params(&cell.params));
    }
    if matches!(cell.rung, Rung::Threaded | Rung::Distributed) {
        name.push_str(&format!("/workers={}", cell.workers));
    }
    if let Some(transport) = cell.transport {
        name.push_str(&format!("/{transport}"));
    }
    name
}

/// Params in one field: `density=0.52,n=1000000`, ordered by name.
pub fn params(values: &Values) -> String {
    values.iter().map(|(name, value)| format!("{name}={value}")).collect::<Vec<_>>().join(",")
}
