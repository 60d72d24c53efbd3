//! `cargo bench -p cholesky`: the time and rate of every variant, on a problem that takes milliseconds.

tenfold_bench::time!(cholesky::Cholesky, "n=480");
