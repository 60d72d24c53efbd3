//! A cell: kernel × variant × params × workers.

use serde::{Deserialize, Serialize};
use std::fmt;
use tenfold_kernel::{Bound, Resource, Rung, Values, Workers};

/// How ranks exchange messages.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Transport {
    /// Ranks are threads of one process.
    Local,
    /// Ranks are processes under `mpirun`.
    Mpi,
}

impl fmt::Display for Transport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Transport::Local => "local",
            Transport::Mpi => "mpi",
        })
    }
}

/// Names a cell within its run.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct CellKey(pub u32);

/// The work of one run of a cell, as its kernel declares it.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct WorkDone {
    /// How many of the unit.
    pub amount: f64,
    /// The unit in the plural: "cell updates".
    pub unit: String,
    /// The unit's short form in rates: "cell".
    pub symbol: String,
    /// Floating-point operations.
    pub flops: f64,
    /// Bytes read and written at the least.
    pub compulsory_bytes: f64,
    /// Bytes that this variant moves to and from memory on a problem that no cache holds, where its kernel says so.
    #[serde(default)]
    pub streamed_bytes: Option<f64>,
    /// What every correct single-core implementation needs at least.
    pub demands: Vec<Demand>,
}

/// A need that bounds the time from below, once the resource's ceiling is measured.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Demand {
    /// What is used up.
    pub resource: Resource,
    /// How much of it.
    pub amount: f64,
    /// The formula in words.
    pub formula: String,
}

impl From<Bound> for Demand {
    fn from(bound: Bound) -> Demand {
        Demand { resource: bound.resource, amount: bound.amount, formula: bound.formula.into_owned() }
    }
}

/// One cell of the plan.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Cell {
    /// Its key within the run.
    pub key: CellKey,
    /// Index of its part in the experiment.
    pub part: usize,
    /// The kernel.
    pub kernel: String,
    /// The variant.
    pub variant: String,
    /// The variant's rung.
    pub rung: Rung,
    /// The complete params of this cell (grown with the workers, where scaling is weak).
    pub params: Values,
    /// How many workers it has.
    pub workers: usize,
    /// What an external's workers are, as it says itself. Of every other variant its rung says it.
    #[serde(default)]
    pub peer_workers: Option<Workers>,
    /// How ranks exchange messages, for distributed variants.
    pub transport: Option<Transport>,
    /// The work of one run.
    pub work: WorkDone,
    /// Why the cell is left out of the run, where it was known from the start.
    pub left_out: Option<String>,
}

impl Cell {
    /// What its workers are.
    pub fn kind_of_workers(&self) -> Workers {
        self.peer_workers.unwrap_or(self.rung.workers())
    }

    /// Whether it is made for several workers, so that their number is part of its name.
    pub fn is_parallel(&self) -> bool {
        self.kind_of_workers() != Workers::One
    }
}

impl fmt::Display for Cell {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.kernel, self.variant)?;
        if self.is_parallel() {
            write!(f, " × {}", self.workers)?;
        }
        if self.transport == Some(Transport::Mpi) {
            write!(f, " (mpi)")?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A cell as it was kept before externals had workers.
    fn old(rung: &str) -> Cell {
        let work = r#"{"amount":1,"unit":"sums","symbol":"sum","flops":0,"compulsory_bytes":0,"demands":[]}"#;
        let text = format!(
            r#"{{"key":0,"part":0,"kernel":"sums","variant":"v","rung":"{rung}","params":{{}},"workers":2,
                "transport":null,"work":{work},"left_out":null}}"#
        );
        serde_json::from_str(&text).unwrap()
    }

    #[test]
    fn the_rung_says_what_workers_are_and_of_an_external_it_says_it_itself() {
        for info in &Rung::TABLE {
            assert_eq!(old(info.name).kind_of_workers(), info.workers);
        }
        let told = |cell: &Cell| (cell.to_string(), cell.is_parallel());
        assert_eq!(told(&old("external")), ("sums v".to_string(), false));
        assert_eq!(told(&old("threaded")), ("sums v × 2".to_string(), true));
        let peer = Cell { peer_workers: Some(Workers::Threads), ..old("external") };
        assert_eq!(told(&peer), ("sums v × 2".to_string(), true));
        let back: Cell = serde_json::from_str(&serde_json::to_string(&peer).unwrap()).unwrap();
        assert_eq!(back, peer);
    }
}
