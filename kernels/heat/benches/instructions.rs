//! `cargo bench -p heat`: the instructions of every serial variant, on a problem that Valgrind gets through in seconds.

tenfold_bench::instructions!(heat::Heat, "n=256 steps=8");
