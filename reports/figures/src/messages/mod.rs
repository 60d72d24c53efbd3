//! Who talks to whom: bytes from every rank to every rank.

mod csv;
mod draw;
mod model;

pub use model::Messages;
