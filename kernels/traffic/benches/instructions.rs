//! `cargo bench -p traffic`: the instructions of every serial variant, on a problem that Valgrind gets through in seconds.

tenfold_bench::instructions!(traffic::Traffic, "n=10_240 steps=20");
