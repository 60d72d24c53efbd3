//! `cargo bench -p heat`: the time and rate of every variant, on a problem that takes milliseconds.

tenfold_bench::time!(heat::Heat, "n=512 steps=16");
