//! `cargo bench -p cg`: the instructions of every serial variant, on a problem that Valgrind gets through in seconds.

tenfold_bench::instructions!(cg::Cg, "problem=poisson n=48 iterations=50");
