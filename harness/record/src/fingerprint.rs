//! The machine's fingerprint: what must be known to believe or repeat a number.

use serde::{Deserialize, Serialize};

/// One thing known of the machine, the build or the circumstances.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Fact {
    /// What it is about: "source", "compiler", "processor", "memory", "system", "tools", "protocol".
    pub group: String,
    /// Its name.
    pub name: String,
    /// Its value, or why there is none ("hidden by the hypervisor").
    pub value: String,
}

/// The circumstances of a run.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Fingerprint {
    /// A short name of the machine for captions: "2-core Intel Xeon @ 2.50GHz, AVX-512".
    pub machine: String,
    /// Cores this process may use. Points with more workers are not read as scaling.
    pub cores: usize,
    /// Bytes of the last-level cache, 0 where unknown: data that fits into it need not cross to memory again.
    pub cache_bytes: u64,
    /// Everything known, grouped, in a fixed order.
    pub facts: Vec<Fact>,
}

impl Fingerprint {
    /// The value of a fact.
    pub fn get(&self, group: &str, name: &str) -> Option<&str> {
        self.facts.iter().find(|f| f.group == group && f.name == name).map(|f| f.value.as_str())
    }
}
