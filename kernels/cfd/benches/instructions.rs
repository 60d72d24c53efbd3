//! `cargo bench -p cfd`: the instructions of every serial variant, on a problem that Valgrind gets through in seconds.

tenfold_bench::instructions!(cfd::Cfd, "n=128 iterations=40");
