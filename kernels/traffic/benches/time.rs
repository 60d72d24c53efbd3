//! `cargo bench -p traffic`: the time and rate of every variant, on a problem that takes milliseconds.

tenfold_bench::time!(traffic::Traffic, "n=1_024_000");
