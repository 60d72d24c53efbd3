//! `cargo bench -p fft`: the time and rate of every variant, on a problem that takes milliseconds.

tenfold_bench::time!(fft::Fft, "n=64 steps=1");
