//! `cargo bench -p fft`: the instructions of every serial variant, on a problem that Valgrind gets through in seconds.

tenfold_bench::instructions!(fft::Fft, "n=32 steps=1");
