//! Ceilings: what the machine can do at most, measured in the same run.

use serde::{Deserialize, Serialize};
use tenfold_kernel::Resource;

/// How much of the machine a ceiling was measured on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Reach {
    /// One core.
    OneCore,
    /// All cores at once.
    AllCores,
}

/// The most of a resource that was got per second.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Ceiling {
    /// The resource.
    pub resource: Resource,
    /// One core or all.
    pub reach: Reach,
    /// Amount per second: the best of many short tries, since a ceiling is what can be had at most.
    pub per_second: f64,
    /// How it was measured: "16 independent chains of 512-bit multiply-adds".
    pub method: String,
}
