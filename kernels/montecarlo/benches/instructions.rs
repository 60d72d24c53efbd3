//! `cargo bench -p montecarlo`: the instructions of every serial variant, on a problem that takes Valgrind seconds.

tenfold_bench::instructions!(montecarlo::MonteCarlo, "log2_pairs=14");
