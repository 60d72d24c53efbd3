//! `cargo bench -p cfd`: the time and rate of every variant, on a problem that takes milliseconds.

tenfold_bench::time!(cfd::Cfd, "n=256 iterations=100");
