//! The work of a problem: what is counted, and what no implementation can do without.

use serde::{Deserialize, Serialize};
use std::borrow::Cow;

/// The unit a kernel's rate is given in, e.g. "cell/s".
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Unit {
    /// The thing counted, in the plural: "cell updates".
    pub plural: &'static str,
    /// Its short form in rates: "cell".
    pub symbol: &'static str,
}

/// The work of one run of a problem, the same for every variant. It may depend on the input and on the answer: the escape tests
/// of an image, the words of a text.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Work {
    /// How many of the kernel's [`Unit`].
    pub amount: f64,
    /// Floating-point operations of the algorithm as defined (not of a clever variant).
    pub flops: f64,
    /// Bytes that must cross to and from memory at least once: the input read and the answer written.
    pub compulsory_bytes: f64,
}

impl Work {
    /// The bounds of a kernel whose flops all have to be done, by `formulae` for them and for the compulsory bytes.
    pub fn bounds(self, flops: Resource, formulae: [&'static str; 2]) -> Vec<Bound> {
        let [arithmetic, traffic] = formulae;
        vec![
            Bound::new(flops, self.flops, arithmetic),
            Bound::new(Resource::MemoryBytes, self.compulsory_bytes, traffic),
        ]
    }
}

/// A resource of one core whose ceiling is measured on the machine at hand.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Resource {
    /// Bitwise operations, counted in bits (a 512-bit AND counts 512).
    LogicBits,
    /// Additions of 32-bit integers.
    IntegerAdds,
    /// Double-precision additions and multiplications issued one by one (a fused pair counts two if it can be issued
    /// as one: use [`Resource::FusedFlops`] then).
    Flops,
    /// Double-precision operations where each multiply-add counts two.
    FusedFlops,
    /// As [`Resource::Flops`], in single precision.
    SingleFlops,
    /// As [`Resource::FusedFlops`], in single precision.
    SingleFusedFlops,
    /// Bytes to and from the first-level cache.
    L1Bytes,
    /// Bytes to and from the second-level cache.
    L2Bytes,
    /// Bytes to and from the third-level cache. Shared by the cores, as memory is.
    L3Bytes,
    /// Bytes to and from memory. Shared by the cores: more of them do not scale it by their number.
    MemoryBytes,
    /// Cycles of the core's clock.
    Cycles,
}

impl Resource {
    /// Whether the cores share it, so that more of them have not more of it.
    pub fn is_shared(self) -> bool {
        matches!(self, Resource::L3Bytes | Resource::MemoryBytes)
    }
}

/// A lower bound of the time: `amount` of `resource` is needed by every correct implementation.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Bound {
    /// What is used up.
    pub resource: Resource,
    /// How much of it one run needs at the least.
    pub amount: f64,
    /// The formula in words, with its source: shown beside the limit.
    pub formula: Cow<'static, str>,
}

impl Bound {
    /// `amount` of `resource`, by `formula`.
    pub fn new(resource: Resource, amount: f64, formula: &'static str) -> Bound {
        Bound { resource, amount, formula: formula.into() }
    }
}
