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
///
/// A run holds those of its start and those of its end: a neighbour can spoil one minute, seldom both.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Ceiling {
    /// The resource.
    pub resource: Resource,
    /// Which way of using it, in short: "triad, plain stores", "512 bit".
    #[serde(default)]
    pub name: String,
    /// One core or all.
    pub reach: Reach,
    /// Amount per second: the best of many short tries, since a ceiling is what can be had at most. Bytes are those
    /// that really move: lines that a plain store fetches before it overwrites them are counted. Cycles are those of each core.
    pub per_second: f64,
    /// The median of the tries, in the same unit: one far below the best tells of a disturbed minute.
    #[serde(default)]
    pub median: Option<f64>,
    /// Of bandwidths: the best as STREAM counts it, without the lines that plain stores fetch.
    #[serde(default)]
    pub stream_per_second: Option<f64>,
    /// Of caches: the bytes that they hold, those of all cores together where all were measured.
    #[serde(default)]
    pub capacity: Option<u64>,
    /// How it was measured: "12 independent chains of 512-bit multiply-adds".
    pub method: String,
    /// When, in milliseconds of Unix time.
    #[serde(default)]
    pub measured_ms: Option<i64>,
}

impl Ceiling {
    /// So much per second; nothing else is known of it.
    pub fn of(resource: Resource, name: &str, reach: Reach, per_second: f64) -> Ceiling {
        Ceiling {
            resource,
            name: name.to_string(),
            reach,
            per_second,
            median: None,
            stream_per_second: None,
            capacity: None,
            method: String::new(),
            measured_ms: None,
        }
    }
}
