//! `cargo bench -p cholesky`: the instructions of every serial variant, on a problem that Valgrind gets through in seconds.

tenfold_bench::instructions!(cholesky::Cholesky, "n=240");
