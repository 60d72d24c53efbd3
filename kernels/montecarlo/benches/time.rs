//! `cargo bench -p montecarlo`: the time and rate of every variant, on a problem that takes milliseconds.

tenfold_bench::time!(montecarlo::MonteCarlo, "log2_pairs=17");
