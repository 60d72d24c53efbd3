//! The gauge: how far is each from where it should be?
//!
//! One row each: its name, a mark at its value with the interval, faint dots above it for what it rests on, and its value in
//! words. A band shows where the values should be. All values are shares, written in per cent.

mod csv;
mod draw;
mod duel;
mod model;

pub use model::{Gauge, Goal, Row};
