//! `cargo bench -p cg`: the time and rate of every variant, on a problem that takes milliseconds.

tenfold_bench::time!(cg::Cg, "problem=poisson n=64 iterations=100");
