//! `cargo bench -p dns`: the instructions of every serial variant, on a problem that Valgrind gets through in seconds.

tenfold_bench::instructions!(dns::Dns, "n=16 steps=1");
