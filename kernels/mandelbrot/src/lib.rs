//! The Mandelbrot set with exact counts, on every rung.
