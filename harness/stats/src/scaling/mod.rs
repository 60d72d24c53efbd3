//! Scaling laws: what more workers bring, and what stops them.
//!
//! The laws are linear in a reparametrisation, so each fit is one linear least-squares problem with one
//! answer: no starting values, no iteration that may stop early. Residuals are relative, for times on
//! one worker and on a hundred are equally well known in per cent, not in seconds. Parameters are left
//! free of bounds: a negative serial fraction says that the speed-up is superlinear and the law does
//! not hold, which clamping to zero would hide.

mod amdahl;
mod gustafson;
mod law;
mod speedup;
mod usl;

pub use amdahl::{Amdahl, amdahl};
pub use gustafson::{Gustafson, gustafson};
pub use law::{Point, Quality};
pub use speedup::{efficiency, karp_flatt};
pub use usl::{Usl, usl};
