//! Figures, flamegraphs and the HTML page of a run.
pub mod figures;
pub mod format;
