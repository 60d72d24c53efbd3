//! Intervals, ratios and scaling laws: pure functions.
