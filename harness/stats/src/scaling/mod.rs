//! Scaling: what more workers bring, and what stops them.
//!
//! Amdahl's law is linear in a reparametrisation, so its fit is one linear least-squares problem with one
//! answer: no starting values, no iteration that may stop early. Residuals are relative, for times on
//! one worker and on a hundred are equally well known in per cent, not in seconds. Parameters are left
//! free of bounds: a negative serial fraction says that the speed-up is superlinear and the law does
//! not hold, which clamping to zero would hide.

mod amdahl;
mod law;
mod speedup;

pub use amdahl::{Amdahl, amdahl};
pub use law::{Point, Quality};
pub use speedup::{efficiency, karp_flatt};
