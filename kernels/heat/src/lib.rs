//! Explicit heat diffusion on the unit square, on every rung.
