//! `cargo bench -p montecarlo`: the instructions of every serial variant, on a problem that Valgrind gets through in seconds.

tenfold_bench::instructions!(montecarlo::MonteCarlo, "log2_pairs=14");
