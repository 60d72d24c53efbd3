//! `cargo bench -p nbody`: the time and rate of every variant, on a problem that takes milliseconds.

tenfold_bench::time!(nbody::NBody, "n=512 steps=4");
