//! `cargo bench -p sgd`: the instructions of every serial variant, on a problem that Valgrind gets through in seconds.

tenfold_bench::instructions!(sgd::Sgd, "samples=4_096 batch=1_024 steps=8");
