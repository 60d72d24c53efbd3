//! Ceilings in words: the same in the page, in the terminal and in `tenfold ceilings`.

use crate::format;
use tenfold_record::{Ceiling, Reach, Resource};

/// A resource in words.
pub fn heading(resource: Resource) -> &'static str {
    match resource {
        Resource::LogicBits => "bitwise operations",
        Resource::IntegerAdds => "integer additions",
        Resource::Flops => "floating-point operations",
        Resource::FusedFlops => "fused multiply-adds",
        Resource::SingleFlops => "floating-point operations, single precision",
        Resource::SingleFusedFlops => "fused multiply-adds, single precision",
        Resource::L1Bytes => "L1 cache",
        Resource::L2Bytes => "L2 cache",
        Resource::L3Bytes => "L3 cache",
        Resource::MemoryBytes => "memory",
        Resource::Cycles => "clock",
    }
}

/// A level in short, beside its roof: "L2", "memory".
pub fn level(level: Resource) -> &'static str {
    match level {
        Resource::L1Bytes => "L1",
        Resource::L2Bytes => "L2",
        Resource::L3Bytes => "L3",
        other => heading(other),
    }
}

/// What a resource is counted in.
pub fn unit(resource: Resource) -> &'static str {
    match resource {
        Resource::LogicBits => "bit",
        Resource::IntegerAdds => "op",
        Resource::Flops | Resource::FusedFlops | Resource::SingleFlops | Resource::SingleFusedFlops => "flop",
        Resource::L1Bytes | Resource::L2Bytes | Resource::L3Bytes | Resource::MemoryBytes => "B",
        Resource::Cycles => "Hz",
    }
}

/// So much of a resource per second, with its unit.
pub fn quantity(resource: Resource, per_second: f64) -> String {
    format::quantity(per_second, &rate_unit(resource))
}

/// The best of many tries with their median behind it: "12.4 GB/s (11.9)".
pub fn best_and_median(ceiling: &Ceiling) -> String {
    match ceiling.median {
        Some(median) => format::quantity_beside(ceiling.per_second, median, &rate_unit(ceiling.resource)),
        None => quantity(ceiling.resource, ceiling.per_second),
    }
}

fn rate_unit(resource: Resource) -> String {
    if resource == Resource::Cycles { unit(resource).to_string() } else { format!("{}/s", unit(resource)) }
}

/// How much of the machine, in words.
pub fn reach(reach: Reach) -> &'static str {
    match reach {
        Reach::OneCore => "one core",
        Reach::AllCores => "all cores",
    }
}
