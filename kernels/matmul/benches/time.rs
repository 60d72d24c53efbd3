//! `cargo bench -p matmul`: the time and rate of every variant, on a problem that takes milliseconds.

tenfold_bench::time!(matmul::Matmul, "n=256");
