//! What makes two cells the same, whatever their places in two plans, and what makes two machines the same.

use crate::{Cell, Fingerprint, Run, Value};
use sha2::{Digest, Sha256};

/// The groups of the fingerprint that a cell's times depend on: with another compiler, library or protocol it is another cell.
const CIRCUMSTANCES: [&str; 3] = ["compiler", "tools", "protocol"];

/// Facts of these groups that are of the run, not of its cells; the last two are added when a store is read.
const OF_THE_RUN: [&str; 4] = ["seed", "rounds", "sessions", "tried again"];

impl Run {
    /// What identifies `cell` of this run by content: the kernel's sources, the variant and the files it is made of, the
    /// params with the digests of files, workers, transport, toolchain and protocol, which tells the placement. The key is not
    /// in it.
    pub fn identity_of(&self, cell: &Cell) -> String {
        let mut digest = Sha256::new();
        let mut add = |name: &str, value: &str| digest.update(format!("{name}\0{}\0{value}\0", value.len()));
        add("kernel", &cell.kernel);
        add("variant", &cell.variant);
        for (name, value) in &cell.params {
            let value = match value {
                Value::File(file) => file.sha256.clone(),
                other => other.to_string(),
            };
            add(name, &value);
        }
        add("workers", &cell.workers.to_string());
        add("transport", &cell.transport.map(|transport| transport.to_string()).unwrap_or_default());
        for source in self.sources.iter().filter(|source| source.kernel == cell.kernel) {
            add(&source.file, &source.text);
        }
        let part = self.experiment.parts.get(cell.part);
        let external = part.and_then(|part| part.externals.iter().find(|external| external.name == cell.variant));
        if let Some(external) = external {
            let said = (&external.program, external.workers, external.agreement, &external.digests);
            add("external", &serde_json::to_string(&said).expect("a record serialises to memory"));
        }
        let facts = self.fingerprint.facts.iter().filter(|fact| CIRCUMSTANCES.contains(&fact.group.as_str()));
        for fact in facts.filter(|fact| !OF_THE_RUN.contains(&fact.name.as_str())) {
            add(&fact.name, &fact.value);
        }
        tenfold_kernel::hex(&digest.finalize()[..16])
    }

    /// Whether this run, unfinished, could go on as `plan`, which was made now: the same experiment by the same program on the
    /// same machine, and the same cells by content.
    pub fn goes_on_as(&self, plan: &Run) -> bool {
        let program = |run: &Run| run.fingerprint.get("source", "program digest").map(str::to_string);
        let same_machine = self
            .fingerprint
            .place()
            .is_some_and(|here| plan.fingerprint.place().is_some_and(|there| here.machine == there.machine));
        // Why a cell is left out may be worded by the minute, as it tells how much memory is free. Of one whose problem could not
        // be solved the work is not known.
        let cells = |run: &Run| {
            let told = |cell: &Cell| (run.identity_of(cell), cell.left_out.is_some(), cell.work.amount > 0.0);
            let mut cells: Vec<(String, bool, bool)> = run.cells.iter().map(|m| told(&m.cell)).collect();
            cells.sort();
            cells
        };
        same_machine
            && self.experiment == plan.experiment
            && program(self) == program(plan)
            && cells(self) == cells(plan)
    }
}

/// A machine, and the time since it was started.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// The machine: the same after a restart, and no other's.
    pub machine: String,
    /// This boot of it.
    pub boot: String,
}

/// The group and the names of the facts that tell the [`Place`].
pub const PLACE: (&str, &str, &str) = ("system", "machine id", "boot id");

impl Fingerprint {
    /// Where it was taken, and since when; `None` where it does not say.
    pub fn place(&self) -> Option<Place> {
        let (group, machine, boot) = PLACE;
        Some(Place { machine: self.get(group, machine)?.to_string(), boot: self.get(group, boot)?.to_string() })
    }
}
