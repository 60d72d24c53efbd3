//! `cargo bench -p sgd`: the time and rate of every variant, on a problem that takes milliseconds.

tenfold_bench::time!(sgd::Sgd, "samples=16_384 steps=64");
