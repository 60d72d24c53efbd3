//! The distribution: what lies behind a median?
//!
//! Launches side by side, each a strip of its samples with median and quartiles; samples during which the machine was
//! disturbed are red.

mod csv;
mod draw;
mod model;

pub use model::{Distribution, Launch, Sample};
