//! What a cell is called in other programs.

use tenfold_record::{Cell, Value, Values};

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
    if cell.is_parallel() {
        name.push_str(&format!("/workers={}", cell.workers));
    }
    if let Some(transport) = cell.transport {
        name.push_str(&format!("/{transport}"));
    }
    name
}

/// Params in one field: `density=0.52,n=1000000`, ordered by name. A file stands there as the beginning of its digest: it is
/// the same problem wherever it lies.
pub fn params(values: &Values) -> String {
    let param = |(name, value): (&String, &Value)| match value {
        Value::File(file) => format!("{name}={}", file.sha256.get(..12).unwrap_or(&file.sha256)),
        other => format!("{name}={other}"),
    };
    values.iter().map(param).collect::<Vec<_>>().join(",")
}

#[cfg(test)]
mod tests {
    use super::*;
    use tenfold_analysis::testing::{cell, part, run};
    use tenfold_record::{FileValue, Workers};

    #[test]
    fn the_number_of_workers_is_named_wherever_there_may_be_several() {
        let cells = part("sums")
            .with(cell("naive"))
            .with(cell("threaded").on(2))
            .with(cell("c"))
            .with(cell("openmp").on_its_own(2, Workers::Threads));
        let run = run("?").with(cells).built();
        let named = |index: usize| identity(&run.cells[index].cell).ends_with("/workers=2");
        assert_eq!([0, 1, 2, 3].map(named), [false, true, false, true]);
    }

    #[test]
    fn a_file_is_the_same_problem_wherever_it_lies() {
        let named = |path: &str, sha256: &str| {
            let file = FileValue { path: path.into(), sha256: sha256.into(), param: "" };
            let class = ("class".to_string(), Value::Text("S".into()));
            params(&Values::from([("a".to_string(), Value::File(file)), class]))
        };
        assert_eq!(named("/here/a.npy", "0123456789abcdef"), "a=0123456789ab,class=S");
        assert_eq!(named("/here/a.npy", "0123456789abcdef"), named("/there/b.npy", "0123456789abcdef"));
        assert_ne!(named("/here/a.npy", "0123456789abcdef"), named("/here/a.npy", "fedcba9876543210"));
    }
}
