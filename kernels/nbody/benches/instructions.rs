//! `cargo bench -p nbody`: the instructions of every serial variant, on a problem that Valgrind gets through in seconds.

tenfold_bench::instructions!(nbody::NBody, "n=256 steps=2");
