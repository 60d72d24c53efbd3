//! `cargo bench -p dns`: the time and rate of every variant, on a problem that takes milliseconds.

tenfold_bench::time!(dns::Dns, "n=32 steps=1");
