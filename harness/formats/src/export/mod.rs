//! The formats, one file each.

mod csv;
mod json;

pub use csv::Csv;
pub use json::Json;
