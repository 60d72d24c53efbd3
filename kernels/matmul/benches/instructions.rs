//! `cargo bench -p matmul`: the instructions of every serial variant, on a problem that Valgrind gets through in seconds.

tenfold_bench::instructions!(matmul::Matmul, "n=128");
